"""The rows below the headers of delimited text: block by block, or record by record."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from data.intake.text_table import Refusal, TextTable, with_records
from data.intake.values import dictionary
from data.intake.workbook.packed import LONGEST_CELL

TEXT = pa.dictionary(pa.int32(), pa.string())
"""A column of text as its distinct texts and, per row, which of them it is."""

_BLOCK = 4 << 20
_DAMAGED = re.compile("[\x00\n\r\N{REPLACEMENT CHARACTER}]|\u00c3")
"""Signs in a cell that the text may have been damaged on the way here, or runs over lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The records of a text: their cells, their numbers from 0, and which are too long."""

    cells: pa.Table
    numbers: np.ndarray
    too_long: tuple[int, ...] = ()


def body(content: bytes, delimiter: str, width: int) -> Body | Refusal:
    """Read all records of a text, each with `width` cells."""
    return _whole(content, delimiter, width) or _careful(content, delimiter, width)


def body_of_blocks(blocks: Iterable[bytes], delimiter: str, width: int) -> Body | None:
    """Read a text that comes in blocks of whole lines, where every line is a whole record.

    None where a line is not: where a cell is missing, or a quoted one holds several lines.
    """
    tables = []
    for block in blocks:
        table = _arrow(block, delimiter, width) if width > 1 else None
        if table is None or not _one_record_a_line(block, table):
            return None
        tables.append(table)
    if not tables:
        return None
    cells = _in_one_piece(tables)
    if any(_DAMAGED.search(text) for text in _texts(cells)):
        return None
    return Body(cells=cells, numbers=np.arange(cells.num_rows, dtype=np.int32))


def _one_record_a_line(block: bytes, table: pa.Table) -> bool:
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    return lines == table.num_rows and block.count(b'"') % 2 == 0


def _in_one_piece(tables: list[pa.Table]) -> pa.Table:
    """Join tables column by column, letting go of each as it is joined. Empties the list."""
    names = tables[0].column_names
    pieces = [[table.column(place) for table in tables] for place in range(len(names))]
    tables.clear()
    columns = []
    while pieces:
        chunks = [chunk for column in pieces.pop(0) for chunk in column.chunks]
        columns.append(_narrow(dictionary(pa.chunked_array(chunks))))
    return pa.table(columns, names=names)


def _narrow(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """Return a column of few texts in half the memory."""
    if len(column.dictionary) >= 2**15:
        return column
    codes = column.indices.cast(pa.int16())
    return pa.DictionaryArray.from_arrays(codes, column.dictionary)


def _texts(cells: pa.Table) -> Iterator[str]:
    for column in cells.columns:
        yield from column.chunk(0).dictionary.to_pylist()


def _whole(content: bytes, delimiter: str, width: int) -> Body | None:
    """Read a body where every record is whole; None when one is not."""
    if not content.strip() or width < 2:
        return None
    cells = _arrow(content, delimiter, width)
    if cells is None:
        return None
    return Body(cells=cells, numbers=np.arange(cells.num_rows, dtype=np.int32))


def _arrow(content: bytes, delimiter: str, width: int) -> pa.Table | None:
    names = [str(place) for place in range(width)]
    try:
        return arrow_csv.read_csv(
            pa.py_buffer(content),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=b'"' in content,
                ignore_empty_lines=False,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, TEXT), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _careful(content: bytes, delimiter: str, width: int) -> Body | Refusal:
    """Read record by record: skips empty ones, fills short ones, remembers long ones."""
    kept: list[list[str]] = []
    numbers: list[int] = []
    too_long: list[int] = []
    try:
        for number, record in enumerate(records(content.decode(), delimiter)):
            if not any(cell.strip() for cell in record):
                continue
            if any(len(cell) > LONGEST_CELL and "\n" in cell for cell in record):
                return Refusal(code="unclosed_quote", details={"at": number})
            if any(cell.strip() for cell in record[width:]):
                too_long.append(number)
            kept.append((record + [""] * width)[:width])
            numbers.append(number)
    except csv.Error:
        return Refusal(code="unclosed_quote", details={"at": len(numbers)})
    columns = zip(*kept, strict=True) if kept else [()] * width
    cells = {str(place): pa.array(column, pa.string()) for place, column in enumerate(columns)}
    return Body(
        cells=pa.table(cells),
        numbers=np.array(numbers, dtype=np.int64),
        too_long=tuple(too_long),
    )


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Read records one at a time, with a NUL-free text and one-character delimiter."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def swallowed(cells: pa.Table, content: bytes, delimiter: str) -> int | None:
    """Return the record with a quoted cell that holds whole rows, or that never ends."""
    if b'"' not in content or not cells.num_rows:
        return None
    for column in cells.columns:
        encoded = dictionary(column)
        lines = [
            code
            for code, text in enumerate(encoded.dictionary.to_pylist())
            if _holds_a_row(text, delimiter, cells.num_columns)
        ]
        if lines:
            return int(np.flatnonzero(np.isin(encoded.indices.to_numpy(), lines))[0])
    return cells.num_rows - 1 if _never_ends(content, delimiter) else None


def _holds_a_row(text: str, delimiter: str, width: int) -> bool:
    lines = text.splitlines()[1:] if "\n" in text else []
    return any(
        len(next(csv.reader([line], delimiter=delimiter), [])) >= width for line in lines
    )


def _never_ends(content: bytes, delimiter: str) -> bool:
    """Whether the text ends inside a quoted cell."""
    if content.count(b'"') % 2 == 0:
        return False
    lines = io.StringIO(content.decode(), newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def longer_than_a_cell(cells: pa.Table) -> int | None:
    """Return the first record with a cell of more characters than a spreadsheet can hold."""
    found = []
    for column in cells.columns:
        encoded = dictionary(column)
        long = pc.greater(pc.utf8_length(encoded.dictionary), LONGEST_CELL)
        if pc.any(long).as_py():
            codes = np.flatnonzero(long.to_numpy(zero_copy_only=False))
            found.append(int(np.flatnonzero(np.isin(encoded.indices.to_numpy(), codes))[0]))
    return min(found, default=None)


def without_blanks(table: TextTable) -> TextTable:
    """Drop records where every cell is blank."""
    blank = np.ones(len(table.rows), dtype=bool)
    for column in table.cells.columns:
        encoded = dictionary(column)
        empty = pc.equal(pc.utf8_trim_whitespace(encoded.dictionary), "")
        if not pc.any(empty).as_py():
            return table
        blank &= empty.to_numpy(zero_copy_only=False)[encoded.indices.to_numpy()]
        if not blank.any():
            return table
    return with_records(table, ~blank)
