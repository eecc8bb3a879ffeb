"""One batch, checked and put on the scale it is judged on: the same for all that is asked."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metrics.arrays import Floats
from metrics.engine.noise import freeze, noise_groups, season_of
from metrics.engine.seasonal import visible_season
from metrics.outcome.frames import GOALS, checked
from metrics.outcome.measurements import Measured, pack
from metrics.outcome.on_scale import OnScale, put_on_scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Goals with their baselines, their measurements by goal and day, and their noise."""

    goals: pd.DataFrame
    measurements: pd.DataFrame
    measured: Measured
    on_scale: OnScale
    noise: pd.DataFrame


def prepared(
    goals: pd.DataFrame, measurements: pd.DataFrame, noise: pd.DataFrame | None
) -> Prepared:
    """Check a batch and put it on scale; the frames are those of `metrics.outcome.decide`.

    Raises `metrics.errors.FrameError`, naming all that is wrong.
    """
    goals, measurements = checked(goals, measurements, noise)
    measurements = measurements.sort_values(["goal_id", "period_end"], kind="stable")
    measurements = measurements.reset_index(drop=True)
    goals = as_monitored(_kept_both_ways(goals.reset_index(drop=True)), measurements)
    table = freeze(goals, measurements) if noise is None else noise
    measured = pack(measurements, goals)
    on_scale = put_on_scale(goals, measurements, measured, table)
    return Prepared(
        goals=goals.assign(
            baseline_value=on_scale.baseline, comparator_baseline=on_scale.comparator_baseline
        ),
        measurements=measurements,
        measured=_without_season(goals, measured, on_scale),
        on_scale=on_scale,
        noise=table,
    )


def as_monitored(goals: pd.DataFrame, measurements: pd.DataFrame) -> pd.DataFrame:
    """Add what monitoring needs and a caller may leave out: scale, season, noise group."""
    goals = GOALS.filled(goals)
    sampled = ~goals["exact"].to_numpy(bool)
    goals = goals.assign(seasonal=sampled & (goals["looks_per_year"].to_numpy(float) > 1))
    if "noise_group" in goals:
        return goals
    return goals.assign(noise_group=noise_groups(goals, measurements))


def _kept_both_ways(goals: pd.DataFrame) -> pd.DataFrame:
    """Give a promise to hold that is worse both ways a band: its baseline alone."""
    low, high, baseline = (
        goals[name].to_numpy(float) for name in ("target_low", "target_high", "baseline_value")
    )
    kept = (goals["form"] == "hold").to_numpy() & (goals["worse"] == "both").to_numpy()
    kept &= np.isnan(low) & np.isnan(high)
    return goals.assign(
        target_low=np.where(kept, baseline, low), target_high=np.where(kept, baseline, high)
    )


def _without_season(goals: pd.DataFrame, measured: Measured, on_scale: OnScale) -> Measured:
    """Return the measurements without their season where it is known or shows."""
    seasonal = goals["seasonal"].to_numpy(bool)[:, None] & on_scale.season_known[:, None]
    given = ((measured.value, on_scale.adjusted), (measured.comparator, on_scale.compared))
    value, comparator = (
        np.where(seasonal & np.isfinite(free[:, :-1]), free[:, :-1], raw) for raw, free in given
    )
    own = _own_season(goals, measured)
    return replace(measured, value=value - own, comparator=comparator - own)


def _own_season(goals: pd.DataFrame, measured: Measured) -> Floats:
    """Return the season in each measurement of a promise to hold that is counted in full.

    What was promised is the baseline, quarter for quarter: a usual summer is no loss, and a
    winter as low as a usual summer is not kept. Zeros where the baseline shows no season.
    """
    found = np.zeros(measured.value.shape)
    pace = goals["looks_per_year"].to_numpy(float)
    held = (goals["form"] == "hold").to_numpy() & (goals["worse"] != "both").to_numpy()
    for row in np.flatnonzero(held & goals["exact"].to_numpy(bool) & (pace > 1)):
        exists, base = measured.exists[row], measured.in_baseline[row]
        starts = pd.Series(measured.start[row, exists])
        season = season_of(starts, np.full(len(starts), pace[row]))
        pattern = visible_season(
            measured.value[row, base],
            season[base[exists]],
            round(pace[row]),
            float(goals["mid"].iloc[row]),
        )
        found[row, exists] = pattern[season]
    return found
