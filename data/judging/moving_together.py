"""Works out what the areas of an indicator did together, when something has touched them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.judging import movement_questions
from data.judging.areas_above import Parents
from data.judging.common_loss import Promised, Seen, placed, since_reference
from data.store import ledger, private
from data.store.store import CURRENT
from metrics.definition.indicator import Evidence
from metrics.outcome.together import FEWEST_AREAS, step

COLUMNS = (
    *("indicator_id", "definition_version", "category", "kind", "invented"),
    *("period_before", "period", "areas", "fell", "rose", "median_change", "mid", "direction"),
    *("alarms", "parent_id", "parent_name", "follow"),
)

Ask = Callable[..., pd.DataFrame]
"""Answers SQL at one revision, such as `Reader.rows`: ``$revision`` is known to it."""

_SAME_SEASON = 20
"""Days within which two periods end at the same time of the year."""

_SERIES_AT_A_TIME = 20_000

_GROUP = ["indicator_id", "definition_version", "category", "kind", "invented"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What the areas of some indicators did together: the columns `COLUMNS`.

    The `unmoved` of the indicators have no rows: they did what is stored.
    """

    indicator_ids: frozenset[str]
    rows: pd.DataFrame
    unmoved: frozenset[str] = frozenset()

    def without(self, others: frozenset[str]) -> "Moved":
        """Return the same, but for some indicators."""
        kept = ~self.rows["indicator_id"].isin(list(others))
        return Moved(
            indicator_ids=self.indicator_ids - others,
            rows=self.rows[kept],
            unmoved=self.unmoved - others,
        )

    def __add__(self, other: "Moved") -> "Moved":
        """Return both, of different indicators."""
        return Moved(
            indicator_ids=self.indicator_ids | other.indicator_ids,
            rows=pd.concat([self.rows, other.rows], ignore_index=True),
            unmoved=self.unmoved | other.unmoved,
        )


def since_known(cursor: duckdb.DuckDBPyConnection, revision: int) -> Moved:
    """Work out what the areas of the touched indicators did, as of `revision`.

    Touched is what a measurement, a goal, a break or a definition was written of since it was
    last worked out; where areas were, every indicator.
    """
    rows = cursor.execute("SELECT through FROM common_movement_known").fetchall()
    touched = _moved_between(cursor, int(rows[0][0]) + 1, CURRENT - 1)
    unmoved = frozenset(one for one, stands in touched.items() if stands)
    moved = of_indicators(cursor, revision, frozenset(touched) - unmoved)
    return replace(moved, indicator_ids=frozenset(touched), unmoved=unmoved)


def _moved_between(cursor: duckdb.DuckDBPyConnection, first: int, last: int) -> dict[str, bool]:
    """Name the touched indicators, and say whether nothing that is looked at has changed.

    A day on which fewer areas than `FEWEST_AREAS` were ever measured is not looked at.
    """
    asked = {"first": first, "last": last, "fewest": FEWEST_AREAS}
    everything = private.every_observation(cursor)
    moved = movement_questions.MOVED.replace("{observation}", everything)
    rows = cursor.execute(moved, asked).fetchall()
    return {str(one): bool(unmoved) for one, unmoved in rows}


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
        {
            "revision": revision,
            "current": CURRENT,
            "touched": sorted(moved.indicator_ids - moved.unmoved),
        },
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
    found = [] if indicator_ids == [] else _found(ask, indicator_ids, areas)
    types = {"definition_version": "int", "invented": "bool", "alarms": "bool", "areas": "int"}
    types |= {"indicator_id": "str", "category": "str", "kind": "str"}
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(types)


def _found(
    ask: Ask, indicator_ids: list[str] | None, areas: list[str] | None
) -> list[dict[str, object]]:
    followed = ask(movement_questions.FOLLOWED, ids=indicator_ids)
    numbers = np.cumsum(followed["series"].to_numpy(int)) // _SERIES_AT_A_TIME
    parents = Parents(ask(movement_questions.PARENTS))
    breaks = ask(movement_questions.BREAKS).to_dict("records")
    found: list[dict[str, object]] = []
    for _number, some in followed.groupby(numbers)["indicator_id"]:
        found += _of_some(ask, {"ids": list(some), "areas": areas}, parents, breaks)
    return found


def _of_some(
    ask: Ask, asked: dict[str, Any], parents: Parents, breaks: list[dict[Any, Any]]
) -> list[dict[str, object]]:
    """Return what the areas of some indicators did, one row per group."""
    chosen = asked | {"ordinal": str(Evidence.ORDINAL)}

    def values(number: Any) -> pd.DataFrame:
        return ask(movement_questions.VALUES, **chosen, fewest=FEWEST_AREAS, number=number)

    places = pd.Index(ask(movement_questions.PLACES, **chosen)["area_id"], dtype=object)
    goals = ask(movement_questions.PROMISED, **asked)
    promised = {
        named: [placed(one, places) for one in mine.itertuples(index=False)]
        for named, mine in goals.groupby(["indicator_id", "category"])
    }
    groups = ask(movement_questions.GROUPS, **chosen)
    known: dict[Any, dict[Any, Any]] = {one["number"]: one for one in groups.to_dict("records")}
    found = []
    for number, rows in values(None).groupby("number", sort=True):
        group = known[number]
        seen = Seen.of(rows, whole=partial(values, number))
        mine = promised.get((group["indicator_id"], group["category"]), [])
        parent = parents.of(places[seen.areas - 1])
        if seen.table.shape[1] > 1 and len(seen.areas) >= FEWEST_AREAS:
            found.append(_moved(group, seen, mine, parent, _starts(breaks, group)))
    return found


def _moved(
    group: dict[Any, Any],
    seen: Seen,
    promised: list[Promised],
    parent: tuple[str, str],
    stops: list[pd.Timestamp],
) -> dict[str, object]:
    table, names = seen.table, seen.names
    promised = [mine for one in promised if len((mine := one.within(seen.areas)).place)]
    mid = float(group["smallest_difference"])
    if promised:
        mids = np.concatenate([one.mid for one in promised])
        mid = float(pd.Series(mids).fillna(mid).median())
    before_day, day = _latest_step(table.columns)
    before, after = table[before_day], table[day]
    moved = step(before.to_numpy(float), after.to_numpy(float), mid)
    broken = any(before_day < stop <= day for stop in stops)
    alarms, follow = since_reference(promised, seen, mid)
    return {
        **{name: group[name] for name in _GROUP},
        "period_before": names[before_day],
        "period": names[day],
        "areas": moved.areas,
        "fell": moved.fell,
        "rose": moved.rose,
        "median_change": moved.median,
        "mid": mid,
        "direction": "" if broken else moved.direction,
        "alarms": alarms,
        "parent_id": parent[0],
        "parent_name": parent[1],
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
