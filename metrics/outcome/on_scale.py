"""Puts every measurement of every goal on the scale it is judged on, with its noise."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.baseline import as_panel
from metrics.engine.noise import Known, know, model_of
from metrics.engine.noise_model import SeriesNoise
from metrics.engine.pooling import FEWEST
from metrics.engine.scale import backward, error_on_scale, forward
from metrics.engine.uncertainty import series_noise
from metrics.outcome import distances
from metrics.outcome.distances import Reference, badness
from metrics.outcome.measurements import Measured
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

    @property
    def noise_known(self) -> Bools:
        """Whether anything is known of each goal's ordinary variation."""
        sigma = self.noise.sigma
        known: Bools = np.isfinite(sigma) & (sigma > 0)
        return known


def put_on_scale(
    goals: pd.DataFrame, measurements: pd.DataFrame, measured: Measured, table: pd.DataFrame
) -> OnScale:
    """Put every measurement of `goals` on its scale; the frames are those of `decide`."""
    row = _rows(goals, measurements, measured)
    known = know(goals, measurements, table, _kept(goals, measurements))
    value, error = _gathered(known.value, row), _gathered(known.error, row)
    scaled, to_robust = _goals_on_scale(goals, measurements, known)
    level = scaled["baseline_value"].to_numpy(float)
    dragged = _unit(level - to_robust, goals) - _unit(level, goals)
    compared, compared_error = _compared(goals, measurements, known, row)
    wild = shared(np.nan_to_num(_gathered(known.common, row)), compared)
    baselines = _baselines(measurements, row)
    start = scaled["comparator_baseline"].to_numpy(float)
    start = start - np.where(to_robust != 0.0, drag(wild.compared, compared, baselines), 0.0)
    moved = _unit(start, goals) - _unit(scaled["comparator_baseline"].to_numpy(float), goals)
    scaled = scaled.assign(comparator_baseline=start)
    wide = replace(measured, value=value, comparator=compared)
    against = distances.against(scaled, wide)
    behind_error = np.sqrt(error**2 + np.nan_to_num(compared_error) ** 2)
    beside = badness(value - wild.own, scaled) - badness(compared - wild.compared, scaled)
    difference = _difference(
        goals,
        table,
        known.noise,
        beside=beside,
        error=behind_error,
        compared=compared - wild.compared,
        compared_error=compared_error,
        baseline=baselines,
    )
    return OnScale(
        row=row,
        judged=_judged(measurements, row) & np.isfinite(value),
        value=value,
        adjusted=_unit(value, goals),
        compared=_unit(compared, goals),
        against=against,
        level=level,
        baseline=goals["baseline_value"].to_numpy(float) - dragged,
        comparator_baseline=goals["comparator_baseline"].to_numpy(float) + moved,
        low=scaled["target_low"].to_numpy(float),
        high=scaled["target_high"].to_numpy(float),
        error=error,
        sd=measurement_sd(known.noise, error),
        behind=against.behind,
        behind_error=behind_error,
        behind_sd=measurement_sd(difference, behind_error),
        noise=known.noise,
        difference=difference,
        season_known=known.season_known,
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


def _rows(goals: pd.DataFrame, measurements: pd.DataFrame, measured: Measured) -> Ints:
    """Return the frame's row of each final measurement, then of the preliminary one, or -1."""
    row = np.pad(measured.row, ((0, 0), (0, 1)), constant_values=-1)
    early = measurements[
        ~measurements["final"].to_numpy(bool)
        & (measurements["trouble"] == "").to_numpy()
        & np.isfinite(measurements["value"].to_numpy(float))
    ].drop_duplicates("goal_id", keep="last")
    goal = pd.Index(goals["goal_id"]).get_indexer(early["goal_id"])
    early, goal = early[goal >= 0], goal[goal >= 0]
    last = np.take_along_axis(measured.end, np.maximum(measured.count - 1, 0)[:, None], 1)[:, 0]
    later = np.isnat(last[goal]) | (early["period_end"].to_numpy("datetime64[D]") > last[goal])
    row[goal[later], measured.count[goal[later]]] = early.index.to_numpy()[later]
    return row


def _kept(goals: pd.DataFrame, measurements: pd.DataFrame) -> Bools:
    """Return which measurements belong to the reference or come after it."""
    inside = measurements["in_baseline"].to_numpy(bool)
    ends = measurements["period_end"]
    last = ends.where(inside).groupby(measurements["goal_id"]).transform("max")
    asked = measurements["goal_id"].isin(goals["goal_id"]).to_numpy(bool)
    there = np.isfinite(measurements["value"].to_numpy(float))
    fine = (measurements["trouble"] == "").to_numpy(bool) | inside
    after = (last.isna() | (ends > last)).to_numpy(bool)
    kept: Bools = asked & there & fine & (inside | after)
    return kept


def _gathered(cells: Floats, row: Ints) -> Floats:
    """Return the value of the frame's column `cells` at each row, NaN where there is none."""
    if not len(cells):
        return np.full(row.shape, np.nan)
    return np.where(row >= 0, cells[np.maximum(row, 0)], np.nan)


def _flag(measurements: pd.DataFrame, name: str, row: Ints) -> Bools:
    flags = np.append(measurements[name].to_numpy(bool), False)
    picked: Bools = flags[row]
    return picked


def _baselines(measurements: pd.DataFrame, row: Ints) -> Ints:
    """Return how many of each goal's first columns hold its reference."""
    inside = _flag(measurements, "in_baseline", row)
    width = row.shape[1]
    last: Ints = np.where(inside.any(axis=1), width - inside[:, ::-1].argmax(axis=1), 0)
    return last


def _judged(measurements: pd.DataFrame, row: Ints) -> Bools:
    after = np.arange(row.shape[1]) >= _baselines(measurements, row)[:, None]
    blocked = _flag(measurements, "change_blocked", row)
    dip = _flag(measurements, "expected_dip", row)
    judged: Bools = (row >= 0) & after & ~blocked & ~dip
    return judged


def _unit(cells: Floats, goals: pd.DataFrame) -> Floats:
    return backward(cells, goals["scale"].to_numpy(object), goals["whole"].to_numpy(float))


def _scaled(values: Floats, goals: pd.DataFrame) -> Floats:
    return forward(values, goals["scale"].to_numpy(object), goals["whole"].to_numpy(float))


def _goals_on_scale(
    goals: pd.DataFrame, measurements: pd.DataFrame, known: Known
) -> tuple[pd.DataFrame, Floats]:
    """Return the goals with their levels on the scale, and what is robust in the baseline's."""
    turned = {
        name: _scaled(goals[name].to_numpy(float), goals)
        for name in ("baseline_value", "target_low", "target_high", "comparator_baseline")
    }
    frozen = turned["baseline_value"]
    beside, to_robust = _beside_the_frozen(goals, measurements, known, frozen)
    turned["baseline_value"] = frozen + np.nan_to_num(beside) + to_robust
    return goals.assign(**turned), to_robust


def _beside_the_frozen(
    goals: pd.DataFrame, measurements: pd.DataFrame, known: Known, frozen: Floats
) -> tuple[Floats, Floats]:
    """Return what the scale, and what robustness, adds to the `frozen` mean on the scale.

    Means are frozen in the unit: transformed, they differ a little from the mean on the scale.
    And a plain mean is dragged by one wild measurement; the level of what is sampled is not. A
    frozen mean that is no longer the mean of what is stored, since that was corrected, stays.
    """
    inside = measurements["in_baseline"].to_numpy(bool) & np.isfinite(known.value)
    by_goal = measurements["goal_id"][inside].to_numpy(object)
    means = pd.DataFrame(
        {"turned": known.value[inside], "value": measurements["value"][inside]}
    )
    mean = means.groupby(by_goal).mean().reindex(goals["goal_id"])
    plain = _scaled(mean["value"].to_numpy(float), goals)
    to_robust = known.noise.mean - mean["turned"].to_numpy(float)
    follows = np.abs(frozen - plain) <= np.abs(to_robust) / 2
    follows &= np.isfinite(known.noise.sigma) & ~goals["exact"].to_numpy(bool)
    return mean["turned"].to_numpy(float) - plain, np.where(follows, to_robust, 0.0)


def _compared(
    goals: pd.DataFrame, measurements: pd.DataFrame, known: Known, row: Ints
) -> tuple[Floats, Floats]:
    """Return the comparator on the scale, without the goal's season, and its error."""
    plain = _scaled(_gathered(measurements["value"].to_numpy(float), row), goals)
    season: Floats = plain - _gathered(known.value, row)
    raw = _gathered(measurements["comparator"].to_numpy(float), row)
    error = error_on_scale(
        raw,
        _gathered(measurements["comparator_error"].to_numpy(float), row),
        goals["scale"].to_numpy(object),
        goals["whole"].to_numpy(float),
    )
    return _scaled(raw, goals) - season, error


def _difference(
    goals: pd.DataFrame,
    table: pd.DataFrame,
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
    spread = goals["comparator_spread"].astype(float).fillna(_USUAL_SPREAD).to_numpy(float)
    group = replace(model_of(list(goals["noise_group"]), table), rho=own.rho)
    # Comparators may be noisier or calmer than the group: mostly their own baselines say.
    model = replace(
        group,
        between=group.between * spread,
        scatter=np.full(len(goals), _COMPARATOR_SCATTER),
        areas=np.where(
            group.degrees_of_freedom > 0, np.maximum(group.areas, FEWEST), group.areas
        ),
    )
    index = np.arange(len(goals))
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
        ratio=np.ones(len(goals)),
        degrees_of_freedom=np.nan_to_num(freedom),
        inflation=own.inflation,
    )
