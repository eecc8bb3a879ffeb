"""What an area and a goal are called in the language asked for."""

from collections.abc import Mapping

from metrics.outcome.goal import Goal, Series


def area(series: Series, language: str) -> str:
    """Return the name of the area that a series or a goal is about."""
    return _named(series.area_name, series.area_name_en, language)


def area_of(row: Mapping[str, object], language: str) -> str:
    """Return the area's name in a row with ``area_name`` and ``area_name_en``."""
    named, english = row.get("area_name"), row.get("area_name_en")
    return _named(str(named or ""), english if isinstance(english, str) else "", language)


def title(goal: Goal, language: str) -> str:
    """Return what a goal is called as it was written; empty where nobody has named it."""
    return _named(goal.title, goal.title_en, language)


def _named(swedish: str, english: str, language: str) -> str:
    return english if language == "en" and english else swedish
