"""Puts every measurement of every goal on the scale it is judged on, with its noise."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.baseline import as_panel
from metrics.engine.known import Known, know, model_of
from metrics.engine.noise_model import NoiseModel, SeriesNoise
from metrics.engine.pooling import FEWEST
from metrics.engine.scale import error_on_scale
from metrics.engine.uncertainty import series_noise
from metrics.outcome import distances
from metrics.outcome.distances import Reference, badness
from metrics.outcome.measurements import Measured
from metrics.outcome.rows import Rows, flags, gathered
from metrics.outcome.terms import Terms
from metrics.outcome.wild_periods import drag, shared

# A monitored measurement may be more precise than the baseline's, but the error of the
# baseline mean stays: precision beyond this share of the usual sd is not counted.
LEAST_SD = 0.9

# The mean of several areas varies less than one area; assumed where their weights are unknown.
_USUAL_SPREAD = 0.25
# Degrees of freedom with which a comparator's variance follows that of the group: a guess that
# its own baseline overrules.
_COMPARATOR_SCATTER = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class OnScale:
    """The goals of a batch on their scale: arrays (goals, measurements + 1) or (goals,).

    The cell after a goal's last measurement holds a preliminary value where there is one.
    `row` is the row of each cell in the frame of measurements, -1 where it is empty. `judged`
    cells are monitored: after the reference, on its side of every break, and in no announced
    dip. `adjusted` is the value in the unit without its season, `compared` that of the
    comparator, `against` the distances on the scale, `error` and `sd` the sampling error and
    the whole noise there; `behind` is how much more than the comparator a goal has worsened.
    `low` and `high` are the limits of the target, `level` is the baseline on the scale and
    `baseline` the same in the unit: the frozen mean, freed of what one wild measurement adds.
    `comparator_baseline` is that of the comparator, freed of the wild periods it shared.
    `areas` is how many the noise of a goal's group rests on.
    """

    row: Ints
    judged: Bools
    value: Floats
    adjusted: Floats
    compared: Floats
    against: Reference
    level: Floats
    baseline: Floats
    comparator_baseline: Floats
    low: Floats
    high: Floats
    error: Floats
    sd: Floats
    behind: Floats
    behind_error: Floats
    behind_sd: Floats
    noise: SeriesNoise
    difference: SeriesNoise
    season_known: Bools
    areas: Ints

    @property
    def noise_known(self) -> Bools:
        """Whether anything is known of each goal's ordinary variation."""
        sigma = self.noise.sigma
        known: Bools = np.isfinite(sigma) & (sigma > 0)
        return known


def put_on_scale(terms: Terms, rows: Rows, measured: Measured, table: pd.DataFrame) -> OnScale:
    """Put every measurement of the goals on its scale, with the noise of the frozen `table`."""
    row = _with_preliminary(rows, measured)
    known = know(terms, rows, table, _kept(rows, terms.number))
    value, error = gathered(known.value, row), gathered(known.error, row)
    scaled, to_robust = _terms_on_scale(terms, rows, known)
    level = scaled.baseline_value
    dragged = terms.in_unit(level - to_robust) - terms.in_unit(level)
    compared, compared_error = _compared(terms, rows, known, row)
    wild = shared(np.nan_to_num(gathered(known.common, row)), compared)
    baselines = _baselines(rows, row)
    start = scaled.comparator_baseline
    start = start - np.where(to_robust != 0.0, drag(wild.compared, compared, baselines), 0.0)
    moved = terms.in_unit(start) - terms.in_unit(scaled.comparator_baseline)
    scaled = replace(scaled, comparator_baseline=start)
    wide = replace(measured, value=value, comparator=compared)
    against = distances.against(scaled, wide)
    behind_error = np.sqrt(error**2 + np.nan_to_num(compared_error) ** 2)
    beside = badness(value - wild.own, scaled) - badness(compared - wild.compared, scaled)
    group = model_of(terms.noise_group, table)
    difference = _difference(
        terms,
        replace(group, rho=known.noise.rho),
        known.noise,
        beside=beside,
        error=behind_error,
        compared=compared - wild.compared,
        compared_error=compared_error,
        baseline=baselines,
    )
    return OnScale(
        row=row,
        judged=_judged(rows, row, baselines) & np.isfinite(value),
        value=value,
        adjusted=terms.in_unit(value),
        compared=terms.in_unit(compared),
        against=against,
        level=level,
        baseline=terms.baseline_value - dragged,
        comparator_baseline=terms.comparator_baseline + moved,
        low=scaled.target_low,
        high=scaled.target_high,
        error=error,
        sd=measurement_sd(known.noise, error),
        behind=against.behind,
        behind_error=behind_error,
        behind_sd=measurement_sd(difference, behind_error),
        noise=known.noise,
        difference=difference,
        season_known=known.season_known,
        areas=group.areas,
    )


def measurement_sd(noise: SeriesNoise, error: Floats) -> Floats:
    """Return the standard deviation of each cell of `error` (goals, any), on its scale."""
    ratio, between, inflation = (
        part[:, None] for part in (noise.ratio, noise.between, noise.inflation)
    )
    with np.errstate(invalid="ignore"):
        variance = np.maximum(ratio * (between + error**2), error**2) * inflation
        sd = np.maximum(np.sqrt(variance), LEAST_SD * noise.sigma[:, None])
    return np.where(sd > 0, sd, np.nan)


def _with_preliminary(rows: Rows, measured: Measured) -> Ints:
    """Return the row of each final measurement, then of the preliminary one, or -1."""
    row = np.pad(measured.row, ((0, 0), (0, 1)), constant_values=-1)
    early = np.flatnonzero(~rows.final & rows.fine & np.isfinite(rows.value))
    latest = np.full(len(row), -1)
    # Of several the last stays.
    latest[rows.series[early]] = early
    last = np.take_along_axis(measured.end, np.maximum(measured.count - 1, 0)[:, None], 1)[:, 0]
    goal = np.flatnonzero(latest >= 0)
    later = goal[np.isnat(last[goal]) | (rows.end[latest[goal]] > last[goal])]
    row[later, measured.count[later]] = latest[later]
    return row


def _kept(rows: Rows, goals: int) -> Bools:
    """Return which measurements belong to the reference or come after it."""
    inside = rows.in_baseline
    day = rows.end.astype(np.int64)
    last = np.full(goals, np.iinfo(np.int64).min)
    np.maximum.at(last, rows.series[inside], day[inside])
    after = rows.fine & (day > last[rows.series])
    kept: Bools = np.isfinite(rows.value) & (inside | after)
    return kept


def _baselines(rows: Rows, row: Ints) -> Ints:
    """Return how many of each goal's first columns hold its reference."""
    inside = flags(rows.in_baseline, row)
    width = row.shape[1]
    last: Ints = np.where(inside.any(axis=1), width - inside[:, ::-1].argmax(axis=1), 0)
    return last


def _judged(rows: Rows, row: Ints, baselines: Ints) -> Bools:
    after = np.arange(row.shape[1]) >= baselines[:, None]
    aside = flags(rows.change_blocked | rows.expected_dip, row)
    judged: Bools = (row >= 0) & after & ~aside
    return judged


def _terms_on_scale(terms: Terms, rows: Rows, known: Known) -> tuple[Terms, Floats]:
    """Return the terms with their levels on the scale, and what is robust in the baseline's."""
    frozen = terms.on_scale(terms.baseline_value)
    beside, to_robust = _beside_the_frozen(terms, rows, known, frozen)
    scaled = replace(
        terms,
        baseline_value=frozen + np.nan_to_num(beside) + to_robust,
        target_low=terms.on_scale(terms.target_low),
        target_high=terms.on_scale(terms.target_high),
        comparator_baseline=terms.on_scale(terms.comparator_baseline),
    )
    return scaled, to_robust


def _beside_the_frozen(
    terms: Terms, rows: Rows, known: Known, frozen: Floats
) -> tuple[Floats, Floats]:
    """Return what the scale, and what robustness, adds to the `frozen` mean on the scale.

    Means are frozen in the unit: transformed, they differ a little from the mean on the scale.
    And a plain mean is dragged by one wild measurement; the level of what is sampled is not. A
    frozen mean that is no longer the mean of what is stored, since that was corrected, stays.
    """
    inside = np.flatnonzero(rows.in_baseline & np.isfinite(known.value))
    # The sums of pandas are compensated: rounding must not move what lies at a limit.
    by_goal = pd.DataFrame({"turned": known.value[inside], "value": rows.value[inside]})
    means = by_goal.groupby(rows.series[inside]).mean().reindex(np.arange(terms.number))
    turned, mean = (means[name].to_numpy() for name in ("turned", "value"))
    plain = terms.on_scale(mean)
    to_robust = known.noise.mean - turned
    follows = np.abs(frozen - plain) <= np.abs(to_robust) / 2
    follows &= np.isfinite(known.noise.sigma) & ~terms.exact
    return turned - plain, np.where(follows, to_robust, 0.0)


def _compared(terms: Terms, rows: Rows, known: Known, row: Ints) -> tuple[Floats, Floats]:
    """Return the comparator on the scale, without the goal's season, and its error."""
    plain = terms.on_scale(gathered(rows.value, row))
    season: Floats = plain - gathered(known.value, row)
    raw, error = gathered(rows.comparator, row), gathered(rows.comparator_error, row)
    turned = error_on_scale(raw, error, terms.scale, terms.whole)
    return terms.on_scale(raw) - season, turned


def _difference(
    terms: Terms,
    group: NoiseModel,
    own: SeriesNoise,
    *,
    beside: Floats,
    error: Floats,
    compared: Floats,
    compared_error: Floats,
    baseline: Ints,
) -> SeriesNoise:
    """Return the noise of the difference to the comparator: that of the area and its own.

    The variance of a difference is the sum of the two; its degrees of freedom follow from
    theirs (Satterthwaite 1946), as if the comparator were noisier by a standard deviation.
    """
    given = terms.comparator_spread
    spread = np.where(np.isnan(given), _USUAL_SPREAD, given)
    # Comparators may be noisier or calmer than the group: mostly their own baselines say.
    model = replace(
        group,
        between=group.between * spread,
        scatter=np.full(terms.number, _COMPARATOR_SCATTER),
        areas=np.where(
            group.degrees_of_freedom > 0, np.maximum(group.areas, FEWEST), group.areas
        ),
    )
    index = np.arange(terms.number)
    other = series_noise(
        as_panel(compared, baseline, np.nan_to_num(compared_error)), model, index
    )
    both = series_noise(as_panel(beside, baseline, np.nan_to_num(error)), group, index)
    mine, theirs = own.sigma**2, other.sigma**2
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        likely = theirs * (1.0 + np.sqrt(2.0 / other.degrees_of_freedom))
        freedom = (mine + likely) ** 2 / (
            mine**2 / own.degrees_of_freedom + likely**2 / other.degrees_of_freedom
        )
    between = mine / own.inflation + theirs / other.inflation - both.sampling
    return both._replace(
        between=np.maximum(between, 0.0),
        ratio=np.ones(terms.number),
        degrees_of_freedom=np.nan_to_num(freedom),
        inflation=own.inflation,
    )
