"""The frozen references of goals: found by the calendar, kept whatever is corrected later."""

import duckdb
import numpy as np
import pandas as pd

from data.judging import runs
from data.judging.comparators import frozen_weights
from data.judging.evidence import in_periods, listed
from data.store import ledger
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator


def with_baselines(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    goals: pd.DataFrame,
    known: pd.DataFrame,
    revision: int,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Find the baselines that have become known, and return all of them.

    `known` are the goals' `evidence.facts`. Returns the goals with ``baseline_value`` in
    numbers, ``baseline_start`` and ``baseline_end``, and what is to be frozen now: the
    baselines, as `keep` takes them, and the rows of ``comparator_weight``.

    A baseline is the mean of its named periods; without names, of the last two final
    measurements that ended before the goal was frozen. Once frozen it stays, whatever is
    corrected later.
    """
    filled, due = _filled(catalogue, goals, known)
    rows = _newly_frozen(catalogue, filled[due])
    return filled, rows, frozen_weights(cursor, filled[due], revision)


def as_frozen(catalogue: Catalogue, goals: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the goals with the baselines they have in their facts, and freeze nothing."""
    return _filled(catalogue, goals, known)[0]


def _filled(
    catalogue: Catalogue, goals: pd.DataFrame, known: pd.DataFrame
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the goals with the baselines that are found, and which of them are to freeze."""
    final = known[(known["status"] == "final") & known["number"].notna()]
    named = goals["baseline_periods"].map(listed)
    chosen = final[_chosen(final, goals.assign(baseline_periods=named))]
    found = _found(chosen, named, goals)
    kept = _frozen_number(catalogue, goals)
    due = kept.isna() & found["baseline_value"].notna()
    filled = goals.assign(
        baseline_value=kept.fillna(found["baseline_value"]),
        baseline_start=found["baseline_start"],
        baseline_end=found["baseline_end"],
        baseline_periods=_periods(chosen, named, goals.loc[due, "goal_id"]),
    )
    return filled, due


def _periods(chosen: pd.DataFrame, named: pd.Series, due: pd.Series) -> pd.Series:
    """Return the periods of each baseline: those that were chosen where it is `due` to freeze.

    The others, nearly all of them, have theirs.
    """
    mine = chosen.loc[chosen["goal_id"].isin(due), ["goal_id", "period"]]
    goal, goal_ids = pd.factorize(mine["goal_id"])
    texts = mine["period"].to_numpy(object)
    listed_now = [one.tolist() for one in runs.divided(texts, np.bincount(goal))]
    periods = named.copy()
    by_goal = pd.Series(listed_now, index=pd.Index(goal_ids), dtype=object)
    periods.loc[due.index] = by_goal.reindex(pd.Index(due)).set_axis(due.index)
    return periods


def _found(chosen: pd.DataFrame, named: pd.Series, goals: pd.DataFrame) -> pd.DataFrame:
    """Return the baseline of each goal in the facts that are `chosen`: value, start and end.

    One that is not complete, by the periods that were `named`, has none.
    """
    by_goal = chosen.groupby("goal_id", sort=False)
    counted = by_goal.agg(
        number=("period", "size"),
        baseline_start=("period_start", "min"),
        baseline_end=("period_end", "max"),
    )
    numbers = chosen["number"].to_numpy(float)
    counted["baseline_value"] = runs.means(numbers, counted["number"].to_numpy())
    found = counted.reindex(pd.Index(goals["goal_id"])).set_axis(goals.index)
    length = named.map(len)
    complete = found["number"].eq(length) | (found["number"].notna() & length.eq(0))
    return found[["baseline_value", "baseline_start", "baseline_end"]].where(complete)


def _chosen(final: pd.DataFrame, goals: pd.DataFrame) -> np.ndarray:
    """Say which final measurements a baseline is the mean of: see `with_baselines`."""
    inside = in_periods(final, goals)
    free = goals.loc[goals["baseline_periods"].map(len) == 0].set_index("goal_id")["frozen_on"]
    frozen_on = free.reindex(pd.Index(final["goal_id"])).to_numpy()
    early = final["period_end"].to_numpy() <= frozen_on
    last = final[early].groupby("goal_id").cumcount(ascending=False) < 2
    inside[np.flatnonzero(early)[last.to_numpy(bool)]] = True
    return inside


def _frozen_number(catalogue: Catalogue, goals: pd.DataFrame) -> pd.Series:
    """Read the frozen baselines back as numbers, a class as its severity."""
    frozen = goals["baseline_value"].astype(float).copy()
    classed = goals[goals["baseline_class"].notna()]
    for indicator_id, mine in classed.groupby("indicator_id"):
        steps = {step.code: step.severity for step in catalogue[str(indicator_id)].ladder}
        severities = mine["baseline_class"].map(steps).astype(float)
        frozen.update(severities)
    return frozen


def _newly_frozen(catalogue: Catalogue, goals: pd.DataFrame) -> pd.DataFrame:
    """Return the baselines that are frozen now, one row per goal: see `keep`."""
    classes = [
        _class_of(catalogue[indicator_id], number)
        for indicator_id, number in zip(
            goals["indicator_id"], goals["baseline_value"], strict=True
        )
    ]
    numbers = goals["baseline_value"].to_numpy(float)
    ordinal = np.array([one is not None for one in classes], dtype=bool)
    return pd.DataFrame(
        {
            "goal_id": goals["goal_id"].to_numpy(object),
            "baseline_value": np.where(ordinal, np.nan, numbers),
            "baseline_class": pd.Series(classes, dtype=object),
            "baseline_periods": pd.Series(list(goals["baseline_periods"]), dtype=object),
        }
    )


def keep(cursor: duckdb.DuckDBPyConnection, revision: int, frozen: pd.DataFrame) -> None:
    """Freeze baselines as part of `revision`.

    `frozen` has one row per goal: ``goal_id``, ``baseline_value`` or ``baseline_class``, and
    ``baseline_periods``.
    """
    if frozen.empty:
        return
    cursor.register("frozen_goals", frozen[["goal_id"]])
    stored = cursor.execute(
        "SELECT * EXCLUDE (revision_from, revision_to, brought_by) FROM goal "
        "SEMI JOIN frozen_goals USING (goal_id) WHERE revision_to = $current",
        {"current": CURRENT},
    ).df()
    cursor.unregister("frozen_goals")
    rows = stored.set_index("goal_id").loc[list(frozen["goal_id"])].reset_index()
    names = ("baseline_value", "baseline_class", "baseline_periods")
    given = {name: frozen[name].to_numpy() for name in names}
    rows = rows.assign(baseline_revision=revision, **given)
    ledger.write(cursor, revision, "goal", rows[list(stored.columns)])


def _class_of(indicator: Indicator, severity: float) -> str | None:
    """Name the class of a severity; the mean of several is rounded to the worse one."""
    steps = sorted(indicator.ladder, key=lambda step: step.severity)
    return next((step.code for step in steps if step.severity >= severity), None)
