"""What areas did together, where nothing but measurements has been added.

Of a nation nearly everything that was measured is as it was when it was last worked out. What
is kept of a group then says all that the rest of it is asked for: on which days enough areas
were measured, what they lie in and how much matters. Only the areas of the last day are read.
Where that is not enough to know the answer, it is left to whoever reads everything.
"""

from collections.abc import Hashable
from contextlib import suppress
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from data.judging import added_questions, added_values, movement_questions
from data.judging.added_days import Grown, Name, grown, named
from data.judging.common_loss import Promised, Table, promised_by
from data.judging.measured_together import Enough, Seen, areas_of, seen_together
from data.judging.movement_questions import Ask
from data.judging.movement_row import GROUP, Around, as_rows, row_of
from data.store.store import CURRENT
from metrics.definition.indicator import Evidence
from metrics.outcome.together import FEWEST_AREAS

_KEY = list(GROUP)


class Added(NamedTuple):
    """What the areas of some indicators did: rows of `movement_row.COLUMNS` and `DAYS`."""

    indicator_ids: frozenset[str]
    rows: pd.DataFrame


class _EveryAreaIsAskedError(Exception):
    """What was read does not answer: all areas are asked about."""


def since(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    first: int,
    indicator_ids: frozenset[str],
) -> Added:
    """Work out what the areas of some indicators did, of which nothing but measurements was
    written from revision `first` on, and those are laid out.

    Returns the indicators of which that could be told, and all of their groups.
    """

    def ask(sql: str, **asked: object) -> pd.DataFrame:
        known = {**asked, "revision": revision, "first": first}
        given = {name: value for name, value in known.items() if f"${name}" in sql}
        return cursor.execute(sql, given).df()

    ids = sorted(indicator_ids)
    kept = cursor.execute(added_questions.KEPT, {"ids": ids, "current": CURRENT}).df()
    if kept.empty:
        return Added(frozenset(), as_rows([]))
    written = _written(ask, kept, ids)
    left = {str(one) for one in kept.loc[kept["days"].isna(), "indicator_id"]}
    left |= _taken_away(written) | _not_kept(ask, written, ids)
    groups = grown(cursor, ask, kept, written[~written["indicator_id"].isin(list(left))])
    found, asked = _described(cursor, ask, groups, written)
    left |= asked
    rows = _as_kept(kept[~kept["indicator_id"].isin(list(left))])
    return Added(
        indicator_ids=indicator_ids - left,
        rows=as_rows([found.get(named(one), one) for one in rows]),
    )


def _as_kept(kept: pd.DataFrame) -> list[dict[str, object]]:
    """Return groups as they are kept, each as `row_of` returns it."""
    return [
        {str(name): cell for name, cell in one.items()}
        | {"follow": [str(goal) for goal in one["follow"]]}
        for one in kept.to_dict("records")
    ]


def _written(ask: Ask, kept: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    """Return what was written, with the `place` of its group among those that are kept: -1 for
    another."""
    rows = ask(added_questions.WRITTEN, ids=ids)
    place = pd.MultiIndex.from_frame(kept[_KEY]).get_indexer(
        pd.MultiIndex.from_frame(rows[_KEY])
    )
    return rows.assign(place=place)


def _taken_away(written: pd.DataFrame) -> set[str]:
    """Name the indicators that lack a final value which was there: all of it may be another."""
    cell = ["series_id", "period", "period_end"]
    measured = written[written["measured"]]
    stands = pd.MultiIndex.from_frame(measured.loc[measured["stands"], cell])
    gone = measured[~measured["stands"]]
    lacking = stands.get_indexer(pd.MultiIndex.from_frame(gone[cell])) < 0
    return {str(one) for one in gone.loc[lacking, "indicator_id"]}


def _not_kept(ask: Ask, written: pd.DataFrame, ids: list[str]) -> set[str]:
    """Name the indicators of which something was measured in a group that may now have enough
    areas, and is not kept."""
    new = written[written["measured"] & written["stands"] & (written["place"] < 0)]
    if new.empty:
        return set()
    counted = ask(added_questions.COUNTED, ids=ids, ordinal=str(Evidence.ORDINAL))
    many = pd.MultiIndex.from_frame(counted.loc[counted["areas"] >= FEWEST_AREAS, _KEY])
    may = many.get_indexer(pd.MultiIndex.from_frame(new[_KEY])) >= 0
    return {str(one) for one in new.loc[may, "indicator_id"]}


def _described(
    cursor: duckdb.DuckDBPyConnection,
    ask: Ask,
    grown_by_place: dict[int, Grown],
    written: pd.DataFrame,
) -> tuple[dict[Name, dict[str, object]], set[str]]:
    """Return what groups did by their names, and the indicators of which it cannot be told."""
    groups = list(grown_by_place.values())
    if not groups:
        return {}, set()
    series = _series(cursor, ask, groups)
    ids = sorted({str(one.kept["indicator_id"]) for one in groups})
    areas, places = areas_of(series)
    promised = promised_by(ask(added_questions.PROMISED, ids=ids), places)
    of_group = [promised.get(one.measure, []) for one in groups]
    rows = added_values.values(ask, added_values.days_looked_at(groups, of_group))
    asked = added_values.AskedSeries.of(series)
    new = added_values.unseen(ask, grown_by_place, asked, rows, written)
    for one in ("asked_series", "asked_areas"):
        cursor.unregister(one)
    breaks = ask(movement_questions.BREAKS).to_dict("records")
    with_goals = np.array([bool(one) for one in of_group])
    known = [one.enough for one in groups]
    found: dict[Name, dict[str, object]] = {}
    for place, enough, seen in seen_together(series, rows, areas, with_goals, known):
        if place not in new:
            measured = enough, seen
            with suppress(_EveryAreaIsAskedError):
                found[groups[place].name] = _row(
                    groups[place], measured, of_group[place], breaks
                )
    left = [one.kept for one in groups if one.name not in found]
    return found, {str(one["indicator_id"]) for one in left}


def _row(
    group: Grown,
    measured: tuple[Enough, Seen],
    promised: list[Promised],
    breaks: list[dict[Hashable, Any]],
) -> dict[str, object]:
    """Return what a group did; what it lies in and how much matters are as they are kept."""
    kept = group.kept
    parent = str(kept["parent_id"]), str(kept["parent_name"])
    around = Around(promised, float(kept["mid"]), parent, _every_area)
    return row_of(kept, measured, around, breaks)


def _every_area() -> Table:
    raise _EveryAreaIsAskedError


def _series(cursor: duckdb.DuckDBPyConnection, ask: Ask, groups: list[Grown]) -> pd.DataFrame:
    """Return the series of the areas that are asked about, a row per group: as
    `movement_questions.GROUPS` does. They stay registered, with their areas."""
    asked = [
        (place, area) for place, one in enumerate(groups) for area in one.lately | one.added
    ]
    place = np.array([one for one, _area in asked])
    names = pd.DataFrame([{name: one.kept[name] for name in _KEY} for one in groups])
    cursor.register(
        "asked_areas",
        names.iloc[place].assign(place=place, area_id=[area for _place, area in asked]),
    )
    series = ask(added_questions.SERIES)
    numbers = pd.DataFrame({"series_id": np.concatenate(list(series["series"]))})
    cursor.register("asked_series", numbers)
    return series
