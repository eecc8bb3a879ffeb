"""What an area, a goal and what is measured are called in the language asked for."""

from collections.abc import Mapping

from dashboard.text.language import translator
from metrics.definition.indicator import Indicator
from metrics.outcome.goal import Goal, Series

CATEGORIES = {
    "use:own_as_empty": "egen användning räknad som tom",
    "tenure:rental": "hyresrätt",
    "tenure:cooperative": "bostadsrätt",
    "tenure:owned": "äganderätt",
    "tenure:unknown": "okänd upplåtelseform",
}
"""Categories of a series in words."""


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


def measured(indicator: Indicator, category: object, language: str) -> str:
    """Name what is measured: the indicator, and of whom where that is not everybody."""
    short = indicator.wording(language).short
    code = str(category or "")
    if not code:
        return short
    said = CATEGORIES.get(code)
    return f"{short}, {translator(language)(said) if said else code.split(':', 1)[-1]}"


def _named(swedish: str, english: str, language: str) -> str:
    return english if language == "en" and english else swedish
