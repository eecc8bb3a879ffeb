"""Finds the header of a sheet, and what stands beside it: another table, another header row."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, takewhile

from data.intake.columns import alias_count, familiarity
from data.intake.kind import is_some_kind
from data.intake.tables import second_header
from data.intake.text_table import TITLE_ROWS
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
    if at - 1 in scores and _completes(rows[at - 1], rows[at]):
        at -= 1
    return Header(at=at, is_kind=is_some_kind(rows[at]), score=best)


def _completes(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether the first headers stand a row higher, above cells that are blank."""
    blank = list(takewhile(lambda pair: pair[0] and not pair[1], zip(above, row, strict=False)))
    return alias_count(text for text, _ in blank) > 0


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
