"""Decides what has become of each promise: ledger A, a fold over what was looked at.

The rules are those of ``docs/method.md``, ledger A. Three of them carry the rest: what is gone
stays gone until somebody finds it, what was there must be looked at again when the next stage
is reached, and nothing is lost before the owner or two other roles have confirmed it.
Everything works on a batch of promises at once; the order of the rows never matters.
"""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.outcome.state import Group, State, group_of
from metrics.promise.frames import check
from metrics.promise.records import BUILT, POSITIONS, Looks, lay_out, position_of
from metrics.promise.state import CARRIED, FALLEN, Joined, PromiseState

__all__ = [
    "CARRIED",
    "FALLEN",
    "POSITIONS",
    "RULE_VERSION",
    "Joined",
    "PromiseState",
    "course",
    "decide",
    "decide_promises",
    "joined",
    "position_of",
]

RULE_VERSION = "2026-1"
"""Changes whenever the same records could get another state than before."""

_BINDING = 4
_EQUAL_FROM = 3
"""Strength 3 (measurable, with owner and date) and 4 (binding) count as equal."""

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
    is not known yet; a look at a skipped stage is left out.

    Returns, in the order of `commitments`: ``commitment_id``, ``state``, ``stage`` and
    ``check_year`` (of what decided it; NA when nobody has looked), ``lost_between`` (position
    0-9 in `POSITIONS` before which it fell, NA otherwise), ``since``, ``watch`` (a binding
    promise became merely measurable), ``reassess_on`` (the day the calendar alone may change
    the state). Raises `metrics.errors.FrameError`, naming all that is wrong with the frames.
    """
    check(commitments, records, confirmations, decisions, area_stages)
    looks = lay_out(commitments, records, confirmations, decisions, area_stages, on)
    steps = _follow(looks)
    now = _today(looks, steps, on)
    return pd.DataFrame(
        {
            "commitment_id": looks.ids,
            "state": now["state"],
            "stage": _part(now["position"], 0),
            "check_year": _part(now["position"], 1),
            "lost_between": _whole(now["fell"]),
            "since": now["since"],
            "watch": steps.watch[:, -1] & np.isin(now["state"], _STILL_THERE),
            "reassess_on": _reassess_on(looks, now, on),
        }
    )


decide_promises = decide
"""`decide` under the name that tells it from the goals' own in `metrics`."""

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
    """Return the way of every promise, stage by stage, as it is known on the day `on`.

    The arguments are those of `decide`. One row per promise and position, from where it was
    made (first seen, where that is not known) to the last one reached: ``commitment_id``,
    ``position``, ``stage``, ``check_year``, ``state`` (as it stood when that stage was the
    latest; not_assessed where nobody looked), ``skipped`` (the project has no such stage: the
    state before it goes on).
    """
    check(commitments, records, confirmations, decisions, area_stages)
    looks = lay_out(commitments, records, confirmations, decisions, area_stages, on)
    steps = _follow(looks)
    rows: list[pd.DataFrame] = []
    states = np.full(len(looks.ids), PromiseState.NOT_ASSESSED, dtype=object)
    for position, (stage, check_year) in enumerate(POSITIONS):
        before = states
        here = (looks.origin <= position) & (position <= looks.last_reached)
        states = _state_at(looks, steps, position)
        if position == BUILT:
            missed = (looks.due < np.datetime64(on, "D")) & ~_in_place(steps, position)
            looked = looks.seen[:, position] == 0
            states = np.where(
                missed & looked & (states == PromiseState.NO_TRACE),
                PromiseState.NOT_DELIVERED,
                states,
            )
        goes_on = looks.skipped[:, position] & (looks.origin < position)
        states = np.where(goes_on, before, states)
        rows.append(
            pd.DataFrame(
                {
                    "commitment_id": looks.ids[here],
                    "position": position,
                    "stage": stage,
                    "check_year": check_year,
                    "state": states[here],
                    "skipped": looks.skipped[here, position],
                }
            )
        )
    whole = pd.concat(rows, ignore_index=True)
    return whole.sort_values(["commitment_id", "position"], ignore_index=True)


def joined(promise: PromiseState | str, outcome: State | str | None) -> Joined:
    """Say what a promise and the outcome of its goal come to together.

    A promise that is only carried on paper can hold, but it cannot have been insufficient:
    what is not in place yet has not been tried. Every pair that is not named is not assessed.
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


class _Steps:
    """What is known of each promise after each of its looks; arrays (promises, looks + 1).

    Column 0 is before anybody has looked.
    """

    def __init__(self, looks: Looks) -> None:
        shape = (len(looks.ids), looks.position.shape[1] + 1)
        self.state = np.full(shape, PromiseState.NOT_ASSESSED, dtype=object)
        self.since = np.full(shape, _NEVER)
        self.fell = np.full(shape, -1)
        self.watch = np.zeros(shape, dtype=bool)
        self.in_place = np.zeros(shape, dtype=bool)
        self.position = np.concatenate([np.full((shape[0], 1), -1), looks.position], axis=1)


def _follow(looks: Looks) -> _Steps:
    """Walk through the looks of every promise, stage by stage and then by day."""
    steps = _Steps(looks)
    count = len(looks.ids)
    highest = np.full(count, -1.0)
    binding, was_lost, was_weak = (np.zeros(count, dtype=bool) for _ in range(3))
    gone, confirmed = (np.zeros(count, dtype=bool) for _ in range(2))
    promised = looks.promised.copy()
    for step in range(looks.position.shape[1]):
        exists = looks.position[:, step] >= 0
        found, missed = looks.found[:, step] & exists, ~looks.found[:, step] & exists
        strength = looks.strength[:, step]
        rank = np.minimum(strength, _EQUAL_FROM)
        weak = found & ((rank < highest) | (looks.quantity[:, step] < promised))
        was_lost |= found & gone & confirmed
        returned = found & ~weak & (was_lost | was_weak)
        was_weak |= weak
        binding |= found & (strength >= _BINDING)
        fell = np.where(missed & ~gone, looks.position[:, step], steps.fell[:, step])
        steps.fell[:, step + 1] = np.where(found, -1, fell)
        confirmed = np.where(missed, (confirmed & gone) | looks.confirmed[:, step], confirmed)
        confirmed &= ~found
        gone = (gone | missed) & ~found
        state = _found_state(looks, step, weak, returned)
        lost = np.where(confirmed, PromiseState.LOST, PromiseState.NO_TRACE)
        state = np.where(found, state, np.where(missed, lost, steps.state[:, step]))
        steps.state[:, step + 1] = state
        began = np.where(
            missed & confirmed & ~np.isnat(looks.confirmed_on[:, step]),
            looks.confirmed_on[:, step],
            looks.recorded_on[:, step],
        )
        same = (state == steps.state[:, step]) | ~exists
        steps.since[:, step + 1] = np.where(same, steps.since[:, step], began)
        slipped = binding & found & (strength < _BINDING)
        steps.watch[:, step + 1] = np.where(exists, slipped, steps.watch[:, step])
        there = found & (looks.position[:, step] >= BUILT) & looks.evidence[:, step]
        steps.in_place[:, step + 1] = np.where(exists, there, steps.in_place[:, step])
        highest = np.where(found, np.fmax(highest, rank), highest)
        promised = np.where(found, np.fmax(promised, looks.quantity[:, step]), promised)
    return steps


def _found_state(
    looks: Looks, step: int, weak: NDArray[np.bool_], returned: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """Name what a look that found the promise says; without evidence nothing is delivered."""
    position = looks.position[:, step]
    shown = looks.evidence[:, step]
    return np.select(
        [weak, (position >= BUILT) & ~shown, returned, position > BUILT, position == BUILT],
        [
            PromiseState.WEAKENED,
            PromiseState.NOT_ASSESSED,
            PromiseState.RESTORED,
            PromiseState.IN_USE,
            PromiseState.DELIVERED,
        ],
        default=PromiseState.CARRIED,
    ).astype(object)


def _last_step(steps: _Steps, position: int) -> NDArray[np.int64]:
    """Find the last look at or before a position; 0 where there is none."""
    within = (steps.position >= 0) & (steps.position <= position)
    order = np.arange(steps.position.shape[1])
    last: NDArray[np.int64] = np.where(within, order, 0).max(axis=1)
    return last


def _state_at(looks: Looks, steps: _Steps, position: int) -> NDArray[np.object_]:
    """Return the states as they stood when a position was the latest one reached."""
    last = _last_step(steps, position)
    state = steps.state[np.arange(len(looks.ids)), last]
    unseen = (looks.seen[:, position] < 0) & ~looks.skipped[:, position]
    # The promise itself stands where it was made; further on, not seen is not known.
    state = np.where((last == 0) & (looks.origin == position), PromiseState.CARRIED, state)
    made_here = looks.origin == position
    fallen = np.isin(state, sorted(FALLEN))
    state = np.where(unseen & ~fallen & ~made_here, PromiseState.NOT_ASSESSED, state)
    decided = (looks.decided_at >= 0) & (looks.decided_at <= position)
    return np.where(decided, looks.decision, state)


def _in_place(steps: _Steps, position: int) -> NDArray[np.bool_]:
    return steps.in_place[np.arange(len(steps.in_place)), _last_step(steps, position)]


def _today(looks: Looks, steps: _Steps, on: date) -> dict[str, NDArray[Any]]:
    """Let decisions, the stage reached and the calendar have their say; first match wins."""
    today = np.datetime64(on, "D")
    state, since = steps.state[:, -1].copy(), steps.since[:, -1].copy()
    position, fell = steps.position.max(axis=1), steps.fell[:, -1].copy()
    looked = position >= 0
    gone = np.isin(state, [PromiseState.NO_TRACE, PromiseState.LOST])
    # Nobody has looked at the stage that is reached: what was there may have gone.
    unseen = looked & ~gone & (looks.last_reached > position)
    late = looked & (looks.due < today) & ~steps.in_place[:, -1]
    ever_in_place = steps.in_place.any(axis=1)
    built_in_vain = (state == PromiseState.NO_TRACE) & (fell >= BUILT) & ~ever_in_place
    not_built = ~gone & (looks.last_reached < BUILT)
    overdue = late & (built_in_vain | not_built)
    state[unseen] = PromiseState.NOT_ASSESSED
    since[unseen] = looks.last_reached_on[unseen]
    state[overdue] = PromiseState.NOT_DELIVERED
    since[overdue] = (looks.due + _DAY)[overdue]
    fell[overdue] = BUILT
    decided = looks.decided_at >= 0
    state[decided] = looks.decision[decided]
    since[decided] = looks.decided_on[decided]
    fell[decided] = looks.decided_at[decided]
    position = np.where(decided, looks.decided_at, position)
    return {"state": state, "since": since, "position": position, "fell": fell}


def _reassess_on(looks: Looks, now: dict[str, NDArray[Any]], on: date) -> Days:
    """The first day to come when a due date passes or a planned stage is reached."""
    today = np.datetime64(on, "D")
    passing = np.where(looks.due >= today, looks.due + _DAY, _NEVER)
    settled = np.isin(now["state"], _SETTLED)
    return np.where(settled, _NEVER, np.fmin(passing, looks.next_planned))


_SETTLED = [PromiseState.DECIDED_AWAY, PromiseState.REPLACED, PromiseState.LOST]


def _part(position: NDArray[np.int64], part: int) -> pd.arrays.IntegerArray:
    parts = np.array([each[part] for each in POSITIONS])
    return _whole(np.where(position < 0, -1, parts[position]))


def _whole(values: NDArray[np.int64]) -> pd.arrays.IntegerArray:
    return pd.array(np.where(values < 0, np.nan, values), dtype="Int32")
