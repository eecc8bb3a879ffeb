"""Follows every promise from check to check: found, missed, confirmed, weakened, restored."""

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Bools, Ints
from metrics.promise.records import BUILT, Checks
from metrics.promise.state import FALLEN, PromiseState

_BINDING = 4
_EQUAL_FROM = 3
"""Strength 3 (measurable, with owner and date) and 4 (binding) count as equal."""

_NEVER = np.datetime64("NaT", "D")


class Steps:
    """What is known of each promise after each of its checks; arrays (promises, checks + 1).

    Column 0 is before the first check.
    """

    def __init__(self, checks: Checks) -> None:
        shape = (len(checks.ids), checks.position.shape[1] + 1)
        self.state = np.full(shape, PromiseState.NOT_ASSESSED, dtype=object)
        self.since = np.full(shape, _NEVER)
        self.fell = np.full(shape, -1)
        self.watch = np.zeros(shape, dtype=bool)
        self.in_place = np.zeros(shape, dtype=bool)
        self.position = np.concatenate([np.full((shape[0], 1), -1), checks.position], axis=1)


def follow(checks: Checks) -> Steps:
    """Follow every promise from check to check, by stage and then by day."""
    steps = Steps(checks)
    count = len(checks.ids)
    highest = np.full(count, -1.0)
    binding, was_lost, was_weak = (np.zeros(count, dtype=bool) for _ in range(3))
    gone, confirmed = (np.zeros(count, dtype=bool) for _ in range(2))
    promised = checks.promised.copy()
    for step in range(checks.position.shape[1]):
        exists = checks.position[:, step] >= 0
        found, missed = checks.found[:, step] & exists, ~checks.found[:, step] & exists
        strength = checks.strength[:, step]
        rank = np.minimum(strength, _EQUAL_FROM)
        weak = found & ((rank < highest) | (checks.quantity[:, step] < promised))
        was_lost |= found & gone & confirmed
        returned = found & ~weak & (was_lost | was_weak)
        was_weak |= weak
        binding |= found & (strength >= _BINDING)
        fell = np.where(missed & ~gone, checks.position[:, step], steps.fell[:, step])
        steps.fell[:, step + 1] = np.where(found, -1, fell)
        confirmed = np.where(missed, (confirmed & gone) | checks.confirmed[:, step], confirmed)
        confirmed &= ~found
        gone = (gone | missed) & ~found
        state = _found_state(checks, step, weak, returned)
        lost = np.where(confirmed, PromiseState.LOST, PromiseState.NO_TRACE)
        state = np.where(found, state, np.where(missed, lost, steps.state[:, step]))
        steps.state[:, step + 1] = state
        began = np.where(
            missed & confirmed & ~np.isnat(checks.confirmed_on[:, step]),
            checks.confirmed_on[:, step],
            checks.recorded_on[:, step],
        )
        same = (state == steps.state[:, step]) | ~exists
        steps.since[:, step + 1] = np.where(same, steps.since[:, step], began)
        slipped = binding & found & (strength < _BINDING)
        steps.watch[:, step + 1] = np.where(exists, slipped, steps.watch[:, step])
        there = found & (checks.position[:, step] >= BUILT) & checks.evidence[:, step]
        steps.in_place[:, step + 1] = np.where(exists, there, steps.in_place[:, step])
        highest = np.where(found, np.fmax(highest, rank), highest)
        promised = np.where(found, np.fmax(promised, checks.quantity[:, step]), promised)
    return steps


def _found_state(
    checks: Checks, step: int, weak: Bools, returned: Bools
) -> NDArray[np.object_]:
    """Return the state that a check finds; without evidence nothing is delivered."""
    position = checks.position[:, step]
    shown = checks.evidence[:, step]
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


def _last_step(steps: Steps, position: int) -> Ints:
    """Return the last step at or before a position; 0 where there is none."""
    within = (steps.position >= 0) & (steps.position <= position)
    order = np.arange(steps.position.shape[1])
    last: Ints = np.where(within, order, 0).max(axis=1)
    return last


def state_at(checks: Checks, steps: Steps, position: int) -> NDArray[np.object_]:
    """Return the states as they were when a position was the latest one reached."""
    last = _last_step(steps, position)
    state = steps.state[np.arange(len(checks.ids)), last]
    unseen = (checks.seen[:, position] < 0) & ~checks.skipped[:, position]
    # The promise is there where it was made; at later stages, unchecked is unknown.
    state = np.where((last == 0) & (checks.origin == position), PromiseState.CARRIED, state)
    made_here = checks.origin == position
    fallen = np.isin(state, sorted(FALLEN))
    state = np.where(unseen & ~fallen & ~made_here, PromiseState.NOT_ASSESSED, state)
    decided = (checks.decided_at >= 0) & (checks.decided_at <= position)
    return np.where(decided, checks.decision, state)


def in_place_at(steps: Steps, position: int) -> Bools:
    """Return which promises were in place when a position was the latest one reached."""
    return steps.in_place[np.arange(len(steps.in_place)), _last_step(steps, position)]
