"""From bytes to a table of texts, each row with the number the spreadsheet shows."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.intake.columns import alias_count, familiarity
from data.intake.csv_body import (
    Body,
    body,
    body_of_blocks,
    longer_than_a_cell,
    records,
    swallowed,
    without_blanks,
)
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
from data.intake.values import dictionary
from data.intake.workbook.packed import LONGEST_CELL
from data.intake.workbook.sheet_xml import MOST_COLUMNS

DELIMITERS = (";", ",", "\t", "|")
_HEAD = 256 * 1024
_FIXED_WIDTH = re.compile(r" {2,}")


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read a file of delimited text, or say in one sentence why it is not one."""
    blank = b" \t\r\n\x00"
    if not content[:_HEAD].strip(blank) and not content.strip(blank):
        return Refusal(code="file_empty")
    if form := binary_format(content):
        return _refused(form, file_name)
    text = decoded(content)
    if isinstance(text, Refusal):
        return text
    if not text.utf8.strip(blank):
        return Refusal(code="file_empty")
    head = _head(text.utf8)
    if form := text_format(text.utf8.decode() if head.lstrip()[:1] in "{[" else head):
        return _refused(form, file_name)
    return _table(text, head, file_name)


def is_text(head: bytes) -> bool:
    """Whether the beginning of a file is that of a text in UTF-8, and not of another format."""
    if not head.strip() or binary_format(head):
        return False
    text = head.decode("utf-8", "ignore")
    return text.lstrip()[:1] not in {"{", "["} and not text_format(text)


def read_blocks(
    head: bytes, blocks: Callable[[int], Iterable[bytes]], file_name: str
) -> TextTable | Refusal | None:
    """Read a text in blocks of whole lines, which `blocks` gives from a byte on.

    `head` is the beginning, in whole lines. None where the text has to be read as a whole: it
    is not in UTF-8, or a record is not a whole line.
    """
    text = decoded(head)
    if isinstance(text, Refusal) or text.encoding != "UTF-8" or text.separator:
        return None
    found = _headed("", _head(text.utf8), file_name)
    if isinstance(found, Refusal):
        return found
    skipped = len(head) - len(text.utf8)
    rest = blocks(skipped + found.start)
    read_body = body_of_blocks(rest, found.delimiter, len(found.headers))
    return None if read_body is None else _finished(found, read_body, text)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """The headers: their cells, the records above and with them, and where the rows begin."""

    delimiter: str
    headers: tuple[str, ...]
    index: int
    start: int
    above: list[list[str]]


def _table(text: Text, head: str, file_name: str) -> TextTable | Refusal:
    found = _headed(text.separator, head, file_name)
    if isinstance(found, Refusal):
        return found
    content = text.utf8[found.start :]
    read_body = body(content, found.delimiter, len(found.headers))
    if isinstance(read_body, Refusal):
        return read_body
    if (at := swallowed(read_body.cells, content, found.delimiter)) is not None:
        at = int(read_body.numbers[at]) + found.index + 2
        return Refusal(code="unclosed_quote", details={"at": at})
    return _finished(found, read_body, text)


def _headed(separator: str, head: str, file_name: str) -> _Header | Refusal:
    """Find the headers in the beginning of a text."""
    delimiter, index, header = _header(head, separator)
    if len(header) > MOST_COLUMNS:
        many = len(header)
        return Refusal(code="table_too_wide", details={"many": many, "most": MOST_COLUMNS})
    if _holds_rows(header, delimiter):
        return Refusal(code="unclosed_quote", details={"at": max(index, 0) + 1})
    if index < 0:
        return _no_header(header, head, file_name)
    return _Header(
        delimiter=delimiter,
        headers=tuple(cell.strip() for cell in header),
        index=index,
        start=_offset(head, delimiter, index),
        above=_first_records(head, delimiter)[: index + 1],
    )


def _finished(found: _Header, read_body: Body, text: Text) -> TextTable | Refusal:
    """Return the table, unless it is two or has a cell longer than a cell can be."""
    first = found.index + 2
    rows = read_body.numbers + first
    if (at := longer_than_a_cell(read_body.cells)) is not None:
        row = int(rows[at])
        return Refusal(code="text_too_long", details={"at": row, "longest": LONGEST_CELL})
    if tables := _tables(found.above, read_body.cells, rows):
        return Refusal(code="two_tables", details=tables)
    return without_blanks(
        TextTable(
            headers=found.headers,
            cells=read_body.cells,
            rows=rows,
            encoding=text.encoding,
            delimiter=found.delimiter,
            header_row=found.index + 1,
            too_long=tuple(number + first for number in read_body.too_long),
            remarks=text.remarks,
            above=tuple((at, tuple(row)) for at, row in enumerate(found.above[:-1], 1)),
        )
    )


def _holds_rows(header: list[str], delimiter: str) -> bool:
    """Whether a quote in a header was closed only after whole rows, or never."""
    lines = [line for cell in header for line in cell.splitlines()[1:]]
    fields = (len(next(csv.reader([line], delimiter=delimiter), [])) for line in lines)
    return any(count > max(len(header), 2) for count in fields)


def _tables(above: list[list[str]], cells: pa.Table, rows: np.ndarray) -> dict[str, object]:
    """Say where two tables begin, by the rows of their headers; nothing where there is one.

    The last row of `above` has the headers of `cells`.
    """
    header = len(above) - 1
    if (earlier := second_header(above, header)) is not None:
        return {"first": earlier + 1, "second": header + 1}
    known = np.zeros(cells.num_rows, dtype=bool)
    for column in cells.columns[:2]:
        texts = dictionary(column)
        names = np.array([alias_count([text]) > 0 for text in texts.dictionary.to_pylist()])
        if names.any():
            known |= names[texts.indices.to_numpy(zero_copy_only=False)]
    at = np.flatnonzero(known)
    likely = zip(*(each.take(pa.array(at)).to_pylist() for each in cells.columns), strict=True)
    found = second_header([above[header], *likely], 0)
    return {"first": header + 1, "second": int(rows[at[found - 1]])} if found else {}


def _first_records(head: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for record in records(head, delimiter):
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
            if len(record) > widest[0]:
                widest = (len(record), delimiter, record)
            if len(record) > MOST_COLUMNS:
                continue
            score = (familiarity(record), len(record), delimiter, index, record)
            if score[:2] > best[:2] and score[0] > 1:
                best = score
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


FORMAT = Format(
    name="delimited",
    recognises=lambda content, file_name: True,
    read=read,
)
