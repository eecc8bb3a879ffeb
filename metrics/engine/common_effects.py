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
from metrics.engine.baseline import Panel, empty_row, median_of, read
from metrics.engine.compiled import compiled

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
    cells, ends = _by_group(panel, group, np.cumsum(areas), width)
    effects = np.zeros((groups, width))
    _fill(cells, ends, panel.season[:width], effects)
    found[:, :width] = effects
    return found


def without_common(panel: Panel, effects: Floats, index: Ints) -> Panel:
    """Return the panel with the common effects subtracted from its baselines.

    `effects` is (group, period), of the panel's first periods; `index` the group of a series.
    """
    width = min(_width(panel), effects.shape[1])
    if not effects[:, :width].any():
        return panel
    return panel._replace(values=_freed(panel, np.ascontiguousarray(effects), index, width))


@compiled
def _freed(panel: Panel, effects: Floats, index: Ints, width: int) -> Floats:
    """Return the values, those of the baselines without the effects of their groups."""
    values = panel.values.copy()
    for series in range(len(values)):
        for period in range(min(panel.baseline[series], width)):
            values[series, period] -= effects[index[series], period]
    return values


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
def _by_group(panel: Panel, group: Ints, ends: Ints, width: int) -> tuple[Floats, Ints]:
    """Return the baselines with the series of a group side by side, and where each ends."""
    number = len(panel.values)
    cells, free = np.full((number, width), np.nan), ends.copy()
    row = empty_row(panel)
    for series in range(number):
        free[group[series]] -= 1
        found = read(panel, series, 0, panel.baseline[series], row)
        for at in range(found):
            cells[free[group[series]], row.period[at]] = row.value[at]
    return cells, ends


@compiled
def _fill(cells: Floats, ends: Ints, season: Ints, found: Floats) -> None:
    """Fill ``found`` (group, period) with the effects of the wild periods."""
    start = 0
    for number in range(len(ends)):
        mine = cells[start : ends[number]]
        start = ends[number]
        if len(mine) >= FEWEST_AREAS:
            _wild(mine, season, found[number])
            if found[number].any():
                # Now that they are known, wild periods no longer say what an area's level is.
                _wild(mine, season, found[number])


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
def _median_among(numbers: Floats, chosen: Bools, room: Floats) -> float:
    """Return the median of the finite numbers that are chosen; ``room`` is overwritten."""
    found = 0
    for place in range(len(numbers)):
        if chosen[place] and math.isfinite(numbers[place]):
            room[found] = numbers[place]
            found += 1
    return median_of(room[:found])


@compiled
def _polish(cells: Floats, ordinary: Bools, effect: Floats) -> Floats:
    """Subtract area medians, over ``ordinary`` periods, and period medians from ``cells``.

    Fills ``effect`` with those of the periods, NaN where they rest on too few areas; returns
    the areas of each.
    """
    areas, room = np.zeros(cells.shape[1]), np.empty(max(cells.shape))
    every = np.ones(len(cells), dtype=np.bool_)
    effect[:] = 0.0
    for period in range(cells.shape[1]):
        areas[period] = np.isfinite(cells[:, period]).sum()
    settled = 0.0
    for turn in range(_ROUNDS):
        for area in range(len(cells)):
            cells[area] -= _median_among(cells[area], ordinary, room)
        if turn == 0:
            settled = _SETTLED * _median(np.abs(cells).ravel())
        most = 0.0
        for period in range(cells.shape[1]):
            if areas[period] >= FEWEST_AREAS:
                step = _median_among(cells[:, period], every, room)
                cells[:, period] -= step
                effect[period] += step
                most = max(most, abs(step))
        if most <= settled:
            break
    effect[areas < FEWEST_AREAS] = np.nan
    return areas


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
    differences, known = np.empty(cells.size), np.empty(cells.shape[1])
    free = 0
    for area in range(len(cells)):
        found = 0
        for value in cells[area]:
            if math.isfinite(value):
                known[found] = value
                found += 1
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
