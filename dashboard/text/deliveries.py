"""What a sender is to hand in, in words: which periods, of which areas, and by when."""

from collections.abc import Sequence
from datetime import date

from dashboard.text import numbers, sentences
from dashboard.text.language import plural, translator
from dashboard.text.numbers import DASH

NAMED = 3
"""So many areas are named; more are counted."""


def spanned(periods: Sequence[str], language: str) -> str:
    """Write the first and the last of some periods, or the only one."""
    ordered = sorted(set(periods))
    first, last = (sentences.period(one, language) for one in (ordered[0], ordered[-1]))
    return first if first == last else f"{first}{DASH}{last}"


def areas(names: Sequence[str], language: str) -> str:
    """Name a few areas; more are the first two and a count of the others."""
    _ = translator(language)
    if len(names) <= NAMED:
        return ", ".join(names)
    others = numbers.number(len(names) - 2, 0, language)
    return _("{names} och {others} till").format(names=", ".join(names[:2]), others=others)


def in_time(due_on: date, days_late: int, language: str) -> str:
    """Say when something is due, and how late it is where it is."""
    day = numbers.day(due_on, language)
    if not days_late:
        return day
    said = plural(language, "{count} dag sent", "{count} dagar sent", days_late)
    return f"{day}, {said.format(count=numbers.number(days_late, 0, language))}"


def to_do(name: str, period: str, language: str) -> str:
    """Say what is to be done, as the line of a calendar."""
    said = translator(language)("Lämna siffror för {period}: {indicator}")
    return said.format(indicator=name, period=sentences.period(period, language))
