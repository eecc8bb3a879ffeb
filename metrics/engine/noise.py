"""The frozen noise of series: estimated over many areas, one row per group, used until redone.

A group is an indicator and category at one pace and in one size class. Its noise is estimated
from reference periods alone, on the scale it is monitored on, and kept as a table, so that the
import of one area cannot change what is ordinary for another.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.baseline import Panel, as_panel
from metrics.engine.common_effects import effects_on, without_common
from metrics.engine.noise_model import NoiseModel, SeriesNoise
from metrics.engine.overlap import overlap_autocorrelation, spans
from metrics.engine.scale import error_on_scale, forward
from metrics.engine.seasonal import Seasons
from metrics.engine.uncertainty import estimate_noise, series_noise
from metrics.engine.uncertainty import without_season as with_pattern

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

NO_DAYS = np.zeros(0, dtype="datetime64[D]")

FEWEST_YEARS = 2
"""Whole reference years that a series with a season needs."""


def season_of(start: pd.Series, measurements_per_year: Floats) -> Ints:
    """Return the season of each measurement, 0 for the first of the year; 0 when yearly."""
    share = (start.dt.day_of_year.to_numpy() - 1) / 366.0
    by_month = (start.dt.month.to_numpy() - 1) / 12.0
    part = np.where(measurements_per_year > 12, share, by_month)
    season = np.floor(part * np.maximum(measurements_per_year, 1.0) + 1e-9)
    return np.asarray(season, dtype=np.int64)


def noise_groups(series: pd.DataFrame, measurements: pd.DataFrame) -> pd.Series:
    """Name the noise group of every series, from its reference measurements alone.

    `series`: ``goal_id``, ``group``, ``looks_per_year``; `measurements`: ``goal_id``,
    ``in_baseline``, ``standard_error`` and, where it is known, ``answers``.
    """
    inside = measurements[measurements["in_baseline"].to_numpy(bool)]
    inside = inside.assign(known=np.isfinite(inside["standard_error"].to_numpy(float)))
    known = inside.groupby("goal_id")["known"].all().reindex(series["goal_id"])
    parts = [
        series["group"].astype(str).to_numpy(object),
        np.array([f"{pace:g}" for pace in series["looks_per_year"]], dtype=object),
        _size_classes(series, inside).to_numpy(object),
        np.where(known.fillna(False).to_numpy(bool), "errors", "").astype(object),
    ]
    return pd.Series(["|".join(one) for one in zip(*parts, strict=True)], index=series.index)


def _size_classes(series: pd.DataFrame, inside: pd.DataFrame) -> pd.Series:
    if "answers" not in inside:
        return pd.Series("", index=series.index)
    typical = inside.groupby("goal_id")["answers"].median().reindex(series["goal_id"])
    limits = [limit for limit, _ in SIZE_CLASSES]
    names = np.array([name for _, name in SIZE_CLASSES], dtype=object)
    place = np.minimum(np.searchsorted(limits, typical.fillna(0.0), side="right"), 2)
    return pd.Series(np.where(typical.isna(), "", names[place]), index=series.index)


class Batch(NamedTuple):
    """Series side by side on the calendar: a panel, the last day of each of its columns, and
    the place of each measurement in it."""

    panel: Panel
    days: NDArray[np.datetime64]
    row: Ints
    column: Ints


def calendar(
    series: pd.DataFrame, measurements: pd.DataFrame, kept: Bools, *, seasonal: bool
) -> Batch:
    """Lay the `kept` measurements of `series` out by calendar, on their scale.

    All series have one pace. Columns are the distinct last days, and the frozen reference ends
    with each series' last measurement in it.
    """
    row = pd.Index(series["goal_id"]).get_indexer(measurements["goal_id"])
    chosen = kept & (row >= 0)
    mine, row = measurements[chosen], row[chosen]
    days, column = np.unique(mine["period_end"].to_numpy("datetime64[D]"), return_inverse=True)
    values = np.full((len(series), len(days)), np.nan)
    errors = np.full((len(series), len(days)), np.nan)
    value, error = on_scale(series.iloc[row], mine)
    values[row, column], errors[row, column] = value, error
    inside = mine["in_baseline"].to_numpy(bool)
    reference = np.zeros(len(series), dtype=np.int64)
    np.maximum.at(reference, row[inside], column[inside] + 1)
    season = np.zeros(len(days), dtype=np.int64)
    if seasonal:
        pace = np.full(len(mine), series["looks_per_year"].iloc[0], dtype=float)
        season[column] = season_of(mine["period_start"], pace)
    panel = as_panel(values, reference, errors, season if seasonal else None)
    return Batch(panel, days, row, column)


def on_scale(series: pd.DataFrame, measurements: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return values and standard errors on the scale; an unknown error is part of the noise.

    `series` has one row for each of the `measurements`.
    """
    scale = series["scale"].to_numpy(object)
    whole = series["whole"].to_numpy(float)
    value = measurements["value"].to_numpy(float)
    error = measurements["standard_error"].to_numpy(float)
    turned = error_on_scale(value, error, scale, whole)
    typical = (
        pd.Series(turned).groupby(measurements["goal_id"].to_numpy(object)).transform("median")
    )
    filled = np.where(np.isfinite(turned), turned, np.nan_to_num(typical.to_numpy(float)))
    return forward(value, scale, whole), filled


def freeze(series: pd.DataFrame, measurements: pd.DataFrame) -> pd.DataFrame:
    """Return the noise table of all series: one row per noise group, columns `COLUMNS`.

    `series`, one row each: ``goal_id`` (any id), ``noise_group``, ``scale``, ``whole``,
    ``looks_per_year``, ``seasonal`` and, where it is known, ``rolling``. `measurements`:
    ``goal_id``, ``period_start``, ``period_end``, ``value``, ``standard_error``,
    ``in_baseline``. Only the values of the reference are used, and several series of a group
    are pooled: see `estimate_noise`.
    """
    series = series.assign(span=spans(series, measurements))
    tables = [
        _frozen(mine.reset_index(drop=True), measurements)
        for _, mine in series.groupby(["looks_per_year", "seasonal"], sort=True)
    ]
    empty = pd.DataFrame(columns=list(COLUMNS))
    known = [table for table in tables if len(table)]
    return pd.concat(known, ignore_index=True) if known else empty


def _frozen(series: pd.DataFrame, measurements: pd.DataFrame) -> pd.DataFrame:
    seasonal = bool(series["seasonal"].iloc[0])
    inside = measurements["in_baseline"].to_numpy(bool)
    kept = inside & np.isfinite(measurements["value"].to_numpy(float))
    batch = calendar(series, measurements, kept, seasonal=seasonal)
    # Exact counts have errors of zero: all their variation is between the measurements.
    sampled = np.nansum(batch.panel.errors, axis=1) > 0
    with_errors = pd.Series(sampled).groupby(series["noise_group"]).transform("any")
    with_errors &= series["noise_group"].str.endswith("errors")
    parts = [
        _estimated(series[chosen], batch, chosen, errors_known, seasonal)
        for errors_known, chosen in (
            (True, with_errors.to_numpy(bool)),
            (False, ~with_errors.to_numpy(bool)),
        )
        if chosen.any()
    ]
    return pd.concat(parts, ignore_index=True)


def _estimated(
    series: pd.DataFrame, batch: Batch, chosen: Bools, with_errors: bool, seasonal: bool
) -> pd.DataFrame:
    panel = batch.panel
    found = estimate_noise(
        panel.values[chosen],  # noqa: PD011 - an array of a named tuple
        baseline=panel.baseline[chosen],
        group=series["noise_group"].to_numpy(str),
        standard_error=panel.errors[chosen] if with_errors else None,
        season=panel.season if seasonal else None,
        span=series.groupby("noise_group")["span"].transform("median").to_numpy(np.int64),
    )
    first = series.drop_duplicates("noise_group").set_index("noise_group")
    members = series["noise_group"].value_counts()
    labels = pd.Index(found.group)
    return pd.DataFrame(
        {
            "noise_group": labels,
            "scale": [str(one) for one in first["scale"].reindex(labels)],
            "with_errors": with_errors,
            "alone": (members.reindex(labels) == 1).to_numpy(),
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


def model_of(
    groups: Sequence[object], table: pd.DataFrame, days: NDArray[np.datetime64] = NO_DAYS
) -> NoiseModel:
    """Return the noise of each series as a model with one row per series.

    A group that is not in the `table`, or whose noise is unknown, has NaN. `days` are the last
    days of the periods that common effects are asked for; without them the model has none.
    """
    # Many series share a group: each is looked up once.
    place, kinds = pd.factorize(np.asarray(groups, dtype=object), use_na_sentinel=False)
    rows = table.set_index("noise_group").reindex(list(kinds))
    number = {
        name: rows[name].to_numpy(float, na_value=np.nan)[place]
        for name in ("between", "scatter", "degrees_of_freedom", "areas", "rho")
    }
    return NoiseModel(
        group=np.arange(len(place)),
        alone=True,
        between=number["between"],
        scatter=np.where(np.isnan(number["scatter"]), np.inf, number["scatter"]),
        degrees_of_freedom=np.nan_to_num(number["degrees_of_freedom"]),
        areas=np.nan_to_num(number["areas"]).astype(np.int64),
        rho=np.nan_to_num(number["rho"]),
        seasons=Seasons(*(part[place] for part in _seasons(rows))),
        common=effects_on(days, *_listed(rows))[place],
    )


def _listed(rows: pd.DataFrame) -> tuple[list[object], list[object]]:
    """Return the days and sizes of common effects per row; None in a table from before them."""
    names = ("common_ends", "common_effects")
    none: list[object] = [None] * len(rows)
    ends, effects = (list(rows[name]) if name in rows else none for name in names)
    return ends, effects


def _seasons(rows: pd.DataFrame) -> Seasons:
    listed = [
        np.asarray(one, dtype=float) if isinstance(one, Sequence | np.ndarray) else np.zeros(0)
        for one in rows["season"]
    ]
    length = max((len(one) for one in listed), default=0)
    pattern = np.full((len(rows), length), np.nan)
    for position, season in enumerate(listed):
        if len(season) == length:
            pattern[position] = season
    counts = [
        np.nan_to_num(rows[name].to_numpy(float, na_value=np.nan))
        for name in ("season_measurements", "season_variation")
    ]
    return Seasons(pattern, counts[0], counts[1])


class Known(NamedTuple):
    """What is ordinary for each series, and every measurement freed of its season.

    `noise` has one entry per series; `value` and `error`, on the scale, one per measurement:
    NaN where there is none, or where a season cannot be subtracted. `common` is what a wild
    period shared by the whole group did to a measurement of the reference, on the scale and
    part of its `value`; 0 elsewhere. `season_known` says of each series whether its season can
    be subtracted.
    """

    noise: SeriesNoise
    value: Floats
    error: Floats
    common: Floats
    season_known: Bools


def know(
    series: pd.DataFrame, measurements: pd.DataFrame, table: pd.DataFrame, kept: Bools
) -> Known:
    """Return the noise of every series from its frozen group and its own reference.

    `series` and `measurements` as for `freeze`, the measurements `kept` being the reference
    and what comes after it.
    """
    noise = SeriesNoise(*(np.full(len(series), np.nan) for _ in SeriesNoise._fields))
    value, error, common = (np.full(len(measurements), np.nan) for _ in range(3))
    season_known = np.ones(len(series), dtype=np.bool_)
    where = np.flatnonzero(kept)
    series = series.assign(span=spans(series, measurements))
    for _, mine in series.groupby(["looks_per_year", "seasonal"], sort=True):
        place = mine.index.to_numpy()
        part = _known(mine.reset_index(drop=True), measurements, table, kept)
        for column, found in zip(noise, part.noise, strict=True):
            column[place] = found
        for cells, new in ((value, part.value), (error, part.error), (common, part.common)):
            cells[where] = np.where(np.isnan(cells[where]), new, cells[where])
        season_known[place] = part.season_known
    return Known(noise, value, error, np.nan_to_num(common), season_known)


def _known(
    series: pd.DataFrame, measurements: pd.DataFrame, table: pd.DataFrame, kept: Bools
) -> Known:
    seasonal = bool(series["seasonal"].iloc[0])
    batch = calendar(series, measurements, kept, seasonal=seasonal)
    model = model_of(list(series["noise_group"]), table, batch.days)
    # An overlap that was not known when the noise was frozen counts all the same.
    least = overlap_autocorrelation(series["span"].to_numpy(np.int64))
    model = replace(model, rho=np.maximum(model.rho, least))
    panel = batch.panel
    season_known = np.ones(len(series), dtype=np.bool_)
    if seasonal:
        pattern = _patterns(series, measurements, panel, model)
        panel = panel._replace(pattern=pattern)
        season_known = np.asarray(np.isfinite(pattern).all(axis=1))
    value = panel.values[batch.row, batch.column]  # noqa: PD011 - an array of a named tuple
    if seasonal:
        value = value - panel.pattern[batch.row, panel.season[batch.column]]
    index = np.arange(len(series))
    freed = without_common(panel, model.common, index)
    place = batch.row, batch.column
    common = panel.values[place] - freed.values[place]  # noqa: PD011 - arrays of named tuples
    noise = series_noise(freed, model, index)
    mine = pd.Index(series["goal_id"]).get_indexer(measurements["goal_id"][kept]) >= 0
    values, errors, shared = (np.full(len(mine), np.nan) for _ in range(3))
    values[mine], errors[mine] = value, panel.errors[batch.row, batch.column]
    shared[mine] = common
    return Known(noise, values, errors, shared, season_known)


def _patterns(
    series: pd.DataFrame, measurements: pd.DataFrame, panel: Panel, model: NoiseModel
) -> Floats:
    """Return the pattern (series, season) to subtract; NaN where it is unknown."""
    length = round(float(series["looks_per_year"].iloc[0]))
    if model.seasons.pattern.shape[1] != length or len(set(panel.season)) != length:
        return np.full((len(series), length), np.nan)
    pattern = with_pattern(panel, model.seasons, np.arange(len(series))).pattern
    whole = _whole_years(series, measurements, length)
    return np.where(whole[:, None], pattern, np.nan)


def _whole_years(series: pd.DataFrame, measurements: pd.DataFrame, length: int) -> Bools:
    """Say of each series whether its reference holds every season equally often, twice."""
    inside = measurements[measurements["in_baseline"].to_numpy(bool)]
    row = pd.Index(series["goal_id"]).get_indexer(inside["goal_id"])
    inside, row = inside[row >= 0], row[row >= 0]
    pace = np.full(len(inside), float(length))
    counts = np.zeros((len(series), length), dtype=np.int64)
    np.add.at(counts, (row, season_of(inside["period_start"], pace)), 1)
    whole: Bools = (counts.min(axis=1) >= FEWEST_YEARS) & (
        counts.max(axis=1) == counts.min(axis=1)
    )
    return whole
