"""One series in words: its finding as a title, and what it rests on as a paragraph."""

import pandas as pd

from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from metrics.definition.indicator import Evidence, Indicator
from metrics.outcome.goal import Goal
from metrics.outcome.state import Group, group_of


def title(
    goal: Goal | None, indicator: Indicator, observations: pd.DataFrame, language: str
) -> str:
    """Return the finding; for a series without a goal, its latest value."""
    _ = translator(language)
    if goal is not None:
        return sentences.finding(goal, indicator, language)
    known = observations.dropna(subset=["value"])
    subject = indicator.wording(language).subject
    if known.empty:
        return _("{subject} följs utan mål.").format(subject=subject)
    last = known.iloc[-1]
    return _("{subject}: {value} {when}, utan mål.").format(
        subject=subject,
        value=sentences.amount(float(last["value"]), indicator, language),
        when=sentences.period(str(last["period"]), language),
    )


def paragraph(goal: Goal | None, indicator: Indicator, language: str) -> str:
    """Return value, goal and since when; of a series without a goal, why it is followed."""
    if goal is None:
        return indicator.wording(language).why
    _ = translator(language)
    said = [sentences.certainty(goal, indicator, language)]
    if indicator.evidence is not Evidence.ORDINAL:
        said.append(sentences.size_and_onset(goal, indicator, language))
    since = goal.verdict.since
    group = group_of(goal.verdict.state)
    if since is not None and group in {Group.LOST, Group.WATCH, Group.HOLDS}:
        said.append(_("Läget gäller sedan {day}.").format(day=numbers.day(since, language)))
    return " ".join(part for part in said if part)


def not_proven(language: str) -> tuple[str, str]:
    """Say in two sentences that a change after a measure is not a change because of it."""
    _ = translator(language)
    return _("Sambandet är inte bevisat."), _("Området har förändrats även på andra sätt.")
