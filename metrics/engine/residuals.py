"""Each series' measurements after its baseline, as worsening in units of noise, compiled."""

import math
from typing import NamedTuple

import numpy as np

from metrics.arrays import Floats, Ints
from metrics.engine.baseline import LARGEST, Panel, Row, empty_row, read
from metrics.engine.compiled import compiled, inlined

# A monitored measurement may be more precise than the baseline's, but the error of the
# baseline mean stays: precision beyond this share of the usual sd is not counted.
_LEAST_SD = 0.9


class Yardstick(NamedTuple):
    """Per series: what its measurements are held against.

    ``sign`` turns worse into positive, ``level`` is the reference, ``sigma`` the usual
    standard deviation; a measurement with standard error e has the variance ``ratio *
    (between + e**2)``, at least ``e**2``, times ``inflation``.
    """

    sign: Floats
    level: Floats
    sigma: Floats
    ratio: Floats
    between: Floats
    inflation: Floats


@compiled
def monitored(panel: Panel) -> Ints:
    """Return the number of monitored measurements of each series."""
    number, periods = panel.values.shape
    count, row = np.zeros(number, dtype=np.int64), empty_row(panel)
    plain = not (panel.errors.shape[0] or panel.pattern.shape[0])
    for series in range(number):
        if plain:
            for period in range(panel.baseline[series], periods):
                count[series] += abs(panel.values[series, period]) < LARGEST
        else:
            count[series] = read(panel, series, panel.baseline[series], periods, row)
    return count


@inlined
def residuals(panel: Panel, series: int, yardstick: Yardstick, row: Row) -> int:
    """Fill ``row`` with the monitored measurements of one series; return their number.

    ``row.value`` becomes the worsening in noise units and ``row.sampling`` the noise
    relative to the usual.
    """
    found = read(panel, series, panel.baseline[series], panel.values.shape[1], row)
    value, sampling = row.value, row.sampling
    sigma, level = yardstick.sigma[series], yardstick.level[series]
    sign, ratio = yardstick.sign[series], yardstick.ratio[series]
    between, inflation = yardstick.between[series], yardstick.inflation[series]
    if not panel.errors.shape[0]:
        turned = sign / sigma
        for place in range(found):
            value[place] = (value[place] - level) * turned
        sampling[:found] = 1.0
        return found
    for place in range(found):
        variance = max(ratio * (between + sampling[place]), sampling[place])
        sd = max(math.sqrt(variance * inflation), _LEAST_SD * sigma)
        value[place] = sign * (value[place] - level) / sd
        sampling[place] = sd / sigma
    return found
