"""The first three questions of Ny plats: which place, where, and what was promised."""

from datetime import date

import streamlit as st

from dashboard.page import blocks, cards, drafts, loaders, widgets
from dashboard.page.loaders import finished
from dashboard.place import draft, where
from dashboard.place.draft import FORM, field
from dashboard.text import area_kinds
from dashboard.text.language import translator, upper_first
from data.answers.areas import all_areas
from data.intake.likeness import bare
from data.intake.municipalities import municipalities
from data.store.access import Verb
from metrics.definition.area_kinds import AREA_KINDS

_EARLY, _FAR = date(1950, 1, 1), date(2100, 12, 31)


def which(training: bool, language: str) -> None:
    """Ask what the place is called, which municipality it is in, and what sort it is."""
    _ = translator(language)
    cards.heading("", _("1. Vilken plats?"), level=2)
    left, right = blocks.columns((7, 5))
    with left:
        name = widgets.text_input(_("Namn"), max_chars=120, key=field("name"))
    options = _municipalities(training, language)
    draft.forget_unless("municipality", options)
    with right:
        municipality = widgets.selectbox(
            _("Övningsområde") if training else _("Kommun"),
            options,
            index=None,
            placeholder=_("Sök på namn"),
            key=field("municipality"),
        )
    kinds = {
        kind: upper_first(area_kinds.one(kind, language))
        for kind, one in AREA_KINDS.items()
        if one.own
    }
    draft.forget_unless("kind", kinds)
    widgets.pill(_("Sort"), kinds, key=field("kind"), wrap=True)
    for area_id, there in _same(registered(str(municipality or "")), bare(str(name))).items():
        said = _("Det finns redan en plats som heter så här: {place}. Är det samma?")
        st.warning(said.format(place=cards.area_link(area_id, there)))


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
    where.ask(registered(str(drafts.written_in(FORM, "municipality") or "")), language)


def promised(language: str) -> None:
    """Ask what was promised, to whom, by whom and by when."""
    _ = translator(language)
    cards.heading("", _("3. Vad lovades, och till vem?"), level=2)
    widgets.text_area(
        _("Löftet, med sina egna ord"), max_chars=2_000, height=90, key=field("wording")
    )
    left, right = blocks.columns(2)
    with left:
        widgets.text_input(_("Till vem"), max_chars=120, key=field("target_group"))
    with right:
        widgets.text_input(_("Vem lovade"), max_chars=120, key=field("promised_by"))
    left, right = blocks.columns(2)
    with left:
        widgets.text_input(_("Skrivet i"), max_chars=200, key=field("document"))
    with right:
        widgets.text_input(_("Ansvarig roll"), max_chars=80, key=field("owner_role"))
    left, right = blocks.columns(2)
    with left:
        _day(_("Lovat den"), "promised_on")
    with right:
        _day(_("Klart senast"), "due_on")


def _day(label: str, name: str) -> None:
    widgets.date_input(
        label,
        value=None,
        min_value=_EARLY,
        max_value=_FAR,
        format="YYYY-MM-DD",
        key=field(name),
    )
