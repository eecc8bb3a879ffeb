"""Reads a goal as it stands in a row of `Reader.goals`: numbers, days, lists, or nothing."""

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from metrics.outcome.state import State

Goal = Mapping[str, Any]


def state_of(goal: Goal) -> State:
    """Return the goal's state; one that has not been assessed has no evidence."""
    state = goal.get("state")
    return State(state) if isinstance(state, str) and state else State.NO_EVIDENCE


def value_of(goal: Goal, key: str) -> float | None:
    """Return a number of the goal, or None where there is none."""
    try:
        number = float(goal.get(key))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return None if math.isnan(number) else number


def day_of(goal: Goal, key: str) -> date | None:
    """Return a day of the goal, or None where there is none."""
    value = goal.get(key)
    if value is None or value != value or isinstance(value, float):
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def listed(goal: Goal, key: str) -> list[str]:
    """Return a list of the goal (periods, classes), empty where there is none."""
    value = goal.get(key)
    if value is None or isinstance(value, (str, float)):
        return []
    return [str(item) for item in value]


def targets(goal: Goal) -> tuple[float | None, float | None]:
    """Return the lower and the upper bound of the goal, in the indicator's unit."""
    return value_of(goal, "target_low"), value_of(goal, "target_high")


def level_of(goal: Goal) -> float | None:
    """Return the one level a value is held against: target, near bound of a band, baseline."""
    low, high = targets(goal)
    form = goal.get("form")
    if form == "hold":
        return value_of(goal, "baseline_value")
    if form == "at_most":
        return high if high is not None else low
    if form == "band" and low is not None and high is not None:
        value = value_of(goal, "value")
        return high if value is not None and value > high else low
    return low if low is not None else high


def area(goal: Goal, language: str) -> str:
    """Return the area's name in the language asked for."""
    english = goal.get("area_name_en")
    if language == "en" and isinstance(english, str) and english:
        return english
    return str(goal.get("area_name") or "")


def flag(goal: Goal, key: str) -> bool:
    """Return whether something holds of the goal; what is not known does not."""
    return value_of(goal, key) == 1.0
