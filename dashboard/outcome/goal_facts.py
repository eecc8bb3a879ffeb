"""A goal as it was frozen, word for word: what was promised, by whom, and against what."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.page import cards, loaders
from dashboard.series import view
from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from data.answers.followed import Followed
from data.judging import compared


def show(followed: Followed, language: str) -> None:
    """Show the goal as it was frozen, word for word."""
    if followed.goal is None:
        return
    with st.expander(translator(language)("Målet som det frystes")):
        rows = [(name, fact) for name, fact in _facts(followed, language) if fact]
        st.table(
            pd.DataFrame(rows, columns=["name", "fact"]),
            border="horizontal",
            hide_index=True,
            hide_header=True,
        )


def _facts(followed: Followed, language: str) -> list[tuple[str, str]]:
    _ = translator(language)
    goal, indicator = followed.goal or {}, followed.indicator
    due, floor = sentences.day_of(goal, "target_due"), sentences.value_of(goal, "minimum_n")
    mid = sentences.value_of(goal, "mid")
    floor = floor or float(indicator.minimum_n)
    return [
        (_("Mål"), cards.escape(view.goal_words(goal, followed, language))),
        (_("Nivå"), sentences.target(goal, indicator, language)),
        (_("Måldatum"), numbers.day(due, language) if due else ""),
        (_("Utgångsläge"), _baseline(goal, followed, language)),
        (_("Gäller"), cards.escape(str(goal.get("denominator_text") or ""))),
        (
            _("Minsta viktiga skillnad"),
            "" if mid is None or followed.is_ordinal
            else sentences.difference(mid, indicator, language),
        ),
        (_("Minsta underlag"), numbers.number(floor, 0, language) if floor else ""),
        (_("Jämförs med"), _comparators(goal)),
        (_("Fryst"), _frozen(goal, language)),
        (_("Satt i efterhand"), _("ja, efter att siffrorna fanns") if _after(goal) else ""),
        (_("Dokument"), _document(goal, language)),
        (_("Ansvarig roll"), cards.escape(str(goal.get("owner_role") or ""))),
        (_("Skäl"), cards.escape(str(goal.get("reason") or ""))),
    ]  # fmt: skip


def _after(goal: Mapping[str, Any]) -> bool:
    return bool(goal.get("after_the_fact"))


def _baseline(goal: Mapping[str, Any], followed: Followed, language: str) -> str:
    periods = sentences.listed(goal, "baseline_periods")
    base = sentences.value_of(goal, "baseline_value")
    when = sentences.since(periods, language) if periods else ""
    if followed.is_ordinal:
        code = goal.get("baseline_class")
        named = sentences.class_name(str(code or ""), followed.indicator, language)
        return f"{sentences.lower_first(named)}, {when}" if named else when
    if base is None:
        return when
    return f"{sentences.amount(base, followed.indicator, language)}, {when}"


def _comparators(goal: Mapping[str, Any]) -> str:
    named = loaders.ask(compared.areas, goal_ids=(str(goal["goal_id"]),))
    return ", ".join(cards.escape(str(name)) for name in named["name"].dropna())


def _frozen(goal: Mapping[str, Any], language: str) -> str:
    _ = translator(language)
    when = sentences.day_of(goal, "frozen_on")
    if when is None:
        return ""
    version = int(sentences.value_of(goal, "goal_version") or 1)
    return _("version {version}, {day}, av {who}").format(
        version=version,
        day=numbers.day(when, language),
        who=cards.escape(str(goal.get("frozen_by") or _("okänd"))),
    )


def _document(goal: Mapping[str, Any], language: str) -> str:
    name, page = cards.escape(str(goal.get("document") or "")), str(goal.get("page") or "")
    address = str(goal.get("document_url") or "")
    linked = f"[{name}]({address})" if name and address.startswith("https://") else name
    where = translator(language)("s. {page}").format(page=page) if page else ""
    return f"{linked} {where}".strip()
