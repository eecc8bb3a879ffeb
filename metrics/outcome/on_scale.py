"""Where every look of every goal stands, on its scale and beside its noise."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.baseline import as_panel
from metrics.engine.noise import Known, know, model_of
from metrics.engine.scale import backward, error_on_scale, forward
from metrics.engine.uncertainty import SeriesNoise, series_noise
from metrics.outcome import distances
from metrics.outcome.distances import Reference, badness
from metrics.outcome.measurements import Looks

# A monitored measurement may be more precise than the baseline's, but the error of the
# baseline mean stays: precision beyond this share of the usual sd is not counted.
_LEAST_SD = 0.9

# Areas pooled as comparator waver less than one; so much where nobody says how many they are.
_USUAL_SPREAD = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The goals of a batch on their scale: arrays (goals, looks + 1) or (goals,).

    The column after a goal's last look holds a preliminary value where there is one; `row` is
    the measurement of each look, -1 without. `judged` says which looks are monitored: after
    the reference, on its side of every break, and in no dip that somebody announced.
    `adjusted` is the value in the unit without its season, `against` its distances on the
    scale, `error` and `sd` its sampling error and whole noise there; `behind` how much more
    than the comparator it has worsened. `low` and `high` are the edges of the target, `level`
    the baseline.
    """

    row: Ints
    judged: Bools
    value: Floats
    adjusted: Floats
    compared: Floats
    against: Reference
    level: Floats
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


def stand(
    goals: pd.DataFrame, measurements: pd.DataFrame, looks: Looks, table: pd.DataFrame
) -> Standing:
    """Put every look of `goals` on its scale (see `metrics.outcome.decide` for the frames)."""
    row = _rows(goals, measurements, looks)
    known = know(goals, measurements, table, _kept(goals, measurements))
    value, error = _laid_out(known.value, row), _laid_out(known.error, row)
    on_scale = _goals_on_scale(goals, measurements, known)
    compared, compared_error = _compared(goals, measurements, known, row)
    wide = replace(looks, value=value, comparator=compared)
    against = distances.against(on_scale, wide)
    behind_error = np.sqrt(error**2 + np.nan_to_num(compared_error) ** 2)
    beside = badness(value, on_scale) - badness(compared, on_scale)
    difference = _difference(goals, table, beside, behind_error, _baselines(measurements, row))
    return Standing(
        row=row,
        judged=_judged(measurements, row) & np.isfinite(value),
        value=value,
        adjusted=_unit(value, goals),
        compared=_unit(compared, goals),
        against=against,
        level=on_scale["baseline_value"].to_numpy(float),
        low=on_scale["target_low"].to_numpy(float),
        high=on_scale["target_high"].to_numpy(float),
        error=error,
        sd=look_sd(known.noise, error),
        behind=against.behind,
        behind_error=behind_error,
        behind_sd=look_sd(difference, behind_error),
        noise=known.noise,
        difference=difference,
        season_known=known.season_known,
    )


def look_sd(noise: SeriesNoise, error: Floats) -> Floats:
    """Return the standard deviation of each measurement (goals, looks), on its scale."""
    ratio, between, inflation = (
        part[:, None] for part in (noise.ratio, noise.between, noise.inflation)
    )
    with np.errstate(invalid="ignore"):
        variance = np.maximum(ratio * (between + error**2), error**2) * inflation
        sd = np.maximum(np.sqrt(variance), _LEAST_SD * noise.sigma[:, None])
    return np.where(sd > 0, sd, np.nan)


def _rows(goals: pd.DataFrame, measurements: pd.DataFrame, looks: Looks) -> Ints:
    """Return the measurement of every look, and the preliminary one after a goal's last."""
    row = np.pad(looks.row, ((0, 0), (0, 1)), constant_values=-1)
    early = measurements[
        ~measurements["final"].to_numpy(bool)
        & (measurements["trouble"] == "").to_numpy()
        & np.isfinite(measurements["value"].to_numpy(float))
    ].drop_duplicates("goal_id", keep="last")
    goal = pd.Index(goals["goal_id"]).get_indexer(early["goal_id"])
    early, goal = early[goal >= 0], goal[goal >= 0]
    last = np.take_along_axis(looks.end, np.maximum(looks.count - 1, 0)[:, None], 1)[:, 0]
    later = np.isnat(last[goal]) | (early["period_end"].to_numpy("datetime64[D]") > last[goal])
    row[goal[later], looks.count[goal[later]]] = early.index.to_numpy()[later]
    return row


def _kept(goals: pd.DataFrame, measurements: pd.DataFrame) -> Bools:
    """Say which measurements are the reference or come after it."""
    inside = measurements["in_baseline"].to_numpy(bool)
    ends = measurements["period_end"]
    last = ends.where(inside).groupby(measurements["goal_id"]).transform("max")
    asked = measurements["goal_id"].isin(goals["goal_id"]).to_numpy(bool)
    there = np.isfinite(measurements["value"].to_numpy(float))
    fine = (measurements["trouble"] == "").to_numpy(bool) | inside
    after = (last.isna() | (ends > last)).to_numpy(bool)
    kept: Bools = asked & there & fine & (inside | after)
    return kept


def _laid_out(cells: Floats, row: Ints) -> Floats:
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
) -> pd.DataFrame:
    """Return the goals with their levels on the scale."""
    turned = {
        name: _scaled(goals[name].to_numpy(float), goals)
        for name in ("baseline_value", "target_low", "target_high", "comparator_baseline")
    }
    inside = measurements["in_baseline"].to_numpy(bool) & np.isfinite(known.value)
    by_goal = measurements["goal_id"][inside]
    means = pd.DataFrame(
        {"turned": known.value[inside], "value": measurements["value"][inside]}
    )
    mean = means.groupby(by_goal.to_numpy(object)).mean().reindex(goals["goal_id"])
    # A mean is frozen in the unit; on a bent scale it lies a little beside the turned mean.
    beside = mean["turned"].to_numpy(float) - _scaled(mean["value"].to_numpy(float), goals)
    turned["baseline_value"] = turned["baseline_value"] + np.nan_to_num(beside)
    return goals.assign(**turned)


def _compared(
    goals: pd.DataFrame, measurements: pd.DataFrame, known: Known, row: Ints
) -> tuple[Floats, Floats]:
    """Return each look's comparator on the scale, without the goal's season, and its error."""
    plain = _scaled(_laid_out(measurements["value"].to_numpy(float), row), goals)
    season: Floats = plain - _laid_out(known.value, row)
    raw = _laid_out(measurements["comparator"].to_numpy(float), row)
    error = error_on_scale(
        raw,
        _laid_out(measurements["comparator_error"].to_numpy(float), row),
        goals["scale"].to_numpy(object),
        goals["whole"].to_numpy(float),
    )
    return _scaled(raw, goals) - season, error


def _difference(
    goals: pd.DataFrame, table: pd.DataFrame, beside: Floats, error: Floats, baseline: Ints
) -> SeriesNoise:
    """Return the noise of the difference to the comparator.

    A difference wavers as the area does plus as its comparators do, pooled by their weights.
    """
    spread = goals["comparator_spread"].astype(float).fillna(_USUAL_SPREAD)
    wider = 1.0 + spread.to_numpy(float)
    model = model_of(list(goals["noise_group"]), table)
    model = replace(model, between=model.between * wider)
    panel = as_panel(beside, baseline, np.nan_to_num(error))
    return series_noise(panel, model, np.arange(len(goals)))
