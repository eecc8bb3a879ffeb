"""Dates and sizes what was lost, after the decision."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.baseline import as_panel
from metrics.engine.change import changes, surprise
from metrics.engine.residuals import Yardstick
from metrics.engine.scale import backward
from metrics.outcome.assessed import Assessed
from metrics.outcome.decision_table import Lost
from metrics.outcome.rates import LOST_RATE, per_look
from metrics.outcome.state import LOST_STATES, State

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

    What an alarm found is averaged over all onsets, a step and a ramp
    (`metrics.engine.change`): the most likely size of something picked because it alarmed is
    too large. What was counted in full, missed its due date or left a band is measured over the
    looks that were worse.
    """
    lost = np.isin(state.astype(str), [str(one) for one in LOST_STATES])
    plain = _measured(assessed, state, lost)
    band = (assessed.goals["worse"] == "both").to_numpy()
    heard = lost & ~assessed.exact & ~band & (state != State.NEVER_CAME)
    heard &= assessed.standing.noise_known
    if not heard.any():
        return plain
    averaged = _averaged(assessed, np.flatnonzero(heard))
    for column, found in zip(plain, averaged, strict=True):
        column[heard] = found
    return plain


def _kinds(assessed: Assessed) -> Ints:
    return assessed.last(assessed.course.memory.lost, Lost.NOT).astype(np.int64)


def _measured(assessed: Assessed, state: NDArray[np.object_], lost: Bools) -> Size:
    """Return the mean distance over the run of worse looks that ends last."""
    worse, distance = _worse(assessed, state)
    columns = np.arange(worse.shape[1])
    ends = np.where(worse.any(axis=1), worse.shape[1] - worse[:, ::-1].argmax(axis=1), 0)
    start = run_start(worse, ends)
    inside = (columns >= start[:, None]) & (columns < ends[:, None]) & (start >= 0)[:, None]
    number = np.maximum(inside.sum(axis=1), 1)
    mean = np.where(inside, distance, 0.0).sum(axis=1) / number
    error = np.nan_to_num(_unit_sigma(assessed)) / np.sqrt(number)
    onset = np.take_along_axis(assessed.looks.start, np.maximum(start, 0)[:, None], 1)[:, 0]
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


def _worse(assessed: Assessed, state: NDArray[np.object_]) -> tuple[Bools, Floats]:
    """Return which looks were worse by what matters, and by how much."""
    signs, against = assessed.course.signs, assessed.against
    kind = _kinds(assessed)[:, None]
    by_kind = [kind == Lost.BASELINE, kind == Lost.COMPARATOR]
    worse = np.select(by_kind, [signs.below_once, signs.behind_once], signs.short_once)
    distance = np.select(by_kind, [against.worsening, against.behind], against.shortfall)
    # What never came is sized where it was due; any other loss while it was worse, to its end.
    missed = (state == State.NEVER_CAME)[:, None]
    due = signs.past_due & (np.cumsum(signs.past_due, axis=1) == 1)
    return np.where(missed, due, worse) & assessed.looks.exists, distance


def run_start(condition: Bools, count: Ints) -> Ints:
    """Return where the run of `condition` that ends with the first `count` looks begins."""
    columns = np.arange(condition.shape[1])
    breaks = np.where(~condition & (columns < count[:, None]), columns, -1).max(axis=1)
    start: Ints = np.where((breaks < count - 1) & (count > 0), breaks + 1, -1)
    return start


def _unit_sigma(assessed: Assessed) -> Floats:
    """Return the noise of one look in the unit, where the goal now stands; 0 when exact."""
    sd = assessed.latest(assessed.standing.sd)
    value = assessed.latest(assessed.standing.value)
    unit = np.abs(_unit(assessed, value + sd / 2) - _unit(assessed, value - sd / 2))
    return np.where(assessed.exact, 0.0, unit)


def _unit(assessed: Assessed, turned: Floats) -> Floats:
    goals = assessed.goals
    return backward(turned, goals["scale"].to_numpy(object), goals["whole"].to_numpy(float))


def _averaged(assessed: Assessed, chosen: Ints) -> Size:
    """Return the model-averaged change of the goals `chosen` by their alarm."""
    standing, kind = assessed.standing, _kinds(assessed)
    beside, target = kind == Lost.COMPARATOR, kind == Lost.TARGET
    holds = (assessed.goals["form"] == "hold").to_numpy()
    distance = np.select(
        [beside[:, None], target[:, None]],
        [standing.behind, standing.against.shortfall],
        standing.against.worsening,
    )
    error = np.where(beside[:, None], standing.behind_error, standing.error)
    noise = {
        name: np.where(
            beside, getattr(standing.difference, name), getattr(standing.noise, name)
        )
        for name in ("sigma", "ratio", "between", "inflation", "rho", "measurements")
    }
    final = assessed.looks.exists & _since_restart(assessed)
    seen = np.where(standing.judged[:, :-1] & final, distance[:, :-1], np.nan)
    panel = as_panel(seen, 0, np.where(np.isfinite(seen), error[:, :-1], 0.0))
    fixed = target & ~holds
    yardstick = Yardstick(
        np.ones(len(kind)),
        np.zeros(len(kind)),
        *(np.asarray(noise[name]) for name in ("sigma", "ratio", "between", "inflation")),
    )
    uncertainty = np.where(fixed, 0.0, 1.0 / np.maximum(noise["measurements"], 1.0))
    rare = _surprise(assessed, np.isfinite(seen).sum(axis=1), beside)[chosen]
    found = changes(panel, chosen, yardstick, uncertainty[chosen], noise["rho"][chosen], rare)

    def day(column: Ints) -> NDArray[np.datetime64]:
        return np.take_along_axis(assessed.looks.start[chosen], column[:, None], 1)[:, 0]

    def unit(size: Floats) -> Floats:
        return _size_in_unit(assessed, chosen, fixed, size)

    return Size(
        day(found.onset),
        day(found.onset_low),
        day(found.onset_high),
        unit(found.size),
        unit(found.size_low),
        unit(found.size_high),
    )


def _surprise(assessed: Assessed, looks: Ints, beside: Bools) -> Floats:
    """Return how rare an alarm within so many looks is when nothing happens."""
    goals = assessed.goals
    one_side = (goals["worse"] == "both").to_numpy() & ~beside
    pace = goals["looks_per_year"].to_numpy(float)
    rate = per_look(LOST_RATE * np.where(one_side, 0.5, 1.0), pace)
    return surprise(rate, np.maximum(looks, 1))


def _since_restart(assessed: Assessed) -> Bools:
    """Say which looks come after the monitor last restarted."""
    returned = assessed.course.memory.returned
    later = np.cumsum(returned[:, ::-1], axis=1)[:, ::-1]
    after: Bools = later == 0
    return after


def _size_in_unit(assessed: Assessed, chosen: Ints, fixed: Bools, size: Floats) -> Floats:
    goals, standing = assessed.goals, assessed.standing
    downwards = (goals["worse"] == "lower").to_numpy()
    edge = np.where(downwards, standing.low, standing.high)
    level = np.where(fixed & np.isfinite(edge), edge, standing.level)
    sign = np.where(downwards, -1.0, 1.0)
    moved = level.copy()
    moved[chosen] += sign[chosen] * size
    return np.abs(_unit(assessed, moved) - _unit(assessed, level))[chosen]
