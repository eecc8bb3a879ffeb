"""The frozen references of goals: found by the calendar, kept whatever is corrected later."""

import duckdb
import numpy as np
import pandas as pd

from data.judging.comparators import frozen_weights
from data.judging.evidence import facts, listed
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator


def with_baselines(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    goals: pd.DataFrame,
    revision: int,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Freeze the baselines that have become known, and return all of them.

    Returns the goals with ``baseline_value`` in numbers, ``baseline_start`` and
    ``baseline_end``, and the rows of ``goal`` and ``comparator_weight`` frozen now.

    A baseline is the mean of its named periods; without names, of the last two final
    measurements that ended before the goal was frozen. Once frozen it stays, whatever is
    corrected later.
    """
    filled, found, due = _filled(cursor, catalogue, goals, revision)
    rows = _newly_frozen(cursor, catalogue, filled[due], found[due], revision)
    return filled, rows, frozen_weights(cursor, filled[due])


def as_frozen(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, goals: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Return the goals with their baselines as of `revision`, and freeze nothing."""
    return _filled(cursor, catalogue, goals, revision)[0]


def _filled(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, goals: pd.DataFrame, revision: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return the goals with baselines, what was found in the facts, and which are to freeze."""
    known = facts(cursor, catalogue, goals, revision)
    final = known[(known["status"] == "final") & known["number"].notna()]
    named = goals.set_index("goal_id")["baseline_periods"].map(listed)
    frozen_on = goals.set_index("goal_id")["frozen_on"]
    by_goal = dict(tuple(final.groupby("goal_id")))
    baselines = [
        _baseline(by_goal.get(goal_id), named[goal_id], frozen_on[goal_id])
        for goal_id in goals["goal_id"]
    ]
    found = pd.DataFrame(baselines, index=goals.index)
    kept = _frozen_number(catalogue, goals)
    due = kept.isna() & found["baseline_value"].notna()
    filled = goals.assign(
        baseline_value=kept.fillna(found["baseline_value"]),
        baseline_start=found["baseline_start"],
        baseline_end=found["baseline_end"],
        baseline_periods=found["periods"].where(due, named.to_numpy()),
    )
    return filled, found, due


def _baseline(
    final: pd.DataFrame | None, named: list[str], frozen_on: pd.Timestamp
) -> dict[str, object]:
    nothing = {
        "baseline_value": np.nan,
        "baseline_start": pd.NaT,
        "baseline_end": pd.NaT,
        "periods": named,
    }
    if final is None:
        return nothing
    if named:
        chosen = final[final["period"].isin(named)]
        complete = len(chosen) == len(named)
    else:
        chosen = final[final["period_end"] <= frozen_on].tail(2)
        complete = len(chosen) > 0
    if not complete:
        return nothing
    return {
        "baseline_value": chosen["number"].mean(),
        "baseline_start": chosen["period_start"].min(),
        "baseline_end": chosen["period_end"].max(),
        "periods": list(chosen["period"]),
    }


def _frozen_number(catalogue: Catalogue, goals: pd.DataFrame) -> pd.Series:
    """Read the frozen baselines back as numbers, a class as its severity."""
    frozen = goals["baseline_value"].astype(float).copy()
    for position, (indicator_id, class_code) in enumerate(
        zip(goals["indicator_id"], goals["baseline_class"], strict=True)
    ):
        steps = {step.code: step.severity for step in catalogue[indicator_id].ladder}
        if class_code in steps:
            frozen.iloc[position] = steps[class_code]
    return frozen


def _newly_frozen(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    goals: pd.DataFrame,
    found: pd.DataFrame,
    revision: int,
) -> pd.DataFrame:
    """Return the rows of ``goal`` whose baselines are frozen in this revision."""
    stored = cursor.execute(
        "SELECT * EXCLUDE (revision_from, revision_to, brought_by) FROM goal "
        "WHERE revision_to = $current",
        {"current": CURRENT},
    ).df()
    rows = stored.set_index("goal_id").loc[list(goals["goal_id"])].reset_index()
    classes = [
        _class_of(catalogue[indicator_id], number)
        for indicator_id, number in zip(
            goals["indicator_id"], found["baseline_value"], strict=True
        )
    ]
    numbers = found["baseline_value"].to_numpy(float)
    ordinal = np.array([one is not None for one in classes], dtype=bool)
    return rows.assign(
        baseline_value=np.where(ordinal, np.nan, numbers),
        baseline_class=pd.Series(classes, index=rows.index, dtype=object),
        baseline_periods=pd.Series(list(found["periods"]), index=rows.index, dtype=object),
        baseline_revision=revision,
    )[list(stored.columns)]


def _class_of(indicator: Indicator, severity: float) -> str | None:
    """Name the class of a severity; the mean of several is rounded to the worse one."""
    steps = sorted(indicator.ladder, key=lambda step: step.severity)
    return next((step.code for step in steps if step.severity >= severity), None)
