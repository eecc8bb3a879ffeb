"""The frozen noise of series: estimated over many areas, one row per group, used until redone.

A group is an indicator and category at one pace and in one size class. Its noise is estimated
from reference periods alone, on the scale it is monitored on, and kept as a table, so that the
import of one area cannot change what is ordinary for another.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.calendar import Batch, calendar, typical_error
from metrics.engine.overlap import spans
from metrics.engine.pooling import group_median
from metrics.engine.scale import error_on_scale, forward
from metrics.engine.series import Observed, Series, alike, as_arrays, places
from metrics.engine.uncertainty import estimate_noise

SIZE_CLASSES = ((100.0, "small"), (1_000.0, "middle"), (np.inf, "large"))
"""Answers, or people counted, in a typical reference measurement: up to, and the name."""

COLUMNS = (
    "noise_group",
    "scale",
    "with_errors",
    "alone",
    "between",
    "scatter",
    "degrees_of_freedom",
    "areas",
    "rho",
    "season",
    "season_measurements",
    "season_variation",
    "common_ends",
    "common_effects",
)
"""A noise table: one row per group. `between` is a variance on the scale; NaN is unknown.

`common_ends` lists the last days of the wild periods of the whole group, `common_effects` what
each added on the scale: see `metrics.engine.common_effects`.
"""


def noise_groups(series: pd.DataFrame, measurements: pd.DataFrame) -> pd.Series:
    """Name the noise group of every series, from its reference measurements alone.

    `series`: ``goal_id``, ``group``, ``looks_per_year``; `measurements`: ``goal_id``,
    ``in_baseline``, ``standard_error`` and, where it is known, ``answers``.
    """
    inside = measurements[measurements["in_baseline"].to_numpy(bool)]
    owner = places(inside["goal_id"], series["goal_id"])
    inside, owner = inside[owner >= 0], owner[owner >= 0]
    unknown = ~np.isfinite(inside["standard_error"].to_numpy(float))
    sampled = np.bincount(owner, minlength=len(series)) > 0
    sampled &= np.bincount(owner[unknown], minlength=len(series)) == 0
    parts = [
        series["group"].astype(str).to_numpy(object),
        np.array([f"{pace:g}" for pace in series["looks_per_year"]], dtype=object),
        _size_classes(inside, owner, len(series)),
        np.where(sampled, "errors", "").astype(object),
    ]
    return pd.Series(["|".join(one) for one in zip(*parts, strict=True)], index=series.index)


def _size_classes(inside: pd.DataFrame, owner: Ints, series: int) -> NDArray[np.object_]:
    if "answers" not in inside:
        return np.full(series, "", dtype=object)
    typical = group_median(inside["answers"].to_numpy(float, na_value=np.nan), owner, series)
    limits = [limit for limit, _ in SIZE_CLASSES]
    names = np.array([name for _, name in SIZE_CLASSES], dtype=object)
    place = np.minimum(np.searchsorted(limits, np.nan_to_num(typical), side="right"), 2)
    return np.where(np.isnan(typical), "", names[place])


def on_scale(series: pd.DataFrame, measurements: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return values and standard errors on the scale; an unknown error is part of the noise.

    `series` has one row for each of the `measurements`.
    """
    scale = series["scale"].to_numpy(object)
    whole = series["whole"].to_numpy(float)
    value = measurements["value"].to_numpy(float)
    error = measurements["standard_error"].to_numpy(float)
    owner, names = pd.factorize(measurements["goal_id"])
    turned = error_on_scale(value, error, scale, whole)
    return forward(value, scale, whole), typical_error(turned, owner, len(names))


def freeze(series: pd.DataFrame, measurements: pd.DataFrame) -> pd.DataFrame:
    """Return the noise table of all series: one row per noise group, columns `COLUMNS`.

    `series`, one row each: ``goal_id`` (any id), ``noise_group``, ``scale``, ``whole``,
    ``looks_per_year``, ``seasonal`` and, where it is known, ``rolling``. `measurements`:
    ``goal_id``, ``period_start``, ``period_end``, ``value``, ``standard_error``,
    ``in_baseline``. Only the values of the reference are used, and several series of a group
    are pooled: see `estimate_noise`.
    """
    return freeze_arrays(*as_arrays(series, measurements))


def freeze_arrays(series: Series, observed: Observed) -> pd.DataFrame:
    """Return the noise table of series that are plain arrays: see `freeze`."""
    covered = spans(series, observed)
    kept = observed.in_baseline & np.isfinite(observed.value)
    tables = [
        table
        for mine in alike(series)
        for table in _frozen(series, mine, calendar(series, observed, mine, kept), covered)
    ]
    empty = pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(tables, ignore_index=True) if tables else empty


def _frozen(series: Series, mine: Ints, batch: Batch, covered: Ints) -> list[pd.DataFrame]:
    """Return the noise of the groups that know their sampling errors, and of the others."""
    group, names = pd.factorize(series.noise_group[mine])
    # Exact counts have errors of zero: all their variation is between the measurements.
    sampled = np.nansum(batch.panel.errors, axis=1) > 0
    known = np.bincount(group[sampled], minlength=len(names)) > 0
    known &= np.array([str(name).endswith("errors") for name in names], dtype=np.bool_)
    return [
        _estimated(series, mine, batch, covered, chosen, with_errors=errors_known)
        for errors_known, chosen in ((True, known[group]), (False, ~known[group]))
        if chosen.any()
    ]


def _estimated(
    series: Series, mine: Ints, batch: Batch, covered: Ints, chosen: Bools, *, with_errors: bool
) -> pd.DataFrame:
    panel, mine = batch.panel, mine[chosen]
    names, group = _numbered(series.noise_group[mine])
    span = group_median(covered[mine].astype(np.float64), group, len(names))
    found = estimate_noise(
        panel.values[chosen],  # noqa: PD011 - an array of a named tuple
        baseline=panel.baseline[chosen],
        group=group,
        standard_error=panel.errors[chosen] if with_errors else None,
        season=panel.season if len(panel.season) else None,
        span=span.astype(np.int64)[group],
    )
    _, first = np.unique(group, return_index=True)
    return pd.DataFrame(
        {
            "noise_group": names,
            "scale": [str(one) for one in series.scale[mine][first]],
            "with_errors": with_errors,
            "alone": np.bincount(group) == 1,
            "between": found.between,
            "scatter": found.scatter,
            "degrees_of_freedom": found.degrees_of_freedom,
            "areas": found.areas,
            "rho": found.rho,
            "season": [[float(part) for part in row] for row in found.seasons.pattern],
            "season_measurements": found.seasons.measurements,
            "season_variation": found.seasons.variation,
            "common_ends": [list(batch.days[row != 0.0].tolist()) for row in found.common],
            "common_effects": [row[row != 0.0].tolist() for row in found.common],
        }
    )


def _numbered(groups: NDArray[np.object_]) -> tuple[NDArray[np.object_], Ints]:
    """Return the names of the groups, rising, and the place of each series' among them."""
    code, names = pd.factorize(groups)
    rank = np.argsort(names)
    return names[rank], np.argsort(rank)[code]
