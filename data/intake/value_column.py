"""The values of a file of observations: marks and flags asked about once each, numbers bare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.intake.findings import Both, Marks, PerCode, echoed, mark
from data.intake.questions import Questions
from data.intake.value_cells import FLAGS, MEANINGS, ValueCell, value_cell
from data.intake.values import MISSING_MARKS, REASONS, Coded, coded, numbers, spread

_FLAG_NOTES = {"break": "tidsseriebrott", "revised": "reviderad"}
_OWN_MARK = {meaning: mark for mark, meaning in reversed(MISSING_MARKS.items())}
_HIDDEN = ("suppressed", "not_applicable", "missing")
_STOP = Both("Något annat: stoppa filen", "Something else: stop the file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """The values of a file with nothing but numbers and our own marks in them.

    `column` holds the bare texts, `ceiling` the number that a hidden value is at most (NaN
    where nothing is known), and not even that where `below` is true; `preliminary`, `inferred`
    and `breaks` are the rows flagged so, `note` what the other flags say.
    """

    column: Coded
    ceiling: np.ndarray
    below: np.ndarray
    preliminary: np.ndarray
    inferred: np.ndarray
    breaks: np.ndarray
    note: Coded


def read_values(
    column: Coded, rows: np.ndarray, ordinal: np.ndarray, questions: Questions
) -> tuple[Values, list[Marks]]:
    """Read what stands in the value cells. `rows` are their numbers in the spreadsheet.

    Rows where `ordinal` is true have a class and no value, and are left as they are.
    """
    plain = ~numbers(Coded(np.arange(len(column.texts)), column.texts)).unreadable
    cells = [
        ValueCell(number=text) if bare else value_cell(text)
        for text, bare in zip(column.texts, plain.tolist(), strict=True)
    ]
    asking = _Asking(column=column, rows=rows, ordinal=ordinal, questions=questions)
    marks_mean = asking.marks(cells)
    flags_mean = asking.flags(cells)
    read = [
        _read(cell, text, marks_mean, flags_mean)
        for cell, text in zip(cells, column.texts, strict=True)
    ]
    stops = [*_stops(column, cells, read, ordinal)]
    return (
        Values(
            column=_kept(column, ordinal, _recoded(column, [each.text for each in read])),
            ceiling=column.spread([each.ceiling for each in read], float),
            below=column.spread([cell.below for cell in cells], bool),
            preliminary=column.spread(["preliminary" in each.says for each in read], bool),
            inferred=column.spread(["inferred" in each.says for each in read], bool),
            breaks=column.spread(["break" in each.says for each in read], bool),
            note=_recoded(column, [each.note for each in read]),
        ),
        stops,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What became of one text."""

    text: str
    ceiling: float = np.nan
    says: frozenset[str] = frozenset()
    note: str = ""
    stopped: bool = False


def _read(
    cell: ValueCell, text: str, marks: Mapping[str, str], flags: Mapping[str, str]
) -> _Read:
    if cell.mark:
        meant = marks.get(text.casefold(), "")
        if meant not in REASONS[1:]:
            return _Read(text="", stopped=meant == "stop")
        return _Read(text=_OWN_MARK[meant], ceiling=_ceiling(cell))
    if cell.code:
        return _Read(text="", stopped=True)
    meanings = [flags.get(flag, "") for flag in cell.flags]
    notes = [
        f"{flag}: {_FLAG_NOTES[meant]}" if meant in _FLAG_NOTES else f"märkt {flag}"
        for flag, meant in zip(cell.flags, meanings, strict=True)
        if meant in {*_FLAG_NOTES, "note"}
    ]
    return _Read(
        text=cell.number,
        says=frozenset(meanings),
        note="; ".join(notes),
        stopped="stop" in meanings,
    )


def _ceiling(cell: ValueCell) -> float:
    if not cell.ceiling:
        return np.nan
    return float(numbers(Coded(np.zeros(1, dtype=int), [cell.ceiling])).value[0])


def _kept(column: Coded, where: np.ndarray, bare: Coded) -> Coded:
    """Return the bare texts, but those of the column where the mask is true."""
    if not where.any():
        return bare
    own = len(bare.texts) + column.codes.astype(np.int32)
    codes = np.where(where, own, bare.codes)
    return Coded(codes, [*bare.texts, *column.texts])


def _recoded(column: Coded, texts: Sequence[str]) -> Coded:
    distinct = coded(pa.array(texts, pa.string()))
    if list(texts) == distinct.texts:
        return Coded(column.codes, distinct.texts)
    return Coded(spread(distinct.codes, column.codes), distinct.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """Asks once per mark and per flag, with the cells it concerns."""

    column: Coded
    rows: np.ndarray
    ordinal: np.ndarray
    questions: Questions

    def marks(self, cells: Sequence[ValueCell]) -> dict[str, str]:
        """Ask what each mark means. Returns the answers by the mark in lower case."""
        answers: dict[str, str] = {}
        known = {
            text.casefold(): cell
            for text, cell in zip(self.column.texts, cells, strict=True)
            if cell.mark
        }
        for text, cell in known.items():
            where = self._where([each.casefold() == text for each in self.column.texts])
            if not where.any():
                continue
            suggested = cell.mark if cell.mark in _HIDDEN else None
            answers[text] = self.questions.ask(
                "bound_means" if cell.ceiling else "mark_means",
                text,
                suggested=suggested,
                count=int(where.sum()),
                example=text,
                rows=self.rows[where],
                choices={**{name: MEANINGS[name] for name in _HIDDEN}, "stop": _STOP},
                meaning=MEANINGS[suggested] if suggested else Both("något", "something"),
            )
        return answers

    def flags(self, cells: Sequence[ValueCell]) -> dict[str, str]:
        """Ask what each flag beside a number means. Returns the answers by flag."""
        answers: dict[str, str] = {}
        offered = ("preliminary", "inferred", "break", "revised", "note")
        for flag in dict.fromkeys(flag for cell in cells for flag in cell.flags):
            where = self._where([flag in cell.flags for cell in cells])
            if not where.any():
                continue
            suggested = FLAGS.get(flag, "note")
            answers[flag] = self.questions.ask(
                "flag_means",
                flag,
                suggested=suggested,
                count=int(where.sum()),
                example=str(self.column.strings[where][0]),
                rows=self.rows[where],
                choices={**{name: MEANINGS[name] for name in offered}, "stop": _STOP},
                meaning=MEANINGS[suggested],
            )
        return answers

    def _where(self, texts: Sequence[bool]) -> np.ndarray:
        return np.asarray(self.column.spread(texts, bool) & ~self.ordinal)


def _stops(
    column: Coded, cells: Sequence[ValueCell], read: Sequence[_Read], ordinal: np.ndarray
) -> Iterator[Marks]:
    codes = [
        (cell.code or "not_a_number") if each.stopped else ""
        for cell, each in zip(cells, read, strict=True)
    ]
    meant, instead = _questions(cells), [cell.suggestion for cell in cells]
    for code in dict.fromkeys(filter(None, codes)):
        where = column.spread([each == code for each in codes], bool) & ~ordinal
        said = {
            "meant": PerCode(meant, column.codes),
            "instead": PerCode(instead, column.codes),
        }
        yield from mark(code, "value", where, **said)


def _questions(cells: Sequence[ValueCell]) -> list[Both | str]:
    return [
        Both(*(f"{ask} {echoed(cell.suggestion)}?" for ask in ("Menar du", "Do you mean")))
        if cell.suggestion
        else ""
        for cell in cells
    ]
