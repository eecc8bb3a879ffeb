"""Turns the history of a goal into its verdict today: calendar, reasons, size and dates."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.outcome.assessed import Assessed
from metrics.outcome.distances import badness
from metrics.outcome.last_met import last_met
from metrics.outcome.loss_size import run_start, sized
from metrics.outcome.sensitivity import late_worsening
from metrics.outcome.state import State
from metrics.outcome.trouble import cycle, last_known, trouble_of

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
    followed = assessed.last(assessed.history.states, None)
    row = last_known(assessed)
    trouble = trouble_of(assessed, row)
    state = _state_today(assessed, followed, trouble)
    warned, early = _preliminary_warning(assessed)
    calm = np.isin(state.astype(str), [str(one) for one in _CALM])
    state = np.where(calm & warned, np.array(State.WATCH, dtype=object), state)
    preliminary = calm & warned
    memory = assessed.history.memory
    size, met = sized(assessed, state), last_met(assessed)
    return pd.DataFrame(
        {
            "goal_id": assessed.goals["goal_id"],
            "state": [str(one) for one in state],
            "since": _since(assessed, state, followed, early),
            "last_period": _of_row(assessed, row, "period", None),
            "met_period": _of_row(assessed, met, "period", None),
            "met_value": np.array(_of_row(assessed, met, "value", np.nan), dtype=float),
            "was_reached": assessed.last(memory.was_reached, False).astype(bool),
            "was_lost": assessed.last(memory.was_lost, False).astype(bool),
            "also_below_baseline": (state == State.RELAPSE)
            & assessed.last(assessed.history.signs.below_twice, False).astype(bool),
            "narrowly": (state == State.REACHED)
            & assessed.last(assessed.history.signs.narrowly, False).astype(bool),
            "evidence_grade": _grades(assessed, state),
            "value": np.array(_of_row(assessed, row, "value", np.nan), dtype=float),
            "class_code": _of_row(assessed, row, "class_code", None),
            "low": _of_row(assessed, row, "low", np.nan),
            "high": _of_row(assessed, row, "high", np.nan),
            "worsening": assessed.latest(assessed.against.worsening),
            "behind": assessed.latest(assessed.against.behind),
            "p_baseline": _p_class(assessed, assessed.alarms.baseline.p_value),
            "p_target": _p_class(assessed, assessed.alarms.target.p_value),
            "p_comparator": _p_class(assessed, assessed.alarms.comparator.p_value),
            "p_loss": _p_loss(assessed),
            "watch": assessed.last(memory.watch, False).astype(bool),
            **size._asdict(),
            "detectable": assessed.detectable,
            "detectable_late": _detectable_late(assessed, state),
            "reason": _reasons(assessed, state, trouble, preliminary),
            "break_id": _break_ids(assessed),
            "reassess_on": _reassess_on(assessed),
            "baseline_level": assessed.goals["baseline_value"].to_numpy(float),
        }
    )


def _detectable_late(assessed: Assessed, state: NDArray[np.object_]) -> Floats:
    calm = np.isin(state.astype(str), [str(one) for one in _SAYS_WHAT_IS_SEEN])
    return late_worsening(assessed.goals, assessed.measured, assessed.on_scale, calm)


def _state_today(
    assessed: Assessed, followed: NDArray[np.object_], trouble: NDArray[np.object_]
) -> NDArray[np.object_]:
    background = ~assessed.goals["assessable"].to_numpy(bool)
    redefined = assessed.goals["redefined"].to_numpy(bool)
    broken = (followed == State.BREAK) | redefined
    known_break = broken & (trouble != "direction_unconfirmed")
    return _first(
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
    goals, on_scale = assessed.goals, assessed.on_scale
    at = assessed.measured.count[:, None]
    row = np.take_along_axis(on_scale.row, at, 1)[:, 0]
    there, place = row >= 0, np.maximum(row, 0)
    if not len(assessed.measurements):
        return there, np.full(len(goals), np.datetime64("NaT", "D"))
    early = assessed.measurements.iloc[place]
    blocked = early["change_blocked"].to_numpy(bool)
    value = np.take_along_axis(on_scale.adjusted, at, 1)
    baseline = badness(goals["baseline_value"].to_numpy(float)[:, None], goals)
    worsening = (badness(value, goals) - baseline)[:, 0]
    alarm = np.take_along_axis(assessed.alarms.baseline.watch, at, 1)[:, 0]
    alarm |= assessed.exact | early["expected_dip"].to_numpy(bool)
    warns: Bools = there & ~blocked & alarm & (worsening >= goals["mid"].to_numpy(float))
    return warns, early["period_start"].to_numpy("datetime64[D]")


def _since(
    assessed: Assessed,
    state: NDArray[np.object_],
    followed: NDArray[np.object_],
    preliminary: NDArray[np.datetime64],
) -> NDArray[np.datetime64]:
    """Return the end of the first measurement in the unbroken run of today's state."""
    states, measured = assessed.history.states, assessed.measured
    first = run_start(states == state[:, None], measured.count)
    ends = np.take_along_axis(measured.end, np.maximum(first, 0)[:, None], 1)[:, 0]
    ends = np.where((state == followed) & (first >= 0), ends, np.datetime64("NaT", "D"))
    return np.where((state == State.WATCH) & (state != followed), preliminary, ends)


def _of_row(assessed: Assessed, row: Ints, column: str, empty: object) -> list[object]:
    values = assessed.measurements[column].to_numpy(object)
    return [values[at] if at >= 0 else empty for at in row]


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
    reached = assessed.last(memory.was_reached, False).astype(bool) & np.isfinite(target)
    gained = assessed.last(alarms.gain.lost, False).astype(bool)
    found = np.where(reached & gained, target, baseline)
    promised = (assessed.goals["comparator_use"] == "promise").to_numpy()
    missed = assessed.latest(assessed.history.signs.p_never)
    tested = np.stack([found, np.where(promised, beside, np.nan), missed])
    number = np.isfinite(tested).sum(axis=0)
    found = np.minimum(number * np.fmin.reduce(tested), 1.0)
    judged = ~assessed.exact & assessed.goals["assessable"].to_numpy(bool)
    return np.where(judged, _rounded_up(found), np.nan)


def _rounded_up(p_value: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = 10.0 ** (np.floor(np.log10(p_value)) - 1)
        rounded = np.minimum(np.ceil(p_value / unit - 1e-9) * unit, 1.0)
    return np.where(p_value > 0, np.round(rounded, 12), p_value)


def _reasons(
    assessed: Assessed,
    state: NDArray[np.object_],
    trouble: NDArray[np.object_],
    preliminary: Bools,
) -> NDArray[np.object_]:
    """Return the code of what a state rests on, or ''."""
    return _first(
        [
            (state == State.NO_EVIDENCE, trouble),
            (state == State.BREAK, _broken_by(assessed)),
            (state == State.TOO_EARLY, "before_effect"),
            (state == State.WATCH, _watched_for(assessed, preliminary)),
            (state == State.CANNOT_TELL, _blinded_by(assessed)),
            (state == State.UNCHANGED, _unchanged_because(assessed)),
            (state == State.HOLDS, _kept_for(assessed)),
        ],
        otherwise="",
    )


def _watched_for(assessed: Assessed, preliminary: Bools) -> NDArray[np.object_]:
    """Return what a watch is for: what is below its baseline before what is short of others."""
    history = assessed.history
    dips = assessed.last(assessed.measured.expected_dip, False).astype(bool)
    below = assessed.last(history.signs.below_once, False).astype(bool)
    lately = assessed.last(history.signs.below_lately, False).astype(bool)
    below |= lately & assessed.last(assessed.alarms.baseline.watch, False).astype(bool)
    sudden = assessed.last(history.memory.sudden, False).astype(bool)
    apart = assessed.last(history.signs.behind_once, False).astype(bool)
    apart &= assessed.exact | assessed.last(assessed.alarms.comparator.lost, False).astype(bool)
    compared = (assessed.goals["comparator_use"] != "").to_numpy()
    table: list[tuple[Bools, str | NDArray[np.object_]]] = [
        (preliminary, "preliminary"),
        (dips, "expected_dip"),
        (_kept(assessed), "fell_after_due"),
        (sudden, "sudden"),
        (below, "alarm"),
        (apart & compared, "behind"),
    ]
    return _first(table, otherwise="short_of_target")


def _unchanged_because(assessed: Assessed) -> NDArray[np.object_]:
    """Return what is known of a value that has neither been lost nor come to its target."""
    signs = assessed.history.signs
    at_target, gained, below = (
        assessed.last(sign, False).astype(bool)
        for sign in (signs.at_target, signs.gained, signs.below_once)
    )
    # After the due date nothing is on its way to be there in time.
    gained &= ~assessed.last(signs.past_due, False).astype(bool)
    return _first(
        [
            (at_target, "once_at_target"),
            (gained, "too_slow"),
            *_worse_lately(assessed),
            (below, "below_without_alarm"),
        ],
        otherwise="not_moved",
    )


def _kept_for(assessed: Assessed) -> NDArray[np.object_]:
    """Return whether a promise to hold was kept when it was due, or is kept so far."""
    return _first([(_kept(assessed), "held_until_due"), *_worse_lately(assessed)], otherwise="")


def _worse_lately(assessed: Assessed) -> list[tuple[Bools, str]]:
    """Return which are worse by more than a measurement usually varies, without an alarm."""
    signs = assessed.history.signs
    beyond = assessed.last(signs.below_chance, False).astype(bool)
    again = beyond & assessed.last(signs.below_twice, False).astype(bool)
    return [(again, "worse_twice"), (beyond, "worse_once")]


def _kept(assessed: Assessed) -> Bools:
    """Return which promises to hold were kept when they were due."""
    return assessed.last(assessed.history.memory.kept, False).astype(bool)


def _blinded_by(assessed: Assessed) -> NDArray[np.object_]:
    """Return why a series cannot tell a loss from chance."""
    sampled = ~assessed.exact
    return _first(
        [
            (assessed.goals["mid"].isna().to_numpy(), "no_mid"),
            (assessed.measured.monitored.sum(axis=1) < 2, "few_measurements"),
            (sampled & ~assessed.on_scale.season_known, "no_season"),
            (sampled & ~assessed.on_scale.noise_known, "no_noise"),
        ],
        otherwise="insensitive",
    )


def _first(
    table: Sequence[tuple[Bools, str | NDArray[np.object_]]],
    *,
    otherwise: str | NDArray[np.object_],
) -> NDArray[np.object_]:
    """Return for each goal what belongs to the first condition that holds."""
    found: NDArray[np.object_] = np.select(
        [condition for condition, _ in table],
        [np.asarray(one, dtype=object) for _, one in table],
        np.asarray(otherwise, dtype=object),
    )
    return found


def _broken_by(assessed: Assessed) -> NDArray[np.object_]:
    """Return the kind of break between the reference and the last measurement, or ''."""
    row = assessed.last(assessed.measured.row, -1).astype(int)
    kinds = np.array(_of_row(assessed, row, "break_kind", ""), dtype=object)
    redefined = assessed.goals["redefined"].to_numpy(bool)
    named: NDArray[np.object_] = np.where(redefined & (kinds == ""), "definition", kinds)
    return named


def _break_ids(assessed: Assessed) -> list[object]:
    """Return the id of the break between the reference and the last measurement, or ''."""
    row = assessed.last(assessed.measured.row, -1).astype(int)
    return _of_row(assessed, row, "break_id", "")


def _reassess_on(assessed: Assessed) -> NDArray[np.datetime64]:
    """Return the next day on which the calendar alone could change the verdict."""
    goals, measured = assessed.goals, assessed.measured
    ends = assessed.last(measured.end, np.datetime64("NaT", "D")).astype("datetime64[D]")
    one_day = np.timedelta64(1, "D")
    stale = ends + goals["stale_after_days"].to_numpy("timedelta64[D]") + one_day
    due = goals["target_due"].to_numpy("datetime64[D]")
    unmeasured = np.where(ends < due, due + cycle(goals) + one_day, np.datetime64("NaT", "D"))
    today = np.datetime64(assessed.assessed_on, "D")
    days = np.stack([stale, unmeasured])
    far = np.datetime64("9999-12-31", "D")
    coming = np.where(np.isnat(days) | (days <= today), far, days).min(axis=0)
    return np.where(coming == far, np.datetime64("NaT", "D"), coming)
