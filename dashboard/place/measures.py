"""Question four: how the promise is measured, searched by words, and what it should come to."""

from functools import partial

import streamlit as st

from dashboard.page import blocks, cards, drafts, loaders, widgets
from dashboard.page.loaders import finished
from dashboard.place import draft
from dashboard.place.draft import FORM, field
from dashboard.text.language import translator, upper_first
from data.intake.indicator_names import by_likeness
from metrics.definition.indicator import Evidence, Indicator

_HITS = 4


def ask(language: str) -> Indicator | None:
    """Ask how it is measured, by words; return the indicator that was chosen."""
    _ = translator(language)
    cards.heading("", _("4. Hur mäts det?"), level=2)
    known = loaders.catalogue()
    chosen = str(drafts.written_in(FORM, "indicator_id") or "")
    if chosen not in known:
        _search(language)
        return None
    indicator = known[chosen]
    with blocks.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/check: {_explained(indicator, language)}", width="stretch")
        st.button(
            _("Byt mått"),
            key=field("change"),
            on_click=partial(drafts.write_in, FORM, indicator_id=""),
        )
    if indicator.may_be_assessed:
        _target(indicator, language)
    return indicator


def _search(language: str) -> None:
    """Offer the measures whose names are most like what was written, with what they are."""
    _ = translator(language)
    asked = widgets.text_input(
        _("Sök med egna ord"),
        placeholder=_("till exempel: trygg på kvällen"),
        max_chars=120,
        key=field("search"),
    )
    if not str(asked or "").strip():
        return
    with blocks.container(border=True, gap="xsmall"):
        for indicator_id in _hits(str(asked)):
            st.button(
                _explained(loaders.catalogue()[indicator_id], language),
                type="tertiary",
                wrap=True,
                key=field(f"hit-{indicator_id}"),
                on_click=partial(drafts.write_in, FORM, indicator_id=indicator_id, form=None),
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
        if one.evidence is not Evidence.COMPOSITION
    ]
    return fit[:_HITS]


def _explained(indicator: Indicator, language: str) -> str:
    """Name a measure with what it counts, and say when it is only of larger areas."""
    _ = translator(language)
    words = indicator.wording(language)
    said = f"{words.numerator}, {words.unit.split(' (')[0]}"
    if not indicator.may_be_assessed:
        said = _("{said}. Visas som bakgrund, utan mål").format(said=said)
    if indicator.finest_geography in {"municipality", "region"}:
        said = _("{said}. Finns bara för hela kommunen").format(said=said)
    return f"**{cards.escape(words.name)}** :gray[{cards.escape(said)}]"


def _target(indicator: Indicator, language: str) -> None:
    """Ask what the measure should come to."""
    _ = translator(language)
    if indicator.ladder:
        steps = sorted(indicator.ladder, key=lambda step: step.severity)
        names = {
            step.code: upper_first(step.en if language == "en" else step.sv) for step in steps
        }
        draft.forget_unless("target_class", names)
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
    if drafts.written_in(FORM, "form") not in forms:
        drafts.write_in(FORM, form=draft.usual_form(indicator))
    form = st.segmented_control(
        _("Målet är"),
        list(forms),
        format_func=forms.__getitem__,
        required=True,
        wrap=True,
        key=field("form"),
    )
    unit = indicator.wording(language).unit.split(" (")[0]
    if form == "hold":
        return
    left, right = blocks.columns(2)
    between = form == "band"
    label = _("Målet, lägst") if between else _("Målet")
    left.text_input(f"{label} ({unit})", max_chars=20, key=field("target"))
    if between:
        right.text_input(
            f"{_('Målet, högst')} ({unit})", max_chars=20, key=field("target_high")
        )
