"""Distances from the frozen references, turned so that more is worse."""

from dataclasses import dataclass

import numpy as np

from metrics.arrays import Bools, Floats
from metrics.outcome.measurements import Measured
from metrics.outcome.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """How bad each measurement is, shape (goals, measurements); NaN where it is unknown.

    `badness` is the value turned so that more is worse (distance outside a band), `worsening`
    its distance from the baseline, `shortfall` from the target (at most 0 is reached), and
    `behind` how much more than the comparator it has worsened. `to_gain` (terms) is how far
    the target lay from the baseline. All are in the unit, or on the scale, of the values.
    """

    badness: Floats
    worsening: Floats
    shortfall: Floats
    behind: Floats
    reached: Bools
    to_gain: Floats


def against(terms: Terms, measured: Measured) -> Reference:
    """Return the distance of every measurement of `goals` from its references."""
    baseline = badness(terms.baseline_value[:, None], terms)
    bad = badness(measured.value, terms)
    worsening = bad - baseline
    holds = terms.holds[:, None]
    target = np.where(holds, baseline, _target(terms)[:, None])
    shortfall = bad - target
    mid = terms.mid[:, None]
    # A promise to hold is kept until the value has worsened by what matters.
    reached = np.where(holds, shortfall < mid, shortfall <= 0)
    comparator = badness(measured.comparator, terms)
    comparator_start = badness(terms.comparator_baseline[:, None], terms)
    return Reference(
        badness=bad,
        worsening=worsening,
        shortfall=shortfall,
        behind=worsening - (comparator - comparator_start),
        reached=reached & np.isfinite(shortfall),
        to_gain=(baseline - target)[:, 0],
    )


def starts_outside(terms: Terms) -> Bools:
    """Return which goals have a target at least what matters away from their baseline.

    Only there can something be gained and lost again; any other goal is monitored as a promise
    to hold.
    """
    baseline = badness(terms.baseline_value[:, None], terms)[:, 0]
    to_gain = baseline - _target(terms)
    far = to_gain >= terms.mid * (1.0 - 1e-9)
    outside: Bools = far & ~terms.holds
    return outside


def badness(values: Floats, terms: Terms) -> Floats:
    """Turn values of shape (goals, anything) so that more is worse."""
    turned = np.where(terms.downwards[:, None], -values, values)
    if terms.both.any():
        within = values[terms.both]
        low, high = (edge[terms.both, None] for edge in (terms.target_low, terms.target_high))
        outside = np.fmax(np.fmax(low - within, within - high), 0.0)
        turned[terms.both] = np.where(np.isnan(within), np.nan, outside)
    return turned


def _target(terms: Terms) -> Floats:
    """Return the badness at which the goal is just reached."""
    low, high = terms.target_low, terms.target_high
    least, most = np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)
    return np.where(terms.both, 0.0, np.where(terms.downwards, -least, most))
