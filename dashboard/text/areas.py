"""An area in words: its name, its kind, and what became of what was promised there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.text import area_kinds, sentences
from dashboard.text.amounts import number_word
from dashboard.text.language import plural, translator
from metrics.definition.indicator import Indicator
from metrics.outcome.goal import Goal
from metrics.outcome.state import Group, State, group_of


def name_of(area: pd.Series | Mapping[str, Any], language: str) -> str:
    """Return the area's name in the language asked for."""
    english = area["name_en"]
    return str(english if language == "en" and english else area["name"])


def kind_word(area: pd.Series | Mapping[str, Any], language: str) -> str:
    """Return what kind of area it is, as one word."""
    return area_kinds.one(str(area["kind"]), language)


def title(area: pd.Series, goals: Sequence[tuple[Goal, Indicator]], language: str) -> str:
    """Write in one sentence what became of the goals of an area, each with its indicator."""
    _ = translator(language)
    name = name_of(area, language)
    if not goals:
        return _("{area}: inga mål är inlagda än").format(area=name)
    if len(goals) == 1:
        found = sentences.finding(*goals[0], language)
        return found if name in found else f"{name}: {sentences.lower_first(found)}"
    return became(name, [goal.verdict.state for goal, _indicator in goals], language)


def became(name: str, states: Sequence[State], language: str) -> str:
    """Say of what has that name what became of its goals, the worst that is true of any."""
    groups = Counter(group_of(state) for state in states)
    total = sum(count for group, count in groups.items() if group is not None)
    for group, one, many in _TITLES:
        if count := groups[group]:
            part, every = number_word(count, language), number_word(total, language)
            said = plural(language, one, many, count)
            return said.format(area=name, part=part, total=every)
    said = translator(language)("{area}: målen är bakgrund och bedöms inte")
    return said.format(area=name)


_TITLES = (
    (
        Group.LOST,
        "{area}: {part} av {total} mål är förlorat",
        "{area}: {part} av {total} mål är förlorade",
    ),
    (
        Group.WATCH,
        "{area}: {part} av {total} mål bör bevakas",
        "{area}: {part} av {total} mål bör bevakas",
    ),
    (
        Group.UNKNOWN,
        "{area}: {part} av {total} mål kan vi inte bedöma",
        "{area}: {part} av {total} mål kan vi inte bedöma",
    ),
    (
        Group.UNCHANGED,
        "{area}: {part} av {total} mål är oförändrat",
        "{area}: {part} av {total} mål är oförändrade",
    ),
    (
        Group.HOLDS,
        "{area}: {part} av {total} mål håller",
        "{area}: {part} av {total} mål håller",
    ),
)
