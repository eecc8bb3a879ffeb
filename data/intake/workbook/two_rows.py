"""Makes a table long whose headers stand on two rows."""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from data.intake.text_table import TextTable
from data.intake.workbook.header_groups import Groups


def long_table(table: TextTable, groups: Groups, places: list[int]) -> TextTable:
    """Give every group of columns of a record a record of its own.

    `places` are where the columns of `table` stand in the sheet, as in `groups`.
    """
    column_of = {place: at for at, place in enumerate(places)}
    sources = [
        tuple(column_of.get(place, -1) for place in group.places) for group in groups.each
    ]
    present = [at for at, source in enumerate(sources) if max(source) >= 0]
    sources, each = [sources[at] for at in present], [groups.each[at] for at in present]
    values = {at for source in sources for at in source}
    kept = [at for at in range(len(places)) if at not in values]
    width, count = len(sources), len(table.rows)
    order = pa.array(np.repeat(np.arange(count), width))
    by_record = pa.array(np.arange(width * count).reshape(width, count).T.ravel())
    blank = pa.array([""] * count, pa.string())
    columns = [table.cells.column(at).take(order) for at in kept]
    columns += [
        pa.array([group.said[which] for group in each] * count, pa.string())
        for which in range(len(groups.added))
    ]
    for which in range(len(groups.values)):
        own = [source[which] for source in sources]
        cells = [table.cells.column(at).combine_chunks() if at >= 0 else blank for at in own]
        columns.append(pa.chunked_array(cells, pa.string()).take(by_record))
    after = len(kept) + len(groups.added)
    moved_to = {
        at: (place, after + which)
        for place, source in enumerate(sources)
        for which, at in enumerate(source)
        if at >= 0
    }

    def moved(cells: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        found = []
        for record, at in cells:
            if at in moved_to:
                place, column = moved_to[at]
                found.append((record * width + place, column))
            else:
                found += [(record * width + place, kept.index(at)) for place in range(width)]
        return tuple(found)

    return replace(
        table,
        headers=(*(table.headers[at] for at in kept), *groups.added, *groups.values),
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
