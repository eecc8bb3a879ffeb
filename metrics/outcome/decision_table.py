"""Follows every goal from measurement to measurement: reached, lost and regained."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Ints
from metrics.outcome.distances import starts_outside
from metrics.outcome.measurements import Measured
from metrics.outcome.rates import Alarms
from metrics.outcome.signs import Signs
from metrics.outcome.state import State


class Lost(IntEnum):
    """What a value was lost against, in the order of the table; it has to come back there."""

    NOT = 0
    TARGET = 1
    BASELINE = 2
    COMPARATOR = 3
    DUE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of a goal after each measurement, shape (goals, measurements).

    `kept` is a promise to hold whose day has come and that was kept then: it is over, and what
    falls later warns and is no loss.
    """

    was_reached: Bools
    was_lost: Bools
    lost: Ints
    regained: Bools
    returned: Bools
    watch: Bools
    sudden: Bools
    kept: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The state after each measurement, shape (goals, measurements), with what it follows from.

    The calendar plays no part: whether the last value is stale is decided afterwards.
    """

    states: NDArray[np.object_]
    signs: Signs
    memory: Memory


def follow(goals: pd.DataFrame, measured: Measured, signs: Signs, alarms: Alarms) -> History:
    """Decide every measurement of every goal by the table, oldest first."""
    memory = _remember(goals, measured, signs, alarms)
    return History(states=_decide(goals, measured, signs, memory), signs=signs, memory=memory)


def _remember(goals: pd.DataFrame, measured: Measured, signs: Signs, alarms: Alarms) -> Memory:
    """Follow what was reached, lost and regained; a loss stays until it is confirmed back."""
    shape = measured.value.shape
    memory = _blank(shape)
    exact = goals["exact"].to_numpy(bool)
    promised = (goals["comparator_use"] == "promise").to_numpy()
    compared = (goals["comparator_use"] != "").to_numpy()
    outside = starts_outside(goals)
    at_due = signs.past_due & (np.cumsum(signs.past_due, axis=1) == 1)
    at_due &= (goals["form"] == "hold").to_numpy()[:, None]
    reached, ever_lost, regained, kept = (np.zeros(shape[0], dtype=bool) for _ in range(4))
    back_to = np.zeros(shape[0], dtype=np.int64)
    kind = np.zeros(shape[0], dtype=np.int64)
    for column in range(shape[1]):
        now = _Now(signs, column)
        alarm = _AlarmNow(alarms, column, exact)
        found = _found_lost(now, alarm, reached & outside, promised)
        may_lose = ~goals["at_most_watch"].to_numpy(bool) & ~kept
        found = np.where(may_lose, found, Lost.NOT)
        # The order of the table is the order of the numbers: a worse loss takes over.
        worse = (found != Lost.NOT) & ((kind == Lost.NOT) | (found < kind))
        kind = np.where(worse, found, kind)
        never = may_lose & (kind == Lost.NOT) & now("never_came") & (back_to != Lost.DUE)
        kind = np.where(never, Lost.DUE, kind)
        returned = _is_back(kind, now)
        back_to = np.where(returned, kind, np.where(kind != Lost.NOT, Lost.NOT, back_to))
        ever_lost |= kind != Lost.NOT
        regained = returned | (regained & (kind == Lost.NOT) & _is_back(back_to, now))
        kind = np.where(returned, Lost.NOT, kind)
        was_reached, reached = reached, reached | now("reached")
        watched = _watches(now, alarm, was_reached & outside, compared)
        sudden = _falls_suddenly(now, alarm, was_reached & outside)
        memory.watch[:, column] = ~returned & (watched | sudden)
        calm = (kind == Lost.NOT) & ~memory.watch[:, column]
        kept = kept | (at_due[:, column] & now("reached") & calm)
        memory.kept[:, column] = kept
        memory.sudden[:, column] = sudden
        memory.was_reached[:, column], memory.was_lost[:, column] = reached, ever_lost
        memory.regained[:, column], memory.lost[:, column] = regained, kind
        memory.returned[:, column] = returned
    return memory


def _blank(shape: tuple[int, ...]) -> Memory:
    """Return a memory to be filled in, column by column."""
    names = ("was_reached", "was_lost", "regained", "returned", "watch", "sudden", "kept")
    return Memory(
        lost=np.zeros(shape, dtype=np.int64),
        **{name: np.zeros(shape, dtype=bool) for name in names},
    )


class _Now:
    """The signs of one measurement, by name."""

    def __init__(self, signs: Signs, column: int) -> None:
        self._signs, self._column = signs, column

    def __call__(self, name: str) -> Bools:
        sign: Bools = getattr(self._signs, name)[:, self._column]
        return sign


class _AlarmNow:
    """The alarms at one measurement, by reference; what is counted in full needs none."""

    def __init__(self, alarms: Alarms, column: int, exact: Bools) -> None:
        self._alarms, self._column, self._exact = alarms, column, exact

    def lost(self, reference: str) -> Bools:
        alarm: Bools = getattr(self._alarms, reference).lost[:, self._column] | self._exact
        return alarm

    @property
    def gained(self) -> Bools:
        gained: Bools = self._alarms.gain.lost[:, self._column] | self._exact
        return gained

    def watch(self, reference: str) -> Bools:
        alarm: Bools = getattr(self._alarms, reference).watch[:, self._column] | self._exact
        return alarm


def _found_lost(now: _Now, alarm: _AlarmNow, reached: Bools, promised: Bools) -> Ints:
    """Return what each value is now found to be lost against: an alarm, and confirmed."""
    found: Ints = np.select(
        [
            reached & alarm.lost("target") & now("short_twice"),
            alarm.lost("baseline") & now("below_twice"),
            promised & alarm.lost("comparator") & now("behind_twice"),
        ],
        [Lost.TARGET, Lost.BASELINE, Lost.COMPARATOR],
        Lost.NOT,
    )
    return found


def _is_back(kind: Ints, now: _Now) -> Bools:
    """Return whether what was lost against `kind` is back there, twice."""
    to_target = now("back_to_target")
    back: Bools = np.select(
        [kind == Lost.TARGET, kind == Lost.DUE, kind == Lost.BASELINE, kind == Lost.COMPARATOR],
        [to_target, to_target, now("back_to_baseline"), now("back_to_comparator")],
        False,
    )
    return back


def _watches(now: _Now, alarm: _AlarmNow, reached: Bools, compared: Bools) -> Bools:
    """Return what is worse by what matters: with an early alarm, or in an announced dip.

    With an alarm a sample may be so by its three latest: see `Signs.below_lately`.
    """
    watch: Bools = (
        ((alarm.watch("baseline") | now("dip")) & now("below_once"))
        | (alarm.watch("baseline") & now("below_lately"))
        | ((alarm.watch("target") | now("dip")) & reached & now("short_once"))
        | (alarm.lost("comparator") & compared & now("behind_once"))
    )
    return watch


def _falls_suddenly(now: _Now, alarm: _AlarmNow, reached: Bools) -> Bools:
    """Return what nothing calm may be said of; the target counts where it was established."""
    sudden: Bools = now("sudden_below") | (now("sudden_short") & reached & alarm.gained)
    return sudden


def _decide(
    goals: pd.DataFrame, measured: Measured, signs: Signs, memory: Memory
) -> NDArray[np.object_]:
    """Apply the decision table to every measurement: the first rule that matches."""
    broken = measured.change_blocked
    # A promise to hold is kept, never reached or on its way: its target is where it began.
    holds = (goals["form"] == "hold").to_numpy()[:, None]
    reached = signs.reached & ~holds
    missed_level = signs.never_came & ~memory.regained
    # What was there when it was due, and is not now, is no question of the due date.
    met = np.logical_or.accumulate(signs.past_due & signs.reached, axis=1)
    unclear = signs.past_due & ~signs.reached & ~signs.held_unseen & ~met
    table: list[tuple[Bools, State]] = [
        # What concerns the level itself is decided on the new side of a break too; a promise
        # to hold has no level but its baseline.
        (broken & holds, State.BREAK),
        (broken & missed_level, State.NEVER_CAME),
        (broken & reached, State.REACHED),
        (broken, State.BREAK),
        (memory.lost == Lost.TARGET, State.RELAPSE),
        (memory.lost == Lost.BASELINE, State.BELOW_BASELINE),
        (memory.lost == Lost.COMPARATOR, State.FELL_BEHIND),
        (memory.regained, State.REGAINED),
        (memory.lost == Lost.DUE, State.NEVER_CAME),
        # A promise to hold that is worse when due is watched until it is lost or back.
        (memory.watch & holds, State.WATCH),
        (unclear, State.PAST_DUE_UNCLEAR),
        (memory.watch, State.WATCH),
        (reached, State.REACHED),
        (signs.too_early, State.TOO_EARLY),
        (signs.on_track & ~signs.past_due & ~holds, State.ON_TRACK),
        (signs.cannot_tell, State.CANNOT_TELL),
        (np.broadcast_to(holds, broken.shape), State.HOLDS),
    ]
    decided: NDArray[np.object_] = np.select(
        [condition for condition, _ in table],
        [np.array(state, dtype=object) for _, state in table],
        np.array(State.UNCHANGED, dtype=object),
    )
    decided[~measured.exists] = None
    return decided
