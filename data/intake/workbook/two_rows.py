"""Makes a table with categories and periods as columns long."""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from data.intake.text_table import TextTable
from data.intake.workbook.header import Groups

_ADDED = ("kategori", "period", "värde")


def long_table(table: TextTable, groups: Groups, places: list[int]) -> TextTable:
    """Give every category and period of a record a record of its own.

    `places` are where the columns of `table` stand in the sheet, as in `groups`.
    """
    values = [at for at, place in enumerate(places) if place in groups.labels]
    kept = [at for at in range(len(places)) if at not in values]
    width, count = len(values), len(table.rows)
    order = np.repeat(np.arange(count), width)
    stacked = pa.chunked_array(
        [table.cells.column(at).combine_chunks() for at in values], pa.string()
    )
    by_record = np.arange(width * count).reshape(width, count).T.ravel()
    labels = [groups.labels[places[at]] for at in values]
    columns = [table.cells.column(at).take(pa.array(order)) for at in kept]
    columns += [
        pa.array([pair[which] for pair in labels] * count, pa.string()) for which in (0, 1)
    ]
    columns.append(stacked.take(pa.array(by_record)))

    def moved(cells: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        found = []
        for record, at in cells:
            if at in values:
                found.append((record * width + values.index(at), len(kept) + 2))
            else:
                found += [(record * width + each, kept.index(at)) for each in range(width)]
        return tuple(found)

    return replace(
        table,
        headers=(*(table.headers[at] for at in kept), *_ADDED),
        cells=pa.table({str(at): column for at, column in enumerate(columns)}),
        rows=np.repeat(table.rows, width),
        uncalculated=moved(table.uncalculated),
        errors=moved(table.errors),
        dates={
            kept.index(at): np.repeat(days, width)
            for at, days in table.dates.items()
            if at in kept
        },
    )
