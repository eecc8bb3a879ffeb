"""The fields of the four forms, each as the canonical columns of its kind of file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.page import blocks, cards, loaders, search, widgets
from dashboard.series import area_picker
from dashboard.text import promises as words
from dashboard.text.language import Translate, translator
from dashboard.text.themes import theme_name
from data.answers import promises as questions
from data.answers.goals import all_goals
from data.intake.fields import free_id, slug
from metrics.definition.indicator import Theme
from metrics.promise.records import POSITIONS

Row = dict[str, str]
"""What was written, by canonical column."""

_DOCUMENT = {
    "document": "Dokument",
    "document_url": "Länk till dokumentet",
    "page": "Sida",
}

LABELS: Mapping[str, Mapping[str, str]] = {
    "commitments": {
        "commitment_id": "Löftet som det skrevs",
        "area_id": "Område",
        "wording": "Löftet som det skrevs",
        "theme": "Tema",
        "target_group": "Till vem",
        "quantity": "Mängd",
        "unit": "Enhet",
        "due_on": "Klart senast",
        "promised_on": "Lovat den",
        "origin_stage": "Lovat i skede",
        "owner_role": "Ansvarig roll",
        "goal_ids": "Mål som löftet ska ge",
        **_DOCUMENT,
    },
    "stage_records": {
        "commitment_id": "Löftet",
        "stage": "Skede",
        "check_year": "Skede",
        "finding": "Hittades löftet?",
        "carrier": "Bärare",
        "strength": "Bindning",
        "quantity": "Mängd",
        "recorded_by": "Vem letade",
        "recorded_role": "I vilken roll",
        "recorded_on": "När",
        "note": "Anteckning",
        **_DOCUMENT,
    },
    "confirmations": {
        "commitment_id": "Löftet",
        "stage": "Skede där löftet inte hittades",
        "check_year": "Skede där löftet inte hittades",
        "confirmed_by": "Vem bekräftar",
        "confirmed_role": "I vilken roll",
        "confirmed_on": "När",
    },
    "commitment_decisions": {
        "commitment_id": "Löftet",
        "stage": "Skede",
        "check_year": "Skede",
        "decision": "Beslut",
        "replaced_by": "Ersatt av",
        "judged": "Bedömt som",
        "decided_by": "Vem beslutade",
        "decided_on": "När",
        "why": "Varför",
        **_DOCUMENT,
    },
}
"""What each column of a form's kind of file is called in the form, for what is said of it."""

_LONGEST_ID = 40


def promises_of(area_id: str | None) -> pd.DataFrame:
    """Return the promises of an area; none where no area is chosen."""
    rows = loaders.ask(questions.promises)
    return rows[rows["area_id"] == area_id]


def areas(area_id: str | None, language: str) -> tuple[str, dict[str, str]]:
    """Return what to call the area of a promise, and which to choose among: outside the form,
    for very many are searched."""
    names = area_picker.every_name(language)
    label = translator(language)("Område")
    return search.narrowed(label, names, language, key="promise", kept=(area_id,))


def promise(area_id: str | None, asked: tuple[str, Mapping[str, str]], language: str) -> Row:
    """Ask for a promise: as written, for whom, how much, by when, and where it stands.

    `asked` is the answer of `areas`.
    """
    _ = translator(language)
    label, names = asked
    options = list(names)
    wording = widgets.text_area(_("Löftet som det skrevs"), max_chars=2_000)
    left, right = blocks.columns(2)
    with left:
        where = st.selectbox(
            label,
            options,
            index=options.index(area_id) if area_id and area_id in names else None,
            format_func=names.__getitem__,
            placeholder=_("Välj ett område"),
        )
        theme = st.selectbox(
            _("Tema"),
            [str(each) for each in Theme],
            format_func=lambda t: theme_name(Theme(t), language),
        )
        group = widgets.text_input(_("Till vem"))
        quantity = widgets.text_input(_("Mängd"))
        unit = widgets.text_input(_("Enhet"), placeholder=_("lägenheter, timmar i veckan"))
        due = widgets.date_input(
            _("Klart senast"), value=None, format="YYYY-MM-DD", max_value=_FAR
        )
    with right:
        origin = _stage(_("Lovat i skede"), language)
        made = widgets.date_input(
            _("Lovat den"), value=None, format="YYYY-MM-DD", min_value=_EARLY
        )
        owner = widgets.text_input(_("Ansvarig roll"))
        paper = _document(_)
        goals = _goals(str(where or ""), _, language)
    return {
        "commitment_id": _new_id(str(where or ""), wording),
        "area_id": str(where or ""),
        "wording": wording.strip(),
        "theme": str(theme or ""),
        "target_group": group,
        "quantity": quantity,
        "unit": unit,
        "due_on": _day(due),
        "promised_on": _day(made),
        "origin_stage": "" if origin is None else str(POSITIONS[origin][0]),
        "owner_role": owner,
        "goal_ids": "|".join(goals),
        **paper,
    }


_EARLY, _FAR = date(1950, 1, 1), date(2100, 12, 31)


def check(_area: str | None, promises: pd.DataFrame, language: str) -> Row:
    """Ask what somebody found, or did not find, at a stage."""
    _ = translator(language)
    chosen = _promise(promises, _, language)
    left, right = blocks.columns(2)
    with left:
        stage = _stage(_("Skede"), language)
        found = st.radio(
            _("Hittades löftet?"), [_("ja"), _("nej")], index=None, horizontal=True
        )
        carrier = widgets.text_input(
            _("Bärare"), placeholder=_("planbeskrivningen, en skylt, ett avtal")
        )
        strengths = {one: _(name) for one, name in words.STRENGTHS.items()}
        bound = cards.pick(_("Bindning"), strengths, _("Vet inte"))
        quantity = widgets.text_input(_("Mängd"))
    with right:
        paper = _document(_)
        who = widgets.text_input(_("Vem letade"))
        role = widgets.text_input(_("I vilken roll"))
        on = widgets.date_input(_("När"), value=None, format="YYYY-MM-DD", min_value=_EARLY)
        note = widgets.text_input(_("Anteckning"))
    answers = {_("ja"): "yes", _("nej"): "no"}
    return {
        "commitment_id": chosen,
        **_at(stage),
        "finding": answers.get(str(found), ""),
        "carrier": carrier,
        "strength": str(bound or ""),
        "quantity": quantity,
        "recorded_by": who,
        "recorded_role": role,
        "recorded_on": _day(on),
        "note": note,
        **paper,
    }


def confirmation(_area: str | None, promises: pd.DataFrame, language: str) -> Row:
    """Ask who confirms that a promise is gone."""
    _ = translator(language)
    st.caption(
        _(
            "Ett löfte är tappat först när ansvarig roll, eller två roller som inte själva "
            "letade, bekräftar att det är borta och att inget beslut finns."
        )
    )
    chosen = _promise(promises, _, language)
    left, right = blocks.columns(2)
    with left:
        stage = _stage(_("Skede där löftet inte hittades"), language)
        on = widgets.date_input(_("När"), value=None, format="YYYY-MM-DD", min_value=_EARLY)
    with right:
        who = widgets.text_input(_("Vem bekräftar"))
        role = widgets.text_input(_("I vilken roll"))
    return {
        "commitment_id": chosen,
        **_at(stage),
        "confirmed_by": who,
        "confirmed_role": role,
        "confirmed_on": _day(on),
    }


def decision(_area: str | None, promises: pd.DataFrame, language: str) -> Row:
    """Ask who decided to drop a promise or to replace it, when and why."""
    _ = translator(language)
    chosen = _promise(promises, _, language)
    kinds = {"decided_away": _("Bortvalt"), "replaced": _("Ersatt av ett annat löfte")}
    judged = {"equal": _("likvärdigt"), "worse": _("sämre")}
    left, right = blocks.columns(2)
    with left:
        kind = st.selectbox(_("Beslut"), list(kinds), format_func=kinds.__getitem__)
        stage = _stage(_("Skede"), language)
        other = _promise(promises, _, language, label=_("Ersatt av"))
        as_good = cards.pick(_("Bedömt som"), judged, _("Inte bedömt"))
    with right:
        who = widgets.text_input(_("Vem beslutade"))
        on = widgets.date_input(_("När"), value=None, format="YYYY-MM-DD", min_value=_EARLY)
        why = widgets.text_area(_("Varför"))
        document = widgets.text_input(_("Dokument"))
        url = widgets.text_input(_("Länk till dokumentet"))
    return {
        "commitment_id": chosen,
        **_at(stage),
        "decision": str(kind or ""),
        "replaced_by": other if kind == "replaced" else "",
        "judged": str(as_good or "") if kind == "replaced" else "",
        "decided_by": who,
        "decided_on": _day(on),
        "why": why,
        "document": document,
        "document_url": url,
    }


def _promise(
    promises: pd.DataFrame, _: Translate, language: str, *, label: str | None = None
) -> str:
    names = {
        str(row["commitment_id"]): words.wording(row, language)
        for row in promises.to_dict("records")
    }
    return cards.pick(label or _("Löftet"), names, _("Välj ett löfte")) or ""


def _stage(label: str, language: str) -> int | None:
    names = {place: words.stage(place, language) for place in range(len(POSITIONS))}
    return cards.pick(label, names, translator(language)("Välj ett skede"))


def _at(place: int | None) -> Row:
    if place is None:
        return {"stage": "", "check_year": ""}
    stage, check_year = POSITIONS[place]
    return {"stage": str(stage), "check_year": str(check_year or "")}


def _document(_: Translate) -> Row:
    return {
        "document": widgets.text_input(_("Dokument")),
        "document_url": widgets.text_input(_("Länk till dokumentet")),
        "page": widgets.text_input(_("Sida")),
    }


def _goals(area_id: str, _: Translate, language: str) -> list[str]:
    """Offer the goals of the area and of its parts; of everywhere when it has none."""
    rows = loaders.ask(all_goals)
    near = rows[rows["area_id"].str.startswith(area_id)] if area_id else rows
    rows = near if len(near) or len(rows) > search.MOST else rows
    english = language == "en"
    names = {
        str(
            row["goal_id"]
        ): f"{row['title_en'] if english else row['title']}, {row['area_name']}"
        for row in rows.to_dict("records")
    }
    return widgets.multiselect(
        _("Mål som löftet ska ge"),
        names,
        placeholder=_("Välj mål"),
    )


def _new_id(area_id: str, wording: str) -> str:
    """Name a promise after its area and first words, and never as one that there is."""
    name = slug(wording)[:_LONGEST_ID].strip("-")
    if not name or not area_id:
        return ""
    base = f"lofte.{area_id.rsplit('.', 1)[-1]}.{name}"
    return free_id(base, set(loaders.ask(questions.promises)["commitment_id"]))


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else ""
