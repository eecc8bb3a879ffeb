"""What a whole group shares in one baseline period: a common wild year, taken out of the noise.

Median polish (Tukey 1977, Exploratory Data Analysis, ch. 11): area medians and period medians
are subtracted in turn, so that an effect of a period is not mistaken for the level of an area.
Only a wild period has an effect to take out: one that is far beyond chance and beyond what the
other periods of the group show. A common trend is not wild, and stays.
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.abreast import middle_at, rise
from metrics.engine.baseline import Panel, Row, empty_row, read
from metrics.engine.compiled import compiled
from metrics.engine.medians import median_of

# Fewer areas cannot say that a period was wild for all of them.
FEWEST_AREAS: Final = 10
# A season must have been measured in so many years before one of them can be called wild.
FEWEST_YEARS: Final = 3
# A wild period is so many standard errors away, and so many times what is usual for a period.
CHANCE: Final = 3.0
USUAL: Final = 2.0
_ROUNDS: Final = 8
# Medians that move less than this share of a typical residual have settled.
_SETTLED: Final = 0.05
# 1.4826 makes the median absolute deviation estimate the standard deviation of normal noise.
_MAD_TO_SD: Final = 1.4826
# The median absolute difference of two normal measurements, in their standard deviation.
_DIFFERENCE: Final = 0.9539
# A median of many normal measurements varies as much more than their mean.
_MEDIAN: Final = 1.2533


def common_effects(panel: Panel, group: Ints, groups: int) -> Floats:
    """Return what each group shares in each period, shape (group, period).

    0 where nothing is out of the ordinary, after the baselines, and in a group of fewer than
    `FEWEST_AREAS` areas. In the values' unit.
    """
    found = np.zeros((groups, panel.values.shape[1]))
    areas = np.bincount(group, minlength=groups)
    if not (areas >= FEWEST_AREAS).any():
        return found
    width = _width(panel)
    effects = np.zeros((groups, width))
    order = np.argsort(group, kind="stable")
    _fill(panel, order, np.cumsum(areas), panel.season[:width], effects)
    found[:, :width] = effects
    return found


def without_common(panel: Panel, effects: Floats, index: Ints) -> Panel:
    """Return the panel with the common effects subtracted from its baselines.

    `effects` is (group, period), of the panel's first periods; `index` the group of a series.
    """
    width = min(_width(panel), effects.shape[1])
    some = np.asarray(effects[:, :width] != 0.0).any(axis=1)
    touched = np.flatnonzero(np.asarray(some)[index])
    if not len(touched):
        return panel
    values = panel.values.copy()
    inside = np.arange(width) < panel.baseline[touched, None]
    values[touched, :width] -= np.where(inside, effects[index[touched], :width], 0.0)
    return panel._replace(values=values)


def _width(panel: Panel) -> int:
    """Return the number of periods that belong to the baseline of any series."""
    return int(panel.baseline.max(initial=0))


def effects_on(
    days: NDArray[np.datetime64], ends: Sequence[object], effects: Sequence[object]
) -> Floats:
    """Return the effects (row, day) that each row lists with the last days of its periods.

    A row that is not a list has none; a day that is not among the `ends` has 0.
    """
    found = np.zeros((len(ends), len(days)))
    for row, (listed, sizes) in enumerate(zip(ends, effects, strict=True)):
        if isinstance(listed, Sequence | np.ndarray) and len(listed):
            last = np.array(listed, dtype="datetime64[D]")
            hit, place = np.nonzero(days[:, None] == last)
            found[row, hit] = np.asarray(sizes, dtype=float)[place]
    return found


@compiled
def _fill(panel: Panel, order: Ints, ends: Ints, season: Ints, found: Floats) -> None:
    """Fill ``found`` (group, period) with the effects of the wild periods.

    ``order`` holds the series of one group after another, ``ends`` where each group ends.
    """
    row, start = empty_row(panel), 0
    for number in range(len(ends)):
        mine = order[start : ends[number]]
        start = ends[number]
        if len(mine) >= FEWEST_AREAS:
            cells = _cells(panel, mine, found.shape[1], row)
            _wild(cells, season, found[number])
            if found[number].any():
                # Now that they are known, wild periods no longer say what an area's level is.
                _wild(cells, season, found[number])


@compiled
def _cells(panel: Panel, series: Ints, width: int, row: Row) -> Floats:
    """Return the baselines (period, area) of some series, NaN where there is nothing."""
    cells = np.full((width, len(series)), np.nan)
    for area in range(len(series)):
        found = read(panel, series[area], 0, panel.baseline[series[area]], row)
        for at in range(found):
            cells[row.period[at], area] = row.value[at]
    return cells


@compiled
def _wild(given: Floats, season: Ints, effect: Floats) -> None:
    """Replace ``effect`` by those of the wild periods of one group; 0 for the others.

    Periods that have an effect already are left out of the areas' levels.
    """
    cells, ordinary = given.copy(), effect == 0.0
    areas = _polish(cells, ordinary, effect)
    years = _centre(effect, season)
    error = _MEDIAN * _scale(cells) / np.sqrt(areas)
    # The middle of few years is itself unsure.
    error *= math.sqrt(1 + _MEDIAN**2 / years) if len(season) else 1.0
    _keep_wild(effect, error)


@compiled
def _median(numbers: Floats) -> float:
    """Return the median of the finite numbers; NaN without any."""
    return median_of(numbers[np.isfinite(numbers)])


@compiled
def _finite_median(numbers: Floats, room: Floats) -> float:
    """Return the median of the finite numbers; ``room`` is overwritten."""
    found = 0
    for number in numbers:
        room[found] = number
        found += math.isfinite(number)
    return median_of(room[:found])


@compiled
def _polish(cells: Floats, ordinary: Bools, effect: Floats) -> Floats:
    """Subtract area medians, over ``ordinary`` periods, and period medians from ``cells``.

    Fills ``effect`` with those of the periods, NaN where they rest on too few areas; returns
    the areas of each.
    """
    periods, number = cells.shape
    areas, room = np.zeros(periods), np.empty(number + 1)
    effect[:] = 0.0
    for period in range(periods):
        areas[period] = np.isfinite(cells[period]).sum()
    settled = 0.0
    for turn in range(_ROUNDS):
        _level(cells, ordinary)
        if turn == 0:
            settled = _SETTLED * _median(np.abs(cells).ravel())
        most = 0.0
        for period in range(periods):
            if areas[period] >= FEWEST_AREAS:
                step = _finite_median(cells[period], room)
                cells[period] -= step
                effect[period] += step
                most = max(most, abs(step))
        if most <= settled:
            break
    effect[areas < FEWEST_AREAS] = np.nan
    return areas


@compiled
def _level(cells: Floats, ordinary: Bools) -> None:
    """Subtract from each area its median over the ordinary periods."""
    rows, known = np.empty(cells.shape), np.zeros(cells.shape[1], dtype=np.int64)
    kept = 0
    for period in range(len(cells)):
        if ordinary[period]:
            for area in range(cells.shape[1]):
                finite = math.isfinite(cells[period, area])
                rows[kept, area] = cells[period, area] if finite else np.inf
                known[area] += finite
            kept += 1
    rise(rows[:kept])
    level = np.full(cells.shape[1], np.nan)
    for area in range(cells.shape[1]):
        if known[area]:
            level[area] = middle_at(rows, known[area], area)
    for period in range(len(cells)):
        cells[period] -= level


@compiled
def _centre(effect: Floats, season: Ints) -> float:
    """Centre the effects at 0, within each season where there are seasons; return the fewest
    years that a season was measured. NaN effect: too few years to tell."""
    fewest = float(np.isfinite(effect).sum())
    if not len(season):
        effect -= _median(effect)
        return fewest
    for part in range(season.max() + 1):
        of_season = season == part
        known = np.isfinite(effect[of_season]).sum()
        if known >= FEWEST_YEARS:
            fewest = min(fewest, known)
            effect[of_season] -= _median(effect[of_season])
        else:
            effect[of_season] = np.nan
    return max(fewest, 1.0)


@compiled
def _scale(cells: Floats) -> float:
    """Return the robust standard deviation of a measurement, from differences within areas."""
    differences, known = np.empty(cells.size), np.empty(len(cells) + 1)
    free = 0
    for area in range(cells.shape[1]):
        found = 0
        for period in range(len(cells)):
            known[found] = cells[period, area]
            found += math.isfinite(cells[period, area])
        lag = max(found // 2, 1)
        for at in range(found - lag):
            differences[free] = abs(known[at + lag] - known[at])
            free += 1
    return median_of(differences[:free]) / _DIFFERENCE


@compiled
def _keep_wild(effect: Floats, error: Floats) -> None:
    """Keep the effects beyond chance and beyond the usual ones; the others become 0."""
    usual = _MAD_TO_SD * _median(np.abs(effect))
    for period in range(len(effect)):
        size = abs(effect[period])
        if not (size > CHANCE * error[period] and size > USUAL * usual):
            effect[period] = 0.0
