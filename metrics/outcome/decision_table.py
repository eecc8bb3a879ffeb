"""Follows every goal from measurement to measurement: reached, lost and regained."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from metrics.arrays import Bools, Ints
from metrics.outcome.distances import starts_outside
from metrics.outcome.measurements import Measured
from metrics.outcome.rates import Alarms
from metrics.outcome.signs import Signs
from metrics.outcome.state import STATES, State
from metrics.outcome.terms import Terms


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

    `states` are places among `STATES`, -1 where there is no measurement. The calendar plays no
    part: whether the last value is stale is decided afterwards.
    """

    states: Ints
    signs: Signs
    memory: Memory


def remember(terms: Terms, signs: Signs, alarms: Alarms) -> Memory:
    """Follow what was reached, lost and regained; a loss stays until it is confirmed back."""
    goals, columns = signs.reached.shape
    memory = _blank((goals, columns))
    shown = _with_alarms(terms, signs, alarms)
    outside, may_lose = starts_outside(terms), ~terms.at_most_watch
    reached, ever_lost, regained, kept = (np.zeros(goals, dtype=bool) for _ in range(4))
    back_to = np.zeros(goals, dtype=np.int64)
    kind = np.zeros(goals, dtype=np.int64)
    for column in range(columns):
        now = shown.at(column)
        found = np.where(may_lose & ~kept, _found_lost(now, reached & outside), Lost.NOT)
        # The order of the table is the order of the numbers: a worse loss takes over.
        worse = (found != Lost.NOT) & ((kind == Lost.NOT) | (found < kind))
        kind = np.where(worse, found, kind)
        never = may_lose & ~kept & (kind == Lost.NOT) & now.never_came & (back_to != Lost.DUE)
        kind = np.where(never, Lost.DUE, kind)
        returned = _is_back(kind, now)
        back_to = np.where(returned, kind, np.where(kind != Lost.NOT, Lost.NOT, back_to))
        ever_lost |= kind != Lost.NOT
        regained = returned | (regained & (kind == Lost.NOT) & _is_back(back_to, now))
        kind = np.where(returned, Lost.NOT, kind)
        was_reached, reached = reached & outside, reached | now.reached
        # Nothing calm may be said of what falls suddenly.
        sudden = now.sudden | (now.sudden_of_reached & was_reached)
        watch = ~returned & (now.watch | (now.watch_of_reached & was_reached) | sudden)
        kept = kept | (now.kept_at_due & (kind == Lost.NOT) & ~watch)
        memory.watch[:, column], memory.sudden[:, column] = watch, sudden
        memory.was_reached[:, column], memory.was_lost[:, column] = reached, ever_lost
        memory.regained[:, column], memory.lost[:, column] = regained, kind
        memory.returned[:, column], memory.kept[:, column] = returned, kept
    return memory


def _blank(shape: tuple[int, ...]) -> Memory:
    """Return a memory to be filled in, column by column."""
    names = ("was_reached", "was_lost", "regained", "returned", "watch", "sudden", "kept")
    return Memory(
        lost=np.zeros(shape, dtype=np.int64),
        **{name: np.zeros(shape, dtype=bool) for name in names},
    )


class _Shown(NamedTuple):
    """What measurements show together with their alarms, whatever was before them.

    ``fell_`` is lost against that reference if anything is: an alarm, and confirmed. ``watch``
    is worse by what matters and warned of. What ends in ``of_reached`` counts only where the
    target had been reached.
    """

    reached: Bools
    never_came: Bools
    fell_short: Bools
    fell_below: Bools
    fell_behind: Bools
    back_to_target: Bools
    back_to_baseline: Bools
    back_to_comparator: Bools
    watch: Bools
    watch_of_reached: Bools
    sudden: Bools
    sudden_of_reached: Bools
    kept_at_due: Bools

    def at(self, column: int) -> "_Shown":
        """Return what one measurement of each goal shows."""
        return _Shown(*(cells[:, column] for cells in self))


def _with_alarms(terms: Terms, signs: Signs, alarms: Alarms) -> _Shown:
    """Return the signs with their alarms; what is counted in full needs none."""
    exact = terms.exact[:, None]

    def heard(alarm: Bools) -> Bools:
        at_final: Bools = alarm[:, :-1] | exact
        return at_final

    early = heard(alarms.baseline.watch)
    behind = heard(alarms.comparator.lost)
    at_due = signs.past_due & (np.cumsum(signs.past_due, axis=1) == 1)
    return _Shown(
        reached=signs.reached,
        never_came=signs.never_came,
        fell_short=heard(alarms.target.lost) & signs.short_twice,
        fell_below=heard(alarms.baseline.lost) & signs.below_twice,
        fell_behind=terms.promised[:, None] & behind & signs.behind_twice,
        back_to_target=signs.back_to_target,
        back_to_baseline=signs.back_to_baseline,
        back_to_comparator=signs.back_to_comparator,
        # With an alarm a sample may be worse by its three latest: see `Signs.below_lately`.
        watch=((early | signs.dip) & signs.below_once)
        | (early & signs.below_lately)
        | (behind & terms.compared[:, None] & signs.behind_once),
        watch_of_reached=(heard(alarms.target.watch) | signs.dip) & signs.short_once,
        sudden=signs.sudden_below,
        # The target counts where it was established.
        sudden_of_reached=signs.sudden_short & heard(alarms.gain.lost),
        kept_at_due=at_due & terms.holds[:, None] & signs.reached,
    )


def _found_lost(now: _Shown, reached: Bools) -> Ints:
    """Return what each value is now found to be lost against: the first that it fell from."""
    found: Ints = np.select(
        [reached & now.fell_short, now.fell_below, now.fell_behind],
        [Lost.TARGET, Lost.BASELINE, Lost.COMPARATOR],
        Lost.NOT,
    )
    return found


def _is_back(kind: Ints, now: _Shown) -> Bools:
    """Return whether what was lost against `kind` is back there, twice."""
    nowhere = np.zeros(len(kind), dtype=np.bool_)
    # In the order of `Lost`; what missed its day has to come back to its target.
    where = [nowhere, now.back_to_target, now.back_to_baseline, now.back_to_comparator]
    back: Bools = np.choose(kind, [*where, now.back_to_target])
    return back


def decide_all(terms: Terms, measured: Measured, signs: Signs, memory: Memory) -> Ints:
    """Apply the decision table to every measurement: the first rule that matches.

    Returns the place of each state among `STATES`; -1 where there is no measurement.
    """
    broken = measured.change_blocked
    # A promise to hold is kept, never reached or on its way: its target is where it began.
    holds = terms.holds[:, None]
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
    decided: Ints = np.select(
        [condition for condition, _ in table],
        [STATES.index(state) for _, state in table],
        STATES.index(State.UNCHANGED),
    )
    return np.where(measured.exists, decided, -1)
