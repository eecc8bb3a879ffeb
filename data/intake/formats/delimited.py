"""From bytes to a table of texts, each row with the number the spreadsheet shows."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from data.intake.columns import alias_count, familiarity
from data.intake.encodings import Text, decoded
from data.intake.format import Format
from data.intake.questions import Questions
from data.intake.recognition import (
    FORMATS,
    WITHOUT_VALUES,
    advice,
    binary_format,
    looks_like_pxweb,
    named_otherwise,
    text_format,
)
from data.intake.tables import second_header
from data.intake.text_table import TITLE_ROWS, Refusal, TextTable

DELIMITERS = (";", ",", "\t", "|")
_HEAD = 256 * 1024
_LONGEST_CELL = 100_000
_FIXED_WIDTH = re.compile(r" {2,}")


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read a file of delimited text, or say in one sentence why it is not one."""
    if not content.strip(b" \t\r\n\x00"):
        return Refusal(code="file_empty")
    if form := binary_format(content):
        return _refused(form, file_name)
    text = decoded(content)
    if isinstance(text, Refusal):
        return text
    head = _head(text.utf8)
    if form := text_format(text.utf8.decode() if head.lstrip()[:1] in "{[" else head):
        return _refused(form, file_name)
    return _table(text, head, file_name)


def _refused(form: str, file_name: str) -> Refusal:
    if form in WITHOUT_VALUES:
        return Refusal(
            code="file_without_values", details={"form": FORMATS[form], "advice": advice(form)}
        )
    code = "file_not_its_name" if named_otherwise(file_name, form) else "file_format"
    return Refusal(
        code=code, details={"form": FORMATS[form], "name": file_name, "advice": advice(form)}
    )


def _head(utf8: bytes) -> str:
    """Return whole lines from the beginning, enough to find the header."""
    if len(utf8) <= _HEAD:
        return utf8.decode()
    cut = utf8.rfind(b"\n", 0, _HEAD)
    return utf8[: cut if cut > 0 else _HEAD].decode("utf-8", "ignore")


def _table(text: Text, head: str, file_name: str) -> TextTable | Refusal:
    delimiter, header_index, header = _header(head, text.separator)
    if _holds_rows(header, delimiter):
        return Refusal(code="unclosed_quote", details={"at": max(header_index, 0) + 1})
    if header_index < 0:
        return _no_header(header, head, file_name)
    start = _offset(head, delimiter, header_index)
    given = tuple(cell.strip() for cell in header)
    body = text.utf8[start:]
    read_body = _fast(body, delimiter, len(given)) or _careful(body, delimiter, len(given))
    if isinstance(read_body, Refusal):
        return read_body
    cells, numbers, too_long = read_body
    first = header_index + 2
    if (at := _swallowed(cells, body, delimiter)) is not None:
        return Refusal(code="unclosed_quote", details={"at": int(numbers[at]) + first})
    above = _first_records(head, delimiter)[: header_index + 1]
    if tables := _tables(above, cells, numbers + first):
        return Refusal(code="two_tables", details=tables)
    return _without_blanks(
        TextTable(
            headers=given,
            cells=cells,
            rows=numbers + first,
            encoding=text.encoding,
            delimiter=delimiter,
            header_row=header_index + 1,
            too_long=tuple(number + first for number in too_long),
            remarks=text.remarks,
            above=tuple((number, tuple(row)) for number, row in enumerate(above[:-1], 1)),
        )
    )


def _holds_rows(header: list[str], delimiter: str) -> bool:
    """Whether a quote in a header was closed only after whole rows, or never."""
    lines = [line for cell in header for line in cell.splitlines()[1:]]
    return any(_fields(line, delimiter) > max(len(header), 2) for line in lines)


def _swallowed(cells: pa.Table, body: bytes, delimiter: str) -> int | None:
    """Return the record with a quoted cell that holds whole rows, or that never ends."""
    if b'"' not in body or not cells.num_rows:
        return None
    for column in cells.columns:
        for at in np.flatnonzero(np.asarray(pc.match_substring(column, "\n"), dtype=bool)):
            lines = column[int(at)].as_py().splitlines()[1:]
            if any(_fields(line, delimiter) >= cells.num_columns for line in lines):
                return int(at)
    return cells.num_rows - 1 if _never_ends(body, delimiter) else None


def _fields(line: str, delimiter: str) -> int:
    return len(next(csv.reader([line], delimiter=delimiter), []))


def _never_ends(body: bytes, delimiter: str) -> bool:
    """Whether the text ends inside a quoted cell."""
    if body.count(b'"') % 2 == 0:
        return False
    lines = io.StringIO(body.decode(), newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _tables(above: list[list[str]], cells: pa.Table, rows: np.ndarray) -> dict[str, object]:
    """Say where two tables begin, by the rows of their headers; nothing where there is one.

    The last row of `above` has the headers of `cells`.
    """
    header = len(above) - 1
    if (earlier := second_header(above, header)) is not None:
        return {"first": earlier + 1, "second": header + 1}
    known = np.zeros(cells.num_rows, dtype=bool)
    for column in cells.columns[:2]:
        texts = column.combine_chunks().dictionary_encode()
        names = np.array([alias_count([text]) > 0 for text in texts.dictionary.to_pylist()])
        if names.any():
            known |= names[texts.indices.to_numpy(zero_copy_only=False)]
    at = np.flatnonzero(known)
    likely = zip(*(each.take(pa.array(at)).to_pylist() for each in cells.columns), strict=True)
    found = second_header([above[header], *likely], 0)
    return {"first": header + 1, "second": int(rows[at[found - 1]])} if found else {}


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Read records one at a time, with a NUL-free text and one-character delimiter."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _first_records(head: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for record in _records(head, delimiter):
            found.append(record)
            if len(found) == TITLE_ROWS:
                break
    except csv.Error:
        pass  # the records before the broken one are what there is to look at
    return found


def _header(head: str, separator: str) -> tuple[str, int, list[str]]:
    """Find delimiter, index of the header record (-1 for none) and its cells."""
    choices = (separator,) if separator and separator not in '"\r\n' else DELIMITERS
    best = (1, 0, choices[0], -1, list[str]())
    widest: tuple[int, str, list[str]] = (0, choices[0], [])
    for delimiter in choices:
        for index, record in enumerate(_first_records(head, delimiter)):
            score = (familiarity(record), len(record), delimiter, index, record)
            if score[:2] > best[:2] and score[0] > 1:
                best = score
            if len(record) > widest[0]:
                widest = (len(record), delimiter, record)
    return best[2:] if best[3] >= 0 else (widest[1], -1, widest[2])


def _no_header(widest: list[str], head: str, file_name: str) -> Refusal:
    texts = [cell.strip() for cell in widest if cell.strip()]
    lines = head.splitlines()[:TITLE_ROWS]
    if any(familiarity(_FIXED_WIDTH.split(line)) > 1 for line in lines):
        return Refusal(code="file_fixed_width")
    if looks_like_pxweb(texts):
        return _refused("pxweb-csv", file_name)
    shown = ", ".join(texts[:6])[:160]
    if len(widest) < 2:
        return Refusal(code="file_one_column", details={"shown": shown})
    return Refusal(code="header_not_found", details={"shown": shown})


def _offset(head: str, delimiter: str, header_index: int) -> int:
    """Count the bytes up to and including the header record."""
    lines = io.StringIO(head, newline="")
    consumed: list[str] = []

    def remembered() -> Iterator[str]:
        for line in lines:
            consumed.append(line)
            yield line

    reader = csv.reader(remembered(), delimiter=delimiter)
    for _ in range(header_index + 1):
        next(reader)
    return sum(len(line.encode()) for line in consumed)


_Body = tuple[pa.Table, np.ndarray, tuple[int, ...]]


def _fast(body: bytes, delimiter: str, width: int) -> _Body | None:
    """Read a body where every record is whole; None when one is not."""
    names = [str(place) for place in range(width)]
    if not body.strip() or width < 2:
        return None
    try:
        cells = arrow_csv.read_csv(
            pa.py_buffer(body),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=4 << 20),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=b'"' in body, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return cells, np.arange(cells.num_rows), ()


def _careful(body: bytes, delimiter: str, width: int) -> _Body | Refusal:
    """Read record by record: skips empty ones, fills short ones, remembers long ones."""
    kept: list[list[str]] = []
    numbers: list[int] = []
    too_long: list[int] = []
    try:
        for number, record in enumerate(_records(body.decode(), delimiter)):
            if not any(cell.strip() for cell in record):
                continue
            if any(len(cell) > _LONGEST_CELL for cell in record):
                return Refusal(code="unclosed_quote", details={"at": number})
            if any(cell.strip() for cell in record[width:]):
                too_long.append(number)
            kept.append((record + [""] * width)[:width])
            numbers.append(number)
    except csv.Error:
        return Refusal(code="unclosed_quote", details={"at": len(numbers)})
    columns = zip(*kept, strict=True) if kept else [()] * width
    cells = {str(place): pa.array(column, pa.string()) for place, column in enumerate(columns)}
    return pa.table(cells), np.array(numbers, dtype=np.int64), tuple(too_long)


def _without_blanks(table: TextTable) -> TextTable:
    """Drop records where every cell is blank."""
    blank: pa.ChunkedArray | None = None
    for column in table.cells.columns:
        empty = pc.equal(pc.utf8_trim_whitespace(column), "")
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return table
    keep = ~np.asarray(blank, dtype=bool)
    cells = table.cells.filter(pa.array(keep))
    return replace(table, cells=cells, rows=table.rows[keep])


FORMAT = Format(
    name="delimited",
    recognises=lambda content, file_name: True,
    read=read,
)
