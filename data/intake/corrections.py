"""How a finding is mended in the reading, without a change in the file: by an answer.

A cell is read as another text, rows that stop are left out, or what looks odd is said to be
right. Such answers are given like those to `data.intake.questions`, but nothing waits for them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from data.intake.findings import (
    WHOLE_FILE,
    Both,
    Marks,
    Offer,
    Place,
    Placing,
    confirmable,
    findings,
    without,
)
from data.intake.questions import LEAVE, Questions
from data.intake.sheet import Sheet
from data.intake.values import Coded

READ_AS, CONFIRMED, LEAVE_ROWS = "read_as", "confirmed", "leave_rows"
"""The questions: what a cell is read as, whether something odd is right, what is left out."""

AS_WRITTEN = "as_written"
"""The answer that takes a correction back."""

_LONGEST = 100
"""A longer text is no slip of one word, and is mended in the file."""

_NUMBER_LIKE = re.compile(r"[\d\s.,+\-\N{MINUS SIGN}%]+")
_SAME_EVERYWHERE = frozenset(["area_id", "indicator_id", "period", "category"])
"""Columns whose digits are names: the same text means the same in every row."""

_MARKS = {
    "..": Both("hemligt värde", "a suppressed value"),
    ".": Both("inte aktuellt", "not applicable"),
    "-": Both("saknat värde", "a missing value"),
}
_CELL = re.compile(r" (\d+):")


def read_as(
    sheet: Sheet, marks: Iterable[Marks], questions: Questions
) -> tuple[Sheet, list[Marks]]:
    """Read cells as the answers say that they are meant.

    Returns the sheet and those of `marks` that are not about such a cell.
    """
    columns, kept = dict(sheet.columns), list(marks)
    for asked, meant in questions.answers(f"{READ_AS}:").items():
        name, _, rest = asked.removeprefix(f"{READ_AS}:").partition(":")
        cells = columns.get(name)
        if cells is None or not 0 < len(meant) <= _LONGEST:
            continue
        where, text = _cells(sheet, name, cells, rest)
        if not where.any():
            continue
        answer = questions.ask(
            READ_AS,
            f"{name}:{rest}",
            count=int(where.sum()),
            rows=sheet.rows[where],
            choices=_readings(meant),
            lasting=text == rest,
            read=text,
            meant="" if meant == AS_WRITTEN else in_words(meant),
        )
        if answer != AS_WRITTEN:
            columns[name] = _replaced(cells, where, answer)
            kept = [each.without(where) if each.column == name else each for each in kept]
    return replace(sheet, columns=columns), [each for each in kept if len(each.rows)]


def _readings(meant: str) -> dict[str, Both]:
    as_written = Both("Nej, som det står", "No, as it is written")
    if meant == AS_WRITTEN:
        return {AS_WRITTEN: as_written}
    said = in_words(meant)
    return {meant: Both(f"Ja, som {said.sv}", f"Yes, as {said.en}"), AS_WRITTEN: as_written}


def in_words(meant: str) -> Both:
    """Say what a cell is read as: the marks for no value in words, other texts as they are."""
    return _MARKS.get(meant, Both(meant, meant))


def _cells(sheet: Sheet, name: str, cells: Coded, rest: str) -> tuple[np.ndarray, str]:
    """Find the cells of a correction: all with its text, or the one at its place."""
    if rest in cells.texts:
        return cells.codes == cells.texts.index(rest), rest
    here = np.zeros(len(sheet), dtype=bool)
    for found in _CELL.finditer(rest):
        wanted = Place(int(found[1]), rest[: found.start()], rest[found.end() :])
        for at in np.flatnonzero(sheet.rows == wanted.row).tolist():
            here[at] = sheet.place(at, name) == wanted
        if here.any():
            return here, wanted.read
    return here, rest


def _replaced(cells: Coded, where: np.ndarray, meant: str) -> Coded:
    texts = cells.texts if meant in cells.texts else [*cells.texts, meant]
    codes = np.where(where, texts.index(meant), cells.codes).astype(np.int32)
    return Coded(codes, texts)


def leavable(marks: Iterable[Marks], rows: int) -> frozenset[str]:
    """Return the codes of what stops single rows, of a file of so many, and not all of them."""
    stops = _by_code(each for each in marks if each.stops)
    stopped = {code: np.concatenate([one.rows for one in each]) for code, each in stops.items()}
    return frozenset(
        code
        for code, at in stopped.items()
        if not (at == WHOLE_FILE).any() and len(np.unique(at)) < rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What may be mended: `leavable` are the codes of findings whose rows may be left out."""

    leavable: frozenset[str]

    def offers(self, marks: Marks, place: Place, instead: str) -> tuple[Offer, ...]:
        """Return the answers that would take one finding away."""
        return tuple(self._offers(marks, place, instead))

    def _offers(self, marks: Marks, place: Place, instead: str) -> Iterator[Offer]:
        suits = bool(instead) and place.row is not None and len(place.read) <= _LONGEST
        if suits and marks.column and instead != place.read and ", " not in instead:
            yield Offer(_cell_id(marks.column, place), instead)
        if confirmable(marks.code):
            yield Offer(f"{CONFIRMED}:{marks.code}", "yes")
        if place.row is not None and marks.code in self.leavable:
            yield Offer(f"{LEAVE_ROWS}:{marks.code}", LEAVE)


def _cell_id(column: str, place: Place) -> str:
    """Name what is to be read otherwise: a text wherever it is, a number where it stands."""
    if _NUMBER_LIKE.fullmatch(place.read) and column not in _SAME_EVERYWHERE:
        return f"{READ_AS}:{column}:{place.column} {place.row}:{place.read}"
    return f"{READ_AS}:{column}:{place.read}"


def answered(
    marks: Iterable[Marks], leavable: frozenset[str], place: Placing, questions: Questions
) -> list[Marks]:
    """Take away what somebody has said is right, and leave out the rows so answered."""
    kept: list[Marks] = []
    left: list[Marks] = []
    for code, several in _by_code(marks).items():
        leaving = code in leavable and _said(LEAVE_ROWS, code, several, place, questions)
        if leaving == LEAVE:
            left += several
        elif not (
            confirmable(code) and _said(CONFIRMED, code, several, place, questions) == "yes"
        ):
            kept += several
    return _without_left(kept, left)


def _without_left(kept: list[Marks], left: list[Marks]) -> list[Marks]:
    """Say of every row that is left out nothing but that."""
    if not left:
        return kept
    rows = np.unique(np.concatenate([each.rows for each in left]))
    highest = max(int(each.rows.max(initial=0)) for each in (*kept, *left))
    gone = np.isin(np.arange(highest + 1), rows)
    return [*without(kept, gone, but=()), Marks(code="row_left_out", rows=rows)]


def _by_code(marks: Iterable[Marks]) -> dict[str, list[Marks]]:
    grouped: dict[str, list[Marks]] = {}
    for each in marks:
        grouped.setdefault(each.code, []).append(each)
    return grouped


def _said(
    kind: str, code: str, marks: list[Marks], place: Placing, questions: Questions
) -> str:
    """Return what was answered about findings of one code; nobody is asked who has not."""
    if questions.answer_to(kind, code) is None:
        return ""
    (first,) = findings(marks[:1], place, most=1)
    rows = np.concatenate([each.rows for each in marks])
    return questions.ask(
        kind,
        code,
        count=len(rows),
        rows=[int(place(int(row), "").row or 0) for row in rows[:100] if row != WHOLE_FILE],
        lasting=False,
        said=Both(first.message_sv, first.message_en),
    )
