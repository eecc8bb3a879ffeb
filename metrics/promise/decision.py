"""Decides what has become of each promise from the checks of its stages: ledger A.

The rules are those of ``docs/method.md``, ledger A. Three of them matter most: what is gone
stays gone until somebody finds it, what was there must be checked again when the next stage is
reached, and nothing is lost before the owner or two other roles have confirmed it.
Everything works on a batch of promises at once; the order of the rows never matters.
"""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.outcome.state import Group, State, group_of
from metrics.promise.frames import Frames
from metrics.promise.records import BUILT, POSITIONS, Checks, arrange
from metrics.promise.state import CARRIED, Joined, PromiseState
from metrics.promise.steps import Steps, follow, in_place_at, state_at

RULE_VERSION = "2026-1"
"""Changes whenever the same records could get another state than before."""

Days = NDArray[np.datetime64]
_NEVER = np.datetime64("NaT", "D")
_DAY = np.timedelta64(1, "D")


def decide(
    commitments: pd.DataFrame,
    records: pd.DataFrame,
    confirmations: pd.DataFrame,
    decisions: pd.DataFrame,
    area_stages: pd.DataFrame,
    *,
    on: date,
) -> pd.DataFrame:
    """Return the state of every promise on the day `on`.

    The columns of the frames are those of `metrics.promise.frames`. What is dated after `on`
    is not known yet; a check of a skipped stage is left out.

    Returns, in the order of `commitments`: ``commitment_id``, ``state``, ``stage`` and
    ``check_year`` (of what decided it; NA when nobody has checked), ``lost_between`` (position
    0-9 in `POSITIONS` before which it fell, NA otherwise), ``since``, ``watch`` (a binding
    promise became merely measurable), ``reassess_on`` (the day the calendar alone may change
    the state). Raises `metrics.errors.FrameError`, naming all that is wrong with the frames.
    """
    given = Frames(commitments, records, confirmations, decisions, area_stages)
    checks = arrange(given, on=on)
    steps = follow(checks)
    now = _today(checks, steps, on)
    return pd.DataFrame(
        {
            "commitment_id": checks.ids,
            "state": now["state"],
            "stage": _part(now["position"], 0),
            "check_year": _part(now["position"], 1),
            "lost_between": _whole(now["fell"]),
            "since": now["since"],
            "watch": steps.watch[:, -1] & np.isin(now["state"], _STILL_THERE),
            "reassess_on": _reassess_on(checks, now, on),
        }
    )


decide_promises = decide
"""`decide` by the name it has in `metrics`, where `decide` is about goals."""

_STILL_THERE = [*sorted(CARRIED), PromiseState.NOT_ASSESSED]


def course(
    commitments: pd.DataFrame,
    records: pd.DataFrame,
    confirmations: pd.DataFrame,
    decisions: pd.DataFrame,
    area_stages: pd.DataFrame,
    *,
    on: date,
) -> pd.DataFrame:
    """Return the state of every promise at each stage, as it is known on the day `on`.

    The arguments are those of `decide`. One row per promise and position, from where it was
    made (first seen, where that is not known) to the last one reached: ``commitment_id``,
    ``position``, ``stage``, ``check_year``, ``state`` (as it was when that stage was the
    latest; not_assessed where nobody checked), ``skipped`` (the project has no such stage: the
    state before it goes on).
    """
    given = Frames(commitments, records, confirmations, decisions, area_stages)
    checks = arrange(given, on=on)
    steps = follow(checks)
    rows: list[pd.DataFrame] = []
    states = np.full(len(checks.ids), PromiseState.NOT_ASSESSED, dtype=object)
    for position, (stage, check_year) in enumerate(POSITIONS):
        before = states
        here = (checks.origin <= position) & (position <= checks.last_reached)
        goes_on = checks.skipped[:, position] & (checks.origin < position)
        states = np.where(goes_on, before, _states_at(checks, steps, position, on))
        rows.append(
            pd.DataFrame(
                {
                    "commitment_id": checks.ids[here],
                    "position": position,
                    "stage": stage,
                    "check_year": check_year,
                    "state": states[here],
                    "skipped": checks.skipped[here, position],
                }
            )
        )
    whole = pd.concat(rows, ignore_index=True)
    return whole.sort_values(["commitment_id", "position"], ignore_index=True)


def _states_at(checks: Checks, steps: Steps, position: int, on: date) -> NDArray[np.object_]:
    """Return the states at a position; not delivered where it is late and was not found."""
    states = state_at(checks, steps, position)
    if position != BUILT:
        return states
    late = (checks.due < np.datetime64(on, "D")) & ~in_place_at(steps, position)
    not_found = checks.seen[:, position] == 0
    missed = late & not_found & (states == PromiseState.NO_TRACE)
    return np.where(missed, PromiseState.NOT_DELIVERED, states)


def joined(promise: PromiseState | str, outcome: State | str | None) -> Joined:
    """Return what a promise and the outcome of its goal amount to together.

    A promise that is only carried on paper can hold, but it cannot have been insufficient:
    what is not in place yet has not been tried. All other pairs are not assessed.
    """
    group = group_of(State(outcome)) if outcome else None
    state = PromiseState(promise)
    if state in _KEPT and group is Group.HOLDS:
        return Joined.HOLDS
    if state in _IN_PLACE and group is Group.LOST:
        return Joined.NOT_ENOUGH
    if state in _LOST and group is Group.HOLDS:
        return Joined.HELD_ANYWAY
    if state in _LOST and group is Group.LOST:
        return Joined.LOST_AND_MISSED
    return Joined.NOT_ASSESSED


_IN_PLACE = {PromiseState.DELIVERED, PromiseState.IN_USE, PromiseState.RESTORED}
_KEPT = _IN_PLACE | {PromiseState.CARRIED}
_LOST = {PromiseState.LOST, PromiseState.NOT_DELIVERED}


def _today(checks: Checks, steps: Steps, on: date) -> dict[str, NDArray[Any]]:
    """Return what holds today, with the stage reached, the calendar and then decisions."""
    today = np.datetime64(on, "D")
    state, since = steps.state[:, -1].copy(), steps.since[:, -1].copy()
    position, fell = steps.position.max(axis=1), steps.fell[:, -1].copy()
    checked = position >= 0
    gone = np.isin(state, [PromiseState.NO_TRACE, PromiseState.LOST])
    # Nobody has checked the stage that is reached: what was there may have gone.
    unseen = checked & ~gone & (checks.last_reached > position)
    late = checked & (checks.due < today) & ~steps.in_place[:, -1]
    ever_in_place = steps.in_place.any(axis=1)
    built_in_vain = (state == PromiseState.NO_TRACE) & (fell >= BUILT) & ~ever_in_place
    not_built = ~gone & (checks.last_reached < BUILT)
    overdue = late & (built_in_vain | not_built)
    state[unseen] = PromiseState.NOT_ASSESSED
    since[unseen] = checks.last_reached_on[unseen]
    state[overdue] = PromiseState.NOT_DELIVERED
    since[overdue] = (checks.due + _DAY)[overdue]
    fell[overdue] = BUILT
    decided = checks.decided_at >= 0
    state[decided] = checks.decision[decided]
    since[decided] = checks.decided_on[decided]
    fell[decided] = checks.decided_at[decided]
    position = np.where(decided, checks.decided_at, position)
    return {"state": state, "since": since, "position": position, "fell": fell}


def _reassess_on(checks: Checks, now: dict[str, NDArray[Any]], on: date) -> Days:
    """Return the next day when a due date passes or a planned stage is reached."""
    today = np.datetime64(on, "D")
    passing = np.where(checks.due >= today, checks.due + _DAY, _NEVER)
    settled = np.isin(now["state"], _SETTLED)
    return np.where(settled, _NEVER, np.fmin(passing, checks.next_planned))


_SETTLED = [PromiseState.DECIDED_AWAY, PromiseState.REPLACED, PromiseState.LOST]


def _part(position: NDArray[np.int64], part: int) -> pd.arrays.IntegerArray:
    parts = np.array([each[part] for each in POSITIONS])
    return _whole(np.where(position < 0, -1, parts[position]))


def _whole(values: NDArray[np.int64]) -> pd.arrays.IntegerArray:
    return pd.array(np.where(values < 0, np.nan, values), dtype="Int32")
