"""The questions of Ny plats, in the order they are asked."""

from collections.abc import Mapping
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.page import cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.place import draft, where
from dashboard.place.draft import FORM, field
from dashboard.text import area_kinds
from dashboard.text.language import translator, upper_first
from data.answers.added_up import added_up
from data.answers.areas import all_areas
from data.intake.indicator_names import by_likeness
from data.intake.likeness import bare
from data.intake.municipalities import municipalities
from data.intake.pasted_file import text_of
from data.store.access import Verb
from metrics.definition.area_kinds import AREA_KINDS
from metrics.definition.indicator import Evidence, Indicator

_EARLY, _FAR = date(1950, 1, 1), date(2100, 12, 31)
_HITS = 4
_EXAMPLE = "2023\t46,3\t402\n2024\t44,6\t388"


def which(training: bool, language: str) -> None:
    """Ask what the place is called, which municipality it is in, and what sort it is."""
    _ = translator(language)
    cards.heading("", _("1. Vilken plats?"), level=2)
    left, right = st.columns([7, 5])
    name = left.text_input(_("Namn"), max_chars=120, key=field("name"))
    options = _municipalities(training, language)
    _forget_unless("municipality", options)
    municipality = right.selectbox(
        _("Övningsområde") if training else _("Kommun"),
        list(options),
        index=None,
        format_func=options.__getitem__,
        placeholder=_("Sök på namn"),
        key=field("municipality"),
    )
    kinds = [kind for kind, one in AREA_KINDS.items() if one.own]
    st.pills(
        _("Sort"),
        kinds,
        format_func=lambda kind: upper_first(area_kinds.one(kind, language)),
        key=field("kind"),
        wrap=True,
    )
    for area_id, there in _same(registered(str(municipality or "")), bare(str(name))).items():
        said = _("Det finns redan en plats som heter så här: {place}. Är det samma?")
        st.warning(said.format(place=cards.area_link(area_id, there)))


def _forget_unless(name: str, options: Mapping[str, str]) -> None:
    """Let nothing be chosen that is not there any more."""
    if controls.written_in(FORM, name) not in {None, *options}:
        controls.write_in(FORM, **{name: None})


@finished
def _municipalities(training: bool, language: str) -> dict[str, str]:
    """Return where the viewer may make a place, by municipal code or id of an area."""
    areas = loaders.ask(all_areas)
    names = dict(zip(areas["area_id"], areas["name"], strict=True))
    reach = loaders.viewer().reach(Verb.IMPORT)
    if training:
        top = areas[areas["invented"].astype(bool) & (areas["parent_id"] == "")]
        return {one: names[one] for one in top["area_id"] if reach is None or one in reach}
    if reach is None:
        every = [one for one in municipalities().values() if not one.became]
        return {one.code: one.name for one in sorted(every, key=lambda one: bare(one.name))}
    mine = areas[areas["area_id"].isin(reach)]
    whole = mine[mine["kind"] == "municipality"]
    chosen = whole if len(whole) else mine
    return dict(zip(chosen["area_id"], chosen["name"], strict=True))


@finished
def registered(municipality: str) -> str:
    """Return the id of a municipality that is registered, by its code or id; '' for none."""
    areas = loaders.ask(all_areas)
    if municipality in set(areas["area_id"]):
        return municipality
    listed = municipalities().get(municipality)
    if listed is None:
        return ""
    mine = areas[(areas["kind"] == "municipality") & (areas["name"] == listed.name)]
    return str(mine["area_id"].iloc[0]) if len(mine) else ""


@finished
def _same(municipality_id: str, name: str) -> dict[str, str]:
    """Return the places in a municipality that are called the same, by id."""
    areas = loaders.ask(all_areas)
    inside = (areas["municipality_id"] == municipality_id) | (
        areas["parent_id"] == municipality_id
    )
    alike = areas["name"].map(bare) == name
    found = areas[inside & alike] if municipality_id and name else areas.head(0)
    return dict(zip(found["area_id"], found["name"], strict=True))


def located(language: str) -> None:
    """Ask where the place is."""
    cards.heading("", translator(language)("2. Var ligger den?"), level=2)
    where.ask(registered(str(controls.written_in(FORM, "municipality") or "")), language)


def promised(language: str) -> None:
    """Ask what was promised, to whom, by whom and by when."""
    _ = translator(language)
    cards.heading("", _("3. Vad lovades, och till vem?"), level=2)
    st.text_area(
        _("Löftet, med sina egna ord"), max_chars=2_000, height=90, key=field("wording")
    )
    left, middle, right = st.columns(3)
    left.text_input(_("Till vem"), max_chars=120, key=field("target_group"))
    middle.text_input(_("Vem lovade"), max_chars=120, key=field("promised_by"))
    right.text_input(_("Skrivet i"), max_chars=200, key=field("document"))
    left, middle, right = st.columns(3)
    days = {"format": "YYYY-MM-DD", "min_value": _EARLY, "max_value": _FAR}
    left.date_input(_("Lovat den"), value=None, key=field("promised_on"), **days)
    middle.date_input(_("Klart senast"), value=None, key=field("due_on"), **days)
    right.text_input(_("Ansvarig roll"), max_chars=80, key=field("owner_role"))


def measured(language: str) -> Indicator | None:
    """Ask how it is measured, by words; return the indicator that was chosen."""
    _ = translator(language)
    cards.heading("", _("4. Hur mäts det?"), level=2)
    known = loaders.catalogue()
    chosen = str(controls.written_in(FORM, "indicator_id") or "")
    if chosen not in known:
        _search(language)
        return None
    indicator = known[chosen]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/check: {_explained(indicator, language)}", width="stretch")
        st.button(
            _("Byt mått"),
            key=field("change"),
            on_click=partial(controls.write_in, FORM, indicator_id=""),
        )
    _target(indicator, language)
    return indicator


def _search(language: str) -> None:
    """Offer the measures whose names are most like what was written, with what they are."""
    _ = translator(language)
    asked = st.text_input(
        _("Sök med egna ord"),
        placeholder=_("till exempel: trygg på kvällen"),
        max_chars=120,
        key=field("search"),
    )
    if not str(asked or "").strip():
        return
    with st.container(border=True, gap="xsmall"):
        for indicator_id in _hits(str(asked)):
            st.button(
                _explained(loaders.catalogue()[indicator_id], language),
                type="tertiary",
                wrap=True,
                key=field(f"hit-{indicator_id}"),
                on_click=partial(controls.write_in, FORM, indicator_id=indicator_id, form=None),
            )
        st.markdown(
            _(
                "Inget av dem? Ett nytt mått granskas innan det kan bedömas: se {catalogue}. "
                "Spara platsen utan mått så länge."
            ).format(catalogue=f"[{_('Katalog')}]({cards.address('katalog')})")
        )


@finished
def _hits(asked: str) -> list[str]:
    """Return the measures that a place can have, those first that the words are most like."""
    fit = [
        one.id
        for one in by_likeness(asked, "", loaders.catalogue())
        if one.may_be_assessed and one.evidence is not Evidence.COMPOSITION
    ]
    return fit[:_HITS]


def _explained(indicator: Indicator, language: str) -> str:
    """Name a measure with what it counts, and say when it is only of larger areas."""
    _ = translator(language)
    words = indicator.wording(language)
    said = f"{words.numerator}, {words.unit.split(' (')[0]}"
    if indicator.finest_geography in {"municipality", "region"}:
        said = _("{said}. Finns bara för hela kommunen").format(said=said)
    return f"**{cards.escape(words.name)}** :gray[{cards.escape(said)}]"


def _target(indicator: Indicator, language: str) -> None:
    """Ask what the measure should come to."""
    _ = translator(language)
    if indicator.ladder:
        steps = sorted(indicator.ladder, key=lambda step: step.severity)
        names = {step.code: upper_first(step.en if language == "en" else step.sv) for step in steps}
        _forget_unless("target_class", names)
        st.selectbox(
            _("Målet är som sämst"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("Välj en klass"),
            key=field("target_class"),
        )
        return
    forms = {
        "at_least": _("minst"),
        "at_most": _("högst"),
        "band": _("mellan två tal"),
        "hold": _("att behålla läget"),
    }
    if controls.written_in(FORM, "form") not in forms:
        controls.write_in(FORM, form=draft.usual_form(indicator))
    form = st.segmented_control(
        _("Målet är"), list(forms), format_func=forms.__getitem__, required=True, key=field("form")
    )
    unit = indicator.wording(language).unit.split(" (")[0]
    if form == "hold":
        return
    left, right = st.columns(2)
    between = form == "band"
    label = _("Målet, lägst") if between else _("Målet")
    left.text_input(f"{label} ({unit})", max_chars=20, key=field("target"))
    if between:
        right.text_input(
            f"{_('Målet, högst')} ({unit})", max_chars=20, key=field("target_high")
        )


def values(indicator: Indicator | None, language: str) -> DeltaGenerator:
    """Ask for the values; return a place for how they were read."""
    _ = translator(language)
    cards.heading("", _("5. Klistra in värdena"), level=2)
    left, right = st.columns(2)
    with left:
        _add_up(indicator, language)
        st.text_area(
            _("Värden"),
            placeholder=_EXAMPLE,
            height=220,
            help=_("Rakt ur kalkylbladet: period och värde räcker. Antal svar får stå efter."),
            key=field("values"),
        )
        place, opened = controls.unfolded(_("Eller släpp en fil"), key="new-place-file")
        if opened:
            with place:
                _drop(language)
    return right.container()


def _add_up(indicator: Indicator | None, language: str) -> None:
    """Offer the values of the areas that the place is made of, added up."""
    _ = translator(language)
    made_of = tuple(controls.written_in(FORM, "made_of") or ())
    if indicator is None or controls.written_in(FORM, "how") != "parts" or not made_of:
        return
    rows = loaders.ask(added_up, indicator=indicator, area_ids=made_of)
    if rows.empty:
        st.caption(_("Delarna har inga värden för måttet som går att lägga ihop."))
        return
    st.button(
        _("Lägg ihop delarnas värden"),
        key=field("added-up"),
        on_click=partial(controls.write_in, FORM, values=_as_text(rows, indicator.decimals)),
    )


def _as_text(rows: pd.DataFrame, decimals: int) -> str:
    """Write values as they would have been pasted."""
    return "\n".join(
        f"{row.period}\t{row.value:.{decimals}f}".replace(".", ",")
        + (f"\t{row.n:.0f}" if row.n == row.n else "")
        for row in rows.itertuples()
    )


def _drop(language: str) -> None:
    _ = translator(language)
    given = st.file_uploader(
        _("Fil med period och värde"),
        type=["csv", "txt", "tsv", "xlsx", "xls", "ods"],
        key=field("file"),
    )
    if given is None:
        return
    text = text_of(given.getvalue(), given.name)
    if not text:
        st.error(_("Filen går inte att läsa. Klistra in kolumnerna i stället."))
    elif st.button(_("Använd filens värden"), key=field("use-file"), on_click=_take, args=(text,)):
        return


def _take(text: str) -> None:
    controls.write_in(FORM, values=text)
