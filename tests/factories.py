"""The smallest goals and measurements that make a point, and ways in to a store."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from data.answers.reader import Reader
from data.door import Door
from data.store import ledger
from data.store.access import Verb, Viewer
from data.store.store import Store
from metrics.definition.period import parse_period
from metrics.outcome.decision import decide
from metrics.outcome.state import State

TODAY = date(2026, 3, 1)

WAVES = [54, 56, 55, 54, 56, 55, 54, 56]
"""Eight reference waves of a survey around 55."""

CLASS = {
    "form": "class",
    "worse": "higher",
    "target_low": np.nan,
    "target_high": 2.0,
    "mid": 1.0,
}
"""The terms of a goal on a class: severity 2 or better fulfils it, and one step matters."""


def a_goal(**terms: Any) -> dict[str, Any]:
    """Return a goal on a share counted in full: at least 60, from 55, what matters is 2."""
    goal = {
        "goal_id": "goal",
        "group": "share",
        "exact": True,
        "assessable": True,
        "confirmed": True,
        "at_most_watch": False,
        "redefined": False,
        "form": "at_least",
        "worse": "lower",
        "target_low": 60.0,
        "target_high": np.nan,
        "baseline_value": 55.0,
        "comparator_baseline": np.nan,
        "comparator_use": "",
        "mid": 2.0,
        "target_due": pd.NaT,
        "earliest_effect": pd.NaT,
        "stale_after_days": 800,
        "looks_per_year": 1.0,
    }
    return goal | {
        name: pd.Timestamp(value) if isinstance(value, date) else value
        for name, value in terms.items()
    }


def measurements(
    values: Sequence[float],
    *,
    first: int = 2020,
    baseline: int = 1,
    goal_id: str = "goal",
    periods: Sequence[str] | None = None,
    **columns: Any,
) -> pd.DataFrame:
    """Return yearly measurements from `first`, the first `baseline` of them the reference.

    A column given as a list has one entry per measurement; anything else is the same for all.
    """
    named = periods or [str(first + position) for position in range(len(values))]
    parsed = [parse_period(name) for name in named]
    frame = pd.DataFrame(
        {
            "goal_id": goal_id,
            "period": [period.text for period in parsed],
            "period_start": pd.to_datetime([period.start for period in parsed]),
            "period_end": pd.to_datetime([period.end for period in parsed]),
            "value": np.asarray(values, dtype=float),
            "standard_error": 0.0,
            "comparator": np.nan,
            "trouble": "",
            "final": True,
            "in_baseline": [position < baseline for position in range(len(values))],
            "expected_dip": False,
            "change_blocked": False,
            "level_blocked": False,
            "break_id": "",
            "break_kind": "",
            "class_code": None,
            "low": np.nan,
            "high": np.nan,
        }
    )
    for name, given in columns.items():
        frame[name] = given
    missing = frame["value"].isna() & (frame["trouble"] == "")
    frame.loc[missing, "trouble"] = "missing"
    frame["usable"] = frame["final"].astype(bool) & (frame["trouble"] == "")
    return frame


def prefixes(
    goal: dict[str, Any], frame: pd.DataFrame, least: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a goal for each beginning of its measurements, from `least` to all of them.

    Each is named by how many measurements it has, so that all are judged in one batch.
    """
    counts = range(least, len(frame) + 1)
    goals = pd.DataFrame([goal | {"goal_id": str(count)} for count in counts])
    beginnings = [frame.iloc[:count].assign(goal_id=str(count)) for count in counts]
    return goals, pd.concat(beginnings, ignore_index=True)


def known_noise(
    sigma: float, *, group: str = "known", freedom: float = np.inf, rho: float = 0.0
) -> pd.DataFrame:
    """Return a frozen noise table of one group whose waves have this standard deviation."""
    row = {
        "noise_group": group,
        "scale": "plain",
        "with_errors": False,
        "alone": False,
        "between": sigma**2,
        "scatter": np.inf,
        "degrees_of_freedom": freedom,
        "areas": 60,
        "rho": rho,
        "season": [],
        "season_measurements": 0.0,
        "season_variation": 0.0,
    }
    return pd.DataFrame([row])


def state_of(
    values: Sequence[float],
    *,
    goal: dict[str, Any] | None = None,
    on: date = TODAY,
    **columns: Any,
) -> str:
    """Return the state of one goal, by default the one of `a_goal`."""
    return str(verdict(goal or a_goal(), measurements(values, **columns), on=on)["state"])


def at_the_border(
    border: float, short: float, *, both: State, last: State, first: State
) -> pytest.MarkDecorator:
    """Try the two `latest` measurements at a border, and each alone when the other falls short.

    The test is given `latest` and the `state` that follows from it.
    """
    cases = [([border, border], both), ([short, border], last), ([border, short], first)]
    return pytest.mark.parametrize(("latest", "state"), cases)


def a_survey(
    *latest: float, goal: dict[str, Any] | None = None, error: float = 0.8, **columns: Any
) -> pd.Series:
    """Return the verdict of a survey: eight reference waves around 55, then the latest ones."""
    waves = len(WAVES) + len(latest)
    frame = measurements(
        [*WAVES, *latest], first=2026 - waves, baseline=8, standard_error=error, **columns
    )
    return verdict(goal or a_goal(exact=False), frame)


def verdict(goal: dict[str, Any], measured: pd.DataFrame, *, on: date = TODAY) -> pd.Series:
    """Return the verdict of one goal."""
    return decide(pd.DataFrame([goal]), measured, assessed_on=on).iloc[0]


def a_door(store: Store) -> Door:
    """Return the door to a store."""
    return Door(store)


def a_viewer(**terms: Any) -> Viewer:
    """Return somebody who sees and may do everything but for what the terms say."""
    everywhere = {"areas": None, "verbs": frozenset(Verb), "local": "areas" not in terms}
    return Viewer(**everywhere | terms)


def a_reader(
    store: Store, *, viewer: Viewer | None = None, revision: int | None = None
) -> Reader:
    """Return the questions of somebody who sees everything, or of a viewer."""
    return Door(store).reader(viewer or a_viewer(), revision)


def saved_row(store: Store, table: str, row: dict[str, object]) -> int:
    """Save one row as a revision of its own, and return its number."""
    with writing(store) as cursor:
        moment = datetime(2026, 3, 1, tzinfo=UTC)
        revision = ledger.open_revision(cursor, "import", actor="test", now=moment)
        ledger.write(cursor, revision, table, pd.DataFrame([row]))
    return revision


def rows_of(store: Store, sql: str, **parameters: Any) -> pd.DataFrame:
    """Return what stands in the file, seen past every door."""
    return store._query(sql, **parameters)


def writing(store: Store) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """Lend a cursor that writes past every door."""
    return store._writing()
