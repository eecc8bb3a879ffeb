"""Which goals that have gained something are still on their way to the target."""

import numpy as np

from metrics.arrays import Bools, Floats
from metrics.engine.series import Days
from metrics.outcome.distances import Reference
from metrics.outcome.measurements import Measured, before, twice
from metrics.outcome.on_scale import OnScale
from metrics.outcome.terms import Terms

_Z95_ONE_SIDED = 1.644854
_PATH_SHARE = 0.5
"""Half the straight path to the target is enough to be on track."""


def beyond_chance(distance: Floats, on_scale: OnScale) -> Bools:
    """Return which distances from the baseline, on the scale, are more than one usually is.

    Of shape (goals, measurements + 1), as `distance`: the last is a preliminary value.
    """
    waves = np.maximum(np.nan_to_num(on_scale.noise.measurements), 1.0)[:, None]
    spread = on_scale.sd * np.sqrt(1.0 + 1.0 / waves)
    beyond: Bools = distance > _Z95_ONE_SIDED * spread
    return beyond


def fast_enough(terms: Terms, measured: Measured, against: Reference) -> Bools:
    """Return what gained at least half of the straight path to the target."""
    needed = _PATH_SHARE * against.to_gain[:, None] * _path(terms, measured)
    enough: Bools = -against.worsening >= needed
    return enough


def _path(terms: Terms, measured: Measured) -> Floats:
    """Return the share of the time from baseline to due date passed at each measurement."""
    due = _days(terms.target_due)[:, None]
    end = _days(measured.end)
    ends_in_baseline = np.where(measured.in_baseline, end, -np.inf)
    start = ends_in_baseline.max(axis=1, initial=-np.inf)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (end - start) / (due - start)
    return np.clip(np.where(np.isfinite(share), share, 0.0), 0.0, 1.0)


def _days(day: Days) -> Floats:
    """Return days as numbers; NaN where there is none."""
    return np.where(np.isnat(day), np.nan, day.astype(np.int64).astype(np.float64))


def fallen_back(
    terms: Terms,
    measured: Measured,
    against: Reference,
    *,
    on_scale: OnScale,
    change: Bools,
) -> Bools:
    """Return what is worse, twice, by what matters than two measurements in a row have been.

    Of a sample it is worse by more than one measurement usually is beside two.
    """
    mid = terms.mid[:, None]
    exact = terms.exact[:, None]
    scaled = -on_scale.against.worsening[:, :-1]
    spread = _Z95_ONE_SIDED * np.sqrt(1.5) * on_scale.sd[:, :-1]
    far = _under_best(-against.worsening, measured, change) >= mid
    beyond = exact | (_under_best(scaled, measured, change) > spread)
    return twice(change & far & beyond, measured)


def _under_best(gain: Floats, measured: Measured, change: Bools) -> Floats:
    """Return how far each gain is under the best that two in a row have both had before."""
    seen = np.where(change, gain, -np.inf)
    both = np.minimum(seen, np.nan_to_num(before(seen, measured), nan=-np.inf))
    return np.maximum.accumulate(both, axis=1) - gain


def past_target(terms: Terms, measured: Measured) -> Bools:
    """Return which measurements lie outside a band on the other side than their baseline."""
    low, high, start = (
        one[:, None] for one in (terms.target_low, terms.target_high, terms.baseline_value)
    )
    band = terms.both[:, None]
    over = (start > high) & (measured.value < low)
    under = (start < low) & (measured.value > high)
    past: Bools = band & (over | under)
    return past
