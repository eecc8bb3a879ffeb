"""Works out what the areas of an indicator did together, when something has touched them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.judging import movement_questions
from data.judging.areas_above import Parents
from data.store import ledger
from data.store.store import CURRENT
from metrics.definition.indicator import Evidence
from metrics.outcome.together import FEWEST_AREAS, follows, step, together

COLUMNS = (
    *("indicator_id", "definition_version", "category", "kind", "invented"),
    *("period_before", "period", "areas", "fell", "rose", "median_change", "mid", "direction"),
    *("alarms", "parent_id", "parent_name", "follow"),
)

Ask = Callable[..., pd.DataFrame]
"""Answers SQL at one revision, such as `Reader.rows`: ``$revision`` is known to it."""

_SAME_SEASON = 20
"""Days within which two periods end at the same time of the year."""

_SERIES_AT_A_TIME = 10_000

_GROUP = ["indicator_id", "definition_version", "category", "kind", "invented"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What the areas of some indicators did together: the columns `COLUMNS`."""

    indicator_ids: frozenset[str]
    rows: pd.DataFrame

    def without(self, others: frozenset[str]) -> "Moved":
        """Return the same, but for some indicators."""
        kept = ~self.rows["indicator_id"].isin(list(others))
        return Moved(indicator_ids=self.indicator_ids - others, rows=self.rows[kept])

    def __add__(self, other: "Moved") -> "Moved":
        """Return both, of different indicators."""
        return Moved(
            indicator_ids=self.indicator_ids | other.indicator_ids,
            rows=pd.concat([self.rows, other.rows], ignore_index=True),
        )


def since_known(cursor: duckdb.DuckDBPyConnection, revision: int) -> Moved:
    """Work out what the areas of the touched indicators did, as of `revision`.

    Touched is what a measurement, a goal, a break or a definition was written of since it was
    last worked out; where areas were, every indicator.
    """
    rows = cursor.execute("SELECT through FROM common_movement_known").fetchall()
    touched = touched_between(cursor, int(rows[0][0]) + 1, CURRENT - 1)
    return of_indicators(cursor, revision, touched)


def of_indicators(
    cursor: duckdb.DuckDBPyConnection, revision: int, indicator_ids: frozenset[str]
) -> Moved:
    """Work out what the areas of some indicators did, as of `revision`."""

    def ask(sql: str, **asked: object) -> pd.DataFrame:
        return cursor.execute(sql, {**asked, "revision": revision}).df()

    return Moved(
        indicator_ids=indicator_ids,
        rows=worked_out(ask, indicator_ids=sorted(indicator_ids)),
    )


def keep(cursor: duckdb.DuckDBPyConnection, revision: int, moved: Moved) -> None:
    """Keep what was worked out as part of `revision`: everything that has been touched."""
    cursor.register("moved_together", moved.rows[_GROUP])
    cursor.execute(
        f"""
        UPDATE common_movement SET revision_to = $revision
        WHERE revision_to = $current AND list_contains($touched, indicator_id)
          AND ({", ".join(_GROUP)}) NOT IN (SELECT ({", ".join(_GROUP)}) FROM moved_together)
        """,  # noqa: S608
        {"revision": revision, "current": CURRENT, "touched": sorted(moved.indicator_ids)},
    )
    cursor.unregister("moved_together")
    ledger.write(cursor, revision, "common_movement", moved.rows)
    cursor.execute(
        "UPDATE common_movement_known SET through = $revision", {"revision": revision}
    )


def touched_between(cursor: duckdb.DuckDBPyConnection, first: int, last: int) -> frozenset[str]:
    """Name the indicators that the revisions from `first` to `last` touched."""
    asked = {"first": first, "last": last}
    rows = cursor.execute(movement_questions.TOUCHED, asked).fetchall()
    return frozenset(str(one) for (one,) in rows)


def worked_out(
    ask: Ask, *, indicator_ids: list[str] | None = None, areas: list[str] | None = None
) -> pd.DataFrame:
    """Return what the areas (None: all) of some indicators (None: of all) did together.

    The columns `COLUMNS`: see `data.judging.common_movement`.
    """
    followed = ask(movement_questions.FOLLOWED, ids=indicator_ids)
    numbers = np.cumsum(followed["series"].to_numpy(int)) // _SERIES_AT_A_TIME
    parents = Parents(ask(movement_questions.PARENTS))
    breaks = ask(movement_questions.BREAKS).to_dict("records")
    found: list[dict[str, object]] = []
    for _number, some in followed.groupby(numbers)["indicator_id"]:
        asked = {"ids": list(some), "areas": areas}
        chosen = asked | {"ordinal": str(Evidence.ORDINAL)}
        found += _of_rows(
            ask(movement_questions.AREAS, **chosen),
            ask(movement_questions.VALUES, **chosen, fewest=FEWEST_AREAS),
            ask(movement_questions.GOALS, **asked),
            parents,
            breaks,
        )
    types = {"definition_version": "int", "invented": "bool", "alarms": "bool", "areas": "int"}
    types |= {"indicator_id": "str", "category": "str", "kind": "str"}
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(types)


def _of_rows(
    areas: pd.DataFrame,
    rows: pd.DataFrame,
    goals: pd.DataFrame,
    parents: Parents,
    breaks: list[dict[Any, Any]],
) -> list[dict[str, object]]:
    groups = dict(iter(areas.groupby("number")))
    promised = dict(iter(goals.groupby(["indicator_id", "category"])))
    found = []
    for number, mine in rows.groupby("number", sort=True):
        group = groups[number]
        first = group.iloc[0]
        named = {name: first[name] for name in (*_GROUP, "smallest_difference")}
        table = by_area_and_day(group, mine)
        if len(table) >= FEWEST_AREAS and table.shape[1] > 1:
            with_goals = promised.get((named["indicator_id"], named["category"]), goals.head(0))
            found.append(
                _moved(named, mine, table, with_goals, parents, _starts(breaks, named))
            )
    return [one for one in found if one is not None]


def by_area_and_day(group: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the values by area and last day; the mean, where a day ends two periods."""
    areas, row = np.unique(rows["area"].to_numpy(), return_inverse=True)
    days, column = np.unique(rows["period_end"].to_numpy(), return_inverse=True)
    shape = len(areas), len(days)
    place, cells = row * len(days) + column, len(areas) * len(days)
    number = np.bincount(place, minlength=cells)
    total = np.bincount(place, rows["value"].to_numpy(float), minlength=cells)
    with np.errstate(invalid="ignore"):
        values = (total / number).reshape(shape)
    names = group.set_index("area")["area_id"].loc[areas]
    return pd.DataFrame(values, index=pd.Index(names.to_numpy(object)), columns=days)


def _moved(
    key: dict[str, Any],
    rows: pd.DataFrame,
    table: pd.DataFrame,
    goals: pd.DataFrame,
    parents: Parents,
    stops: list[pd.Timestamp],
) -> dict[str, object] | None:
    enough = table.columns[table.notna().sum() >= FEWEST_AREAS]
    if len(enough) < 2:
        return None
    names = rows.drop_duplicates("period_end").set_index("period_end")["period"]
    here = table.index.get_indexer(pd.Index(goals["area_id"].to_numpy(object)))
    mine = goals[here >= 0]
    mid = float(key.pop("smallest_difference"))
    mid = float(mine["mid"].astype(float).fillna(mid).median()) if len(mine) else mid
    before_day, day = _latest_step(enough)
    before, after = table[before_day], table[day]
    seen = step(before.to_numpy(float), after.to_numpy(float), mid)
    broken = any(before_day < stop <= day for stop in stops)
    alarms, follow = _since_reference(mine, table[enough], names, mid)
    parent_id, parent_name = parents.of(table.index)
    return {
        **key,
        "period_before": names[before_day],
        "period": names[day],
        "areas": seen.areas,
        "fell": seen.fell,
        "rose": seen.rose,
        "median_change": seen.median,
        "mid": mid,
        "direction": "" if broken else seen.direction,
        "alarms": alarms,
        "parent_id": parent_id,
        "parent_name": parent_name,
        "follow": follow,
    }


def _starts(breaks: list[dict[Any, Any]], key: dict[str, Any]) -> list[pd.Timestamp]:
    """Return the days on which the breaks of an indicator and category begin."""
    return [
        pd.Timestamp(one["first_period_start"])
        for one in breaks
        if one["indicator_id"] == key["indicator_id"]
        and _says(one["definition_version"], key["definition_version"])
        and _says(one["category"] or None, key["category"])
    ]


def _says(given: Any, asked: object) -> bool:
    """Say whether a break that names nothing, or just that, is about it."""
    return bool(pd.isna(given)) or given == asked


def _latest_step(columns: pd.Index) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the last day and the one it is compared with: a year before, where there is one.

    From one quarter to the next the season moves more than anything else.
    """
    days = pd.DatetimeIndex(columns)
    year = days[-1] - pd.DateOffset(years=1)
    near = days[np.abs((days - year).days) <= _SAME_SEASON]
    return (near[-1] if len(near) else days[-2]), days[-1]


def _since_reference(
    goals: pd.DataFrame, table: pd.DataFrame, names: pd.Series, mid: float
) -> tuple[bool, list[str]]:
    """Return whether the common part is itself a loss, and which goals only follow it."""
    alarms, follow = False, []
    goals = goals[goals["worse"].isin(["lower", "higher"])]
    for (worse, named), mine in goals.groupby(["worse", "baseline_periods"], sort=True):
        periods = tuple(filter(None, str(named).split(movement_questions.SEPARATOR)))
        worsening, baseline = _worsening(table, names, str(worse), periods)
        if worsening is None:
            continue
        common = together(
            worsening.to_numpy(float),
            baseline=baseline,
            smallest=mid,
            measurements_per_year=_pace(worsening.columns),
        )
        alarms = alarms or common.alarms
        place = worsening.index.get_indexer(pd.Index(mine["area_id"]))
        least = mine["mid"].astype(float).fillna(mid)
        only = follows(
            worsening.to_numpy(float)[place, -1],
            common.latest[place],
            np.asarray(least, dtype=np.float64),
        )
        follow += [str(one) for one in mine["goal_id"][only]]
    return alarms, sorted(follow)


def _worsening(
    table: pd.DataFrame, names: pd.Series, worse: str, named: tuple[str, ...]
) -> tuple[pd.DataFrame | None, int]:
    """Return how much every area has worsened since the reference, and how long that is."""
    inside = [day for day in table.columns if names[day] in named]
    later = [day for day in table.columns if inside and day > max(inside)]
    if not later or len(inside) < len(named):
        return None, 0
    sign = 1.0 if worse == "higher" else -1.0
    moved = sign * table.sub(table[inside].mean(axis=1), axis=0)
    return moved[[*inside, *later]], len(inside)


def _pace(days: pd.Index) -> float:
    """Return how many measurements a year the columns are apart."""
    apart = np.diff(days.to_numpy("datetime64[D]")).astype(float)
    return 365.25 / max(float(np.median(apart)), 1.0)
