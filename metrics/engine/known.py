"""What is ordinary for each series: its frozen group and its own reference together."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.baseline import Panel
from metrics.engine.calendar import Batch, calendar
from metrics.engine.common_effects import effects_on, without_common
from metrics.engine.noise_model import NoiseModel, SeriesNoise
from metrics.engine.overlap import overlap_autocorrelation, spans
from metrics.engine.seasonal import Seasons
from metrics.engine.series import Days, Observed, Series, alike, season_of
from metrics.engine.uncertainty import series_noise
from metrics.engine.uncertainty import without_season as with_pattern

NO_DAYS = np.zeros(0, dtype="datetime64[D]")

FEWEST_YEARS = 2
"""Whole reference years that a series with a season needs."""


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


def know(series: Series, observed: Observed, table: pd.DataFrame, kept: Bools) -> Known:
    """Return the noise of every series from its frozen group and its own reference.

    `table` is that of `metrics.engine.noise.freeze`, the measurements `kept` being the
    reference and what comes after it.
    """
    noise = SeriesNoise(*(np.full(series.number, np.nan) for _ in SeriesNoise._fields))
    value, error = (np.full(len(observed.value), np.nan) for _ in range(2))
    known = Known(
        noise, value, error, np.zeros(len(value)), np.ones(series.number, dtype=np.bool_)
    )
    covered = spans(series, observed)
    for mine in alike(series):
        batch = calendar(series, observed, mine, kept)
        _fill(
            known, series, observed, mine, batch, _models(series, mine, batch, table, covered)
        )
    return known


def _models(
    series: Series, mine: Ints, batch: Batch, table: pd.DataFrame, covered: Ints
) -> NoiseModel:
    model = model_of(series.noise_group[mine], table, batch.days)
    # An overlap that was not known when the noise was frozen counts all the same.
    least = overlap_autocorrelation(covered[mine])
    return replace(model, rho=np.maximum(model.rho, least))


def _fill(
    known: Known,
    series: Series,
    observed: Observed,
    mine: Ints,
    batch: Batch,
    model: NoiseModel,
) -> None:
    """Fill in what is known of the series `mine`."""
    panel, place = batch.panel, batch.place
    value = panel.values[place]  # noqa: PD011 - an array of a named tuple
    if len(panel.season):
        pattern = _patterns(series, observed, mine, panel, model)
        panel = panel._replace(pattern=pattern)
        known.season_known[mine] = np.isfinite(pattern).all(axis=1)
        value = value - pattern[place[0], panel.season[place[1]]]
    index = np.arange(len(mine))
    freed = without_common(panel, model.common, index)
    if freed is not panel:
        shared = panel.values[place] - freed.values[place]  # noqa: PD011 - as above
        known.common[batch.chosen] = np.nan_to_num(shared)
    for column, found in zip(known.noise, series_noise(freed, model, index), strict=True):
        column[mine] = found
    known.value[batch.chosen], known.error[batch.chosen] = value, panel.errors[place]


def _patterns(
    series: Series, observed: Observed, mine: Ints, panel: Panel, model: NoiseModel
) -> Floats:
    """Return the pattern (series, season) to subtract; NaN where it is unknown."""
    length = round(float(series.looks_per_year[mine[0]]))
    if model.seasons.pattern.shape[1] != length or len(set(panel.season)) != length:
        return np.full((len(mine), length), np.nan)
    pattern = with_pattern(panel, model.seasons, np.arange(len(mine))).pattern
    whole = _whole_years(series, observed, length)[mine]
    return np.where(whole[:, None], pattern, np.nan)


def _whole_years(series: Series, observed: Observed, length: int) -> Bools:
    """Say of each series whether its reference holds every season equally often, twice."""
    inside = observed.in_baseline
    counts = np.zeros((series.number, length), dtype=np.int64)
    start = observed.start[inside]
    season = season_of(start, np.full(len(start), float(length)))
    np.add.at(counts, (observed.series[inside], season), 1)
    whole: Bools = (counts.min(axis=1) >= FEWEST_YEARS) & (
        counts.max(axis=1) == counts.min(axis=1)
    )
    return whole


def model_of(
    groups: Sequence[object] | NDArray[np.object_],
    table: pd.DataFrame,
    days: Days = NO_DAYS,
) -> NoiseModel:
    """Return the noise of each series as a model with one row per series.

    A group that is not in the `table`, or whose noise is unknown, has NaN. `days` are the last
    days of the periods that common effects are asked for; without them the model has none.
    """
    # Many series share a group: each is looked up once.
    place, kinds = pd.factorize(np.asarray(groups, dtype=object), use_na_sentinel=False)
    row = pd.Index(table["noise_group"]).get_indexer(pd.Index(kinds))
    number = {
        name: _taken(table[name], row)[place]
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
        seasons=Seasons(*(part[place] for part in _seasons(table, row))),
        common=_common(table, row, days)[place],
    )


def _taken(column: pd.Series, row: Ints) -> Floats:
    """Return the number at each row, NaN at -1."""
    return np.append(column.to_numpy(float, na_value=np.nan), np.nan)[row]


def _listed(table: pd.DataFrame, name: str, row: Ints) -> list[object]:
    """Return the list at each row; None at -1, and in a table from before such lists."""
    lists = [*table[name].to_list(), None] if name in table else [None]
    return [lists[at] if name in table else None for at in row]


def _common(table: pd.DataFrame, row: Ints, days: Days) -> Floats:
    """Return the common effects (row, day) of the periods that end on `days`."""
    if not len(days):
        return np.zeros((len(row), 0))
    ends, effects = (_listed(table, name, row) for name in ("common_ends", "common_effects"))
    return effects_on(days, ends, effects)


def _seasons(table: pd.DataFrame, row: Ints) -> Seasons:
    listed = [
        np.asarray(one, dtype=float) if isinstance(one, Sequence | np.ndarray) else np.zeros(0)
        for one in _listed(table, "season", row)
    ]
    length = max((len(one) for one in listed), default=0)
    pattern = np.full((len(row), length), np.nan)
    for position, season in enumerate(listed):
        if len(season) == length:
            pattern[position] = season
    counts = [
        np.nan_to_num(_taken(table[name], row))
        for name in ("season_measurements", "season_variation")
    ]
    return Seasons(pattern, counts[0], counts[1])
