"""Turns the course of a goal into its verdict today: calendar, reasons, size and dates."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from metrics.evidence import WATCH_RATE, Noise, look_spread, per_look
from metrics.fold import Course, Hearing, Lost
from metrics.looks import Bools, Floats, Ints, Looks
from metrics.reference import Reference, badness
from metrics.state import LOST_STATES, State

_Z95 = 1.959964
_P_CLASSES = np.array([0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0])
"""p-values are told in classes, so that they cannot give a hidden number away."""

_CALM = (State.REACHED, State.TOO_EARLY, State.ON_TRACK, State.CANNOT_TELL, State.HOLDS)
"""States that a preliminary value may turn into a watch, but never into a loss."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One batch on its way to a verdict: what was asked, and everything the fold found."""

    goals: pd.DataFrame
    measurements: pd.DataFrame
    looks: Looks
    against: Reference
    noise: Noise
    hearing: Hearing
    course: Course
    detectable: Floats
    assessed_on: date

    def last(self, cells: NDArray[np.generic], empty: object) -> NDArray[np.object_]:
        """Pick each goal's last look from an array of shape (goals, looks)."""
        count = self.looks.count
        at = np.maximum(count - 1, 0)[:, None]
        picked = np.take_along_axis(cells, at, 1)[:, 0].astype(object)
        return np.where(count > 0, picked, np.array(empty, dtype=object))


def verdicts(assessed: Assessed) -> pd.DataFrame:
    """Return one row per goal with the columns of ``assessment`` that follow from facts."""
    followed = assessed.last(assessed.course.states, None)
    trouble = _trouble(assessed)
    state = _state_today(assessed, followed, trouble)
    warned, early = _preliminary_warning(assessed)
    calm = np.isin(state.astype(str), [str(one) for one in _CALM])
    state = np.where(calm & warned, np.array(State.WATCH, dtype=object), state)
    preliminary = calm & warned
    memory = assessed.course.memory
    row = assessed.last(assessed.looks.row, -1).astype(int)
    onset, size, low, high = _size(assessed, state)
    return pd.DataFrame(
        {
            "goal_id": assessed.goals["goal_id"],
            "state": [str(one) for one in state],
            "since": _since(assessed, state, followed, early),
            "last_period": _of_row(assessed, row, "period", None),
            "was_reached": assessed.last(memory.was_reached, False).astype(bool),
            "was_lost": assessed.last(memory.was_lost, False).astype(bool),
            "also_below_baseline": (state == State.RELAPSE)
            & assessed.last(assessed.course.signs.below_twice, False).astype(bool),
            "narrowly": (state == State.REACHED)
            & assessed.last(assessed.course.signs.narrowly, False).astype(bool),
            "evidence_grade": _grades(assessed, state),
            "value": assessed.last(assessed.looks.value, np.nan).astype(float),
            "class_code": _of_row(assessed, row, "class_code", None),
            "low": _of_row(assessed, row, "low", np.nan),
            "high": _of_row(assessed, row, "high", np.nan),
            "worsening": assessed.last(assessed.against.worsening, np.nan).astype(float),
            "p_baseline": _p_class(assessed, assessed.hearing.baseline.p_value),
            "p_target": _p_class(assessed, assessed.hearing.target.p_value),
            "p_comparator": _p_class(assessed, assessed.hearing.comparator.p_value),
            "watch": assessed.last(memory.watch, False).astype(bool),
            "onset": onset,
            "size": size,
            "size_low": low,
            "size_high": high,
            "detectable": assessed.detectable,
            "reason": _reasons(assessed, state, trouble, preliminary),
            "break_id": _break_ids(assessed),
            "reassess_on": _reassess_on(assessed),
        }
    )


def _trouble(assessed: Assessed) -> NDArray[np.object_]:
    """Say of each goal why its last final measurement cannot be judged, or ''."""
    goals, looks = assessed.goals, assessed.looks
    final = assessed.measurements[assessed.measurements["final"].to_numpy(bool)]
    latest = final.drop_duplicates("goal_id", keep="last").set_index("goal_id")
    trouble = latest["trouble"].reindex(goals["goal_id"]).fillna("no_observation")
    today = np.datetime64(assessed.assessed_on, "D")
    ends = assessed.last(looks.end, np.datetime64("NaT", "D")).astype("datetime64[D]")
    stale = today > ends + goals["stale_after_days"].to_numpy("timedelta64[D]")
    due = goals["target_due"].to_numpy("datetime64[D]")
    unmeasured = (today > due + _cycle(goals)) & (ends < due)
    unconfirmed = ~goals["confirmed"].to_numpy(bool)
    reasons: NDArray[np.object_] = np.select(
        [unconfirmed, trouble.to_numpy() != "", stale, unmeasured],
        [
            np.array("direction_unconfirmed", dtype=object),
            trouble.to_numpy(object),
            np.array("stale", dtype=object),
            np.array("not_measured_at_due", dtype=object),
        ],
        np.array("", dtype=object),
    )
    return reasons


def _cycle(goals: pd.DataFrame) -> NDArray[np.timedelta64]:
    days = (365.25 / goals["looks_per_year"].to_numpy(float)).round()
    return days.astype("timedelta64[D]")


def _state_today(
    assessed: Assessed, followed: NDArray[np.object_], trouble: NDArray[np.object_]
) -> NDArray[np.object_]:
    background = ~assessed.goals["assessable"].to_numpy(bool)
    redefined = assessed.goals["redefined"].to_numpy(bool)
    broken = (followed == State.BREAK) | redefined
    stands = broken & (trouble != "direction_unconfirmed")
    state: NDArray[np.object_] = np.select(
        [background, stands, trouble != ""],
        [
            np.array(State.BACKGROUND, dtype=object),
            np.array(State.BREAK, dtype=object),
            np.array(State.NO_EVIDENCE, dtype=object),
        ],
        followed,
    )
    return state


def _preliminary_warning(assessed: Assessed) -> tuple[Bools, NDArray[np.datetime64]]:
    """Say of each goal whether a preliminary value after its last look warns, and when."""
    goals, looks = assessed.goals, assessed.looks
    measured = assessed.measurements[assessed.measurements["value"].notna()]
    latest = measured.drop_duplicates("goal_id", keep="last").set_index("goal_id")
    latest = latest[~latest["final"].to_numpy(bool) & ~latest["change_blocked"].to_numpy(bool)]
    latest = latest.reindex(goals["goal_id"])
    value = latest["value"].to_numpy(float)[:, None]
    start = latest["period_start"].to_numpy("datetime64[D]")
    baseline = badness(goals["baseline_value"].to_numpy(float)[:, None], goals)
    worsening = (badness(value, goals) - baseline)[:, 0]
    spread = look_spread(assessed.noise, looks.in_baseline.sum(axis=1))
    limit = stats.norm.isf(per_look(WATCH_RATE, goals["looks_per_year"].to_numpy(float)))
    warns: Bools = (worsening >= goals["mid"].to_numpy(float)) & (
        worsening > limit * np.where(np.isnan(spread), np.inf, spread)
    )
    return warns, start


def _since(
    assessed: Assessed,
    state: NDArray[np.object_],
    followed: NDArray[np.object_],
    preliminary: NDArray[np.datetime64],
) -> NDArray[np.datetime64]:
    """Return the end of the first look of the unbroken run of today's state."""
    states, looks = assessed.course.states, assessed.looks
    first = _run_start(states == state[:, None], looks.count)
    ends = np.take_along_axis(looks.end, np.maximum(first, 0)[:, None], 1)[:, 0]
    ends = np.where((state == followed) & (first >= 0), ends, np.datetime64("NaT", "D"))
    return np.where((state == State.WATCH) & (state != followed), preliminary, ends)


def _run_start(condition: Bools, count: Ints) -> Ints:
    """Return where the run of `condition` that ends with the first `count` looks begins."""
    columns = np.arange(condition.shape[1])
    breaks = np.where(~condition & (columns < count[:, None]), columns, -1).max(axis=1)
    start: Ints = np.where((breaks < count - 1) & (count > 0), breaks + 1, -1)
    return start


def _size(
    assessed: Assessed, state: NDArray[np.object_]
) -> tuple[NDArray[np.datetime64], Floats, Floats, Floats]:
    """Date and size a loss: onset, mean distance over its worse looks, and 95 % interval."""
    signs, against, looks = assessed.course.signs, assessed.against, assessed.looks
    lost = np.isin(state.astype(str), [str(one) for one in LOST_STATES])
    kind = assessed.last(assessed.course.memory.lost, Lost.NOT).astype(int)[:, None]
    by_kind = [kind == Lost.BASELINE, kind == Lost.COMPARATOR]
    worse = np.select(by_kind, [signs.below_once, signs.behind_once], signs.short_once)
    distance = np.select(by_kind, [against.worsening, against.behind], against.shortfall)
    # What never came is sized where it was due; any other loss while it was worse, to its end.
    missed = (state == State.NEVER_CAME)[:, None]
    due = signs.past_due & (np.cumsum(signs.past_due, axis=1) == 1)
    worse = np.where(missed, due, worse) & looks.exists
    columns = np.arange(worse.shape[1])
    ends = np.where(worse.any(axis=1), worse.shape[1] - worse[:, ::-1].argmax(axis=1), 0)
    start = _run_start(worse, ends)
    inside = (columns >= start[:, None]) & (columns < ends[:, None]) & (start >= 0)[:, None]
    number = np.maximum(inside.sum(axis=1), 1)
    mean = np.where(inside, distance, 0.0).sum(axis=1) / number
    error = look_spread(assessed.noise, None) / np.sqrt(number)
    onset = np.take_along_axis(looks.start, np.maximum(start, 0)[:, None], 1)[:, 0]
    onset = np.where(missed[:, 0], np.datetime64("NaT", "D"), onset)
    shown = lost & (start >= 0)
    return (
        np.where(shown, onset, np.datetime64("NaT", "D")),
        np.where(shown, mean, np.nan),
        np.where(shown, mean - _Z95 * error, np.nan),
        np.where(shown, mean + _Z95 * error, np.nan),
    )


def _of_row(assessed: Assessed, row: Ints, column: str, empty: object) -> list[object]:
    values = assessed.measurements[column].to_numpy(object)
    return [values[at] if at >= 0 else empty for at in row]


def _grades(assessed: Assessed, state: NDArray[np.object_]) -> list[int]:
    measured = np.minimum(assessed.looks.count, 1)
    return [_GRADES.get(one, int(seen)) for one, seen in zip(state, measured, strict=True)]


def _p_class(assessed: Assessed, p_value: Floats) -> Floats:
    latest = assessed.last(p_value, np.nan).astype(float)
    at = np.searchsorted(_P_CLASSES, np.nan_to_num(latest, nan=1.0))
    exact = assessed.goals["exact"].to_numpy(bool)
    classes = _P_CLASSES[np.minimum(at, len(_P_CLASSES) - 1)]
    return np.where(np.isnan(latest) | exact, np.nan, classes)


def _reasons(
    assessed: Assessed,
    state: NDArray[np.object_],
    trouble: NDArray[np.object_],
    preliminary: Bools,
) -> NDArray[np.object_]:
    monitored = (assessed.looks.exists & ~assessed.looks.in_baseline).sum(axis=1)
    dips = assessed.last(assessed.looks.expected_dip, False).astype(bool)
    below = assessed.last(assessed.course.signs.below_once, False).astype(bool)
    watch = np.select(
        [preliminary, dips, ~below],
        [np.array(code, dtype=object) for code in ("preliminary", "expected_dip", "behind")],
        np.array("alarm", dtype=object),
    )
    blind = np.where(monitored < 2, "few_measurements", "insensitive").astype(object)
    reasons: NDArray[np.object_] = np.select(
        [
            state == State.NO_EVIDENCE,
            state == State.BREAK,
            state == State.TOO_EARLY,
            state == State.WATCH,
            state == State.CANNOT_TELL,
        ],
        [
            trouble,
            _broken_by(assessed),
            np.array("before_effect", dtype=object),
            watch,
            blind,
        ],
        np.array("", dtype=object),
    )
    return reasons


def _broken_by(assessed: Assessed) -> NDArray[np.object_]:
    """Name the kind of break between the reference and the last look."""
    row = assessed.last(assessed.looks.row, -1).astype(int)
    kinds = np.array(_of_row(assessed, row, "break_kind", ""), dtype=object)
    redefined = assessed.goals["redefined"].to_numpy(bool)
    named: NDArray[np.object_] = np.where(redefined & (kinds == ""), "definition", kinds)
    return named


def _break_ids(assessed: Assessed) -> list[object]:
    """Name the break that stands between the reference and the last look, or ''."""
    row = assessed.last(assessed.looks.row, -1).astype(int)
    return _of_row(assessed, row, "break_id", "")


def _reassess_on(assessed: Assessed) -> NDArray[np.datetime64]:
    """Return the first day to come on which the calendar alone could change the verdict."""
    goals, looks = assessed.goals, assessed.looks
    ends = assessed.last(looks.end, np.datetime64("NaT", "D")).astype("datetime64[D]")
    one_day = np.timedelta64(1, "D")
    stale = ends + goals["stale_after_days"].to_numpy("timedelta64[D]") + one_day
    due = goals["target_due"].to_numpy("datetime64[D]")
    unmeasured = np.where(ends < due, due + _cycle(goals) + one_day, np.datetime64("NaT", "D"))
    today = np.datetime64(assessed.assessed_on, "D")
    days = np.stack([stale, unmeasured])
    far = np.datetime64("9999-12-31", "D")
    coming = np.where(np.isnat(days) | (days <= today), far, days).min(axis=0)
    return np.where(coming == far, np.datetime64("NaT", "D"), coming)
