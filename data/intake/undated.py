"""Names without what moves from edition to edition of a file: years, months and numbers."""

import re

from data.intake.month_names import month_number

_YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")


def undated(name: str) -> str:
    """Write a header or the name of a sheet the same way next month and next year.

    ``Utfall mars 2024`` becomes ``Utfall MÅNAD ÅR``: what an answer about it is remembered by.
    Words are months only beside a number.
    """
    if not re.search(r"\d", name):
        return name
    without = _WORD.sub(lambda word: "MÅNAD" if month_number(word[0]) else word[0], name)
    return re.sub(r"\d+", "NR", _YEAR.sub("ÅR", without))


def undated_apart(names: list[str]) -> list[str]:
    """Write several names so, those that become the same with a number after them."""
    seen: dict[str, int] = {}
    made = []
    for name in map(undated, names):
        seen[name] = seen.get(name, 0) + 1
        made.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return made
