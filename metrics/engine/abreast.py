"""Many series in one step, their measurements side by side as the processor takes them.

A loop over the measurements of one series waits at every step for the step before it. Over
`LANES` series that loop has as many steps that wait for nobody. Each lane has sums of its
own, in the order of its measurements: what it gives is what the series alone would give, bit
for bit.
"""

from typing import Final, NamedTuple

import numpy as np

from metrics.arrays import Floats, Ints
from metrics.engine.baseline import Panel, Row, read
from metrics.engine.compiled import compiled

LANES: Final = 64
"""How many series stand abreast: their baselines fit in the nearest memory of a core."""


class Lanes(NamedTuple):
    """Room for the baselines of `LANES` series: value and sampling variance (measurement,
    lane), and how many measurements each lane has."""

    value: Floats
    sampling: Floats
    found: Ints


@compiled
def empty_lanes(panel: Panel) -> Lanes:
    """Return room for the longest baselines of the panel."""
    longest = 0
    for length in panel.baseline:
        longest = max(longest, length)
    shape = longest, LANES
    return Lanes(np.zeros(shape), np.zeros(shape), np.zeros(LANES, dtype=np.int64))


@compiled
def read_abreast(panel: Panel, first: int, row: Row, lanes: Lanes) -> int:
    """Fill the lanes with the baselines of the series from ``first``; return the longest.

    After the last measurement of a lane its values are infinite.
    """
    longest = 0
    for lane in range(LANES):
        series, found = first + lane, 0
        if series < len(panel.values):
            found = read(panel, series, 0, panel.baseline[series], row)
        lanes.found[lane] = found
        longest = max(longest, found)
        for at in range(found):
            lanes.value[at, lane] = row.value[at]
        if panel.errors.shape[0]:
            for at in range(found):
                lanes.sampling[at, lane] = row.sampling[at]
    for lane in range(LANES):
        for at in range(lanes.found[lane], longest):
            lanes.value[at, lane] = np.inf
    return longest


@compiled
def rise(rows: Floats) -> None:
    """Sort every column of ``rows``, all of them in the same steps.

    Source: Batcher (1968), AFIPS Spring Joint Computer Conference 32, 307-314: the odd-even
    merge, whose comparisons do not depend on what is sorted.
    """
    length, block = len(rows), 1
    while 1 << (block - 1) < length:
        step = 1 << (block - 1)
        start = 0
        while step:
            for first in range(start, length - step, 2 * step):
                for low in range(first, min(first + step, length - step)):
                    if low >> block == (low + step) >> block:
                        _order(rows[low], rows[low + step])
            step >>= 1
            start = step
        block += 1


@compiled
def _order(lower: Floats, upper: Floats) -> None:
    """Let each number in ``lower`` be the lesser of it and the one in ``upper``."""
    for place in range(len(lower)):
        one, other = lower[place], upper[place]
        lower[place] = min(one, other)
        upper[place] = max(one, other)


@compiled
def middle_at(rows: Floats, found: int, lane: int) -> float:
    """Return the median of the first ``found`` numbers of a column that rises."""
    half = found // 2
    if found % 2:
        return float(rows[half, lane])
    return float(rows[half - 1, lane] / 2 + rows[half, lane] / 2)


@compiled
def add_up(rows: Floats, found: Ints, total: Floats) -> None:
    """Let ``total`` be the sum of the measurements of each lane."""
    total[:] = 0.0
    for at in range(len(rows)):
        row = rows[at]
        for lane in range(LANES):
            total[lane] += row[lane] if at < found[lane] else 0.0
