"""Finds the header of a sheet, and what stands beside it: another table, another header row."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.intake.columns import familiarity, is_known_header, is_period
from data.intake.kind import is_some_kind
from data.intake.tables import second_header
from data.intake.text_table import TITLE_ROWS
from data.intake.workbook.grid import Cell
from data.intake.workbook.packed import NotReadable

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The row of the headers, from 0, and how sure it is: a kind of file, or mere words."""

    at: int
    is_kind: bool
    score: int

    @property
    def rank(self) -> tuple[bool, int]:
        """What sheets are compared by."""
        return self.is_kind, self.score


def header_of(rows: Rows) -> Header | None:
    """Find the row that is most like headers among the first that are not blank."""
    first = [at for at, row in enumerate(rows) if any(row)][:TITLE_ROWS]
    scores = {at: familiarity(rows[at]) for at in first}
    best = max(scores.values(), default=0)
    if best < 2:
        return None
    at = next(at for at in first if scores[at] == best)
    return Header(at=at, is_kind=is_some_kind(rows[at]), score=best)


def one_table(rows: Rows, header: Header) -> None:
    """Raise `NotReadable` when another table stands above or below the one of the header."""
    above = next((at for at in range(header.at) if _heads(rows[at])), None)
    if above is not None and any(map(_is_filled, rows[above + 1 : header.at])):
        raise NotReadable("two_tables", first=above + 1, second=header.at + 1)
    below = second_header(rows[header.at + 1 :], rows[header.at])
    if below is not None:
        raise NotReadable("two_tables", first=header.at + 1, second=header.at + below + 2)


def _is_filled(row: Sequence[str]) -> bool:
    return sum(map(bool, row)) > 1


def _heads(row: Sequence[str]) -> bool:
    return second_header([row], []) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Headers on two rows: what each place has above and below, one of them a period."""

    labels: dict[int, tuple[str, str]]
    """The category and the period of each place of values."""


def two_rows(rows: Rows, at: int, merged: Sequence[tuple[Cell, Cell]]) -> Groups | None:
    """Find category and period of the columns of a header on two rows, None for one row.

    Raises `NotReadable` for headers on two rows that mean something else.
    """
    over = [
        (first, last)
        for first, last in merged
        if first[0] == at + 1 and last[1] > first[1] and last[0] == at + 1
    ]
    top, below = rows[at], rows[at + 1] if at + 1 < len(rows) else []
    labels = _labels(top, below)
    if labels:
        return Groups(labels=labels)
    if any(_spans_texts(below, first[1], last[1]) for first, last in over):
        raise NotReadable("header_two_rows")
    return None


def _spans_texts(below: Sequence[str], first: int, last: int) -> bool:
    return all(_cell(below, place) for place in range(first, last + 1))


def _labels(top: Sequence[str], below: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Put each lower header under the upper that it stands below, the last to its left."""
    made: dict[int, tuple[str, str]] = {}
    upper, shared = "", False
    for place in range(max(len(top), len(below))):
        own, lower = _cell(top, place), _cell(below, place)
        upper = own or upper
        if is_known_header(own) or (lower and is_known_header(upper)):
            if lower and lower != own:
                return {}
            continue
        if not lower:
            continue
        shared |= not own
        made[place] = (upper, lower)
    uppers = [is_period(pair[0]) for pair in made.values()]
    lowers = [is_period(pair[1]) for pair in made.values()]
    if not shared:
        return {}
    if all(lowers) and not any(uppers):
        return made
    if all(uppers) and not any(lowers):
        return {place: (lower, upper) for place, (upper, lower) in made.items()}
    return {}


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""
