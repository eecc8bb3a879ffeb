"""How other areas moved in the time that a goal is judged over: peers and neighbours.

What was measured is laid in one table by series and period. How far an area moved on the
terms of a goal is then taken by place: for the areas beside its own, and, for what is counted
in full, once for all goals that are judged on the same terms.
"""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from data.judging import areas_around
from data.judging.areas_around import Areas, Beside
from data.judging.facts import Facts
from data.judging.named_periods import Named
from data.judging.value_table import References, ValueTable
from metrics.arrays import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """How the areas around some goals moved while each goal is judged.

    One entry per goal: how many neighbours were measured as it was (`compared`), and how many
    of them (`length`) have `worsened` by the smallest difference that matters: those are places
    among the `names`, one goal after the other. Of what is counted in full, how many comparable
    areas (`peers_compared`) there are, and how many worsened as much (`peers_changed`).
    """

    compared: Ints
    worsened: Ints
    length: Ints
    names: np.ndarray
    peers_changed: Ints
    peers_compared: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The goals whose surroundings are asked for, one entry each: places, and what they say.

    `goal` is the place among all goals, `group` that among what has the same indicator,
    definition and category, `area` that among the areas; `own` is how far it has worsened.
    """

    goal: Ints
    group: Ints
    area: Ints
    sign: Floats
    mid: Floats
    own: Floats
    counted: Bools
    over: References


class _Others(NamedTuple):
    """Series that none of the goals has, and their values: `series` is the place of its series
    and `period` that of its period."""

    group: Ints
    area: Ints
    series_id: Ints
    series: Ints
    period: Ints
    value: Floats


def surroundings(
    cursor: duckdb.DuckDBPyConnection,
    goals: pd.DataFrame,
    facts: Facts,
    verdicts: pd.DataFrame,
    revision: int,
) -> Surroundings:
    """Return how the areas around the goals have moved until the last period of each verdict.

    Nothing lies around a goal without a last period, or that is worse both ways. What is
    sampled has no place among its peers: of the areas around it the neighbours are enough.
    """
    areas = areas_around.every_area(cursor)
    group, kinds = pd.factorize(goals["group"])
    named = Named.of(goals["baseline_periods"])
    last = pd.Series(verdicts["last_period"].to_numpy(object), dtype="str")
    periods = _periods(facts, named, last)
    asked = _asked(goals, verdicts, areas, group, _references(named, last, periods))
    beside = areas_around.beside(cursor, areas, asked.area)
    first = np.zeros(len(kinds), dtype=int)
    first[group[::-1]] = np.arange(len(goals))[::-1]
    series = _series_around(cursor, goals, goals.iloc[first], asked, areas, beside)
    others, days = _values_of(cursor, series, periods, revision)
    asked = replace(asked, over=asked.over.by_day(_days(facts, others, days, len(periods))))
    table = _table(goals, facts, asked, areas, group, others, len(periods))
    changed, among = _peers(table, asked, areas, len(goals))
    compared, length, worsened = _neighbours(table, asked, beside, len(goals))
    return Surroundings(
        compared=compared,
        worsened=worsened,
        length=length,
        names=areas.names,
        peers_changed=changed,
        peers_compared=among,
    )


def peers(around: Surroundings, index: pd.Index) -> dict[str, pd.Series]:
    """Return "k of J comparable areas changed as much", for what is counted in full."""
    known = around.peers_compared > 0
    return {
        name: pd.Series(found, index=index).astype("Int64").where(known)
        for name, found in (
            ("peers_changed", around.peers_changed),
            ("peers_compared", around.peers_compared),
        )
    }


def _periods(facts: Facts, named: Named, last: pd.Series) -> pd.Index:
    """Return every period that anything is asked of, those that were measured first."""
    told = pd.Index(last.dropna().unique(), dtype="str").append(named.texts).unique()
    return facts.periods.append(told[facts.periods.get_indexer(told) < 0])


def _places(texts: pd.Series, among: pd.Index) -> Ints:
    code, kinds = pd.factorize(texts)
    found: Ints = np.append(among.get_indexer(pd.Index(kinds)), -1)[code]
    return found


def _references(named: Named, last: pd.Series, periods: pd.Index) -> References:
    place = np.full((len(last), int(named.length.max(initial=0))), -1)
    place[np.arange(place.shape[1]) < named.length[:, None]] = named.within(periods)
    return References(last=_places(last, periods), period=place, length=named.length)


def _asked(
    goals: pd.DataFrame, verdicts: pd.DataFrame, areas: Areas, group: Ints, over: References
) -> _Asked:
    """Return the goals that something lies around."""
    area = areas.ids.get_indexer(pd.Index(goals["area_id"]))
    both = (goals["worse"] == "both").to_numpy(bool)
    there = np.flatnonzero((over.last >= 0) & ~both & (area >= 0) & over.whole)
    return _Asked(
        goal=there,
        group=group[there],
        area=area[there],
        sign=np.where((goals["worse"] == "lower").to_numpy(bool), -1.0, 1.0)[there],
        mid=goals["mid"].to_numpy(float, na_value=np.nan)[there],
        own=verdicts["worsening"].to_numpy(float, na_value=np.nan)[there],
        counted=goals["counted"].to_numpy(bool)[there],
        over=over.of(there),
    )


def _series_around(
    cursor: duckdb.DuckDBPyConnection,
    goals: pd.DataFrame,
    groups: pd.DataFrame,
    asked: _Asked,
    areas: Areas,
    beside: Beside,
) -> pa.Table:
    """Return the series that none of the goals has, in the areas around: beside them, and for
    what is counted in full everywhere on their levels. `groups` has a goal of each group."""
    counted = np.isin(np.arange(len(groups)), asked.group[asked.counted])
    near = np.isin(np.arange(len(areas.ids)), beside.other)
    level = np.isin(areas.level, np.unique(areas.level[asked.area[asked.counted]]))
    around = np.flatnonzero(near | level)
    named = groups[["indicator_id", "definition_version", "category"]]
    cursor.register(
        "asked_groups", named.assign(number=np.arange(len(groups)), counted=counted)
    )
    placed = areas.numbered(around).append_column("near", pa.array(near[around]))
    cursor.register("asked_areas", placed)
    cursor.register("asked_series", goals[["series_id"]])
    series = cursor.sql(_SERIES).to_arrow_table()
    for one in ("asked_groups", "asked_areas", "asked_series"):
        cursor.unregister(one)
    return series


_SERIES = """
SELECT s.series_id, g.number AS group_number, a.number AS area
FROM series s JOIN asked_groups g USING (indicator_id, definition_version, category)
JOIN asked_areas a ON a.area_id = s.area_id AND (a.near OR g.counted)
ANTI JOIN asked_series o ON o.series_id = s.series_id
ORDER BY s.series_id
"""


def _values_of(
    cursor: duckdb.DuckDBPyConnection, series: pa.Table, periods: pd.Index, revision: int
) -> tuple[_Others, np.ndarray]:
    """Return what was measured of some series in some periods, and when each period ended."""
    if len(series):
        cursor.register("asked_series", series.select(["series_id"]))
        asked: dict[str, Any] = {"revision": revision, "periods": list(periods)}
        values = cursor.execute(_VALUES, asked).df()
        cursor.unregister("asked_series")
    else:
        values = pd.DataFrame(_NO_VALUES)
    group, area, ids = (
        series[name].to_numpy().astype(int) for name in ("group_number", "area", "series_id")
    )
    others = _Others(
        group=group,
        area=area,
        series_id=ids,
        series=np.searchsorted(ids, values["series_id"].to_numpy(int)),
        period=_places(values["period"], periods),
        value=values["value"].to_numpy(float),
    )
    return others, values["period_end"].to_numpy("datetime64[us]")


_NO_VALUES = {
    "series_id": pd.Series(dtype="int32"),
    "period": pd.Series(dtype="str"),
    "period_end": pd.Series(dtype="datetime64[us]"),
    "value": pd.Series(dtype="float"),
}

_VALUES = """
SELECT o.series_id, o.period, o.period_end, o.value
FROM observation_as_of($revision) o SEMI JOIN asked_series USING (series_id)
WHERE o.status = 'final' AND o.value IS NOT NULL AND list_contains($periods, o.period)
"""


def _days(facts: Facts, others: _Others, days: np.ndarray, number: int) -> np.ndarray:
    """Return on which day each period ends; NaT of one that is nowhere measured."""
    ends = np.full(number, np.datetime64("NaT", "us"))
    ends[others.period] = days
    ends[: len(facts.ends)] = facts.ends
    return ends


def _table(
    goals: pd.DataFrame,
    facts: Facts,
    asked: _Asked,
    areas: Areas,
    group: Ints,
    others: _Others,
    number: int,
) -> ValueTable:
    """Lay what was measured of the goals and around them in one table."""
    series_id, first, mine = np.unique(
        goals["series_id"].to_numpy(), return_index=True, return_inverse=True
    )
    area = areas.ids.get_indexer(pd.Index(goals["area_id"].iloc[first]))
    groups = np.concatenate([group[first], others.group])
    where = np.concatenate([area, others.area])
    order = np.lexsort((np.concatenate([series_id, others.series_id]), where, groups))
    place = np.empty(len(order), dtype=int)
    place[order] = np.arange(len(order))
    final = facts.rows["final"].to_numpy(bool)
    values = facts.rows["value"].to_numpy(float, na_value=np.nan)
    rows = np.flatnonzero(final & ~np.isnan(values))
    return ValueTable.of(
        group=groups[order],
        area=where[order],
        asked=asked.over.asked_by(asked.group, int(group.max(initial=-1)) + 1, number),
        series=place[np.concatenate([mine[facts.owner[rows]], len(series_id) + others.series])],
        period=np.concatenate([facts.period[rows], others.period]),
        value=np.concatenate([values[rows], others.value]),
    )


def _neighbours(
    table: ValueTable, asked: _Asked, beside: Beside, number: int
) -> tuple[Ints, Ints, Ints]:
    """Return, by goal, how many neighbours were measured and worsened, and which did."""
    other, which = beside.of(asked.area)
    series, pair = table.series_of(asked.group[which], other)
    moved, measured = table.moved(series, asked.over.of(which[pair]))
    series, pair, moved = series[measured], pair[measured], moved[measured]
    # Of an area with several series the first that was measured.
    one = np.append(True, pair[1:] != pair[:-1])[: len(pair)]
    mine = which[pair[one]]
    worse = asked.sign[mine] * moved[one] >= asked.mid[mine]
    compared, worsened = (
        np.bincount(asked.goal[some], minlength=number) for some in (mine, mine[worse])
    )
    return compared, worsened, table.area[series[one][worse]]


def _peers(table: ValueTable, asked: _Asked, areas: Areas, number: int) -> tuple[Ints, Ints]:
    """Return, by goal, how many comparable areas changed as much as it, and of how many."""
    changed, compared = np.zeros(number, dtype=int), np.zeros(number, dtype=int)
    mine = np.flatnonzero(asked.counted & (asked.own > 0))
    terms = np.column_stack(
        [
            asked.group,
            areas.level[asked.area],
            asked.sign.astype(int),
            asked.over.last,
            asked.over.length,
            asked.over.period,
        ]
    )[mine]
    _kinds, inverse = np.unique(terms, axis=0, return_inverse=True)
    code = inverse.ravel()
    order = np.argsort(code, kind="stable")
    for some in np.split(mine[order], np.flatnonzero(np.diff(code[order])) + 1):
        if len(some):
            goals = asked.goal[some]
            changed[goals], compared[goals] = _ranked(table, asked, areas, some)
    return changed, compared


def _ranked(table: ValueTable, asked: _Asked, areas: Areas, some: Ints) -> tuple[Ints, Ints]:
    """Count the other areas that moved at least as far as each of `some`, and all.

    They are judged on the same terms: how far the areas moved is worked out once.
    """
    level = areas.level[asked.area[some[0]]]
    series = table.of_group(asked.group[some[0]])
    series = series[(areas.level[table.area[series]] == level) & (level >= 0)]
    moved, measured = table.moved(series, asked.over.of(np.repeat(some[0], len(series))))
    area, first = np.unique(table.area[series[measured]], return_index=True)
    worsened = asked.sign[some[0]] * moved[measured][first]
    values = np.sort(worsened[np.isfinite(worsened)])
    limits = asked.own[some]
    changed = len(values) - np.searchsorted(values, limits)
    place = np.searchsorted(area, asked.area[some])
    itself = np.append(area, -1)[place] == asked.area[some]
    as_much = itself & (np.append(worsened, np.nan)[place] >= limits)
    return changed - as_much, len(area) - itself.astype(int)
