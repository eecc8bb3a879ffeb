"""One batch, checked and put on the scale it is judged on: the same for all that is asked."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metrics.arrays import Floats
from metrics.engine.noise import freeze_arrays, noise_groups
from metrics.engine.seasonal import visible_season
from metrics.engine.series import season_of
from metrics.outcome.frames import GOALS, checked
from metrics.outcome.measurements import Measured, pack
from metrics.outcome.on_scale import OnScale, put_on_scale
from metrics.outcome.rows import Rows, rows_of
from metrics.outcome.terms import Terms, terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Goals with their baselines, their measurements by goal and day, and their noise."""

    terms: Terms
    rows: Rows
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
    goals = as_monitored(goals.reset_index(drop=True), measurements)
    terms, rows = terms_of(goals), rows_of(measurements, goals["goal_id"])
    table = freeze_arrays(terms, rows) if noise is None else noise
    measured = pack(rows, terms)
    on_scale = put_on_scale(terms, rows, measured, table)
    return Prepared(
        terms=replace(
            terms,
            baseline_value=on_scale.baseline,
            comparator_baseline=on_scale.comparator_baseline,
        ),
        rows=rows,
        measured=_without_season(terms, measured, on_scale),
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


def _without_season(terms: Terms, measured: Measured, on_scale: OnScale) -> Measured:
    """Return the measurements without their season where it is known or shows."""
    seasonal = (terms.seasonal & on_scale.season_known)[:, None]
    given = ((measured.value, on_scale.adjusted), (measured.comparator, on_scale.compared))
    value, comparator = (
        np.where(seasonal & np.isfinite(free[:, :-1]), free[:, :-1], raw) for raw, free in given
    )
    own = _own_season(terms, measured)
    return replace(measured, value=value - own, comparator=comparator - own)


def _own_season(terms: Terms, measured: Measured) -> Floats:
    """Return the season in each measurement of a promise to hold that is counted in full.

    What was promised is the baseline, quarter for quarter: a usual summer is no loss, and a
    winter as low as a usual summer is not kept. Zeros where the baseline shows no season.
    """
    found = np.zeros(measured.value.shape)
    pace = terms.looks_per_year
    held = terms.holds & ~terms.both & terms.exact
    for row in np.flatnonzero(held & (pace > 1)):
        exists, base = measured.exists[row], measured.in_baseline[row]
        starts = measured.start[row, exists]
        season = season_of(starts, np.full(len(starts), pace[row]))
        pattern = visible_season(
            measured.value[row, base],
            season[base[exists]],
            round(pace[row]),
            float(terms.mid[row]),
        )
        found[row, exists] = pattern[season]
    return found
