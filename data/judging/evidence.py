"""Goals and measurements as the decision needs them: one frame each, from the store."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from data.judging import breaks, runs
from data.judging.comparators import comparator_baseline, comparator_spread, comparators
from data.judging.facts import Facts
from metrics.arrays import Bools, Floats, Ints
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import (
    FEWEST_ANSWERS,
    Evidence,
    Indicator,
)
from metrics.engine.sampling import standard_error

COUNTED = frozenset({Evidence.REGISTER_SHARE, Evidence.STOCK})
"""What is counted in full and may still have an ordinary variation to show beside."""


def has_noise(indicator: Indicator) -> bool:
    """Say whether its values vary by chance, or ordinarily, by an amount that is estimated."""
    return indicator.evidence in COUNTED or not indicator.evidence.is_exact


class Evidenced(NamedTuple):
    """Goals and measurements as they are judged, and the breaks that goals lie before.

    `measurements` has one row per goal and period, `crossed` one per goal and break: see
    `breaks.crossed`.
    """

    goals: pd.DataFrame
    measurements: pd.DataFrame
    crossed: pd.DataFrame


def measurements(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    goals: pd.DataFrame,
    facts: Facts,
    revision: int,
) -> Evidenced:
    """Return the goals, and every measurement of their series, as `metrics.outcome.decision`
    asks.

    `goals` comes from `baselines.with_baselines`, whose references decide which side of a break
    a measurement lies on; it gains the comparators' baselines.
    """
    known, owner = facts.rows, facts.owner
    final = known["final"].to_numpy(bool)
    why = trouble(catalogue, goals, facts, goals["minimum_n"].to_numpy(float)[owner])
    inside = facts.named(goals["baseline_periods"])
    since = goals["baseline_start"].to_numpy()[owner]
    early = known["period_start"].to_numpy() < since  # Of no reference nothing is.
    compared = comparators(cursor, catalogue, goals, revision)
    crossed = breaks.crossed(cursor, goals, revision)
    rows = known.assign(
        value=known["number"],
        standard_error=standard_errors(catalogue, goals, facts),
        answers=_answers(known),
        trouble=runs.texts(TROUBLE, why),
        in_baseline=inside,
        expected_dip=_expected_dips(cursor, goals, facts, revision),
        usable=final & (why == 0) & ~early & ~_known_before(goals, facts, inside),
        **_compared(known, compared),
        **breaks.marked(crossed, facts),
    )
    with_comparators = goals.assign(
        comparator_baseline=comparator_baseline(compared, goals),
        comparator_spread=comparator_spread(compared, goals),
    )
    return Evidenced(goals=with_comparators, measurements=rows, crossed=crossed)


def _compared(rows: pd.DataFrame, compared: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the comparator of each measurement and its error; NaN where there is none."""
    names = ("comparator", "comparator_error")
    found = {name: np.full(len(rows), np.nan) for name in names}
    if compared.empty:
        return found
    goal_ids = compared.index.get_level_values("goal_id").unique()
    mine = np.flatnonzero(rows["goal_id"].isin(goal_ids).to_numpy(bool))
    asked = pd.MultiIndex.from_frame(rows[["goal_id", "period"]].iloc[mine])
    place = compared.index.get_indexer(asked)
    there = place >= 0
    for name in names:
        found[name][mine[there]] = compared[name].to_numpy(float)[place[there]]
    return found


def _answers(rows: pd.DataFrame) -> np.ndarray:
    """Return how many answered or were counted; NaN where nothing says."""
    answers, counted = (
        rows[name].to_numpy(float, na_value=np.nan) for name in ("n", "denominator")
    )
    return np.where(np.isnan(answers), counted, answers)


def _known_before(goals: pd.DataFrame, facts: Facts, inside: Bools) -> Bools:
    """Say which measurements after the reference were over when their goal was frozen.

    Who set the goal could have known them: it is judged from that day on. Not so where the
    day is only that of the upload: then either nothing had been measured here, or the goal was
    set after the fact, which it says, and is judged by all. `inside` are the references.
    """
    dated = goals["frozen_on"] < goals["first_saved_at"].dt.normalize()
    dated &= ~goals["after_the_fact"].astype(bool)
    frozen_on = goals["frozen_on"].to_numpy()[facts.owner]
    early = facts.rows["period_end"].to_numpy() < frozen_on
    known: Bools = dated.to_numpy(bool)[facts.owner] & early & ~inside
    return known


def standard_errors(catalogue: Catalogue, goals: pd.DataFrame, facts: Facts) -> Floats:
    """Return the standard error of each measurement, in its unit; NaN where nothing says."""
    names = ("number", "numerator", "denominator", "n", "low", "high")
    numbers: dict[str, Any] = {
        name: facts.rows[name].to_numpy(float, na_value=np.nan) for name in names
    }
    numbers["value"] = numbers.pop("number")
    place, indicator_ids = pd.factorize(goals["indicator_id"])
    alike = [(catalogue[one].evidence, catalogue[one].unit) for one in indicator_ids]
    kinds = list(dict.fromkeys(alike))
    kind = np.array([kinds.index(one) for one in alike], dtype=int)[place][facts.owner]
    if len(kinds) == 1:
        return np.asarray(standard_error(*kinds[0], **numbers), dtype=np.float64)
    errors = np.full(len(facts.rows), np.nan)
    for number, (how, unit) in enumerate(kinds):
        mine = kind == number
        columns = {name: column[mine] for name, column in numbers.items()}
        errors[mine] = standard_error(how, unit, **columns)
    return errors


def trouble(
    catalogue: Catalogue, goals: pd.DataFrame, facts: Facts, minimum_n: np.ndarray | float
) -> Ints:
    """Say why a measurement cannot be judged: a place in `TROUBLE`, 0 where it can.

    `minimum_n` is the fewest answers that are enough for each.
    """
    rows = facts.rows
    place, indicator_ids = pd.factorize(goals["indicator_id"])
    surveys = [catalogue[one].evidence is Evidence.SURVEY_SHARE for one in indicator_ids]
    least = np.where(surveys, float(FEWEST_ANSWERS), 0.0)[place][facts.owner]
    floor = np.maximum(np.nan_to_num(minimum_n), least)
    why = rows["inferred"].to_numpy(bool).astype(int)
    why[_answers(rows) < floor] = 2
    why[rows["number"].isna().to_numpy(bool)] = 3
    why[rows["hidden"].to_numpy(bool)] = HIDDEN
    return why


TROUBLE = ("", "inferred_class", "few_answers", "missing", "hidden")
"""Each says more than those before it."""

HIDDEN = TROUBLE.index("hidden")


def _expected_dips(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, facts: Facts, revision: int
) -> Bools:
    """Say of each measurement whether an announced dip of its area covers it."""
    dips = cursor.execute(
        """
        SELECT s.area_id, coalesce(s.indicator_id, '') AS indicator_id, e.starts_on,
               coalesce(e.ends_on, e.starts_on) AS ends_on
        FROM event_as_of($revision) e JOIN event_scope_as_of($revision) s USING (event_id)
        WHERE e.effect = 'expected_dip'
        """,
        {"revision": revision},
    ).df()
    found = np.zeros(len(facts.rows), dtype=np.bool_)
    if dips.empty:
        return found
    places = goals[["area_id", "indicator_id"]].assign(goal=np.arange(len(goals)))
    near = places.merge(dips, on="area_id", suffixes=("", "_of_dip"))
    named = near["indicator_id_of_dip"]
    near = near[(named == "") | (named == near["indicator_id"])]
    row, which = facts.rows_of(near["goal"].to_numpy(int))
    covered = (
        facts.rows["period_end"].to_numpy()[row] >= near["starts_on"].to_numpy()[which]
    ) & (facts.rows["period_start"].to_numpy()[row] <= near["ends_on"].to_numpy()[which])
    found[row[covered]] = True
    return found


def listed(periods: object) -> list[str]:
    """Return a list column's cell as a list; a missing one is empty."""
    if isinstance(periods, np.ndarray):  # the common case: to ask what is iterable is slow
        return [str(period) for period in periods.tolist()]
    return [str(period) for period in periods] if isinstance(periods, Iterable) else []
