"""Dates and sizes what was lost, after the decision."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.baseline import as_panel
from metrics.engine.change import changes, surprise
from metrics.engine.residuals import Yardstick
from metrics.outcome.assessed import Assessed
from metrics.outcome.decision_table import Lost
from metrics.outcome.rates import LOST_RATE, per_measurement
from metrics.outcome.state import LOST_STATES, State
from metrics.outcome.target_level import values_at

_Z95 = 1.959964
_NO_DAY = np.datetime64("NaT", "D")


class Size(NamedTuple):
    """Per goal: when a loss began and the range it may have, and how large it is.

    `onset` is the first day of a period, within `onset_low` to `onset_high`; `size` is in the
    indicator's unit, with its 95 % interval. Empty where nothing is lost.
    """

    onset: NDArray[np.datetime64]
    onset_low: NDArray[np.datetime64]
    onset_high: NDArray[np.datetime64]
    size: Floats
    size_low: Floats
    size_high: Floats


def sized(assessed: Assessed, state: NDArray[np.object_]) -> Size:
    """Date and size every loss.

    A loss found by an alarm is averaged over all onsets, for a step and a ramp
    (`metrics.engine.change`): the most likely size of something picked because it alarmed is
    too large. What was counted in full or left a band is averaged over the measurements that
    were worse; a sample that missed its due date, by its level then.

    What is still worse by what matters is as large as at the last measurement: that is what is
    said and drawn of it. Its interval is that of the lasting loss, which need not hold the last
    measurement; what fell behind others has one that does.
    """
    lost = np.isin(state.astype(str), [str(one) for one in LOST_STATES])
    plain = _measured(assessed, state, lost)
    missed = np.flatnonzero((state == State.NEVER_CAME) & assessed.level.asked)
    sizes = (plain.size, plain.size_low, plain.size_high)
    for size, by_level in zip(sizes, _missed_by(assessed, missed), strict=True):
        size[missed] = by_level
    band = assessed.terms.both
    by_alarm = lost & ~assessed.exact & ~band & (state != State.NEVER_CAME)
    by_alarm &= assessed.on_scale.noise_known
    if by_alarm.any():
        averaged = _averaged(assessed, np.flatnonzero(by_alarm))
        for column, found in zip(plain, averaged, strict=True):
            column[by_alarm] = found
    return _as_last_measured(assessed, plain, state)


def _as_last_measured(assessed: Assessed, size: Size, state: NDArray[np.object_]) -> Size:
    """Return sizes where what is still worse is as large as at the last measurement."""
    behind, against = state == State.FELL_BEHIND, assessed.against
    last = np.select(
        [behind, state == State.BELOW_BASELINE, state == State.RELAPSE],
        [
            assessed.latest(distance)
            for distance in (against.behind, against.worsening, against.shortfall)
        ],
        np.nan,
    )
    mid = assessed.terms.mid
    worse = np.isfinite(last) & (behind | (last >= mid))
    low = np.where(behind, np.fmin(size.size_low, last), size.size_low)
    high = np.where(behind, np.fmax(size.size_high, last), size.size_high)
    exact = assessed.exact
    return size._replace(
        size=np.where(worse, last, size.size),
        size_low=np.where(worse, np.where(exact, last, low), size.size_low),
        size_high=np.where(worse, np.where(exact, last, high), size.size_high),
    )


def _kinds(assessed: Assessed) -> Ints:
    return assessed.last(assessed.history.memory.lost, int(Lost.NOT))


def _measured(assessed: Assessed, state: NDArray[np.object_], lost: Bools) -> Size:
    """Return the mean distance over the last run of worse measurements."""
    worse, distance = _worse(assessed, state)
    columns = np.arange(worse.shape[1])
    ends = np.where(worse.any(axis=1), worse.shape[1] - worse[:, ::-1].argmax(axis=1), 0)
    start = run_start(worse, ends)
    inside = (columns >= start[:, None]) & (columns < ends[:, None]) & (start >= 0)[:, None]
    number = np.maximum(inside.sum(axis=1), 1)
    mean = np.where(inside, distance, 0.0).sum(axis=1) / number
    error = np.nan_to_num(_unit_sigma(assessed)) / np.sqrt(number)
    onset = np.take_along_axis(assessed.measured.start, np.maximum(start, 0)[:, None], 1)[:, 0]
    shown = lost & (start >= 0)
    dated = np.where(shown & (state != State.NEVER_CAME), onset, _NO_DAY)
    return Size(
        dated,
        dated.copy(),
        dated.copy(),
        np.where(shown, mean, np.nan),
        np.where(shown, mean - _Z95 * error, np.nan),
        np.where(shown, mean + _Z95 * error, np.nan),
    )


def _missed_by(assessed: Assessed, missed: Ints) -> tuple[Floats, Floats, Floats]:
    """Return how far the level of each goal `missed` was from its target when it was due, and
    the 95 % interval."""
    terms, on_scale = assessed.terms, assessed.on_scale
    at = assessed.history.signs.never_came[missed].argmax(axis=1)
    mean, half = (
        one[missed, at] for one in (assessed.level.level.mean, _Z95 * assessed.level.level.sd)
    )

    def unit(shortfall: Floats) -> Floats:
        there, target = (
            values_at(terms, on_scale, one, missed, at) for one in (shortfall, 0.0 * shortfall)
        )
        size: Floats = np.sign(shortfall) * np.abs(there - target)
        return size

    return unit(mean), unit(mean - half), unit(mean + half)


def _worse(assessed: Assessed, state: NDArray[np.object_]) -> tuple[Bools, Floats]:
    """Return which measurements were worse by what matters, and by how much."""
    signs, against = assessed.history.signs, assessed.against
    kind = _kinds(assessed)[:, None]
    by_kind = [kind == Lost.BASELINE, kind == Lost.COMPARATOR]
    worse = np.select(by_kind, [signs.below_once, signs.behind_once], signs.short_once)
    distance = np.select(by_kind, [against.worsening, against.behind], against.shortfall)
    # What never came was missed when it was due; any other loss is sized over its last run.
    missed = (state == State.NEVER_CAME)[:, None]
    due = signs.past_due & (np.cumsum(signs.past_due, axis=1) == 1)
    return np.where(missed, due, worse) & assessed.measured.exists, distance


def run_start(condition: Bools, count: Ints) -> Ints:
    """Return where the run of `condition` that ends at column `count` - 1 begins, or -1."""
    columns = np.arange(condition.shape[1])
    breaks = np.where(~condition & (columns < count[:, None]), columns, -1).max(axis=1)
    start: Ints = np.where((breaks < count - 1) & (count > 0), breaks + 1, -1)
    return start


def _unit_sigma(assessed: Assessed) -> Floats:
    """Return the noise of the last measurement in the unit; 0 where it is exact."""
    sd = assessed.latest(assessed.on_scale.sd)
    value = assessed.latest(assessed.on_scale.value)
    unit = np.abs(
        assessed.terms.in_unit(value + sd / 2) - assessed.terms.in_unit(value - sd / 2)
    )
    return np.where(assessed.exact, 0.0, unit)


def _averaged(assessed: Assessed, chosen: Ints) -> Size:
    """Return the model-averaged change of the goals `chosen`, found by an alarm."""
    on_scale, kind = assessed.on_scale, _kinds(assessed)
    beside, target = kind == Lost.COMPARATOR, kind == Lost.TARGET
    distance = np.select(
        [beside[:, None], target[:, None]],
        [on_scale.behind, on_scale.against.shortfall],
        on_scale.against.worsening,
    )
    error = np.where(beside[:, None], on_scale.behind_error, on_scale.error)
    noise = {
        name: np.where(
            beside, getattr(on_scale.difference, name), getattr(on_scale.noise, name)
        )
        for name in ("sigma", "ratio", "between", "inflation", "rho", "measurements")
    }
    final = assessed.measured.exists & _since_restart(assessed)
    seen = np.where(on_scale.judged[:, :-1] & final, distance[:, :-1], np.nan)
    panel = as_panel(seen, 0, np.where(np.isfinite(seen), error[:, :-1], 0.0))
    yardstick = Yardstick(
        np.ones(len(kind)),
        np.zeros(len(kind)),
        *(np.asarray(noise[name]) for name in ("sigma", "ratio", "between", "inflation")),
    )
    uncertainty = np.where(target, 0.0, 1.0 / np.maximum(noise["measurements"], 1.0))
    rare = _surprise(assessed, np.isfinite(seen).sum(axis=1), beside)[chosen]
    found = changes(panel, chosen, yardstick, uncertainty[chosen], noise["rho"][chosen], rare)

    def day(column: Ints) -> NDArray[np.datetime64]:
        return np.take_along_axis(assessed.measured.start[chosen], column[:, None], 1)[:, 0]

    def unit(size: Floats) -> Floats:
        return _size_in_unit(assessed, chosen, size, fixed=target, beside=beside)

    return Size(
        day(found.onset),
        day(found.onset_low),
        day(found.onset_high),
        unit(found.size),
        unit(found.size_low),
        unit(found.size_high),
    )


def _surprise(assessed: Assessed, number: Ints, beside: Bools) -> Floats:
    """Return how rare an alarm within `number` measurements is when nothing happens."""
    terms = assessed.terms
    one_side = terms.both & ~beside
    pace = terms.looks_per_year
    rate = per_measurement(LOST_RATE * np.where(one_side, 0.5, 1.0), pace)
    return surprise(rate, np.maximum(number, 1))


def _since_restart(assessed: Assessed) -> Bools:
    """Return which measurements come after the monitor last restarted."""
    returned = assessed.history.memory.returned
    later = np.cumsum(returned[:, ::-1], axis=1)[:, ::-1]
    after: Bools = later == 0
    return after


def _size_in_unit(
    assessed: Assessed, chosen: Ints, size: Floats, *, fixed: Bools, beside: Bools
) -> Floats:
    """Return a change on the scale in the unit: down from the level it is against.

    Against a target (`fixed`) that is its edge, otherwise the baseline. `beside` others it is
    up from the last value, to where the area would have been had it moved as they did.
    """
    terms, on_scale = assessed.terms, assessed.on_scale
    downwards = terms.downwards
    edge = np.where(downwards, on_scale.low, on_scale.high)
    level = np.where(fixed & np.isfinite(edge), edge, on_scale.level)
    level = np.where(beside, assessed.latest(on_scale.value), level)
    sign = np.where(downwards == beside, 1.0, -1.0)
    moved = level.copy()
    moved[chosen] += sign[chosen] * size
    return np.abs(assessed.terms.in_unit(moved) - assessed.terms.in_unit(level))[chosen]
