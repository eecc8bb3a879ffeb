"""Works out what the areas of an indicator did together, when something has touched them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.judging import movement_questions
from data.judging.areas_above import Parents
from data.judging.common_loss import Promised, placed, since_reference
from data.judging.measured_together import Seen, seen_together
from data.judging.written import written
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

    A day on which fewer areas than `FEWEST_AREAS` were ever measured is not looked at. Of what
    is touched otherwise no day is asked about: in a store that is new, that is everything.
    """
    terms = _touched(cursor, movement_questions.TERMS, first, last)
    asked = {"first": first, "last": last, "moved": sorted(terms)}
    days = cursor.execute(movement_questions.MEASURED, asked).df()
    moved = terms | {*days.loc[days["areas"] >= FEWEST_AREAS, "indicator_id"]}
    doubtful = days[~days["indicator_id"].isin(list(moved))]
    if len(doubtful):
        moved |= _with_several(cursor, doubtful)
    return {str(one): one not in moved for one in {*terms, *days["indicator_id"]}}


def _with_several(cursor: duckdb.DuckDBPyConnection, days: pd.DataFrame) -> set[str]:
    """Name the indicators of which enough areas have ever been measured on one of the days."""
    everything = private.every_observation(cursor)
    cursor.register("written_days", days)
    rows = cursor.execute(
        movement_questions.SEVERAL.replace("{observation}", everything),
        {
            "fewest": FEWEST_AREAS,
            "earliest": days["period_end"].min(),
            "latest": days["period_end"].max(),
        },
    ).fetchall()
    cursor.unregister("written_days")
    return {str(one) for (one,) in rows}


def _touched(
    cursor: duckdb.DuckDBPyConnection, tables: Iterable[str], first: int, last: int
) -> frozenset[str]:
    """Name the indicators that some revisions touched by what they wrote of some tables."""
    sql = movement_questions.touched(written(cursor, tables, first, last))
    if sql is None:
        return frozenset()
    rows = cursor.execute(sql, {"first": first, "last": last}).fetchall()
    return frozenset(str(one) for (one,) in rows)


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
    if touched := sorted(moved.indicator_ids - moved.unmoved):
        cursor.register("moved_together", moved.rows[_GROUP])
        asked = {"revision": revision, "current": CURRENT, "touched": touched}
        cursor.execute(_CLOSE_OTHERS, asked)
        cursor.unregister("moved_together")
        ledger.write(cursor, revision, "common_movement", moved.rows)
    cursor.execute(
        "UPDATE common_movement_known SET through = $revision", {"revision": revision}
    )


_CLOSE_OTHERS = """
UPDATE common_movement SET revision_to = $revision
WHERE revision_to = $current AND list_contains($touched, indicator_id)
  AND ({group}) NOT IN (SELECT ({group}) FROM moved_together)
""".replace("{group}", ", ".join(_GROUP))


def touched_between(cursor: duckdb.DuckDBPyConnection, first: int, last: int) -> frozenset[str]:
    """Name the indicators that the revisions from `first` to `last` touched."""
    return _touched(cursor, (*movement_questions.TERMS, "observation"), first, last)


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
    groups = ask(movement_questions.GROUPS, **asked, ordinal=str(Evidence.ORDINAL))
    if groups.empty:
        return []
    of_area, places = pd.factorize(np.concatenate(list(groups["area_ids"])))
    areas = np.split(of_area, np.cumsum(groups["area_ids"].map(len))[:-1])
    promised = _promised(ask(movement_questions.PROMISED, ids=asked["ids"]), places)
    of_group = [
        promised.get(named, [])
        for named in zip(groups["indicator_id"], groups["category"], strict=True)
    ]
    with_goals = np.array([bool(one) for one in of_group])
    rows = ask(movement_questions.VALUES, ids=asked["ids"])
    return [
        _moved(group, seen, of_group[place], parents.of(places[seen.areas]), breaks)
        for place, group, seen in seen_together(groups, rows, areas, with_goals)
    ]


def _promised(goals: pd.DataFrame, places: np.ndarray) -> dict[tuple[str, str], list[Promised]]:
    """Return the goals by indicator and category, with the places of their areas."""
    named = pd.Index(places)
    found: dict[tuple[str, str], list[Promised]] = {}
    for one in goals.itertuples(index=False):
        mine = found.setdefault((str(one.indicator_id), str(one.category)), [])
        mine.append(placed(one, named))
    return found


def _moved(
    group: dict[Any, Any],
    seen: Seen,
    promised: list[Promised],
    parent: tuple[str, str],
    breaks: list[dict[Any, Any]],
) -> dict[str, object]:
    areas, values = seen.lately()
    promised = [mine for one in promised if len((mine := one.within(seen.areas)).place)]
    mid = float(group["smallest_difference"])
    if promised:
        mids = np.concatenate([one.mid for one in promised])
        mid = float(pd.Series(mids).fillna(mid).median())
    before = seen.before()
    moved = step(values[:, before], values[:, -1], mid)
    days = seen.days
    broken = any(days[before] < stop <= days[-1] for stop in _starts(breaks, group))
    alarms, follow = since_reference(promised, seen, (areas, values), mid)
    return {
        **{name: group[name] for name in _GROUP},
        "period_before": seen.names[before],
        "period": seen.names[-1],
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
