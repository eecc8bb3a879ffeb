"""The season's share of a measurement, learnt from the frozen baselines of a group.

A pattern is pooled over the areas, each weighted by how quiet it is; an area with a long
baseline may differ from it, drawn towards the common pattern.
"""

from typing import Final, NamedTuple

import numpy as np

from metrics.arrays import Floats, Ints
from metrics.engine.baseline import Panel, empty_row, read
from metrics.engine.compiled import compiled
from metrics.engine.spread import spreads

# From this many measurements an area may have a pattern of its own.
LONG_BASELINE: Final = 20
# Each season must have been measured so often in the baselines of the group.
FEWEST_PER_SEASON: Final = 2
_ROUNDS: Final = 8


class SeasonMeans(NamedTuple):
    """Per series and season: the sum of deviations from the series' mean, and their number."""

    total: Floats
    measurements: Floats


class Seasons(NamedTuple):
    """Per group: the pattern (group, season), summing to zero, what it rests on, and the
    variance of areas' own patterns around it. NaN pattern: too few measurements."""

    pattern: Floats
    measurements: Floats
    variation: Floats


@compiled
def season_means(panel: Panel, seasons: int) -> SeasonMeans:
    """Return deviations from the baseline's mean by season, less ``panel.pattern``."""
    number = panel.values.shape[0]
    total, count = np.zeros((number, seasons)), np.zeros((number, seasons))
    row = empty_row(panel)
    for series in range(number):
        found = read(panel, series, 0, panel.baseline[series], row)
        level = row.value[:found].mean() if found else 0.0
        for at in range(found):
            season = panel.season[row.period[at]]
            total[series, season] += row.value[at] - level
            count[series, season] += 1
    return SeasonMeans(total, count)


def estimate_seasons(
    panel: Panel, seasons: int, quietness: Floats, group: Ints, groups: int
) -> Seasons:
    """Return the common pattern of each group; ``quietness`` weighs its series."""
    pattern = np.zeros((groups, seasons))
    # Baselines that do not cover whole years tilt the means; a few rounds straighten it.
    for _ in range(_ROUNDS):
        means = season_means(panel._replace(pattern=pattern[group]), seasons)
        weighted = [_by_group(quietness[:, None] * part, group, groups) for part in means]
        pattern += np.divide(
            weighted[0], weighted[1], out=np.zeros_like(pattern), where=weighted[1] > 0
        )
        pattern -= pattern.mean(axis=1, keepdims=True)
    counts = _by_group(means.measurements, group, groups)
    pattern[(counts < FEWEST_PER_SEASON).any(axis=1)] = np.nan
    variance = spreads(panel._replace(pattern=pattern[group])).variance
    variation = _variation(means, seasons, variance, group, groups)
    return Seasons(pattern, counts.sum(axis=1), variation)


def _by_group(rows: Floats, group: Ints, groups: int) -> Floats:
    return np.stack([np.bincount(group, column, groups) for column in rows.T], axis=1)


def _own(means: SeasonMeans) -> Floats:
    some = means.measurements > 0
    return np.divide(
        means.total, means.measurements, out=np.zeros_like(means.total), where=some
    )


def _variation(
    means: SeasonMeans, seasons: int, variance: Floats, group: Ints, groups: int
) -> Floats:
    """Return how much areas' own patterns vary beyond what their noise explains."""
    length = means.measurements.sum(axis=1)
    long = (length >= LONG_BASELINE) & (means.measurements > 0).all(axis=1)
    long &= np.isfinite(variance)
    chance = variance * (seasons - 1) / np.maximum(length, 1)
    excess = np.where(long, (_own(means) ** 2).mean(axis=1) - chance, 0.0)
    areas = np.bincount(group, long, groups)
    mean = np.bincount(group, excess, groups) / np.maximum(areas, 1)
    return np.where(areas > 1, np.maximum(mean, 0.0), 0.0)


def visible_season(values: Floats, season: Ints, seasons: int, matters: float) -> Floats:
    """Return what each season adds to the mean of one series; zeros where no season shows.

    One shows where every season was measured `FEWEST_PER_SEASON` times, and the seasons differ
    by at least `matters` and by more than any of them does from year to year.
    """
    parts = [values[season == each] for each in range(seasons)]
    if min(len(part) for part in parts) < FEWEST_PER_SEASON:
        return np.zeros(seasons)
    means = np.array([part.mean() for part in parts])
    between, within = np.ptp(means), max(np.ptp(part) for part in parts)
    shows = between >= matters * (1.0 - 1e-9) and between > within
    return means - values.mean() if shows else np.zeros(seasons)


def own_share(length: Ints, variance: Floats, seasons: Seasons, group: Ints) -> Floats:
    """Return how far each series' pattern moves from the common one to its own, 0 to 1."""
    count = seasons.pattern.shape[1]
    variation = seasons.variation[group]
    chance = variance * (count - 1) / np.maximum(length, 1)
    share = np.divide(
        variation, variation + chance, out=np.zeros(len(length)), where=variation > 0
    )
    return np.where(length >= LONG_BASELINE, share, 0.0)


def series_pattern(panel: Panel, seasons: Seasons, group: Ints, share: Floats) -> Floats:
    """Return the pattern (series, season) to subtract from each series."""
    common = seasons.pattern[group]
    means = season_means(panel._replace(pattern=common), common.shape[1])
    own = _own(means)
    return np.asarray(common + share[:, None] * (own - own.mean(axis=1, keepdims=True)))
