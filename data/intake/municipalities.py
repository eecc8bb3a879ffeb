"""The municipalities of Sweden by code: what they are called, and their earlier codes."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from data.intake.likeness import fold

SCHEME = "kommun"
"""What the scheme of municipal codes is called in files of areas."""


_SAYS_SO = re.compile(
    r"(.+?),? (?:kommun|stads?|municipality|\((?:kommun|stad|municipality)\))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A municipal code, and when it was in use; None where that is not known or still is.

    `became` is the code that the same place has since, and `split_from` the municipality that
    it was a part of before `valid_from`. `also` are other names in use.
    """

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    became: str
    split_from: str
    also: tuple[str, ...]


@cache
def municipalities() -> Mapping[str, Municipality]:
    """Return every municipality by its code, present and former."""
    text = (resources.files("data.intake") / "municipalities.csv").read_text("utf-8")
    return {row["code"]: _municipality(row) for row in csv.DictReader(text.splitlines())}


def _municipality(row: Mapping[str, str]) -> Municipality:
    return Municipality(
        code=row["code"],
        name=row["name"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        became=row["became"],
        split_from=row["split_from"],
        also=tuple(filter(None, row["also"].split("|"))),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def former_codes(code: str) -> tuple[Municipality, ...]:
    """Return the codes that the place with this code had before."""
    return tuple(each for each in municipalities().values() if each.became == code)


def stems_of(folded: str) -> tuple[str, ...]:
    """Return what a folded text says before ``kommun``, ``stad`` or the like, or nothing.

    With and without an s at the end: ``göteborgs stad`` and ``borås kommun``.
    """
    found = _SAYS_SO.fullmatch(folded)
    if not found:
        return ()
    stem = found[1]
    return (stem, stem.removesuffix("s")) if stem.endswith("s") else (stem,)


def municipality_named(text: str) -> Municipality | None:
    """Return the municipality with a code or a name, as it is today; None for anything else."""
    found = municipalities().get(text)
    if found is None:
        names = _by_name()
        stems = (fold(text), *stems_of(fold(text)))
        found = next((names[each] for each in stems if each in names), None)
    return municipalities().get(found.became, found) if found else None


@cache
def _by_name() -> Mapping[str, Municipality]:
    return {fold(each.name): each for each in municipalities().values() if not each.became}
