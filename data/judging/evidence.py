"""Goals and measurements as the decision needs them: one frame each, from the store."""

from collections.abc import Iterable
from itertools import chain

import duckdb
import numpy as np
import pandas as pd

from data.judging import breaks, runs
from data.judging.comparators import comparator_baseline, comparator_spread, comparators
from metrics.arrays import Bools, Ints
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import (
    FEWEST_ANSWERS,
    Evidence,
    Indicator,
)
from metrics.engine.sampling import standard_error
from metrics.engine.series import places

COUNTED = frozenset({Evidence.REGISTER_SHARE, Evidence.STOCK})
"""What is counted in full and may still have an ordinary variation to show beside."""


def has_noise(indicator: Indicator) -> bool:
    """Say whether its values vary by chance, or ordinarily, by an amount that is estimated."""
    return indicator.evidence in COUNTED or not indicator.evidence.is_exact


def measurements(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    goals: pd.DataFrame,
    known: pd.DataFrame,
    revision: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the goals, and every measurement of their series, as `metrics.outcome.decision`
    asks.

    One row per goal and period, from the `facts` that are `known`. `goals` comes from
    `baselines.with_baselines`, whose references decide which side of a break a measurement lies
    on; it gains the comparators' baselines.
    """
    owner = places(known["goal_id"], goals["goal_id"])
    rows = known.assign(
        value=known["number"],
        standard_error=standard_errors(catalogue, known),
        answers=_answers(known),
        trouble=trouble(catalogue, known, goals["minimum_n"].to_numpy(float)[owner]),
        final=(known["status"] == "final").to_numpy(bool),
        in_baseline=in_periods(known, goals),
        expected_dip=_expected_dips(cursor, known, revision),
    )
    since = goals["baseline_start"].to_numpy()[owner]
    early = rows["period_start"].to_numpy() < since  # Of no reference nothing is.
    compared = comparators(cursor, catalogue, goals, revision)
    rows = rows.assign(
        usable=rows["final"].to_numpy()
        & (rows["trouble"] == "").to_numpy(bool)
        & ~early
        & ~_known_before(rows, goals, owner),
        **_compared(rows, compared),
    )
    with_comparators = goals.assign(
        comparator_baseline=comparator_baseline(compared, goals),
        comparator_spread=comparator_spread(compared, goals),
    )
    return with_comparators, breaks.marked(cursor, goals, rows, owner, revision)


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


def in_periods(rows: pd.DataFrame, goals: pd.DataFrame) -> np.ndarray:
    """Say which `rows` (``goal_id``, ``period``) are in the baseline periods of their goals."""
    named = goals["baseline_periods"].map(listed)
    # By number: an index of pairs of texts costs many times as much.
    period, periods = pd.factorize(rows["period"])
    asked = pd.Series(list(chain.from_iterable(named)), dtype="str")
    place = places(asked, pd.Series(periods))
    goal = np.repeat(np.arange(len(goals)), named.map(len))
    wanted = np.zeros((len(goals) + 1, len(periods) + 1), dtype=np.bool_)
    wanted[goal, place] = True
    wanted[:, -1] = False  # Where what has no place was put.
    found: Bools = wanted[places(rows["goal_id"], goals["goal_id"]), period]
    return found


def _known_before(rows: pd.DataFrame, goals: pd.DataFrame, owner: Ints) -> Bools:
    """Say which measurements after the reference were over when their goal was frozen.

    Who set the goal could have known them: it is judged from that day on. Not so where the
    day is only that of the upload: then either nothing had been measured here, or the goal was
    set after the fact, which it says, and is judged by all.
    """
    dated = goals["frozen_on"] < goals["first_saved_at"].dt.normalize()
    dated &= ~goals["after_the_fact"].astype(bool)
    early = rows["period_end"].to_numpy() < goals["frozen_on"].to_numpy()[owner]
    known: Bools = dated.to_numpy(bool)[owner] & early & ~rows["in_baseline"].to_numpy(bool)
    return known


def facts(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, goals: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Return the measurements of the goals' series as of `revision`, by goal and by time.

    One row per goal and period: the columns of ``observation`` and ``number``, which is the
    value, or the severity of the class where the indicator is ordinal.
    """
    ordered = goals.iloc[np.argsort(goals["goal_id"].to_numpy(object), kind="stable")]
    number = np.arange(len(ordered), dtype=np.int32)
    cursor.register("asked_series", ordered[["series_id"]].assign(number=number))
    # As columns, not objects: texts made one by one cost more than all else of the question.
    found = cursor.sql(_FACTS, params={"revision": revision}).to_arrow_table()
    cursor.unregister("asked_series")
    rows: pd.DataFrame = found.to_pandas(date_as_object=False)
    of_goal = rows.pop("number").to_numpy()
    for place, name in enumerate(_OF_GOAL):
        rows.insert(place, name, ordered[name].array.take(of_goal))
    types = {"period_start": "datetime64[us]", "period_end": "datetime64[us]"}
    if found["n"].null_count:
        types["n"] = "Int32"
    rows = rows.astype(types)
    return rows.assign(number=_numbers(catalogue, rows))


_OF_GOAL = ("goal_id", "indicator_id", "area_id", "category")

_FACTS = """
SELECT a.number, o.* EXCLUDE (revision_from, revision_to, brought_by, source, note, ceiling)
FROM asked_series a JOIN observation_as_of($revision) o USING (series_id)
ORDER BY a.number, o.period_end, o.period_start
"""


def _numbers(catalogue: Catalogue, rows: pd.DataFrame) -> pd.Series:
    severities = pd.Series(np.nan, index=rows.index)
    for indicator_id in rows["indicator_id"].unique():
        steps = {step.code: step.severity for step in catalogue[indicator_id].ladder}
        if steps:
            mine = rows["indicator_id"] == indicator_id
            severities[mine] = rows.loc[mine, "class_code"].map(steps)
    return rows["value"].astype(float).fillna(severities)


def standard_errors(catalogue: Catalogue, rows: pd.DataFrame) -> pd.Series:
    """Return the standard error of each row of `facts`, in its unit; NaN where nothing says."""
    names = ("number", "numerator", "denominator", "n", "low", "high")
    numbers = {name: rows[name].to_numpy(float, na_value=np.nan) for name in names}
    errors = np.full(len(rows), np.nan)
    place, indicator_ids = pd.factorize(rows["indicator_id"])
    for number, indicator_id in enumerate(indicator_ids):
        indicator, mine = catalogue[indicator_id], place == number
        columns = {name: column[mine] for name, column in numbers.items()}
        errors[mine] = standard_error(
            indicator.evidence, indicator.unit, value=columns.pop("number"), **columns
        )
    return pd.Series(errors, index=rows.index)


def trouble(
    catalogue: Catalogue, rows: pd.DataFrame, minimum_n: np.ndarray | float
) -> pd.Series:
    """Say why a measurement cannot be judged: hidden, missing, few_answers, inferred_class.

    `minimum_n` is the fewest answers that are enough for each.
    """
    place, indicator_ids = pd.factorize(rows["indicator_id"])
    surveys = [catalogue[one].evidence is Evidence.SURVEY_SHARE for one in indicator_ids]
    least = np.where(surveys, float(FEWEST_ANSWERS), 0.0)[place]
    floor = np.maximum(np.nan_to_num(minimum_n), least)
    # One by one: `isin` makes an object of each text.
    reason = rows["missing_reason"]
    hidden = ((reason == "suppressed") | (reason == "few_people")).to_numpy(bool)
    classed = (rows["class_code"].fillna("") != "").to_numpy(bool)
    why = np.zeros(len(rows), dtype=int)
    why[(rows["evidence"] == "inferred").to_numpy(bool) & classed] = 1
    why[_answers(rows) < floor] = 2
    why[rows["number"].isna().to_numpy(bool)] = 3
    why[hidden] = 4
    return pd.Series(runs.texts(_TROUBLE, why), index=rows.index)


_TROUBLE = ("", "inferred_class", "few_answers", "missing", "hidden")
"""Each says more than those before it."""


def _expected_dips(
    cursor: duckdb.DuckDBPyConnection, rows: pd.DataFrame, revision: int
) -> np.ndarray:
    """Say of each measurement whether an announced dip of its area covers it."""
    dips = cursor.execute(
        """
        SELECT s.area_id, s.indicator_id, e.starts_on,
               coalesce(e.ends_on, e.starts_on) AS ends_on
        FROM event_as_of($revision) e JOIN event_scope_as_of($revision) s USING (event_id)
        WHERE e.effect = 'expected_dip'
        """,
        {"revision": revision},
    ).df()
    found = np.zeros(len(rows), dtype=bool)
    if dips.empty:
        return found
    places = rows[["area_id", "indicator_id", "period_start", "period_end"]]
    places = places.assign(place=np.arange(len(rows)))
    near = places.merge(dips, on="area_id", suffixes=("", "_of_dip"))
    named = near["indicator_id_of_dip"].fillna("")
    covered = (
        (named.isin([""]) | (named == near["indicator_id"]))
        & (near["period_end"] >= near["starts_on"])
        & (near["period_start"] <= near["ends_on"])
    )
    found[near.loc[covered, "place"].to_numpy(int)] = True
    return found


def listed(periods: object) -> list[str]:
    """Return a list column's cell as a list; a missing one is empty."""
    if isinstance(periods, np.ndarray):  # the common case: to ask what is iterable is slow
        return [str(period) for period in periods.tolist()]
    return [str(period) for period in periods] if isinstance(periods, Iterable) else []
