"""What a goal that is planned would be held against: its baseline, its noise, who answers."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.judging import breaks, evidence, facts, inputs
from data.judging import noise as calibrate
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Direction, Evidence, Indicator, Window
from metrics.engine.sampling import UNIT_SCALE
from metrics.engine.scale import scale_of
from metrics.outcome.planned import Yardstick, yardstick
from metrics.outcome.prepared import as_monitored

USUAL = 8
"""Measurements that a planned baseline has where nobody has chosen, or all there are."""

_GOAL = "planned"
_WORSE = {Direction.LOWER: "higher", Direction.BAND: "both"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A series as a goal on it would be judged if it were set now.

    `periods` are those of the baseline, oldest first, `available` how many measurements it
    could have: final, usable, and after the last break. `answers` is how many typically
    answer in it; None where nothing says. `beside` is an area whose answers could be added:
    its id and answers. `measure` is None where nothing can be foreseen, and `why` says
    so: 'no_values', 'hidden', 'unconfirmed', 'noise', 'season' or ''. `alone` is whether
    only the series itself says how much it usually moves.
    """

    periods: tuple[str, ...]
    available: int
    last_end: date | None
    latest: float | None
    answers: float | None
    beside: tuple[str, float] | None
    measure: Yardstick | None
    why: str
    alone: bool


def planned(
    reader: Reader, catalogue: Catalogue, *, series_id: int, baseline: int = USUAL
) -> Planned | None:
    """Return a series as a goal with its last `baseline` measurements would be judged.

    None for a series that is not there or may not be seen.
    """
    series = reader.visible(
        "SELECT * FROM series WHERE series_id = $series_id AND revision_from <= $revision",
        series_id=series_id,
    )
    series = series[series["indicator_id"].isin(list(catalogue))].reset_index(drop=True)
    if series.empty:
        return None
    indicator = catalogue[str(series["indicator_id"].iloc[0])]
    goal = _goal(series, indicator)
    with reader.cursor() as cursor:
        rows, hidden = _measurements(cursor, catalogue, goal, reader.revision)
        rows["in_baseline"] = np.arange(len(rows)) >= len(rows) - max(baseline, 1)
        found = _noise(cursor, catalogue, _with_baseline(goal, rows), rows, reader.revision)
    described = _described(reader, indicator, series, _with_baseline(goal, rows), rows, found)
    return replace(described, why="hidden") if hidden and rows.empty else described


def _described(
    reader: Reader,
    indicator: Indicator,
    series: pd.DataFrame,
    goal: pd.DataFrame,
    rows: pd.DataFrame,
    noise: pd.DataFrame,
) -> Planned:
    inside = rows[rows["in_baseline"].to_numpy(bool)]
    measure, why = _measure(indicator, goal, rows, noise)
    answers = inside["answers"].median() if indicator.evidence is _SURVEY else np.nan
    mine = noise[noise["noise_group"].isin(goal.get("noise_group", []))]
    return Planned(
        periods=tuple(inside["period"].astype(str)),
        available=len(rows),
        last_end=rows["period_end"].max().date() if len(rows) else None,
        latest=float(rows["value"].iloc[-1]) if len(rows) else None,
        answers=float(answers) if answers == answers else None,
        beside=_beside(reader, series) if answers == answers else None,
        measure=measure,
        why=why,
        alone=bool(len(mine)) and bool(mine["alone"].fillna(False).all()),
    )


_SURVEY = Evidence.SURVEY_SHARE


def _measure(
    indicator: Indicator, goal: pd.DataFrame, rows: pd.DataFrame, noise: pd.DataFrame
) -> tuple[Yardstick | None, str]:
    if rows.empty:
        return None, "no_values"
    if indicator.direction is Direction.UNCONFIRMED or not indicator.may_be_assessed:
        return None, "unconfirmed"
    measure = yardstick(goal, rows, noise)
    return (None if measure.unknown else measure), measure.unknown


def _goal(series: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return the one row that `metrics.outcome.decide` asks for, but for the baseline."""
    terms: dict[str, Any] = {
        "goal_id": _GOAL,
        "group": f"{indicator.id}.{series['definition_version'].iloc[0]}"
        f"|{series['category'].iloc[0]}",
        "exact": indicator.evidence.is_exact,
        "counted": indicator.evidence in evidence.COUNTED,
        "assessable": indicator.may_be_assessed,
        "confirmed": True,
        "at_most_watch": False,
        "form": "at_least",
        "worse": _WORSE.get(indicator.direction, "lower"),
        "target_low": np.nan,
        "target_high": np.nan,
        "comparator_baseline": np.nan,
        "comparator_use": "",
        "mid": np.nan,
        "target_due": pd.NaT,
        "earliest_effect": pd.NaT,
        "minimum_n": float(indicator.minimum_n),
        "stale_after_days": indicator.stale_after_days,
        "looks_per_year": indicator.measurements_per_year,
        "rolling": indicator.window is Window.ROLLING,
        "redefined": False,
        "scale": str(scale_of(indicator.evidence)),
        "whole": UNIT_SCALE.get(indicator.unit, 1.0),
    }
    return series.assign(**terms)


def _measurements(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, goal: pd.DataFrame, revision: int
) -> tuple[pd.DataFrame, bool]:
    """Return the measurements that a baseline may have, oldest first: see `decide`.

    And whether any is hidden from whoever asks.
    """
    measured = facts.read(cursor, catalogue, goal, revision)
    known = measured.rows.assign(until=pd.Timestamp.max.floor("D"))
    broken = breaks.last(cursor, known, revision)
    trouble = evidence.trouble(catalogue, goal, measured, float(goal["minimum_n"].iloc[0]))
    usable = known["final"] & (trouble == 0)
    usable &= broken.isna() | (known["period_start"] >= broken)
    rows = known.assign(
        value=known["number"].astype(float),
        standard_error=evidence.standard_errors(catalogue, goal, measured),
        answers=known["n"].astype(float).fillna(known["denominator"].astype(float)),
    )[usable.to_numpy(bool)]
    judged = rows.assign(
        comparator=np.nan,
        trouble="",
        final=True,
        usable=True,
        expected_dip=False,
        change_blocked=False,
        level_blocked=False,
        break_id="",
        break_kind="",
    )
    return judged.reset_index(drop=True), bool((trouble == evidence.HIDDEN).any())


def _with_baseline(goal: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    inside = rows[rows["in_baseline"].to_numpy(bool)]
    placed = goal.assign(
        baseline_value=inside["value"].mean(),
        baseline_end=inside["period_end"].max(),
    )
    return as_monitored(placed, rows) if len(rows) else placed


def _noise(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    goal: pd.DataFrame,
    rows: pd.DataFrame,
    revision: int,
) -> pd.DataFrame:
    """Return the noise that is frozen, or what would be frozen with the goal: nothing is kept.

    All goals of the indicator enter with their references, as they will. Who may not see small
    numbers gets what follows from the others, until it is frozen.
    """
    table = calibrate.frozen(cursor, revision)
    if rows.empty or calibrate.lacking(goal, table).empty:
        return calibrate.without_drifting(table)
    beside = inputs.judged_by(cursor, revision, catalogue, inputs.alike(cursor, goal, table))
    goals, measured = (goal, rows) if beside is None else _together(goal, rows, *beside)
    found = calibrate.estimated(cursor, catalogue, goals, measured, revision, goal)
    mine = found[found["noise_group"].isin(goal["noise_group"])]
    return calibrate.without_drifting(pd.concat([table, mine], ignore_index=True))


def _together(
    goal: pd.DataFrame, rows: pd.DataFrame, goals: pd.DataFrame, measured: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put a planned goal among those there are; it takes the place of one on its series."""
    kept = goals[goals["series_id"] != goal["series_id"].iloc[0]]
    others = measured[measured["goal_id"].isin(kept["goal_id"])]
    return (
        pd.concat([goal, kept[[name for name in goal if name in kept]]], ignore_index=True),
        pd.concat([rows, others[[name for name in rows if name in others]]], ignore_index=True),
    )


def _beside(reader: Reader, series: pd.DataFrame) -> tuple[str, float] | None:
    """Return an area under the same parent whose answers could be added: the one with most."""
    mine = series.iloc[0]
    found = reader.visible(
        """
        SELECT s.area_id, median(coalesce(o.n, o.denominator)) AS answers
        FROM area_relation_as_of($revision) mine
        JOIN area_relation_as_of($revision) other
             ON other.other_area_id = mine.other_area_id AND other.area_id <> mine.area_id
        JOIN area_as_of($revision) own ON own.area_id = mine.area_id
        JOIN area_as_of($revision) a ON a.area_id = other.area_id AND a.kind = own.kind
        JOIN series s ON s.area_id = other.area_id
        JOIN observation_as_of($revision) o USING (series_id)
        WHERE mine.area_id = $area_id AND mine.relation = 'parent'
          AND other.relation = 'parent' AND s.indicator_id = $indicator_id
          AND s.category = $category AND s.definition_version = $version
        GROUP BY s.area_id HAVING answers > 0 ORDER BY answers DESC, s.area_id
        """,
        area_id=str(mine["area_id"]),
        indicator_id=str(mine["indicator_id"]),
        category=str(mine["category"]),
        version=int(mine["definition_version"]),
    )
    if found.empty:
        return None
    best = found.iloc[0]
    return str(best["area_id"]), float(best["answers"])
