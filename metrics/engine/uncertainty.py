"""How much a measurement varies when nothing happens: the noise of every series.

The variance of a measurement is its sampling variance (when standard errors are given)
plus a variance between waves, both taken from the frozen baseline alone. A city with many
areas knows its noise far better than one series does, so sigma and autocorrelation are
pooled within a group. Nothing here uses what came after the baseline.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.arrays import Floats, Ints
from metrics.engine.autocorrelation import LEAST, PRIOR_MEAN, baseline_moments, pooled_rho
from metrics.engine.baseline import Panel, as_panel, baselines_only, distinct, some_rows
from metrics.engine.between import Waves, variance_between
from metrics.engine.common_effects import common_effects, without_common
from metrics.engine.labels import group_index, whole_groups
from metrics.engine.noise_model import NoiseModel, SeriesNoise, joined
from metrics.engine.overlap import overlap_autocorrelation
from metrics.engine.pooling import FEWEST, Pool, group_median, median_variance, pooled, shrunk
from metrics.engine.seasonal import Seasons, estimate_seasons, own_share, series_pattern
from metrics.engine.spread import ROUNDING, Moments, Spread, moments, spreads

# A baseline value further than this from the median counts as if it were here.
CLIP: Final = 3.0
# What clipping there leaves of a normal variance.
_LEFT: Final = 0.995
# Alone, the robust scale is itself unsure: it is not believed below this share of the sd.
_LEAST_SHARE: Final = 0.7
_ROUNDS: Final = 2
_RHO_STEP: Final = 0.02
_STEPS: Final = 64
# An area with this many times the typical variance is wild.
_WILD: Final = 4.0
BLOCK: Final = 32_768
"""So many series at a time: what is worked out of them fits in the memory near a core, and is
never there for all."""
# Keeps a weight finite where there is neither sampling error nor variance between waves.
_TINY: Final = 1e-300


def estimate_noise(
    values: ArrayLike,
    *,
    baseline: ArrayLike,
    group: ArrayLike | None = None,
    standard_error: ArrayLike | None = None,
    season: ArrayLike | None = None,
    span: ArrayLike = 1,
) -> NoiseModel:
    """Return the noise model of (series, period) ``values``, from their baselines.

    ``baseline`` is the number of frozen columns, one or one per series; ``group`` one
    label per series (None: each series alone); ``standard_error`` sampling errors in the
    values' unit and shape; ``season`` one index per period; ``span`` how many periods a rolling
    mean covers, one number or one per series. Missing values are NaN, and a value whose
    standard error is missing is missing. A wild year that a group of ten or more
    shares is taken out before anything is pooled: see `metrics.engine.common_effects`.

    Raises `ValueError` where shapes do not fit, a baseline lies outside the periods or a
    standard error is negative.

    Source: Smyth (2004), SAGMB 3:3, for the pooled variance; Paule and Mandel (1982), J.
    Res. NBS 87, 377-385, for the variance between waves; Anderson (1971) for the rest.
    """
    panel = as_panel(values, baseline, standard_error, season)
    labels, index = group_index(group, len(panel.values))
    covered = _covered(np.asarray(span, dtype=np.int64), index, len(labels))
    parts = [
        _estimated(
            some_rows(panel, rows), index[rows] - groups.start, labels[groups], covered[groups]
        )
        for groups, rows in whole_groups(index, len(labels), BLOCK)
    ]
    return joined(parts, alone=group is None)


def _covered(span: Ints, index: Ints, groups: int) -> Ints:
    """Return how many periods the rolling means of each group cover at most."""
    covered = np.full(groups, 1 if span.ndim else max(int(span), 1))
    if span.ndim:
        np.maximum.at(covered, index, np.broadcast_to(span, len(index)))
    return covered


def _estimated(panel: Panel, index: Ints, labels: NDArray[Any], covered: Ints) -> NoiseModel:
    """Return the noise of whole groups, whose rolling means cover so many periods."""
    periods = panel.values.shape[1]
    panel, groups = baselines_only(panel), len(labels)
    common = common_effects(panel, index, groups)
    panel = without_common(panel, common, index)
    raw = spreads(panel)
    seasons = _seasons(panel, raw, index, groups)
    panel = without_season(panel, seasons, index)
    spread = spreads(panel) if len(panel.season) else raw
    areas = np.bincount(index[spread.measurements > 1], minlength=groups)
    freedom = np.maximum(spread.measurements - 1.0, 0.0)
    usual = median_variance(spread.variance, freedom, index, groups)[index]
    base = _base(panel, spread, seasons, usual, areas, index)
    rho = np.where(covered > 1, overlap_autocorrelation(covered), PRIOR_MEAN)
    waves = Waves(np.ones(groups), np.zeros(groups))
    # Only the variance between waves and the autocorrelation need each other.
    for _ in range(_ROUNDS if len(panel.errors) else 1):
        waves = _waves(panel, base, rho, index)
        found = _rho(panel, base, waves.between, seasons, index)
        # What an overlap gives is known; short baselines would overrate it.
        rho = np.where(covered > 1, rho, found)
    pool, between = _pool(panel, base, rho, index)
    return NoiseModel(
        group=labels,
        alone=False,
        between=between,
        scatter=pool.scatter,
        degrees_of_freedom=pool.degrees_of_freedom,
        areas=pool.areas,
        rho=rho,
        seasons=seasons,
        common=np.pad(common, ((0, 0), (0, periods - common.shape[1]))),
    )


def series_noise(panel: Panel, noise: NoiseModel, index: Ints) -> SeriesNoise:
    """Return the noise of each series of a panel freed of its season and of common effects.

    ``index`` is the row of the noise model that each series belongs to. A series' noise
    depends on the model and on its own baseline, never on who else is in the panel.
    """
    spread = spreads(panel)
    between = np.where(noise.between > 0, noise.between, 1.0)[index]
    base = _base(panel, spread, noise.seasons, between + spread.sampling, noise.areas, index)
    parts = _moments(panel, base, between)
    total, freedom = _expectations(base, noise.rho[index])
    pool = Pool(np.ones(len(noise.group)), noise.scatter, noise.degrees_of_freedom, noise.areas)
    ratio, behind = shrunk(_relative(parts, total), freedom, pool, index)
    rounding = ROUNDING * np.abs(np.nan_to_num(spread.median))
    known = noise.between[index] + spread.sampling > rounding**2
    known &= (noise.between[index] > 0) & (behind > 0)
    return SeriesNoise(
        measurements=spread.measurements,
        mean=parts.mean,
        between=np.where(known, between, np.nan),
        ratio=ratio,
        sampling=spread.sampling,
        degrees_of_freedom=behind,
        rho=noise.rho[index],
        inflation=base.inflation,
    )


def without_season(panel: Panel, seasons: Seasons, index: Ints) -> Panel:
    """Return the panel with the seasonal pattern to subtract from each series."""
    if not len(panel.season):
        return panel
    common = panel._replace(pattern=seasons.pattern[index])
    share = _own_season(spreads(common), seasons, index)
    return panel._replace(pattern=series_pattern(panel, seasons, index, share))


def _own_season(spread: Spread, seasons: Seasons, index: Ints) -> Floats:
    return own_share(spread.measurements, spread.variance, seasons, index)


def _seasons(panel: Panel, raw: Spread, index: Ints, groups: int) -> Seasons:
    if not len(panel.season):
        return Seasons(np.zeros((groups, 0)), np.zeros(groups), np.zeros(groups))
    typical = group_median(raw.variance, index, groups)[index]
    quietness = np.where(raw.measurements > 1, 1.0, 0.0)
    quietness = np.divide(
        quietness, raw.variance + typical, out=quietness, where=raw.variance + typical > 0
    )
    return estimate_seasons(panel, int(panel.season.max()) + 1, quietness, index, groups)


class _Base(NamedTuple):
    """Per series: the raw spread, how far to clip, and what the fitted season costs."""

    spread: Spread
    reach: Floats
    lost: Floats
    inflation: Floats


def _base(
    panel: Panel, spread: Spread, seasons: Seasons, usual: Floats, areas: Ints, index: Ints
) -> _Base:
    """Return the base of each series; ``usual`` is the variance to expect of it."""
    lost, inflation = np.zeros(len(index)), np.ones(len(index))
    if len(panel.season):
        extra, count = seasons.pattern.shape[1] - 1, np.maximum(spread.measurements, 1)
        behind, own = seasons.measurements[index], _own_season(spread, seasons, index)
        free = np.maximum(behind - areas[index], 1)
        lost = np.minimum(extra / free + own * extra / np.maximum(count - 1, 1), 1.0)
        inflation = 1 + extra / np.maximum(behind, 1) + own * extra / count
        inflation[np.isnan(seasons.pattern[index]).any(axis=1)] = np.nan
    # A wild area is clipped by its own robust spread; an area alone has no other.
    expected = np.where((areas[index] >= FEWEST) & (usual > 0), usual, np.nan)
    expected = np.where(np.isnan(expected), _LEAST_SHARE**2 * spread.variance, expected)
    reach = CLIP * np.fmax(np.sqrt(expected), spread.robust_sd)
    return _Base(spread, reach, lost, inflation)


def _moments(panel: Panel, base: _Base, between: Floats) -> Moments:
    return moments(panel, base.spread.median, base.reach, np.maximum(between, _TINY))


def _expectations(base: _Base, rho: Floats) -> tuple[Floats, Floats]:
    """Return what the squares sum to at unit noise, and their degrees of freedom."""
    step = np.round((rho - LEAST) / _RHO_STEP).astype(np.int64)
    kinds, kind = distinct(base.spread.measurements * _STEPS + step)
    steps = np.round(LEAST + kinds % _STEPS * _RHO_STEP, 2)
    known = [
        baseline_moments(int(length), float(at))
        for length, at in zip(kinds // _STEPS, steps, strict=True)
    ]
    total, freedom = np.array(known).reshape(-1, 2)[kind].T * (1 - base.lost)
    return _LEFT * total, freedom


def _relative(parts: Moments, total: Floats) -> Floats:
    return np.divide(parts.squares, total, out=np.zeros_like(total), where=total > 0)


def _waves(panel: Panel, base: _Base, rho: Floats, index: Ints) -> Waves:
    """Return the variance between waves; 1 where no sampling errors are given."""
    if not len(panel.errors):
        return Waves(np.ones(len(rho)), np.zeros(len(rho)))
    total, freedom = _expectations(base, rho[index])

    def relative(between: Floats) -> Floats:
        return _relative(_moments(panel, base, between[index]), total)

    return variance_between(relative, base.spread, freedom, index, len(rho))


def _rho(panel: Panel, base: _Base, between: Floats, seasons: Seasons, index: Ints) -> Floats:
    groups = len(between)
    parts = _moments(panel, base, between[index])
    variance = _relative(parts, np.maximum(base.spread.measurements - 1.0, 0.0))
    typical = group_median(np.where(variance > 0, variance, np.nan), index, groups)[index]
    # A wild area is toned down, but weights that follow ordinary variances would bias the
    # ratio: autocorrelated measurements make the variance of a series appear smaller.
    weight = np.divide(
        1.0,
        np.maximum(typical, variance / _WILD),
        out=np.zeros_like(variance),
        where=variance > 0,
    )
    alone = np.bincount(index, minlength=groups) == 1
    columns = np.where(alone, max(seasons.pattern.shape[1], 1), 1)
    return pooled_rho(
        parts.lagged * weight,
        parts.squares * weight,
        base.spread.measurements,
        index,
        groups,
        columns,
    )


def _pool(panel: Panel, base: _Base, rho: Floats, index: Ints) -> tuple[Pool, Floats]:
    """Return the pool of the relative variances, and the variance they are relative to."""
    groups = len(rho)
    waves = _waves(panel, base, rho, index)
    total, freedom = _expectations(base, rho[index])
    variance = _relative(_moments(panel, base, waves.between[index]), total)
    if not len(panel.errors):
        pool = pooled(variance, freedom, index, groups)
        return pool, pool.variance
    pool = pooled(variance, freedom, index, groups, np.ones(groups))
    return pool._replace(degrees_of_freedom=waves.degrees_of_freedom), waves.between
