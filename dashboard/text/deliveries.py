"""What a sender is to hand in, in words: which periods, of which areas, and by when."""

from collections.abc import Iterable, Sequence

import pandas as pd

from dashboard.text import names, numbers, sentences
from dashboard.text.headline import counting
from dashboard.text.language import plural, translator
from dashboard.text.numbers import DASH

NAMED = 3
"""So many areas are named; more are counted."""


def spanned(periods: Iterable[str], language: str) -> str:
    """Write the first and the last of some periods, or the only one."""
    ordered = sorted(set(periods))
    first, last = (sentences.period(one, language) for one in (ordered[0], ordered[-1]))
    return first if first == last else f"{first}{DASH}{last}"


def areas(every: Sequence[str], language: str) -> str:
    """Name a few areas; more are the first two and a count of the others."""
    _ = translator(language)
    if len(every) <= NAMED:
        return ", ".join(every)
    others = numbers.number(len(every) - 2, 0, language)
    return _("{names} och {others} till").format(names=", ".join(every[:2]), others=others)


def named(due: pd.DataFrame, language: str) -> list[str]:
    """Name every area that is awaited, once, in the language asked for.

    `due` has the rows of `data.answers.deliveries.deliveries`.
    """
    both = due[["area_names", "area_names_en"]].explode(["area_names", "area_names_en"])
    rows = (
        {"area_name": one, "area_name_en": other} for one, other in both.itertuples(index=False)
    )
    return list(dict.fromkeys(names.area_of(row, language) for row in rows))


def late(days: int, language: str) -> str:
    """Say how late something is."""
    said = plural(language, "{count} dag för sent", "{count} dagar för sent", days)
    return said.format(count=numbers.number(days, 0, language))


def finding(due: pd.DataFrame, language: str) -> str:
    """Say how many deliveries are late, or when the next is due.

    `due` has the rows of `data.answers.deliveries.deliveries`; what one sender owes of one
    indicator is one delivery, however many periods it is late with.
    """
    if due.empty:
        return translator(language)("Inget väntar på att lämnas")
    late = due[due["days_late"] > 0].groupby(["sender", "indicator_id", "invented"]).ngroups
    if late:
        return counting(
            language,
            "{number} leverans är försenad",
            "{number} leveranser är försenade",
            late,
        )
    said = translator(language)("Inget är försenat. Nästa leverans är senast {day}")
    return said.format(day=numbers.day(min(due["due_on"]), language))


def to_do(name: str, period: str, language: str) -> str:
    """Say what is to be done, as the line of a calendar."""
    said = translator(language)("Lämna siffror för {period}: {indicator}")
    return said.format(indicator=name, period=sentences.period(period, language))
