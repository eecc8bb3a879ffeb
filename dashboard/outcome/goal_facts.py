"""A goal as it was frozen, word for word: what was promised, by whom, and against what."""

import pandas as pd
import streamlit as st

from dashboard.page import cards, loaders
from dashboard.series import view
from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from dashboard.text.markdown import link
from data.answers.followed import Followed
from data.judging import compared
from metrics.outcome.goal import Goal


def show(followed: Followed, language: str) -> None:
    """Show the goal as it was frozen, word for word."""
    goal = followed.goal
    if goal is None:
        return
    with st.expander(translator(language)("Målet som det frystes")):
        rows = [(name, fact) for name, fact in _facts(goal, followed, language) if fact]
        st.table(
            pd.DataFrame(rows, columns=["name", "fact"]),
            border="horizontal",
            hide_index=True,
            hide_header=True,
        )


def _facts(goal: Goal, followed: Followed, language: str) -> list[tuple[str, str]]:
    _ = translator(language)
    indicator, late = followed.indicator, goal.after_the_fact
    due, mid, floor = goal.target_due, goal.mid, indicator.fewest(goal.minimum_n)
    return [
        (_("Mål"), cards.escape(view.goal_words(goal, followed, language))),
        (_("Nivå"), sentences.target(goal, indicator, language)),
        (_("Måldatum"), numbers.day(due, language) if due else ""),
        (_("Utgångsläge"), _baseline(goal, followed, language)),
        (_("Gäller"), cards.swedish(goal.denominator_text, language)),
        (
            _("Minsta viktiga skillnad"),
            "" if mid is None or followed.is_ordinal
            else sentences.difference(mid, indicator, language),
        ),
        (_("Minsta underlag"), numbers.number(floor, 0, language) if floor else ""),
        (_("Jämförs med"), _comparators(goal)),
        (_("Fryst"), _frozen(goal, language)),
        (_("Satt i efterhand"), _("ja, efter att siffrorna fanns") if late else ""),
        (_("Dokument"), _document(goal, language)),
        (_("Ansvarig roll"), cards.escape(goal.owner_role)),
        (_("Skäl"), cards.swedish(goal.reason, language)),
    ]  # fmt: skip


def _baseline(goal: Goal, followed: Followed, language: str) -> str:
    periods = goal.baseline_periods
    base = goal.baseline_value
    when = sentences.since(periods, language) if periods else ""
    if followed.is_ordinal:
        named = sentences.class_name(goal.baseline_class, followed.indicator, language)
        return f"{sentences.lower_first(named)}, {when}" if named else when
    if base is None:
        return when
    return f"{sentences.amount(base, followed.indicator, language)}, {when}"


def _comparators(goal: Goal) -> str:
    named = loaders.ask(compared.areas, goal_ids=(goal.goal_id,))
    return ", ".join(cards.escape(str(name)) for name in named["name"].dropna())


def _frozen(goal: Goal, language: str) -> str:
    _ = translator(language)
    when = goal.frozen_on
    if when is None:
        return ""
    return _("version {version}, {day}, av {who}").format(
        version=goal.goal_version,
        day=numbers.day(when, language),
        who=cards.escape(goal.frozen_by or _("okänd")),
    )


def _document(goal: Goal, language: str) -> str:
    page, linked = goal.page, link(goal.document, goal.document_url, language)
    where = translator(language)("s. {page}").format(page=cards.escape(page)) if page else ""
    return f"{linked} {where}".strip()
