"""From the files of schools and municipalities that Skolverket publishes as CSV to rows."""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from data.intake.columns import plain
from data.intake.cube import Cube, Dimension, along, too_many_cells
from data.intake.cube_columns import Along, divided
from data.intake.cube_table import table_of
from data.intake.format import published_format
from data.intake.published_csv import Published, head_of, published
from data.intake.questions import Questions
from data.intake.recognition import FORMATS, advice
from data.intake.text_table import Refusal, TextTable
from data.intake.values import MISSING_MARKS

_AREA = ("skol_enhetskod", "skolenhetskod", "skolenhet_kod", "kommun_kod", "kommunkod")
_CHOSEN = re.compile(r"vald?t?a?\s+(läsår|år|kull|period)\w*\s*:\s*(\S+)", re.IGNORECASE)
_NUMBER = re.compile(r"[~<≈]?\s*[-−]?\d[\d\s]*([.,]\d+)?%?")
_NAMES = {"huvudman_orgnr", "huvudmans_orgnr", "huvudman_organisationsnummer", "lanskod"}
_PERIODS = {"lasar", "ar"}


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read every measure of each school or municipality, about the school year chosen."""
    at = _header_at(head_of(content))
    if at < 0:
        form = "skolverket-csv"
        return Refusal(
            code="file_without_values", details={"form": FORMATS[form], "advice": advice(form)}
        )
    table = published(content, at)
    if isinstance(table, Refusal):
        return table
    measures = [place for place in range(len(table.header)) if _is_measure(table, place)]
    if refused := too_many_cells([len(table.body), len(measures)]):
        return refused
    return table_of(_cube(table, measures), questions)


def _cube(table: Published, measures: Sequence[int]) -> Cube:
    many, width = len(table.body), len(measures)
    by_record = _by_record(table, measures)
    measured, which = along("mått", [table.header[at] for at in measures], "contents")
    return Cube(
        dimensions=(*(each for each, _ in by_record), measured),
        places=(*(np.repeat(places, width) for _, places in by_record), np.tile(which, many)),
        values=pa.array(
            [record[at].strip() for record in table.body for at in measures], pa.string()
        ),
        rows=np.repeat(np.array(table.rows, dtype=np.int64), width),
        source="Skolverket",
        note="; ".join(filter(None, [*map(_title, table.titles), *table.notes]))[:2000],
    )


def _by_record(table: Published, measures: Sequence[int]) -> list[Along]:
    """Return areas, period and divisions: what a school is called follows from its code."""
    codes = [plain(header) for header in table.header]
    area = next(codes.index(code) for code in _AREA if code in codes)
    names = {*measures, *(at for at, code in enumerate(codes) if code in _NAMES)}
    columns = [
        (header, table.column(at))
        for at, header in enumerate(table.header)
        if at not in names and at != area and codes[at] not in _AREA
    ]
    made = divided([*columns, (_AREA_NAME, table.column(area))])
    chosen = next(filter(None, map(_chosen, table.titles)), "")
    if chosen and not any(each.role == "period" for each, _ in made):
        made.append((_only(chosen), np.zeros(len(table.body), dtype=np.int32)))
    return made


_AREA_NAME = "skolenhetskod"


def _only(period: str) -> Dimension:
    return Dimension(name="läsår", texts=(period,), role="period")


def _chosen(title: str) -> str:
    found = _CHOSEN.search(title)
    return found[2].strip(";, ") if found else ""


def _title(title: str) -> str:
    """Leave out the address of the publisher."""
    return title.split(", http")[0].strip("; ")


def _is_measure(table: Published, at: int) -> bool:
    """Whether a column has numbers, and is no code: what stands in most of it decides."""
    code = plain(table.header[at])
    if code in _AREA or code in _NAMES or code in _PERIODS or not table.header[at]:
        return False
    cells = [record[at].strip() for record in table.body[:200]]
    filled = [cell for cell in cells if cell and cell not in MISSING_MARKS]
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in filled)
    return 2 * numbers > len(filled) if filled else any(cells)


def _header_at(records: Sequence[Sequence[str]]) -> int:
    return next(
        (
            at
            for at, record in enumerate(records)
            if len(record) > 2 and any(plain(cell) in _AREA for cell in record)
        ),
        -1,
    )


def _recognises(content: bytes, file_name: str) -> bool:
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip(b'" \r\n')
    return start.startswith(
        ("Statistik från Skolverket".encode(), "Statistik från Skolverket".encode("cp1252"))
    )


FORMAT = published_format("skolverket-csv", _recognises, read)
