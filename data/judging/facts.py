"""What was measured of goals: read once, in one order, told apart by number."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from data.judging import runs
from data.judging.named_periods import Named
from metrics.arrays import Bools, Floats, Ints
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import LadderClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The measurements of some goals' series: one row per goal and period, oldest first.

    `rows` has ``goal_id``, the series, period, class and numbers of ``observation``, and
    ``number``, which is the value, or the severity of the class. It says whether a measurement
    is ``final``, its value ``hidden`` and its class ``inferred``. Beside it stand, of each row,
    the place of its goal, `owner`, which rises where the goals are in order of their ids, and
    that of its `period` among the `periods`, in the order of their last days, `ends`.
    """

    rows: pd.DataFrame
    owner: Ints
    period: Ints
    periods: pd.Index
    ends: np.ndarray

    def named(self, cells: pd.Series) -> Bools:
        """Say which rows are of a period that their goal names, in a column of lists."""
        found: Bools = Named.of(cells).by_goal(self.periods)[self.owner, self.period]
        return found

    def rows_of(self, goals: Ints) -> tuple[Ints, Ints]:
        """Return the rows of goals, and by which of the asked each is."""
        first, end = (np.searchsorted(self.owner, goals, side) for side in ("left", "right"))
        return runs.spread(first, end - first)

    def place(self, texts: pd.Series) -> Ints:
        """Return the place of periods among those that were measured; -1 of another."""
        code, kinds = pd.factorize(texts)
        return np.append(self.periods.get_indexer(pd.Index(kinds)).astype(int), -1)[code]


def read(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, goals: pd.DataFrame, revision: int
) -> Facts:
    """Return the measurements of the goals' series as of `revision`, by goal and by time."""
    order = np.argsort(goals["goal_id"].to_numpy(object), kind="stable")
    asked = pa.table(
        {
            "series_id": goals["series_id"].to_numpy()[order],
            "number": np.arange(len(goals), dtype=np.int32),
        }
    )
    place, indicator_ids = pd.factorize(goals["indicator_id"])
    ladders = [catalogue[indicator_id].ladder for indicator_id in indicator_ids]
    cursor.register("asked_series", asked)
    # As columns, not objects: texts made one by one cost more than all else of the question.
    found = cursor.sql(_FACTS, params={"revision": revision}).to_arrow_table()
    cursor.unregister("asked_series")
    found = found.take(pa.array(_in_order(found)))
    owner = order[found["number"].to_numpy()]
    rows = found.drop_columns("number").to_pandas()
    rows.insert(0, "goal_id", goals["goal_id"].array.take(owner))
    rows["number"] = _numbers(ladders, place[owner], rows)
    return _told_apart(rows, owner)


_FACTS = """
SELECT a.number, o.series_id, o.period, CAST(o.period_start AS TIMESTAMP) AS period_start,
       CAST(o.period_end AS TIMESTAMP) AS period_end, o.value,
       o.class_code, o.numerator, o.denominator, CAST(o.n AS DOUBLE) AS n, o.low, o.high,
       coalesce(o.status = 'final', false) AS final,
       coalesce(o.missing_reason IN ('suppressed', 'few_people'), false) AS hidden,
       coalesce(o.evidence = 'inferred' AND o.class_code <> '', false) AS inferred
FROM asked_series a JOIN observation_as_of($revision) o USING (series_id)
"""
"""Of other texts only what is asked of them: to read them costs as much as all the numbers."""


def _in_order(found: pa.Table) -> Ints:
    """Return the order by number and day: to sort rows as they are read costs as much again."""
    whose = found["number"].to_numpy().astype(np.int64)
    end, start = (
        found[name].to_numpy().astype("datetime64[D]").astype(np.int64)
        for name in ("period_end", "period_start")
    )
    order = np.argsort((whose << 32) + end, kind="stable")
    same = (whose[order][1:] == whose[order][:-1]) & (end[order][1:] == end[order][:-1])
    return np.lexsort((start, end, whose)) if same.any() else order


def _told_apart(rows: pd.DataFrame, owner: Ints) -> Facts:
    code, texts = pd.factorize(rows["period"])
    first = np.zeros(len(texts), dtype=int)
    first[code[::-1]] = np.arange(len(rows))[::-1]
    ends = rows["period_end"].to_numpy()[first]
    order = np.argsort(ends, kind="stable")
    place = np.empty(len(texts), dtype=int)
    place[order] = np.arange(len(texts))
    return Facts(
        rows=rows,
        owner=owner,
        period=place[code],
        periods=pd.Index(texts)[order],
        ends=ends[order],
    )


def _numbers(
    ladders: Sequence[Sequence[LadderClass]], place: Ints, rows: pd.DataFrame
) -> Floats:
    """Return the value of each row, or the severity of its class on the ladder at its place."""
    numbers = rows["value"].to_numpy(float, copy=True)
    for number, ladder in enumerate(ladders):
        if ladder:
            steps = {step.code: step.severity for step in ladder}
            mine = np.flatnonzero((place == number) & np.isnan(numbers))
            numbers[mine] = rows["class_code"].iloc[mine].map(steps).astype(float)
    return numbers
