"""The frozen references of goals: found by the calendar, kept whatever is corrected later."""

import duckdb
import numpy as np
import pandas as pd

from data.judging import runs
from data.judging.comparators import frozen_weights, lacking_weights
from data.judging.facts import Facts
from data.judging.named_periods import Named
from data.store import ledger
from data.store.store import CURRENT
from metrics.arrays import Bools, Floats, Ints
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator
from metrics.engine.series import Days


def with_baselines(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    goals: pd.DataFrame,
    known: Facts,
    revision: int,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Find the baselines that have become known, and return all of them.

    `known` is what was measured of the goals. Returns the goals with ``baseline_value`` in
    numbers, ``baseline_start`` and ``baseline_end``, and what is to be frozen now: the
    baselines, as `keep` takes them, and the rows of ``comparator_weight``.

    A baseline is the mean of its named periods; without names, of the last two final
    measurements that ended before the goal was frozen. Once frozen it stays, whatever is
    corrected later.
    """
    filled, due = _filled(catalogue, goals, known)
    weighed = due | _unweighed(cursor, filled)
    if not weighed.any():
        return filled, _newly_frozen(catalogue, filled.head(0)), pd.DataFrame()
    rows = _newly_frozen(catalogue, filled[due])
    return filled, rows, frozen_weights(cursor, filled[weighed], revision)


def _unweighed(cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame) -> Bools:
    """Say which goals have a reference, and an area to compare with that has no weight.

    A list that changes is a new version with a reference of its own. In stores from before
    that was so, areas have come to goals whose weights were frozen already.
    """
    lacking = lacking_weights(cursor, goals["goal_id"])
    known = goals["baseline_value"].notna().to_numpy(bool)
    return known & goals["goal_id"].isin(lacking).to_numpy(bool)


def as_frozen(catalogue: Catalogue, goals: pd.DataFrame, known: Facts) -> pd.DataFrame:
    """Return the goals with the baselines they have in their facts, and freeze nothing."""
    return _filled(catalogue, goals, known)[0]


def _filled(
    catalogue: Catalogue, goals: pd.DataFrame, known: Facts
) -> tuple[pd.DataFrame, Bools]:
    """Return the goals with the baselines that are found, and which of them are to freeze."""
    named = Named.of(goals["baseline_periods"])
    chosen = _chosen(goals, known, named)
    value, start, end = _found(chosen, named, known)
    value = _as_kept(catalogue, goals, value)
    kept = _frozen_number(catalogue, goals)
    due: Bools = np.isnan(kept) & ~np.isnan(value)
    filled = goals.assign(
        baseline_value=np.where(np.isnan(kept), value, kept),
        baseline_start=start,
        baseline_end=end,
        baseline_periods=_periods(goals["baseline_periods"], chosen, known, named, due),
    )
    return filled, due


def _periods(
    given: pd.Series, chosen: Ints, known: Facts, named: Named, due: Bools
) -> pd.Series:
    """Return the periods of each baseline: those that were chosen where it is `due` to freeze.

    The others, nearly all of them, have theirs.
    """
    cells = given.to_numpy(object).copy()
    for place in np.flatnonzero(named.length == 0):
        cells[place] = []
    mine = chosen[due[known.owner[chosen]]]
    texts = known.rows["period"].array.take(mine).to_numpy(object)
    length = np.bincount(known.owner[mine], minlength=len(cells))[due]
    for place, one in zip(np.flatnonzero(due), runs.divided(texts, length), strict=True):
        cells[place] = one.tolist()
    return pd.Series(cells, index=given.index, dtype=object)


def _found(chosen: Ints, named: Named, known: Facts) -> tuple[Floats, Days, Days]:
    """Return the baseline of each goal in the rows that are `chosen`: value, start and end.

    One that is not complete, by the periods that were `named`, has none.
    """
    counted = np.bincount(known.owner[chosen], minlength=len(named.length))
    complete = (counted > 0) & ((counted == named.length) | (named.length == 0))
    value, has = np.full(len(counted), np.nan), counted > 0
    start, end = (np.full(len(counted), np.datetime64("NaT", "us")) for _ in range(2))
    if len(chosen):
        first = (np.cumsum(counted) - counted)[has]
        value[has] = runs.means(known.rows["number"].to_numpy(float)[chosen], counted[has])
        start[has] = np.fmin.reduceat(known.rows["period_start"].to_numpy()[chosen], first)
        end[has] = np.fmax.reduceat(known.rows["period_end"].to_numpy()[chosen], first)
    value[~complete], start[~complete], end[~complete] = np.nan, _NEVER, _NEVER
    return value, start, end


_NEVER = np.datetime64("NaT")


def _chosen(goals: pd.DataFrame, known: Facts, named: Named) -> Ints:
    """Return the rows, all final, that baselines are the mean of: see `with_baselines`."""
    rows, owner = known.rows, known.owner
    final = rows["final"].to_numpy(bool) & rows["number"].notna().to_numpy(bool)
    inside = final & named.by_goal(known.periods)[owner, known.period]
    free = final & (named.length == 0)[owner]
    if free.any():
        early = rows["period_end"].to_numpy() <= goals["frozen_on"].to_numpy()[owner]
        mine = np.flatnonzero(free & early)
        through = np.cumsum(np.bincount(owner[mine], minlength=len(goals)))
        inside[mine[np.arange(len(mine)) >= through[owner[mine]] - _LAST]] = True
    return np.flatnonzero(inside)


_LAST = 2
"""So many of the last measurements are a baseline that names none."""


def _frozen_number(catalogue: Catalogue, goals: pd.DataFrame) -> Floats:
    """Read the frozen baselines back as numbers, a class as its severity."""
    frozen: Floats = goals["baseline_value"].to_numpy(float, na_value=np.nan, copy=True)
    classed = goals["baseline_class"].notna().to_numpy(bool)
    for indicator_id, mine in goals[classed].groupby("indicator_id"):
        steps = {step.code: step.severity for step in catalogue[str(indicator_id)].ladder}
        severities = mine["baseline_class"].map(steps).astype(float).to_numpy()
        place = goals.index.get_indexer(mine.index)
        frozen[place] = np.where(np.isnan(severities), frozen[place], severities)
    return frozen


def _as_kept(catalogue: Catalogue, goals: pd.DataFrame, found: Floats) -> Floats:
    """Return baselines as they are read back once they are frozen: a mean of classes is
    rounded to the worse class."""
    kept = found.copy()
    place, indicator_ids = pd.factorize(goals["indicator_id"])
    for number, indicator_id in enumerate(indicator_ids):
        steps = np.sort([float(step.severity) for step in catalogue[indicator_id].ladder])
        mine = np.flatnonzero((place == number) & ~np.isnan(found))
        at = np.searchsorted(steps, found[mine])
        there = at < len(steps)
        kept[mine[there]] = steps[at[there]]
    return kept


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
    """Name the class that has a severity, if any: see `_as_kept`."""
    return next((step.code for step in indicator.ladder if step.severity == severity), None)
