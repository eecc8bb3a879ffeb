"""The rows of a table of observations that hold no observation: headers, totals, footnotes."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from data.intake.columns import canonical, is_period, plain
from data.intake.findings import Marks
from data.intake.kind import Kind
from data.intake.questions import Questions
from data.intake.text_table import TextTable, with_records
from data.intake.values import Coded, coded

_TOTALS = frozenset(
    [
        "totalt",
        "total",
        "totalen",
        "totalsumma",
        "summa",
        "sum",
        "sum_total",
        "grand_total",
        "samtliga",
        "samtliga_omraden",
        "samtliga_kommuner",
        "alla",
        "alla_omraden",
        "alla_kommuner",
        "all",
        "all_areas",
        "riket",
        "hela_riket",
        "sverige",
        "hela_landet",
        "landet",
        "hela_staden",
        "hela_kommunen",
        "genomsnitt",
        "medel",
        "medelvarde",
        "average",
        "mean",
        "ovagt_medel",
        "vagt_medel",
    ]
)
"""What a row may be called that sums up the others, as `plain` writes it."""

_NOTE = re.compile(
    r"(källa|källor|source|anm|anmärkning|fotnot|note|obs!|senast|uppdaterad|kommentar)\b"
    r"|\*|\d\)|[¹²³⁴⁵]",
    re.IGNORECASE,
)
"""How a note below a table begins."""

_DELIMITERS = (";", ",", "\t", "|")
_FEWEST_COLUMNS = 3
_LONGEST_NOTE = 2_000

Known = Callable[[str], bool]
"""Whether a text is the name of a registered area."""


def without_other_rows(
    table: TextTable, kind: Kind, questions: Questions, known: Known
) -> TextTable:
    """Leave out rows that hold no observation, and say which. Totals are asked about.

    The text of footnotes is kept as the note of the table.
    """
    if not kind.wide or not len(table.rows) or len(table.headers) < _FEWEST_COLUMNS:
        return table
    cells = [coded(column) for column in table.cells.columns]
    repeated = _repeated(table, cells)
    notes, texts = _footnotes(table, kind, cells, known)
    totals = _totals(table, kind, cells, known)
    left_out = repeated | notes
    marks = [*_said("headers_repeated", table, repeated), *_said("footnotes", table, notes)]
    totals = totals & ~left_out
    if totals.any():
        skipped = _asked(table, kind, cells, totals, questions) == "skip"
        left_out |= totals & skipped
    if not left_out.any():
        return table
    return replace(
        with_records(table, ~left_out),
        remarks=(*table.remarks, *marks),
        note="; ".join(filter(None, [table.note, *texts]))[:_LONGEST_NOTE],
    )


def _repeated(table: TextTable, cells: list[Coded]) -> np.ndarray:
    """Rows that are the headers once more."""
    same = np.ones(len(table.rows), dtype=bool)
    for header, column in zip(table.headers, cells, strict=True):
        wanted = plain(header)
        same &= column.spread([plain(text) == wanted for text in column.texts], bool)
        if not same.any():
            break
    return same


def _footnotes(
    table: TextTable, kind: Kind, cells: list[Coded], known: Known
) -> tuple[np.ndarray, list[str]]:
    """Rows where only the first cell is filled, and with something else than an area.

    A row that begins like a note is one, too, where it has neither period nor value: its text
    has been divided at a delimiter.
    """
    others = np.zeros(len(table.rows), dtype=bool)
    for column in cells[1:]:
        others |= column.filled
    alone = cells[0].filled & ~others
    alone |= cells[0].each(lambda text: bool(_NOTE.match(text)), bool) & ~_said_of(
        kind, table, cells
    )
    if not alone.any():
        return alone, []
    areas = {cells[0].texts[code] for code in np.unique(cells[0].codes[~alone]).tolist()}
    first = [text for text in dict.fromkeys(cells[0].strings[alone].tolist()) if text]
    names = canonical(kind.name, table.headers)
    notes = {
        text
        for text in first
        if text not in areas and not known(text) and not _is_record(text, names, known)
    }
    where = alone & cells[0].each(lambda text: text in notes, bool)
    whole = [
        " ".join(filter(None, (column.texts[column.codes[at]] for column in cells)))
        for at in np.flatnonzero(where).tolist()
    ]
    return where, list(dict.fromkeys(whole))


def _is_record(text: str, names: Sequence[str], known: Known) -> bool:
    """Whether a text is a whole row with another delimiter: every cell, and its own area."""
    if "area_id" not in names:
        return False
    parts = [text.split(delimiter) for delimiter in _DELIMITERS]
    place = names.index("area_id")
    return any(len(each) >= len(names) and known(each[place].strip()) for each in parts)


def _said_of(kind: Kind, table: TextTable, cells: list[Coded]) -> np.ndarray:
    """Rows that have a period, a value or a class; in a wide table, anything under a period."""
    names = canonical(kind.name, table.headers)
    said = np.zeros(len(table.rows), dtype=bool)
    for name, header, column in zip(names, table.headers, cells, strict=True):
        if name in {"period", "value", "class"} or (not name and is_period(header)):
            said |= column.filled
    return said


def _totals(table: TextTable, kind: Kind, cells: list[Coded], known: Known) -> np.ndarray:
    """Rows whose area is a word for the sum of all, and no registered area."""
    names = canonical(kind.name, table.headers)
    if "area_id" not in names:
        return np.zeros(len(table.rows), dtype=bool)
    area = cells[names.index("area_id")]
    return area.each(lambda text: _sums_up(plain(text)) and not known(text), bool)


def _sums_up(name: str) -> bool:
    return name in _TOTALS or bool({"totalt", "total", "summa"} & {*name.split("_")})


def _asked(
    table: TextTable, kind: Kind, cells: list[Coded], totals: np.ndarray, questions: Questions
) -> str:
    area = cells[canonical(kind.name, table.headers).index("area_id")]
    names = list(dict.fromkeys(area.strings[totals].tolist()))
    return questions.ask(
        "total_rows",
        suggested="skip",
        count=int(totals.sum()),
        example=", ".join(names[:3]),
        rows=table.rows[totals],
    )


def _said(code: str, table: TextTable, where: np.ndarray) -> Iterator[Marks]:
    if where.any():
        first = coded(table.cells.column(0)).strings[where][0]
        details = {
            "count": int(where.sum()),
            "first": int(table.rows[where][0]),
            "example": first[:200],
        }
        yield Marks(code=code, details=details)
