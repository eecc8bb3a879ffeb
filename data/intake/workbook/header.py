"""Finds the header of a sheet, and what stands beside it: another table, another header row."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from data.intake.columns import alias_count, familiarity, is_period
from data.intake.kind import is_some_kind
from data.intake.tables import second_header
from data.intake.text_table import TITLE_ROWS
from data.intake.workbook.grid import Cell
from data.intake.workbook.packed import NotReadableError

Rows = Sequence[Sequence[str]]

_LONGEST_NAME = 40


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


def one_table(rows: Rows, at: int) -> None:
    """Raise `NotReadableError` when another table stands above or below the one at `at`."""
    every = set(chain.from_iterable(rows))
    short = (text for text in every if len(text) <= _LONGEST_NAME)
    names = {text for text in short if _is_word(text) and alias_count([text])}
    among = names.intersection
    candidates = [n for n, row in enumerate(rows) if n == at or len(among(row)) > 1]
    other = second_header([rows[n] for n in candidates], candidates.index(at))
    if other is None:
        return
    first, second = sorted((at, candidates[other]))
    if any(sum(map(bool, row)) > 1 for row in rows[first + 1 : second]):
        raise NotReadableError("two_tables", first=first + 1, second=second + 1)


def _is_word(text: str) -> bool:
    """Whether a text may be the name of a column: quick to say of hundreds of thousands."""
    return text.replace("_", "").replace(" ", "").isalpha()


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Headers on two rows: what each place has above and below, one of them a period."""

    labels: dict[int, tuple[str, str]]
    """The category and the period of each place of values."""


def two_rows(rows: Rows, at: int, merged: Sequence[tuple[Cell, Cell]]) -> Groups | None:
    """Find category and period of the columns of a header on two rows, None for one row.

    Raises `NotReadableError` for headers on two rows that mean something else, and for periods
    on a row above the headers.
    """
    _no_periods_above(rows, at)
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
        raise NotReadableError("header_two_rows")
    return None


def _no_periods_above(rows: Rows, at: int) -> None:
    above, top = rows[at - 1] if at else [], rows[at]
    over = [
        place
        for place, text in enumerate(above)
        if is_period(text) and _cell(top, place) and not alias_count([_cell(top, place)])
    ]
    if len(over) > 1 and not any(map(is_period, top)):
        said = {"row": at, "period": above[over[0]], "header": _cell(top, over[0])}
        raise NotReadableError("header_periods_above", **said)


def _spans_texts(below: Sequence[str], first: int, last: int) -> bool:
    return all(_cell(below, place) for place in range(first, last + 1))


def _labels(top: Sequence[str], below: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Put each lower header under the upper that it stands below, the last to its left."""
    made: dict[int, tuple[str, str]] = {}
    upper, shared = "", False
    for place in range(max(len(top), len(below))):
        own, lower = _cell(top, place), _cell(below, place)
        upper = own or upper
        if alias_count([own]) or (lower and alias_count([upper])):
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
