"""Turns the course of a goal into its verdict today: calendar, reasons, size and dates."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.outcome.assessed import Assessed
from metrics.outcome.distances import badness
from metrics.outcome.loss_size import run_start, sized
from metrics.outcome.state import State

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
    size = sized(assessed, state)
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
            "value": np.array(_of_row(assessed, row, "value", np.nan), dtype=float),
            "class_code": _of_row(assessed, row, "class_code", None),
            "low": _of_row(assessed, row, "low", np.nan),
            "high": _of_row(assessed, row, "high", np.nan),
            "worsening": assessed.latest(assessed.against.worsening),
            "behind": assessed.latest(assessed.against.behind),
            "p_baseline": _p_class(assessed, assessed.hearing.baseline.p_value),
            "p_target": _p_class(assessed, assessed.hearing.target.p_value),
            "p_comparator": _p_class(assessed, assessed.hearing.comparator.p_value),
            "p_loss": _p_loss(assessed),
            "watch": assessed.last(memory.watch, False).astype(bool),
            **size._asdict(),
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
    """Say of each goal whether a preliminary value after its last look warns, and when.

    An early alarm that counts it, and what matters; an announced dip of that size needs none.
    """
    goals, standing = assessed.goals, assessed.standing
    at = assessed.looks.count[:, None]
    row = np.take_along_axis(standing.row, at, 1)[:, 0]
    there, place = row >= 0, np.maximum(row, 0)
    if not len(assessed.measurements):
        return there, np.full(len(goals), np.datetime64("NaT", "D"))
    early = assessed.measurements.iloc[place]
    blocked = early["change_blocked"].to_numpy(bool)
    value = np.take_along_axis(standing.adjusted, at, 1)
    baseline = badness(goals["baseline_value"].to_numpy(float)[:, None], goals)
    worsening = (badness(value, goals) - baseline)[:, 0]
    alarm = np.take_along_axis(assessed.hearing.baseline.watch, at, 1)[:, 0]
    alarm |= assessed.exact | early["expected_dip"].to_numpy(bool)
    warns: Bools = there & ~blocked & alarm & (worsening >= goals["mid"].to_numpy(float))
    return warns, early["period_start"].to_numpy("datetime64[D]")


def _since(
    assessed: Assessed,
    state: NDArray[np.object_],
    followed: NDArray[np.object_],
    preliminary: NDArray[np.datetime64],
) -> NDArray[np.datetime64]:
    """Return the end of the first look of the unbroken run of today's state."""
    states, looks = assessed.course.states, assessed.looks
    first = run_start(states == state[:, None], looks.count)
    ends = np.take_along_axis(looks.end, np.maximum(first, 0)[:, None], 1)[:, 0]
    ends = np.where((state == followed) & (first >= 0), ends, np.datetime64("NaT", "D"))
    return np.where((state == State.WATCH) & (state != followed), preliminary, ends)


def _of_row(assessed: Assessed, row: Ints, column: str, empty: object) -> list[object]:
    values = assessed.measurements[column].to_numpy(object)
    return [values[at] if at >= 0 else empty for at in row]


def _grades(assessed: Assessed, state: NDArray[np.object_]) -> list[int]:
    measured = np.minimum(assessed.looks.count, 1)
    return [_GRADES.get(one, int(seen)) for one, seen in zip(state, measured, strict=True)]


def _p_class(assessed: Assessed, p_value: Floats) -> Floats:
    latest = assessed.latest(p_value)
    at = np.searchsorted(_P_CLASSES, np.nan_to_num(latest, nan=1.0))
    classes = _P_CLASSES[np.minimum(at, len(_P_CLASSES) - 1)]
    return np.where(np.isnan(latest), np.nan, classes)


def _p_loss(assessed: Assessed) -> Floats:
    """Return the one p-value of each sampled goal: of its target once reached, else baseline.

    A promise that is relative is asked twice, against its baseline and beside the others, and
    pays for both. Rounded up to two digits.
    """
    hearing, memory = assessed.hearing, assessed.course.memory
    baseline, target, beside = (
        assessed.latest(heard.p_value)
        for heard in (hearing.baseline, hearing.target, hearing.comparator)
    )
    reached = assessed.last(memory.was_reached, False).astype(bool) & np.isfinite(target)
    found = np.where(reached, target, baseline)
    promised = (assessed.goals["comparator_use"] == "promise").to_numpy()
    both = np.minimum(2 * np.fmin(found, beside), 1.0)
    found = np.where(promised & np.isfinite(beside), both, found)
    judged = ~assessed.exact & assessed.goals["assessable"].to_numpy(bool)
    return np.where(judged, _rounded_up(found), np.nan)


def _rounded_up(p_value: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = 10.0 ** (np.floor(np.log10(p_value)) - 1)
        told = np.minimum(np.ceil(p_value / unit - 1e-9) * unit, 1.0)
    return np.where(p_value > 0, np.round(told, 12), p_value)


def _reasons(
    assessed: Assessed,
    state: NDArray[np.object_],
    trouble: NDArray[np.object_],
    preliminary: Bools,
) -> NDArray[np.object_]:
    monitored = assessed.looks.monitored.sum(axis=1)
    dips = assessed.last(assessed.looks.expected_dip, False).astype(bool)
    below = assessed.last(assessed.course.signs.below_once, False).astype(bool)
    watch = np.select(
        [preliminary, dips, ~below],
        [np.array(code, dtype=object) for code in ("preliminary", "expected_dip", "behind")],
        np.array("alarm", dtype=object),
    )
    sampled = ~assessed.exact
    blind = np.select(
        [
            assessed.goals["mid"].isna().to_numpy(),
            monitored < 2,
            sampled & ~assessed.standing.season_known,
            sampled & ~assessed.standing.noise_known,
        ],
        [
            np.array(code, dtype=object)
            for code in ("no_mid", "few_measurements", "no_season", "no_noise")
        ],
        np.array("insensitive", dtype=object),
    )
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
