"""What a meeting opens with, and what it leaves behind, in sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard.text import numbers
from dashboard.text.headline import counting, in_words, joined
from dashboard.text.language import plural, translator
from metrics.outcome.counts import News


def opening(news: News, previous: date | None, areas: int, language: str) -> str:
    """Say in one sentence what has happened since the last meeting."""
    _ = translator(language)
    if previous is None:
        first = plural(
            language, "Första mötet, om {n} område", "Första mötet, om {n} områden", areas
        )
        return first.format(n=in_words(areas, language))
    if news.nothing:
        unchanged = _("Inget har ändrats sedan mötet den {day}")
        return unchanged.format(day=numbers.day(previous, language))
    parts = [
        plural(language, one, many, count).format(n=in_words(count, language))
        for count, one, many in (
            (news.lost, "en ny förlust", "{n} nya förluster"),
            (news.regained, "{n} återvunnet värde", "{n} återvunna värden"),
            (news.moved, "{n} annat byte av läge", "{n} andra byten av läge"),
            (news.measured, "{n} nytt mätvärde", "{n} nya mätvärden"),
        )
        if count
    ]
    return _("Sedan förra mötet: {what}").format(what=joined(parts, language))


def owner(decision: Mapping[str, Any]) -> str:
    """Name who answers for a decision: the role, which outlives the person beside it."""
    role, name = str(decision["owner_role"]), str(decision["owner_name"] or "")
    return f"{role} ({name})" if name else role


def due(decision: Mapping[str, Any], today: date, language: str) -> str:
    """Say when a decision is to be done, and whether that day has passed or it is done."""
    _ = translator(language)
    day = decision["due_on"].date()
    if decision["status"] == "done":
        return _("klart {day}").format(day=numbers.day(decision["closed_on"], language))
    if decision["status"] == "dropped":
        return _("struket {day}").format(day=numbers.day(decision["closed_on"], language))
    if day >= today:
        return _("klart senast {day}").format(day=numbers.day(day, language))
    late = (today - day).days
    said = plural(
        language,
        "skulle ha varit klart {day}, {n} dag sedan",
        "skulle ha varit klart {day}, {n} dagar sedan",
        late,
    )
    return said.format(day=numbers.day(day, language), n=numbers.number(late, 0, language))


def overdue(count: int, language: str) -> str:
    """Say how many decisions are overdue: a heading without a stop."""
    if not count:
        return translator(language)("Inget beslut är försenat")
    return counting(
        language, "{number} beslut är försenat", "{number} beslut är försenade", count
    )


def areas(meeting: Mapping[str, Any], language: str) -> str:
    """Name the areas of a meeting: all of a few, otherwise the first and how many more."""
    names = list(meeting["area_names_en" if language == "en" else "area_names"])
    if len(names) <= 4:
        return joined(names, language)
    more = plural(language, "{n} till", "{n} till", len(names) - 3)
    return joined([*names[:3], more.format(n=len(names) - 3)], language)
