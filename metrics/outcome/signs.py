"""What each measurement shows, whatever was reached, lost or regained before it."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from metrics.arrays import Bools, Floats, Ints
from metrics.outcome.distances import Reference
from metrics.outcome.measurements import Measured, twice
from metrics.outcome.on_scale import OnScale
from metrics.outcome.progress import beyond_chance, fallen_back, fast_enough, past_target
from metrics.outcome.sudden import Sudden
from metrics.outcome.target_level import TargetLevel
from metrics.outcome.terms import Terms

_LATELY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What each measurement shows, all of shape (goals, measurements).

    Names in `twice` are confirmed: see `metrics.outcome.measurements.twice`. `below_lately` is
    a sample whose three latest are worse by over half of what matters on average,
    `below_chance` one that is worse once, by more than a measurement usually varies.
    `held_unseen` is a promise to hold that is at its level where a loss would not have been
    seen. `fallen_back` has been better by what matters, and `past_target` is outside its band
    on the other side than its baseline. `p_never` is the p-value of `never_came`, NaN where
    that was not asked of a sample.
    """

    dip: Bools
    below_once: Bools
    below_chance: Bools
    below_twice: Bools
    below_lately: Bools
    short_once: Bools
    short_twice: Bools
    behind_once: Bools
    behind_twice: Bools
    back_to_target: Bools
    back_to_baseline: Bools
    back_to_comparator: Bools
    reached: Bools
    held_unseen: Bools
    sudden_below: Bools
    sudden_short: Bools
    narrowly: Bools
    at_target: Bools
    gained: Bools
    on_track: Bools
    fallen_back: Bools
    past_target: Bools
    never_came: Bools
    p_never: Floats
    past_due: Bools
    too_early: Bools
    cannot_tell: Bools


def signs_of(
    terms: Terms,
    measured: Measured,
    *,
    against: Reference,
    on_scale: OnScale,
    level: TargetLevel,
    sees_from: Floats,
    sudden: Sudden,
) -> Signs:
    """Return what each of the measurements shows against the references of its goal.

    `against` is in the unit; `sees_from` is how many monitored measurements each goal needs to
    show a loss that it must be able to show: see `metrics.outcome.sensitivity.sees_from`.
    """
    mid = terms.mid[:, None]
    change = measured.monitored & ~measured.change_blocked
    stands = measured.exists & ~level_blocked(terms, measured)
    # A dip that was announced beforehand may warn but not confirm.
    confirms = change & ~measured.expected_dip
    below, behind = against.worsening >= mid, against.behind >= mid
    short = against.shortfall >= mid
    due_column = _due_column(terms, measured)
    past_due = measured.exists & (np.arange(measured.value.shape[1]) >= due_column[:, None])
    gained = _gained(terms, measured, against, on_scale=on_scale, change=change)
    confirmed = _confirmed(
        terms, measured, against, level=level, stands=stands, due_column=due_column
    )
    missed, p_never = _missed(
        terms, measured, against, level=level, stands=stands, past_due=past_due
    )
    back = fallen_back(terms, measured, against, on_scale=on_scale, change=change)
    past = past_target(terms, measured) & change
    cannot_tell = _cannot_tell(terms, measured, against, sees_from)
    unseen = cannot_tell & terms.holds[:, None]
    reached = confirmed & ~unseen
    return Signs(
        dip=change & measured.expected_dip,
        below_once=below & change,
        below_chance=below & change & _beyond_chance(on_scale.against.worsening, on_scale),
        below_twice=twice(below & confirms, measured),
        below_lately=_below_lately(terms, against, confirms),
        short_once=short & change,
        short_twice=twice(short & confirms, measured),
        behind_once=behind & change,
        behind_twice=twice(behind & confirms, measured),
        back_to_target=_back_to_target(measured, against, level=level, stands=stands),
        back_to_baseline=twice((against.worsening <= 0) & change, measured),
        back_to_comparator=twice((against.behind <= 0) & change, measured),
        reached=reached,
        held_unseen=confirmed & unseen,
        sudden_below=sudden.below,
        sudden_short=sudden.short,
        narrowly=reached & level.narrowly,
        at_target=(against.shortfall <= 0) & stands,
        gained=gained,
        on_track=gained & fast_enough(terms, measured, against) & ~back & ~past,
        fallen_back=back,
        past_target=past,
        never_came=missed,
        p_never=p_never,
        past_due=past_due,
        too_early=_before_effect(terms, measured),
        cannot_tell=cannot_tell,
    )


def _below_lately(terms: Terms, against: Reference, confirms: Bools) -> Bools:
    """Return where a sample's three latest are worse by over half of what matters on average.

    A loss of what matters is as often less than that in the latest measurement as more. Each
    counts at most as what matters: one wild measurement is not enough.
    """
    mid = terms.mid[:, None]
    counted = np.where(confirms, np.minimum(against.worsening, mid), np.nan)
    latest = np.pad(counted, ((0, 0), (_LATELY - 1, 0)), constant_values=np.nan)
    mean = sliding_window_view(latest, _LATELY, axis=1).mean(axis=2)
    below: Bools = (mean > mid / 2) & ~terms.exact[:, None]
    return below


def level_blocked(terms: Terms, measured: Measured) -> Bools:
    """Return which measurements cannot be held against a level, shape (goals, measurements).

    The level of a promise to hold is its baseline, and stands no longer than that.
    """
    holds = terms.holds[:, None]
    blocked: Bools = measured.level_blocked | (holds & measured.change_blocked)
    return blocked


def _due_column(terms: Terms, measured: Measured) -> Ints:
    """Return the first column that contains or follows the due date; past the last if none."""
    due = terms.target_due[:, None]
    after = measured.exists & (measured.end >= due)
    none = measured.value.shape[1]
    found: Ints = np.where(after.any(axis=1), after.argmax(axis=1), none)
    return found


def _confirmed(
    terms: Terms,
    measured: Measured,
    against: Reference,
    *,
    level: TargetLevel,
    stands: Bools,
    due_column: Ints,
) -> Bools:
    """Return where a target is met: twice, or once by an exact value at its due date.

    A sample meets it by its level, and not before two measurements could have met it; where
    measurements share their data, not before two that share none have. A promise to hold is
    met when due by the one value there is then.
    """
    monitored = stands & measured.monitored
    there = against.reached & monitored
    once = (terms.exact | terms.holds)[:, None]
    at_due = np.arange(measured.value.shape[1]) == due_column[:, None]
    met = twice(there, measured) | (once & at_due & there)
    shares = np.arange(measured.value.shape[1]) - measured.apart > 1
    possible = np.where(shares, twice(there, measured), twice(monitored, measured))
    by_level = level.reached & possible
    confirmed: Bools = np.where(level.asked[:, None], by_level, met)
    return confirmed


def _back_to_target(
    measured: Measured, against: Reference, *, level: TargetLevel, stands: Bools
) -> Bools:
    """Return what is at its target twice; of a sample its level must be there too."""
    by_level = level.reached | ~level.asked[:, None]
    back: Bools = twice((against.shortfall <= 0) & stands, measured) & by_level
    return back


def _missed(
    terms: Terms,
    measured: Measured,
    against: Reference,
    *,
    level: TargetLevel,
    stands: Bools,
    past_due: Bools,
) -> tuple[Bools, Floats]:
    """Return which measurements follow one that missed the target when it was due, and the p.

    What is counted in full misses it by what matters; a sample by its level, at the first
    measurement that says something of it. A promise to hold is lost against its baseline alone.
    """
    exact = terms.exact[:, None]
    far = stands & (against.shortfall >= terms.mid[:, None])
    far &= ~terms.holds[:, None]
    asked = np.where(exact, measured.exists, level.judged) & past_due
    first = asked & (np.cumsum(asked, axis=1) == 1)
    missed = first & np.where(exact, far, level.never_came)
    p_value = np.fmax.accumulate(np.where(first & ~exact, level.p_never, np.nan), axis=1)
    return np.logical_or.accumulate(missed, axis=1) & measured.exists, p_value


def _gained(
    terms: Terms,
    measured: Measured,
    against: Reference,
    *,
    on_scale: OnScale,
    change: Bools,
) -> Bools:
    """Return what gained what matters twice, beyond chance."""
    gain = -against.worsening
    mid = terms.mid[:, None]
    beyond = _beyond_chance(-on_scale.against.worsening, on_scale)
    beyond |= terms.exact[:, None]
    return twice(change & (gain >= mid) & beyond, measured)


def _beyond_chance(distance: Floats, on_scale: OnScale) -> Bools:
    """Return which final measurements are farther off than one usually is."""
    return beyond_chance(distance, on_scale)[:, :-1]


def _before_effect(terms: Terms, measured: Measured) -> Bools:
    effect = terms.earliest_effect[:, None]
    return measured.exists & (measured.end < effect)


def _cannot_tell(
    terms: Terms, measured: Measured, against: Reference, sees_from: Floats
) -> Bools:
    """Return where too little was measured to show a loss, by each measurement itself."""
    exact = terms.exact
    monitored = np.cumsum(measured.monitored, axis=1)
    number = np.cumsum(measured.exists, axis=1)
    few = np.where(exact[:, None], (number < 2) | (monitored < 1), monitored < 2)
    seen = np.cumsum(measured.monitored & ~measured.change_blocked, axis=1)
    answer: Bools = few | (seen < sees_from[:, None]) | np.isnan(against.worsening)
    return answer
