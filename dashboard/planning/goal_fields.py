"""The fields of a goal: what is promised, by when and why; what was typed stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.page import blocks, cards, controls, this_visit, widgets
from dashboard.planning.series import Chosen
from dashboard.text import numbers
from dashboard.text.amounts import amount
from dashboard.text.language import translator
from data.intake.fields import slug
from data.intake.values import numbers_of
from data.judging.planned import Planned
from metrics.definition.indicator import Direction, Indicator

SAID = "goal-frozen"
_EARLY, _FAR = date(1950, 1, 1), date(2100, 12, 31)
_FORMS = {
    "at_least": "Minst",
    "at_most": "Högst",
    "band": "Mellan",
    "class": "Högst klassen",
    "hold": "Behålla nivån",
}
_BY_DIRECTION = {
    Direction.HIGHER: ("at_least", "hold"),
    Direction.LOWER: ("at_most", "hold"),
    Direction.BAND: ("band", "hold"),
}
LABELS = {
    "goal_id": "Nivå",
    "area_id": "Område",
    "indicator_id": "Vad som mäts",
    "category": "Kategori",
    "form": "Målet är",
    "target": "Nivå",
    "target_high": "Högst",
    "target_classes": "Klass",
    "due": "Klart senast",
    "baseline_periods": "Mätningar före start, som vi jämför med",
    "mid": "Hur liten försämring skulle ni göra något åt?",
    "title": "Målet i en mening",
    "owner_role": "Ansvarig roll",
    "document": "Dokument",
    "document_url": "Länk till dokumentet",
    "document_date": "Dokumentets datum",
    "page": "Sida",
    "reason": "Varför just den nivån?",
    "frozen_on": "Fryst den",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A goal as it is written so far: the row of its file, and its level as a number.

    `receipt` is what is said of the one before, until this one is `begun`.
    """

    row: Mapping[str, str]
    level: float | None
    begun: bool
    receipt: str


def ask(chosen: Chosen, found: Planned | None, mid: float, language: str) -> Draft:
    """Ask for the goal; nothing is saved, and what was typed stays."""
    _ = translator(language)
    cards.heading("", _("Målet"), level=2)
    key = f"goal-{this_visit.times_said(SAID)}"
    offered = _offered(chosen.indicator)
    form = controls.segment(
        _("Målet är"),
        {one: _(_FORMS[one]) for one in offered},
        key="form",
        default=offered[0],
        named=True,
    )
    target, high, classes = _level(form, chosen.indicator, key, language)
    due = widgets.date_input(
        _("Klart senast"),
        value=None,
        format="YYYY-MM-DD",
        min_value=_EARLY,
        max_value=_FAR,
        key=f"{key}-due",
    )
    why = widgets.text_area(_("Varför just den nivån?"), max_chars=1_000, key=f"{key}-why")
    owner = widgets.text_input(_("Ansvarig roll"), key=f"{key}-owner")
    paper = _paper(key, language)
    sentence = widgets.text_input(_("Målet i en mening"), key=f"{key}-title")
    ends = due.isoformat() if isinstance(due, date) else ""
    row = {
        "goal_id": _goal_id(chosen, form, target or classes, high, ends),
        "area_id": chosen.area_id,
        "indicator_id": chosen.indicator_id,
        "category": chosen.category,
        "definition_version": chosen.definition_version,
        "geo_version": chosen.geo_version,
        "supplier": chosen.supplier,
        "form": form,
        "target": target,
        "target_high": high,
        "target_classes": classes,
        "due": ends,
        "baseline_periods": "|".join(found.periods) if found else "",
        "mid": f"{mid:g}",
        "title": sentence.strip() or _title(chosen, form, target, high, classes, language),
        "owner_role": owner,
        "reason": why.strip(),
        **paper,
    }
    typed = bool(target or classes or ends or why.strip() or owner)
    # The receipt stands until the next goal is begun.
    said = this_visit.said(SAID) if typed else this_visit.still_said(SAID)
    return Draft(
        row=row,
        level=_number(target),
        begun=typed or form == "hold",
        receipt="" if typed else said,
    )


def _offered(indicator: Indicator) -> tuple[str, ...]:
    if indicator.ladder:
        return ("class", "hold")
    return _BY_DIRECTION.get(indicator.direction, ("at_least", "at_most", "hold"))


def _level(form: str, indicator: Indicator, key: str, language: str) -> tuple[str, str, str]:
    """Ask for the level of the goal: lower, upper and classes, as they were written."""
    _, unit = translator(language), indicator.wording(language).unit
    if form == "hold":
        return "", "", ""
    if form == "class":
        steps = sorted(indicator.ladder, key=lambda step: step.severity)
        names = {step.code: step.en if language == "en" else step.sv for step in steps}
        picked = st.selectbox(
            _("Klass"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("Den svåraste klass som duger"),
            key=f"{key}-class",
        )
        allowed = list(names)[: list(names).index(picked) + 1] if picked else []
        return "", "", "|".join(allowed)
    low = widgets.text_input(_("Nivå"), placeholder=unit, key=f"{key}-level")
    high = ""
    if form == "band":
        high = widgets.text_input(_("Högst"), placeholder=unit, key=f"{key}-high")
    return low.strip(), high.strip(), ""


def _number(text: str) -> float | None:
    """Read a level as the intake will; None for what is no number."""
    if not text:
        return None
    number = float(numbers_of([text]).value[0])
    return None if number != number else number


def _paper(key: str, language: str) -> dict[str, str]:
    """Ask where the goal was decided; folded, for many are not in any document."""
    _ = translator(language)
    with blocks.expander(_("Dokumentet där målet står")):
        on = widgets.date_input(
            _("Dokumentets datum"),
            value=None,
            format="YYYY-MM-DD",
            min_value=_EARLY,
            key=f"{key}-dated",
        )
        return {
            "document": widgets.text_input(_("Dokument"), key=f"{key}-document"),
            "document_url": widgets.text_input(_("Länk till dokumentet"), key=f"{key}-url"),
            "page": widgets.text_input(_("Sida"), key=f"{key}-page"),
            "document_date": on.isoformat() if isinstance(on, date) else "",
        }


def _goal_id(chosen: Chosen, form: str, target: str, high: str, due: str) -> str:
    """Name a goal after what it asks for: the same goal twice is the same goal.

    Empty where no level has been written, so that the form says so.
    """
    if form != "hold" and not target:
        return ""
    asked = [chosen.category, form, target, high, due]
    parts = [chosen.area_id, chosen.indicator_id, *filter(None, map(slug, asked))]
    return "mal." + ".".join(parts).lower()


def _title(
    chosen: Chosen, form: str, target: str, high: str, classes: str, language: str
) -> str:
    """Name a goal that nobody has named: what it asks for, and of what."""
    _, indicator = translator(language), chosen.indicator
    short = indicator.wording(language).short
    level = _number(target)
    said = _(_FORMS[form]).lower()
    if form == "class":
        codes = {
            step.code: step.en if language == "en" else step.sv for step in indicator.ladder
        }
        asked = codes.get(classes.split("|")[-1], "") if classes else ""
        said = f"{said} {asked}"
    elif level is not None:
        said = f"{said} {amount(level, indicator, language)}"
        said += f"{numbers.DASH}{high}" if high else ""
    return f"{short}: {said.strip()}"
