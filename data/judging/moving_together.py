"""Works out what the areas of an indicator did together, when something has touched them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from data.judging import added_movement, movement_questions, written_measurements
from data.judging.areas_above import Parents
from data.judging.common_loss import Promised, promised_by
from data.judging.measured_together import Seen, areas_of, seen_together
from data.judging.movement_questions import Ask
from data.judging.movement_row import COLUMNS, GROUP, Around, as_rows, row_of
from data.store import ledger, private
from data.store.store import CURRENT
from data.store.written import written
from metrics.definition.indicator import Evidence
from metrics.outcome.together import FEWEST_AREAS

_SERIES_AT_A_TIME = 20_000


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


def since_known(
    cursor: duckdb.DuckDBPyConnection, revision: int, laid_out_from: int | None = None
) -> Moved:
    """Work out what the areas of the touched indicators did, as of `revision`.

    Touched is what a measurement, a goal, a break or a definition was written of since it was
    last worked out; where areas were, every indicator. Where measurements were only added, they
    are laid to what is kept. What was measured since `laid_out_from` is laid out.
    """
    rows = cursor.execute("SELECT through FROM common_movement_known").fetchall()
    first, last = int(rows[0][0]) + 1, CURRENT - 1
    few = laid_out_from == first or written_measurements.number(cursor, first, last) <= _FEW
    if few and laid_out_from != first:
        written_measurements.lay_out(cursor, first, last)
    touched = _touched_since(cursor, first, few=few)
    added = added_movement.since(
        cursor, revision, first, touched.measured if few else frozenset()
    )
    rest = of_indicators(cursor, revision, touched.indicator_ids - added.indicator_ids)
    return Moved(
        indicator_ids=touched.indicator_ids | touched.unmoved,
        rows=pd.concat([added.rows, rest.rows], ignore_index=True),
        unmoved=touched.unmoved,
    )


_FEW = 50_000
"""So few measurements are laid out: of more, too much is read anyhow."""


class _Touched(NamedTuple):
    """The indicators that are touched: those of which nothing but enough areas were measured,
    the others, and those of which nothing that is looked at has changed."""

    measured: frozenset[str]
    otherwise: frozenset[str]
    unmoved: frozenset[str]

    @property
    def indicator_ids(self) -> frozenset[str]:
        """Those that may have moved."""
        return self.measured | self.otherwise


def _touched_since(cursor: duckdb.DuckDBPyConnection, first: int, *, few: bool) -> _Touched:
    """Name the indicators that are touched from revision `first` on, by `few` measurements
    that are laid out or by many.

    A day on which fewer areas than `FEWEST_AREAS` were ever measured is not looked at. Of what
    is touched otherwise no day is asked about: in a store that is new, that is everything.
    """
    last = CURRENT - 1
    terms = _touched(cursor, movement_questions.TERMS, first, last)
    rows = written_measurements.TABLE if few else written_measurements.WRITTEN
    sql = movement_questions.MEASURED.replace("{written}", rows)
    asked = {"moved": sorted(terms)} | ({} if few else {"first": first, "last": last})
    days = cursor.execute(sql, asked).df()
    moved = {*days.loc[days["areas"] >= FEWEST_AREAS, "indicator_id"]}
    doubtful = days[~days["indicator_id"].isin(list(moved))]
    if len(doubtful):
        moved |= _with_several(cursor, doubtful)
    measured = frozenset(str(one) for one in moved) - terms
    every = frozenset(str(one) for one in days["indicator_id"])
    return _Touched(measured=measured, otherwise=terms, unmoved=every - measured - terms)


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
    asked = {"first": first, "last": last}
    if "$number" in sql:
        asked["number"] = written_measurements.number(cursor, first, last)
    rows = cursor.execute(sql, asked).fetchall()
    return frozenset(str(one) for (one,) in rows)


def of_indicators(
    cursor: duckdb.DuckDBPyConnection, revision: int, indicator_ids: frozenset[str]
) -> Moved:
    """Work out what the areas of some indicators did, as of `revision`."""

    def ask(sql: str, **asked: object) -> pd.DataFrame:
        return cursor.execute(sql, {**asked, "revision": revision}).df()

    return Moved(
        indicator_ids=indicator_ids,
        rows=as_rows(_found(ask, sorted(indicator_ids), None) if indicator_ids else []),
    )


def keep(cursor: duckdb.DuckDBPyConnection, revision: int, moved: Moved) -> None:
    """Keep what was worked out as part of `revision`: everything that has been touched."""
    if touched := sorted(moved.indicator_ids - moved.unmoved):
        cursor.register("moved_together", _days_of(moved.rows))
        asked = {"revision": revision, "current": CURRENT, "touched": touched}
        cursor.execute(_CLOSE_OTHERS, asked)
        cursor.execute(_FORGET_DAYS, {"touched": touched})
        cursor.execute("INSERT INTO common_movement_days FROM moved_together")
        cursor.unregister("moved_together")
        ledger.write(cursor, revision, "common_movement", moved.rows[list(COLUMNS)])
    cursor.execute(
        "UPDATE common_movement_known SET through = $revision", {"revision": revision}
    )


def _days_of(rows: pd.DataFrame) -> pa.Table:
    """Return on which days enough areas were measured, with the types that they are kept in."""
    days = rows["days"].map(lambda one: np.asarray(one, dtype="datetime64[us]"))
    return pa.table(
        {
            **{name: pa.array(rows[name].tolist(), _TYPES[name]) for name in GROUP},
            "days": pa.array(days.tolist(), pa.list_(pa.timestamp("us"))),
            "periods": pa.array(rows["periods"].tolist(), pa.list_(pa.string())),
        }
    )


_TYPES = dict.fromkeys(GROUP, pa.string()) | {
    "definition_version": pa.int32(),
    "invented": pa.bool_(),
}


_CLOSE_OTHERS = """
UPDATE common_movement SET revision_to = $revision
WHERE revision_to = $current AND list_contains($touched, indicator_id)
  AND ({group}) NOT IN (SELECT ({group}) FROM moved_together)
""".replace("{group}", ", ".join(GROUP))

_FORGET_DAYS = "DELETE FROM common_movement_days WHERE list_contains($touched, indicator_id)"


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
    return as_rows(found)[list(COLUMNS)]


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
    areas, places = areas_of(groups)
    promised = promised_by(ask(movement_questions.PROMISED, ids=asked["ids"]), places)
    of_group = [
        promised.get(named, [])
        for named in zip(groups["indicator_id"], groups["category"], strict=True)
    ]
    with_goals = np.array([bool(one) for one in of_group])
    rows = ask(movement_questions.VALUES, ids=asked["ids"])
    described = groups.to_dict("records")
    return [
        row_of(
            described[place],
            (enough, seen),
            _around(described[place], seen, of_group[place], parents.of(places[seen.areas])),
            breaks,
        )
        for place, enough, seen in seen_together(groups, rows, areas, with_goals)
    ]


def _around(
    group: dict[Any, Any], seen: Seen, promised: list[Promised], parent: tuple[str, str]
) -> Around:
    """Return what lies around a group of which everything was read."""
    within = [mine for one in promised if len((mine := one.within(seen.areas)).place)]
    mid = float(group["smallest_difference"])
    if within:
        mids = np.concatenate([one.mid for one in within])
        mid = float(pd.Series(mids).fillna(mid).median())
    return Around(within, mid, parent, seen.every_area)
