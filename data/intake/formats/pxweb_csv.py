"""From the CSV of PxWeb, where headers end in a period, to rows."""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from data.intake.columns import alias_count, aliases, is_period, plain
from data.intake.cube import Cube, along, too_many_cells
from data.intake.cube_columns import divided
from data.intake.cube_table import table_of
from data.intake.cube_words import role_of
from data.intake.format import published_format
from data.intake.published_csv import Published, head_of, published
from data.intake.questions import Questions
from data.intake.text_table import Refusal, TextTable
from data.intake.values import MISSING_MARKS

_ENDS_IN_PERIOD = re.compile(r"((?P<contents>\S.*?)\s+)?(?P<period>\d{4}\S*)")
_DIVISIONS = frozenset(map(plain, ("kön", "sex", "ålder", "age", "åldersgrupp", "age_group")))
"""Divisions of people, which an office's tables have as well as files of ours."""

_OURS = {"value", "class", "period", "indicator_id"}


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read every record as one row per column whose header ends in a period."""
    table = published(content, _header_at(head_of(content)))
    if isinstance(table, Refusal):
        return table
    valued = [at for at, header in enumerate(table.header) if _period_of(header)]
    if refused := too_many_cells([len(table.body), len(valued)]):
        return refused
    return table_of(_cube(table, valued), questions)


def _cube(table: Published, valued: Sequence[int]) -> Cube:
    many, width = len(table.body), len(valued)
    by_record = divided(
        [
            (header, table.column(at))
            for at, header in enumerate(table.header)
            if at not in set(valued)
        ]
    )
    headers = [_period_of(table.header[at]) or ("", "") for at in valued]
    unnamed = next(filter(None, table.titles), "värde")[:200]
    contents, which = along(
        "tabellinnehåll", [each[0] or unnamed for each in headers], "contents"
    )
    periods, when = along("period", [each[1] for each in headers], "period")
    return Cube(
        dimensions=(*(each for each, _ in by_record), contents, periods),
        places=(
            *(np.repeat(places, width) for _, places in by_record),
            np.tile(which, many),
            np.tile(when, many),
        ),
        values=pa.array(
            [record[at].strip() for record in table.body for at in valued], pa.string()
        ),
        rows=np.repeat(np.array(table.rows, dtype=np.int64), width),
        note="; ".join(filter(None, [*table.titles, *table.notes]))[:2000],
    )


def _period_of(header: str) -> tuple[str, str] | None:
    """Return contents (``""`` for none) and period of ``Antal 2023``; None for others."""
    match = _ENDS_IN_PERIOD.fullmatch(header.strip())
    if match is None or not is_period(match["period"]):
        return None
    return match["contents"] or "", match["period"]


def _header_at(records: Sequence[Sequence[str]]) -> int:
    """Return the place of the header record, -1 where none is a PxWeb header."""
    for at, record in enumerate(records):
        texts = [cell.strip() for cell in record]
        valued = [place for place, text in enumerate(texts) if _period_of(text)]
        named = [text for text in texts if text and not _period_of(text)]
        if valued and _is_divided(named) and _are_values(records[at + 1 :], valued):
            return at
        if (ours := alias_count(named)) >= 2 and 2 * ours >= len(named):
            return -1  # headers of our own: what follows are values, four digits or not
    return -1


def _is_divided(names: Sequence[str]) -> bool:
    """Whether the other headers say areas, and are not all columns of our own."""
    meant = [
        "" if plain(name) in _DIVISIONS else aliases("observations").get(plain(name), "")
        for name in names
    ]
    if all(meant) or any(each in _OURS for each in meant):
        return False
    return any(role_of(name) == "area" for name in names)


def _are_values(records: Sequence[Sequence[str]], places: Sequence[int]) -> bool:
    """Whether the first records have numbers or marks where the values would be."""
    cells = [record[at].strip() for record in records[:5] for at in places if at < len(record)]
    return bool(cells) and all(
        not cell or cell in MISSING_MARKS or cell.lstrip("-−~").strip()[:1].isdigit()
        for cell in cells
    )


FORMAT = published_format(
    "pxweb-csv", lambda content, file_name: _header_at(head_of(content)) >= 0, read
)
