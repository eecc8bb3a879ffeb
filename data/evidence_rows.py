"""Goals and measurements as the decision needs them: one frame each, from the store."""

from collections.abc import Iterable

import duckdb
import numpy as np
import pandas as pd

from data.comparators import comparators
from data.store import CURRENT
from metrics.catalogue import Catalogue
from metrics.indicator import Direction, Evidence, Indicator, Kind
from metrics.sampling import standard_error


def goals(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, indicator_ids: set[str] | None
) -> pd.DataFrame:
    """Return the current goals of some indicators, with what their definition adds.

    One row per goal, ordered by id: the columns of ``goal`` and of its series' key, and those
    that `metrics.outcome.decide` asks for except the baselines.
    """
    rows = cursor.execute(
        """
        SELECT g.* EXCLUDE (revision_from, revision_to, brought_by),
               s.* EXCLUDE (series_id, revision_from),
               EXISTS (SELECT 1 FROM series newer
                       JOIN observation o ON o.series_id = newer.series_id
                            AND o.revision_to = $current
                       WHERE newer.indicator_id = s.indicator_id AND newer.area_id = s.area_id
                         AND newer.category = s.category
                         AND newer.definition_version > s.definition_version
                         AND o.period_end > coalesce(
                             (SELECT max(mine.period_end) FROM observation mine
                              WHERE mine.series_id = g.series_id
                                AND mine.revision_to = $current), DATE '0001-01-01')
                      ) AS redefined
        FROM goal g JOIN series s USING (series_id)
        WHERE g.revision_to = $current
          AND ($ids IS NULL OR list_contains($ids, s.indicator_id))
        ORDER BY g.goal_id
        """,
        {"current": CURRENT, "ids": sorted(indicator_ids) if indicator_ids else None},
    ).df()
    rows = rows[rows["indicator_id"].isin(list(catalogue))].reset_index(drop=True)
    known = [catalogue[indicator_id] for indicator_id in rows["indicator_id"]]
    return rows.assign(
        group=rows["indicator_id"] + "|" + rows["category"],
        exact=[one.evidence.is_exact for one in known],
        assessable=[one.may_be_assessed for one in known],
        confirmed=[one.direction is not Direction.UNCONFIRMED for one in known],
        at_most_watch=[one.kind in {Kind.EARLY_SIGNAL, Kind.PROCESS} for one in known],
        looks_per_year=[one.looks_per_year for one in known],
        mid=_filled(rows["mid"], [one.smallest_difference for one in known]),
        minimum_n=_filled(rows["minimum_n"], [one.minimum_n for one in known]),
        stale_after_days=_filled(
            rows["stale_after_days"], [one.stale_after_days for one in known]
        ),
        **_ordinal_targets(rows, known),
    )


def measurements(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, goals: pd.DataFrame
) -> pd.DataFrame:
    """Return every measurement of the goals' series as `metrics.outcome.decide` asks for it.

    One row per goal and period. `goals` comes from `baselines.with_baselines`, whose references
    decide which side of a break a measurement lies on.
    """
    known = facts(cursor, catalogue, goals)
    wanted = goals.set_index("goal_id")[
        ["baseline_start", "baseline_end", "baseline_periods", "minimum_n"]
    ]
    rows = known.join(wanted, on="goal_id")
    rows = rows.assign(
        value=rows["number"],
        standard_error=_standard_errors(catalogue, rows),
        trouble=_trouble(rows),
        final=rows["status"] == "final",
        in_baseline=[
            period in listed
            for period, listed in zip(rows["period"], rows["baseline_periods"], strict=True)
        ],
    )
    rows = rows.join(comparators(cursor, goals), on=["goal_id", "period"])
    since_reference = rows["baseline_start"].isna() | (
        rows["period_start"] >= rows["baseline_start"]
    )
    rows = rows.assign(
        usable=rows["final"] & (rows["trouble"] == "") & since_reference,
        expected_dip=_expected_dips(cursor, rows),
    )
    return _with_breaks(cursor, goals, rows)


def facts(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, goals: pd.DataFrame
) -> pd.DataFrame:
    """Return the current measurements of the goals' series, by goal and then by time.

    One row per goal and period: the columns of ``observation`` and ``number``, which is the
    value, or the severity of the class where the indicator is ordinal.
    """
    cursor.register("asked_goals", goals[["goal_id", "series_id"]])
    rows = cursor.execute(
        """
        SELECT a.goal_id, s.indicator_id, s.area_id, s.category,
               o.* EXCLUDE (revision_from, revision_to, brought_by, source, note)
        FROM asked_goals a JOIN series s USING (series_id)
        JOIN observation o ON o.series_id = a.series_id AND o.revision_to = $current
        ORDER BY a.goal_id, o.period_end, o.period_start
        """,
        {"current": CURRENT},
    ).df()
    cursor.unregister("asked_goals")
    return rows.assign(number=_numbers(catalogue, rows))


def _numbers(catalogue: Catalogue, rows: pd.DataFrame) -> pd.Series:
    severities = pd.Series(np.nan, index=rows.index)
    for indicator_id in rows["indicator_id"].unique():
        steps = {step.code: step.severity for step in catalogue[indicator_id].ladder}
        mine = rows["indicator_id"] == indicator_id
        if steps:
            severities[mine] = rows.loc[mine, "class_code"].map(steps)
    return rows["value"].astype(float).fillna(severities)


def _filled(given: pd.Series, otherwise: list[float | int | None]) -> pd.Series:
    return given.astype(float).fillna(pd.Series(otherwise, index=given.index, dtype=float))


def _ordinal_targets(rows: pd.DataFrame, known: list[Indicator]) -> dict[str, pd.Series]:
    """Say a class target as the most severe class that still fulfils the goal."""
    high = rows["target_high"].astype(float).copy()
    for position, indicator in enumerate(known):
        if indicator.evidence is Evidence.ORDINAL:
            steps = {step.code: step.severity for step in indicator.ladder}
            fulfils = [steps[one] for one in listed(rows["target_classes"].iloc[position])]
            high.iloc[position] = max(fulfils, default=np.nan)
    return {"target_high": high, "target_low": rows["target_low"].astype(float)}


def _standard_errors(catalogue: Catalogue, rows: pd.DataFrame) -> pd.Series:
    errors = pd.Series(np.nan, index=rows.index)
    for indicator_id in rows["indicator_id"].unique():
        indicator = catalogue[indicator_id]
        mine = rows["indicator_id"] == indicator_id
        numbers = rows.loc[mine, ["number", "numerator", "denominator", "n", "low", "high"]]
        columns = {name: numbers[name].to_numpy(float, na_value=np.nan) for name in numbers}
        errors[mine] = standard_error(
            indicator.evidence, indicator.unit, value=columns.pop("number"), **columns
        )
    return errors


def _trouble(rows: pd.DataFrame) -> pd.Series:
    """Say why a measurement cannot be judged: hidden, missing, few_answers, inferred_class."""
    answers = rows["n"].astype(float).fillna(rows["denominator"].astype(float))
    trouble = pd.Series("", index=rows.index, dtype=object)
    classed = rows["class_code"].astype(object).fillna("") != ""
    trouble[(rows["evidence"] == "inferred") & classed] = "inferred_class"
    trouble[answers < rows["minimum_n"]] = "few_answers"
    trouble[rows["number"].isna()] = "missing"
    trouble[rows["missing_reason"] == "suppressed"] = "hidden"
    return trouble


def _expected_dips(cursor: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> list[bool]:
    """Say of each measurement whether an announced dip of its area covers it."""
    dips = cursor.execute(
        """
        SELECT s.area_id, s.indicator_id, e.starts_on,
               coalesce(e.ends_on, e.starts_on) AS ends_on
        FROM event e JOIN event_scope s USING (event_id)
        WHERE e.revision_to = $current AND s.revision_to = $current
          AND e.effect = 'expected_dip'
        """,
        {"current": CURRENT},
    ).df()
    by_area = dict(tuple(dips.groupby("area_id")))
    nothing = dips.iloc[:0]
    answers = []
    for row in rows.itertuples():
        mine = by_area.get(str(row.area_id), nothing)
        concerns = mine["indicator_id"].isin(["", row.indicator_id])
        overlaps = (mine["starts_on"] <= row.period_end) & (mine["ends_on"] >= row.period_start)
        answers.append(bool((concerns & overlaps).any()))
    return answers


def _with_breaks(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, rows: pd.DataFrame
) -> pd.DataFrame:
    """Mark the measurements that lie on the other side of a break from the reference."""
    cursor.register("asked_goals", goals[["goal_id", "series_id", "baseline_end"]])
    cursor.register("asked_rows", rows[["goal_id", "period", "period_end"]])
    blocked = cursor.execute(
        """
        SELECT r.goal_id, r.period, bool_or(b.blocks_change) AS change_blocked,
               bool_or(b.blocks_level) AS level_blocked,
               arg_max(b.break_id, b.first_period_start) AS break_id,
               arg_max(b.kind, b.first_period_start) AS break_kind
        FROM asked_rows r
        JOIN asked_goals a USING (goal_id) JOIN series s USING (series_id)
        JOIN series_break b ON b.revision_to = $current AND b.indicator_id = s.indicator_id
             AND coalesce(b.definition_version, s.definition_version) = s.definition_version
             AND coalesce(b.area_id, '') IN ('', s.area_id)
             AND coalesce(b.category, '') IN ('', s.category)
        WHERE a.baseline_end < b.first_period_start AND b.first_period_start <= r.period_end
        GROUP BY ALL
        """,
        {"current": CURRENT},
    ).df()
    cursor.unregister("asked_goals")
    cursor.unregister("asked_rows")
    joined = rows.join(blocked.set_index(["goal_id", "period"]), on=["goal_id", "period"])
    flags = joined[["change_blocked", "level_blocked"]].astype("boolean").fillna(False)
    return joined.assign(
        change_blocked=flags["change_blocked"].astype(bool),
        level_blocked=flags["level_blocked"].astype(bool),
        break_id=joined["break_id"].astype(object).fillna(""),
        break_kind=joined["break_kind"].astype(object).fillna(""),
    )


def listed(periods: object) -> list[str]:
    """Return a list column's cell as a list; a missing one is empty."""
    return [str(period) for period in periods] if isinstance(periods, Iterable) else []
