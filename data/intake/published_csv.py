"""Delimited text as statistics offices publish it: title rows, one header, notes at the end."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data.intake.cube import MOST_CELLS
from data.intake.encodings import mixed
from data.intake.text_table import TITLE_ROWS, Refusal

_DELIMITERS = (";", ",", "\t", "|")
_HEAD = 20_000
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MOJIBAKE = re.compile("Ã[¥¤¶…„–©]")
_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A published text table: title rows, header, body, and the texts after it.

    `body` has as many cells per record as the header; `rows` are their numbers in the file.
    """

    titles: tuple[str, ...]
    header: tuple[str, ...]
    body: list[list[str]]
    rows: list[int]
    notes: tuple[str, ...]

    def column(self, at: int) -> list[str]:
        """Return the cells of a column, trimmed."""
        return [record[at].strip() for record in self.body]


def head_of(content: bytes) -> list[list[str]]:
    """Return the first records, read with the delimiter that gives most cells."""
    head = content[:_HEAD]
    if b"\x00" in head and not content.startswith(_UTF_16):
        return []
    if len(content) > _HEAD and not content.startswith(_UTF_16):
        head = head[: head.rfind(b"\n") + 1]
    return _split(decoded(head))[1]


def decoded(content: bytes) -> str:
    """Decode UTF-8, UTF-16 or Windows-1252, with plain line ends and no ``sep=`` line."""
    if content.startswith(_UTF_16):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n")
    return _SEPARATOR.sub("", text, count=1) if _SEPARATOR.match(text) else text


def _split(text: str) -> tuple[str, list[list[str]]]:
    """Find the delimiter that gives most records of one width, and the first records."""
    best: tuple[str, list[list[str]]] = (_DELIMITERS[0], [])
    most = 0
    for delimiter in _DELIMITERS:
        records = _first_records(text, delimiter)
        widths = Counter(len(record) for record in records if len(record) > 1)
        cells = max((width * many for width, many in widths.items()), default=0)
        if cells > most or not best[1]:
            best, most = (delimiter, records), cells
    return best


def _first_records(text: str, delimiter: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=delimiter):
            records.append(record)
            if len(records) >= TITLE_ROWS:
                break
    except csv.Error:
        pass  # a broken record ends what there is to look at
    return records


def published(content: bytes, header_at: int) -> Published | Refusal:
    """Read a text table whose header is the record `header_at`, from 0.

    Refuses two encodings in one file, a quotation mark that is never closed, and records with
    other than the header's cells, unless they are the texts after the table.
    """
    text = decoded(content)
    if found := _MOJIBAKE.search(text):
        at = text.count("\n", 0, found.start()) + 1
        if lines := mixed(content):
            return Refusal(code="encoding_mixed", details=lines)
        return Refusal(code="encoding_twice", details={"at": at})
    delimiter, first = _split(text)
    header = _without_last_empty(first[header_at])
    if text.count("\n") * len(header) > 2 * MOST_CELLS:
        return Refusal(
            code="cube_too_large",
            details={"cells": text.count("\n") * len(header), "most": MOST_CELLS},
        )
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return Refusal(code="unclosed_quote", details={"at": header_at + 1})
    numbered = [
        (number, _without_last_empty(record, len(header)))
        for number, record in enumerate(records, start=1)
        if number > header_at + 1 and any(cell.strip() for cell in record)
    ]
    notes: list[str] = []
    while numbered and len(numbered[-1][1]) == 1 < len(header):
        notes.insert(0, numbered.pop()[1][0].strip())
    if refused := _odd(numbered, len(header)):
        return refused
    return Published(
        titles=tuple(" ".join(filter(None, record)).strip() for record in first[:header_at]),
        header=tuple(cell.strip() for cell in header),
        body=[record for _, record in numbered],
        rows=[number for number, _ in numbered],
        notes=tuple(notes),
    )


def _without_last_empty(record: Sequence[str], width: int = 1) -> list[str]:
    """Drop the empty cells that trailing delimiters make, down to `width`."""
    cells = list(record)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    return cells


def _odd(numbered: Sequence[tuple[int, list[str]]], width: int) -> Refusal | None:
    for number, record in numbered:
        if any("\n" in cell for cell in record):
            return Refusal(code="unclosed_quote", details={"at": number})
        if len(record) != width:
            return Refusal(
                code="published_row_odd",
                details={"at": number, "cells": len(record), "width": width},
            )
    return None
