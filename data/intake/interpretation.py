"""Gives the columns of a read table their meaning, once it is said which kind it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from data.intake.area_columns import code_and_name, without_wider
from data.intake.category_columns import Division, one_division
from data.intake.columns import canonical, is_period, missing_columns, plain, shown, told
from data.intake.findings import Both, Marks, echoed, mark
from data.intake.flag_column import is_flags
from data.intake.kind import Kind
from data.intake.month_names import month_number
from data.intake.period_cells import holds_a_year
from data.intake.questions import LEAVE, Questions
from data.intake.sheet import Sheet, rows_of
from data.intake.split_decimals import cut_decimals, with_decimals
from data.intake.text_table import TextTable
from data.intake.undated import undated
from data.intake.values import Coded, coded, every

CELLS_WITHOUT_VALUE = {"formula_without_value": "uncalculated", "cell_error": "errors"}
"""What is said of cells that hold no value, and where their table has them."""

_POOLED = re.compile(
    r"(medel(värde|tal)?|genomsnitt|snitt|mean|average|avg|tota(l|lt)|summa|sum)\b",
    re.IGNORECASE,
)
"""How the header begins of a column that sums up several periods."""

_SETTLED = "#"
"""Stands for a column whose cells have been read together with another."""

_LONGEST_LIST = 200
"""So many characters of the headers in a question."""

_FEW_TEXTS = 10_000
"""A column of more texts than this names no areas."""

_PARTS_OF_A_YEAR = frozenset(
    ["manad", "month", "kvartal", "quarter", "tertial", "halvar", "vecka", "week", "termin"]
)
"""Headers, as `plain` writes them, of columns that make a year beside them a part of it."""


def interpreted(
    table: TextTable, kind: Kind, indicator_id: str | None, questions: Questions
) -> tuple[Sheet, list[Marks]]:
    """Give the columns their meaning. Marks say what is missing, doubled or not used."""
    names = canonical(kind.name, table.headers)
    place = code_and_name(table, names) if kind.wide else None
    if kind.wide and place is None:
        names = without_wider(names, table.headers)
    given = {name: header for name, header in zip(names, table.headers, strict=True) if name}
    columns = {
        name: coded(table.cells.column(place)) for place, name in enumerate(names) if name
    }
    if place is not None:
        columns["area_id"] = place.area
        given["area_id"] = ", ".join(table.headers[at] for at in place.places)
        names[place.places[1]] = _SETTLED
    division = one_division(table, names, questions) if kind.wide else None
    if division is not None:
        columns["category"] = division.category
        given["category"] = ", ".join(table.headers[at] for at in division.places)
        names = [
            name if at not in division.places[1:] else _SETTLED for at, name in enumerate(names)
        ]
    cut = cut_decimals(table, names) if kind.wide else np.zeros(len(table.rows), dtype=bool)
    if kind.wide and not cut.any():
        columns = with_decimals(table, names, columns, questions)
    rows = len(table.rows)
    if kind.wide and indicator_id and "indicator_id" not in columns:
        columns["indicator_id"] = every(rows, indicator_id)
    made = Sheet(
        kind=kind.name,
        columns=columns,
        given=given,
        rows=table.rows,
        records=np.arange(rows, dtype=np.int32),
        geometries=table.geometries,
        sheets=table.sheets,
    )
    over = [place for place, name in enumerate(names) if not name and _is_over(table, place)]
    wide = [place for place in over if is_period(table.headers[place])]
    if kind.wide and wide and not {"period", "value"} & set(columns):
        made, over = _long(made, table, wide), [place for place in over if place not in wide]
    if kind.wide:
        made = replace(made, unread=_unread(table, over, made.records))
        over = [place for place in over if not _is_flags(table, place)]
    if division is not None:
        made = rows_of(made, division.keep[made.records])
    marks = [
        *_doubled(table.headers, names),
        *_undivided(division, table),
        *_missing(kind, made, table.headers),
        *_too_long(made, table),
        *_cut(made, cut),
        *_without_value(made, table, names),
    ]
    marks += _read_as(made)
    named = [place for place in over if table.headers[place] or not cut.any()]
    marks += _not_used(table, named, kind, questions)
    return made, marks


def _read_as(made: Sheet) -> Iterator[Marks]:
    """Say what the headers were read as that others use and we do not."""
    known = told(made.kind)
    read = {name: header for name, header in made.given.items() if plain(header) in known}
    if read:
        pairs = {
            language: ", ".join(
                f"{header} = {shown(made.kind, [name], language)}"
                for name, header in read.items()
            )
            for language in ("sv", "en")
        }
        yield Marks(code="headers_read_as", details={"pairs": Both(pairs["sv"], pairs["en"])})


def _not_used(
    table: TextTable, over: Sequence[int], kind: Kind, questions: Questions
) -> Iterator[Marks]:
    """Say which columns are not read; ask where a header holds a year or a part of one."""
    dated: dict[str, list[str]] = {}
    for place in over:
        header = echoed(table.headers[place]) or f"nr {place + 1}"
        if kind.wide and (plain(header) in _PARTS_OF_A_YEAR or month_number(header)):
            if questions.ask("column_of_parts", header) == "stop":
                yield Marks(code="column_of_parts", details={"header": header})
        elif not kind.wide or not holds_a_year(header):
            yield Marks(code="column_not_used", details={"header": header})
        elif _POOLED.match(header):
            yield Marks(code="column_pooled", details={"header": header})
        else:
            dated.setdefault(undated(header), []).append(header)
    for subject, headers in dated.items():
        if _leaves(subject, headers, questions):
            continue
        for header in headers:
            yield Marks(code="column_of_a_year", details={"header": header})


def _leaves(subject: str, headers: Sequence[str], questions: Questions) -> bool:
    """Ask whether columns are left out whose headers differ in nothing but year or month."""
    shown = ", ".join(headers)
    answer = questions.ask(
        "column_with_a_year",
        subject,
        suggested=LEAVE,
        count=len(headers),
        example=shown,
        header=shown[:_LONGEST_LIST],
    )
    return answer == LEAVE


def _unread(
    table: TextTable, places: Sequence[int], records: np.ndarray
) -> Mapping[str, Coded]:
    """Return the columns that are not read and have few texts, by header."""
    found = {table.headers[at]: coded(table.cells.column(at)) for at in places}
    return {
        header: column.at(records)
        for header, column in found.items()
        if len(column.texts) <= _FEW_TEXTS
    }


def _is_over(table: TextTable, place: int) -> bool:
    """Whether a column without meaning holds anything: trailing delimiters make empty ones."""
    if table.headers[place]:
        return True
    return any(text for text in coded(table.cells.column(place)).texts)


def _is_flags(table: TextTable, place: int) -> bool:
    return is_flags(table.headers[place], coded(table.cells.column(place)).texts)


def _long(made: Sheet, table: TextTable, places: Sequence[int]) -> Sheet:
    """Turn periods as columns into rows, record by record."""
    width = len(places)
    values = pa.chunked_array(
        [_text(table.cells.column(place)) for place in places], pa.string()
    )
    by_column = np.arange(width * len(made)).reshape(width, len(made))
    order = by_column.T.ravel()
    stacked = coded(values)
    headers_of = Coded(
        np.tile(np.arange(width, dtype=np.int32), len(made)),
        [table.headers[place] for place in places],
    )
    columns = {
        name: Coded(np.repeat(column.codes, width), column.texts)
        for name, column in made.columns.items()
    }
    columns["period"] = headers_of
    columns["value"] = Coded(stacked.codes[order], stacked.texts)
    return Sheet(
        kind=made.kind,
        columns=columns,
        given=made.given,
        rows=np.repeat(made.rows, width),
        records=np.repeat(made.records, width),
        value_headers=headers_of,
        sheets=made.sheets,
    )


def _text(column: pa.ChunkedArray) -> pa.Array:
    return column.cast(pa.string()).combine_chunks()


def _doubled(given: Sequence[str], names: Sequence[str]) -> Iterator[Marks]:
    for name in dict.fromkeys(each for each in names if each not in {"", _SETTLED}):
        both = [
            echoed(header) for header, meant in zip(given, names, strict=True) if meant == name
        ]
        if len(both) > 1:
            yield Marks(code="column_twice", details={"first": both[0], "second": both[1]})


def _undivided(division: Division | None, table: TextTable) -> Iterator[Marks]:
    """Stop, or say how many rows are not read, where several columns divide the values."""
    if division is None:
        return
    headers = ", ".join(table.headers[at] for at in division.places)
    if division.stops:
        yield Marks(code="columns_divide", details={"headers": headers})
    elif left := int((~division.keep).sum()):
        yield Marks(code="rows_divided_again", details={"headers": headers, "count": left})


def _too_long(made: Sheet, table: TextTable) -> Iterator[Marks]:
    if table.too_long:
        _, first = np.unique(made.records, return_index=True)
        at = first[np.isin(made.rows[first], table.too_long)]
        yield Marks(code="row_too_long", rows=at, details={"width": len(table.headers)})


def _cut(made: Sheet, cut: np.ndarray) -> Iterator[Marks]:
    """Mark the records where decimals stand under other headers than their value."""
    if cut.any():
        records, first = np.unique(made.records, return_index=True)
        yield Marks(code="decimals_cut", rows=first[cut[records]])


def _without_value(made: Sheet, table: TextTable, names: Sequence[str]) -> Iterator[Marks]:
    """Mark formulas without a value and error values, column by column."""
    given = {header: at for at, header in enumerate(table.headers)}
    for code, kept in CELLS_WITHOUT_VALUE.items():
        by_place: dict[int, list[int]] = {}
        for record, place in getattr(table, kept):
            by_place.setdefault(place, []).append(record)
        for place, records in by_place.items():
            here = np.isin(made.records, records)
            if not names[place] and made.value_headers:
                headers = made.value_headers.each(lambda text: given.get(text, -1), int)
                yield from mark(code, "value", here & (headers == place))
            elif names[place]:
                yield from mark(code, names[place], here)


def _missing(kind: Kind, made: Sheet, given: Sequence[str]) -> Iterator[Marks]:
    if needed := missing_columns(kind.required, made.columns):
        yield Marks(
            code="columns_missing",
            details={
                "needed": Both(shown(made.kind, needed, "sv"), shown(made.kind, needed, "en")),
                "present": ", ".join(filter(None, given))[:200],
            },
        )
