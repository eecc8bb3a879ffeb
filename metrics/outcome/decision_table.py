"""Follows every goal look by look, remembering what was reached, lost and regained."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.outcome.distances import Reference
from metrics.outcome.measurements import Looks, twice
from metrics.outcome.on_scale import Standing
from metrics.outcome.rates import Alarms, Hearing
from metrics.outcome.state import State

_Z95 = 1.959964
_Z95_ONE_SIDED = 1.644854
_PATH_SHARE = 0.5
"""Half the straight path to the target is enough to be on track."""
_BLIND = 2.0
"""A series that would not have shown a worsening of twice the MID cannot tell."""


class Lost(IntEnum):
    """Against what a value was lost, in the table's order; the way back starts there."""

    NOT = 0
    TARGET = 1
    BASELINE = 2
    COMPARATOR = 3
    DUE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What each look shows without knowing what came before it; all of shape (goals, looks)."""

    dip: Bools
    below_once: Bools
    below_twice: Bools
    short_once: Bools
    short_twice: Bools
    behind_once: Bools
    behind_twice: Bools
    back_to_target: Bools
    back_to_baseline: Bools
    back_to_comparator: Bools
    reached: Bools
    narrowly: Bools
    on_track: Bools
    never_came: Bools
    past_due: Bools
    too_early: Bools
    cannot_tell: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a goal carries with it after each look; all of shape (goals, looks)."""

    was_reached: Bools
    was_lost: Bools
    lost: Ints
    regained: Bools
    returned: Bools
    watch: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The state after each look, shape (goals, looks), with the signs and memory behind it.

    The calendar is not asked here: whether the last value is stale comes afterwards.
    """

    states: NDArray[np.object_]
    signs: Signs
    memory: Memory


def follow(
    goals: pd.DataFrame,
    looks: Looks,
    against: Reference,
    standing: Standing,
    hearing: Hearing,
    detectable: Floats,
) -> Course:
    """Walk through the looks of every goal, oldest first, and decide each by the table."""
    signs = _signs(goals, looks, against, standing, detectable)
    memory = _remember(goals, looks, signs, hearing)
    return Course(states=_decide(looks, signs, memory), signs=signs, memory=memory)


def _signs(
    goals: pd.DataFrame,
    looks: Looks,
    against: Reference,
    standing: Standing,
    detectable: Floats,
) -> Signs:
    mid = goals["mid"].to_numpy(float)[:, None]
    change = looks.monitored & ~looks.change_blocked
    level = looks.exists & ~looks.level_blocked
    # A dip that somebody announced beforehand may warn but not confirm.
    confirms = change & ~looks.expected_dip
    below, behind = against.worsening >= mid, against.behind >= mid
    short = against.shortfall >= mid
    due_look = _due_look(goals, looks)
    past_due = looks.exists & (np.arange(looks.value.shape[1]) >= due_look[:, None])
    reached = _reached(goals, looks, against, level, due_look)
    return Signs(
        dip=change & looks.expected_dip,
        below_once=below & change,
        below_twice=twice(below & confirms, looks),
        short_once=short & change,
        short_twice=twice(short & confirms, looks),
        behind_once=behind & change,
        behind_twice=twice(behind & confirms, looks),
        back_to_target=twice((against.shortfall <= 0) & level, looks),
        back_to_baseline=twice((against.worsening <= 0) & change, looks),
        back_to_comparator=twice((against.behind <= 0) & change, looks),
        reached=reached,
        narrowly=reached & (against.shortfall + _Z95 * looks.standard_error > 0),
        on_track=_on_track(goals, looks, against, standing, change),
        never_came=past_due & _missed(goals, looks, against, standing, due_look)[:, None],
        past_due=past_due,
        too_early=_before_effect(goals, looks),
        cannot_tell=_cannot_tell(goals, looks, against, detectable),
    )


def _due_look(goals: pd.DataFrame, looks: Looks) -> Ints:
    """Find the first look that contains or follows the due date; past the last if none does."""
    due = goals["target_due"].to_numpy("datetime64[D]")[:, None]
    after = looks.exists & (looks.end >= due)
    none = looks.value.shape[1]
    found: Ints = np.where(after.any(axis=1), after.argmax(axis=1), none)
    return found


def _reached(
    goals: pd.DataFrame, looks: Looks, against: Reference, level: Bools, due_look: Ints
) -> Bools:
    """At or over the target twice; an exact value at its due date once."""
    there = against.reached & level
    exact = goals["exact"].to_numpy(bool)[:, None]
    at_due = np.arange(looks.value.shape[1]) == due_look[:, None]
    reached: Bools = twice(there, looks) | (exact & at_due & there)
    return reached


def _missed(
    goals: pd.DataFrame, looks: Looks, against: Reference, standing: Standing, due_look: Ints
) -> Bools:
    """Say of each goal whether its measurement at the due date misses for certain.

    In a sample the 95 % interval, waves included, must exclude the target; where nothing is
    known about the waves that of the sampling alone, and without either nothing is certain.
    """
    none = looks.value.shape[1]
    at = np.minimum(due_look, none - 1)[:, None]
    shortfall = np.take_along_axis(against.shortfall, at, 1)[:, 0]
    blocked = np.take_along_axis(looks.level_blocked, at, 1)[:, 0]
    distance = np.take_along_axis(standing.against.shortfall, at, 1)[:, 0]
    error = np.where(standing.error > 0, standing.error, np.nan)
    sd = np.where(np.isfinite(standing.sd), standing.sd, error)
    certain = distance > _Z95 * np.take_along_axis(sd, at, 1)[:, 0]
    certain |= goals["exact"].to_numpy(bool)
    enough = shortfall >= goals["mid"].to_numpy(float)
    missed: Bools = (due_look < none) & enough & certain & ~blocked
    return missed


def _on_track(
    goals: pd.DataFrame, looks: Looks, against: Reference, standing: Standing, change: Bools
) -> Bools:
    """Gained the MID twice, beyond chance, and at least half of the straight path."""
    gain = -against.worsening
    mid = goals["mid"].to_numpy(float)[:, None]
    waves = np.maximum(np.nan_to_num(standing.noise.measurements), 1.0)[:, None]
    spread = standing.sd * np.sqrt(1.0 + 1.0 / waves)
    beyond = -standing.against.worsening > _Z95_ONE_SIDED * spread
    beyond = beyond[:, :-1] | goals["exact"].to_numpy(bool)[:, None]
    needed = _PATH_SHARE * against.to_gain[:, None] * _path(goals, looks)
    return twice(change & (gain >= mid) & beyond, looks) & (gain >= needed)


def _path(goals: pd.DataFrame, looks: Looks) -> Floats:
    """Return how much of the time from the baseline to the due date each look has used."""
    due = goals["target_due"].to_numpy("datetime64[D]").astype("int64").astype(float)
    due = np.where(goals["target_due"].isna(), np.nan, due)[:, None]
    end = np.where(looks.exists, looks.end.astype("int64").astype(float), np.nan)
    ends_in_baseline = np.where(looks.in_baseline, end, -np.inf)
    start = ends_in_baseline.max(axis=1, initial=-np.inf)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (end - start) / (due - start)
    return np.clip(np.where(np.isfinite(share), share, 0.0), 0.0, 1.0)


def _before_effect(goals: pd.DataFrame, looks: Looks) -> Bools:
    effect = goals["earliest_effect"].to_numpy("datetime64[D]")[:, None]
    return looks.exists & (looks.end < effect)


def _cannot_tell(
    goals: pd.DataFrame, looks: Looks, against: Reference, detectable: Floats
) -> Bools:
    mid = goals["mid"].to_numpy(float)
    exact = goals["exact"].to_numpy(bool)
    monitored = np.cumsum(looks.monitored, axis=1)
    measured = np.cumsum(looks.exists, axis=1)
    few = np.where(exact[:, None], measured < 2, monitored < 2)
    blind = ~(detectable <= _BLIND * mid)
    answer: Bools = few | blind[:, None] | np.isnan(against.worsening)
    return answer


def _remember(goals: pd.DataFrame, looks: Looks, signs: Signs, hearing: Hearing) -> Memory:
    """Latch alarms, losses and what was reached; a loss stays until it is confirmed back."""
    shape = looks.value.shape
    kept_reached, kept_lost, kept_regained, kept_returned, kept_watch = (
        np.zeros(shape, dtype=bool) for _ in range(5)
    )
    kept_kind = np.zeros(shape, dtype=np.int64)
    exact = goals["exact"].to_numpy(bool)
    promised = (goals["comparator_use"] == "promise").to_numpy()
    compared = (goals["comparator_use"] != "").to_numpy()
    may_lose = ~goals["at_most_watch"].to_numpy(bool)
    reached, ever_lost, regained = (np.zeros(shape[0], dtype=bool) for _ in range(3))
    back_to = np.zeros(shape[0], dtype=np.int64)
    kind = np.zeros(shape[0], dtype=np.int64)
    for look in range(shape[1]):
        now = _Now(signs, look)
        alarms = _Heard(hearing, look, exact)
        found = np.select(
            [
                may_lose & reached & alarms.lost("target") & now("short_twice"),
                may_lose & alarms.lost("baseline") & now("below_twice"),
                may_lose & promised & alarms.lost("comparator") & now("behind_twice"),
            ],
            [Lost.TARGET, Lost.BASELINE, Lost.COMPARATOR],
            Lost.NOT,
        )
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
        kept_watch[:, look] = ~returned & _watches(now, alarms, was_reached, compared)
        kept_reached[:, look], kept_lost[:, look] = reached, ever_lost
        kept_regained[:, look], kept_kind[:, look] = regained, kind
        kept_returned[:, look] = returned
    return Memory(
        was_reached=kept_reached,
        was_lost=kept_lost,
        lost=kept_kind,
        regained=kept_regained,
        returned=kept_returned,
        watch=kept_watch,
    )


class _Now:
    """The signs of one look, by name."""

    def __init__(self, signs: Signs, look: int) -> None:
        self._signs, self._look = signs, look

    def __call__(self, name: str) -> Bools:
        sign: Bools = getattr(self._signs, name)[:, self._look]
        return sign


class _Heard:
    """The alarms of one look, by reference; what is counted in full needs none."""

    def __init__(self, hearing: Hearing, look: int, exact: Bools) -> None:
        self._hearing, self._look, self._exact = hearing, look, exact

    def lost(self, reference: str) -> Bools:
        alarms: Alarms = getattr(self._hearing, reference)
        heard: Bools = alarms.lost[:, self._look] | self._exact
        return heard

    def watch(self, reference: str) -> Bools:
        alarms: Alarms = getattr(self._hearing, reference)
        heard: Bools = alarms.watch[:, self._look] | self._exact
        return heard


def _is_back(kind: Ints, now: _Now) -> Bools:
    """Say whether what was lost against `kind` is back there, twice."""
    to_target = now("back_to_target")
    back: Bools = np.select(
        [kind == Lost.TARGET, kind == Lost.DUE, kind == Lost.BASELINE, kind == Lost.COMPARATOR],
        [to_target, to_target, now("back_to_baseline"), now("back_to_comparator")],
        False,
    )
    return back


def _watches(now: _Now, alarms: _Heard, reached: Bools, compared: Bools) -> Bools:
    """An early alarm and what matters; or an announced dip of that size, which needs none."""
    watch: Bools = (
        ((alarms.watch("baseline") | now("dip")) & now("below_once"))
        | ((alarms.watch("target") | now("dip")) & reached & now("short_once"))
        | (alarms.lost("comparator") & compared & now("behind_once"))
    )
    return watch


def _decide(looks: Looks, signs: Signs, memory: Memory) -> NDArray[np.object_]:
    """Apply the decision table to every look: the first rule that matches."""
    broken = looks.change_blocked
    missed_level = signs.never_came & ~memory.regained
    table: list[tuple[Bools, State]] = [
        # A goal on the level is decided on the level even on the new side of a break.
        (broken & missed_level, State.NEVER_CAME),
        (broken & signs.reached, State.REACHED),
        (broken, State.BREAK),
        (memory.lost == Lost.TARGET, State.RELAPSE),
        (memory.lost == Lost.BASELINE, State.BELOW_BASELINE),
        (memory.lost == Lost.COMPARATOR, State.FELL_BEHIND),
        (memory.regained, State.REGAINED),
        (memory.lost == Lost.DUE, State.NEVER_CAME),
        (signs.past_due & ~signs.reached, State.PAST_DUE_UNCLEAR),
        (memory.watch, State.WATCH),
        (signs.reached, State.REACHED),
        (signs.too_early, State.TOO_EARLY),
        (signs.on_track, State.ON_TRACK),
        (signs.cannot_tell, State.CANNOT_TELL),
    ]
    decided: NDArray[np.object_] = np.select(
        [condition for condition, _ in table],
        [np.array(state, dtype=object) for _, state in table],
        np.array(State.HOLDS, dtype=object),
    )
    decided[~looks.exists] = None
    return decided
