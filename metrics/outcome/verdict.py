"""Turns the history of a goal into its verdict today: calendar, reasons, size and dates."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.outcome.assessed import Assessed
from metrics.outcome.last_met import last_met
from metrics.outcome.loss_size import run_start, sized
from metrics.outcome.reasons import first_of, preliminary_fall, reasons
from metrics.outcome.rows import flags, gathered_days
from metrics.outcome.sensitivity import late_worsening
from metrics.outcome.state import STATES, State
from metrics.outcome.trouble import cycle, last_known, told, trouble_of

_NO_DAY = np.datetime64("NaT", "D")

_P_CLASSES = np.array([0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0])
"""p-values are reported in classes, so that they cannot reveal a hidden number."""

_CALM = (
    State.REACHED,
    State.TOO_EARLY,
    State.ON_TRACK,
    State.CANNOT_TELL,
    State.HOLDS,
    State.UNCHANGED,
    State.REGAINED,
)
"""States that a preliminary value may turn into a watch, but never into a loss."""

_SAYS_WHAT_IS_SEEN = (State.REACHED, State.ON_TRACK, State.HOLDS, State.UNCHANGED)
"""States in which nothing is wrong, which is worth what would have been seen if it were."""

_GRADES = {
    State.WATCH: 2,
    State.REACHED: 3,
    State.ON_TRACK: 3,
    State.REGAINED: 3,
    State.RELAPSE: 3,
    State.BELOW_BASELINE: 3,
    State.FELL_BEHIND: 3,
    State.NEVER_CAME: 3,
}


def verdicts(assessed: Assessed) -> pd.DataFrame:
    """Return one row per goal with the columns of ``assessment`` that follow from facts."""
    followed = _followed(assessed)
    row = last_known(assessed)
    trouble = trouble_of(assessed, row)
    state = _state_today(assessed, followed, trouble)
    warned, early = _preliminary_warning(assessed)
    calm = np.isin(state.astype(str), [str(one) for one in _CALM])
    # What was calm when last final is not only too old where a newer value warns.
    calm |= (trouble == "stale") & np.isin(followed.astype(str), [str(one) for one in _CALM])
    calm &= state != State.BACKGROUND
    state = np.where(calm & warned, np.array(State.WATCH, dtype=object), state)
    preliminary = calm & warned
    memory = assessed.history.memory
    size, met = sized(assessed, state), last_met(assessed)
    return pd.DataFrame(
        {
            "goal_id": assessed.terms.goal_id,
            "state": [str(one) for one in state],
            "since": _since(assessed, state, followed, early),
            "last_period": told(assessed, row, "period", None),
            "met_period": told(assessed, met, "period", None),
            "met_value": np.array(told(assessed, met, "value", np.nan), dtype=float),
            "was_reached": assessed.last_is(memory.was_reached),
            "was_lost": assessed.last_is(memory.was_lost),
            "also_below_baseline": (state == State.RELAPSE)
            & assessed.last_is(assessed.history.signs.below_twice),
            "narrowly": (state == State.REACHED)
            & assessed.last_is(assessed.history.signs.narrowly),
            "evidence_grade": _grades(assessed, state),
            "value": np.array(told(assessed, row, "value", np.nan), dtype=float),
            "class_code": told(assessed, row, "class_code", None),
            "low": told(assessed, row, "low", np.nan),
            "high": told(assessed, row, "high", np.nan),
            "worsening": assessed.latest(assessed.against.worsening),
            "behind": assessed.latest(assessed.against.behind),
            "p_baseline": _p_class(assessed, assessed.alarms.baseline.p_value),
            "p_target": _p_class(assessed, assessed.alarms.target.p_value),
            "p_comparator": _p_class(assessed, assessed.alarms.comparator.p_value),
            "p_loss": _p_loss(assessed),
            "watch": assessed.last_is(memory.watch),
            **size._asdict(),
            "detectable": assessed.detectable,
            "detectable_late": _detectable_late(assessed, state),
            "reason": reasons(assessed, state, trouble, preliminary),
            "break_id": _break_ids(assessed),
            "reassess_on": _reassess_on(assessed, row),
            "baseline_level": assessed.terms.baseline_value,
        }
    )


def _detectable_late(assessed: Assessed, state: NDArray[np.object_]) -> Floats:
    calm = np.isin(state.astype(str), [str(one) for one in _SAYS_WHAT_IS_SEEN])
    return late_worsening(
        assessed.terms, assessed.measured, assessed.on_scale, assessed.rules, calm
    )


def _followed(assessed: Assessed) -> NDArray[np.object_]:
    """Return the state after each goal's last measurement; None where there is none."""
    names = np.array([*STATES, None], dtype=object)
    followed: NDArray[np.object_] = names[assessed.last(assessed.history.states, -1)]
    return followed


def _state_today(
    assessed: Assessed, followed: NDArray[np.object_], trouble: NDArray[np.object_]
) -> NDArray[np.object_]:
    background = ~assessed.terms.assessable
    redefined = assessed.terms.redefined
    broken = (followed == State.BREAK) | redefined
    known_break = broken & (trouble != "direction_unconfirmed")
    return first_of(
        [
            (background, State.BACKGROUND),
            (known_break, State.BREAK),
            (trouble != "", State.NO_EVIDENCE),
        ],
        otherwise=followed,
    )


def _preliminary_warning(assessed: Assessed) -> tuple[Bools, NDArray[np.datetime64]]:
    """Return which goals a preliminary value after the last measurement warns of, and when.

    It warns when it is worse by what matters and there is an early alarm; what is exact, or in
    an announced dip, needs no alarm.
    """
    fallen, row = preliminary_fall(assessed)
    alarm = assessed.alarms.baseline.watch
    alarm = np.take_along_axis(alarm, assessed.measured.count[:, None], 1)[:, 0]
    alarm |= assessed.exact | flags(assessed.rows.expected_dip, row)
    return fallen & alarm, gathered_days(assessed.rows.start, row)


def _since(
    assessed: Assessed,
    state: NDArray[np.object_],
    followed: NDArray[np.object_],
    preliminary: NDArray[np.datetime64],
) -> NDArray[np.datetime64]:
    """Return the end of the first measurement in the unbroken run of today's state."""
    states, measured = assessed.history.states, assessed.measured
    # What the history says today is said of the run that ends with the last measurement.
    last = assessed.last(states, -1)[:, None]
    first = run_start(states == last, measured.count)
    ends = np.take_along_axis(measured.end, np.maximum(first, 0)[:, None], 1)[:, 0]
    ends = np.where((state == followed) & (first >= 0), ends, _NO_DAY)
    return np.where((state == State.WATCH) & (state != followed), preliminary, ends)


def _grades(assessed: Assessed, state: NDArray[np.object_]) -> list[int]:
    least = np.minimum(assessed.measured.count, 1)
    return [_GRADES.get(one, int(grade)) for one, grade in zip(state, least, strict=True)]


def _p_class(assessed: Assessed, p_value: Floats) -> Floats:
    latest = assessed.latest(p_value)
    at = np.searchsorted(_P_CLASSES, np.nan_to_num(latest, nan=1.0))
    classes = _P_CLASSES[np.minimum(at, len(_P_CLASSES) - 1)]
    return np.where(np.isnan(latest), np.nan, classes)


def _p_loss(assessed: Assessed) -> Floats:
    """Return the p-value of each sampled goal, against its target where the reaching was
    established, else against its baseline.

    A relative promise is tested against its comparator too, and a target whose day has passed
    by its level: the p-value of a goal that is tested two or three times is as many times the
    smallest (Bonferroni). Rounded up to two digits.
    """
    alarms, memory = assessed.alarms, assessed.history.memory
    baseline, target, beside = (
        assessed.latest(reference.p_value)
        for reference in (alarms.baseline, alarms.target, alarms.comparator)
    )
    reached = assessed.last_is(memory.was_reached) & np.isfinite(target)
    gained = assessed.last_is(alarms.gain.lost)
    found = np.where(reached & gained, target, baseline)
    promised = assessed.terms.promised
    missed = assessed.latest(assessed.history.signs.p_never)
    tested = np.stack([found, np.where(promised, beside, np.nan), missed])
    number = np.isfinite(tested).sum(axis=0)
    found = np.minimum(number * np.fmin.reduce(tested), 1.0)
    judged = ~assessed.exact & assessed.terms.assessable
    return np.where(judged, _rounded_up(found), np.nan)


def _rounded_up(p_value: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = 10.0 ** (np.floor(np.log10(p_value)) - 1)
        rounded = np.minimum(np.ceil(p_value / unit - 1e-9) * unit, 1.0)
    return np.where(p_value > 0, np.round(rounded, 12), p_value)


def _break_ids(assessed: Assessed) -> list[object]:
    """Return the id of the break between the reference and the last measurement, or ''."""
    row = assessed.last(assessed.measured.row, -1)
    return told(assessed, row, "break_id", "")


def _reassess_on(assessed: Assessed, known: Ints) -> NDArray[np.datetime64]:
    """Return the next day on which the calendar alone could change the verdict.

    It does so by what `trouble_of` asks of the day, and so of the rows of `last_known`.
    """
    terms = assessed.terms
    ends = gathered_days(assessed.rows.end, known)
    one_day = np.timedelta64(1, "D")
    stale = ends + terms.stale_after_days.astype("timedelta64[D]") + one_day
    due = terms.target_due
    unmeasured = np.where(ends < due, due + cycle(terms) + one_day, _NO_DAY)
    today = np.datetime64(assessed.assessed_on, "D")
    days = np.stack([stale, unmeasured])
    far = np.datetime64("9999-12-31", "D")
    coming = np.where(np.isnat(days) | (days <= today), far, days).min(axis=0)
    return np.where(coming == far, _NO_DAY, coming)
