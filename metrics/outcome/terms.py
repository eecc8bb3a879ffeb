"""What is asked of each goal of a batch, as plain arrays."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats
from metrics.engine.scale import backward, forward
from metrics.engine.series import Days, Series, columns_of_series, days


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Series):
    """The columns of `metrics.outcome.frames.GOALS`, one entry per goal.

    `holds` is a promise to hold, `both` what may worsen both ways and `downwards` what worsens
    down. `compared` is whether falling behind leads to anything, `promised` whether to a loss.
    """

    goal_id: pd.Series
    exact: Bools
    assessable: Bools
    confirmed: Bools
    at_most_watch: Bools
    redefined: Bools
    holds: Bools
    both: Bools
    downwards: Bools
    compared: Bools
    promised: Bools
    target_low: Floats
    target_high: Floats
    baseline_value: Floats
    comparator_baseline: Floats
    comparator_spread: Floats
    mid: Floats
    target_due: Days
    earliest_effect: Days
    stale_after_days: Floats

    def on_scale(self, values: Floats) -> Floats:
        """Turn values, a row per goal, into their scale."""
        return forward(values, self.scale, self.whole)

    def in_unit(self, turned: Floats) -> Floats:
        """Turn values on their scale, a row per goal, back into the unit."""
        return backward(turned, self.scale, self.whole)


_FLAGS = ("exact", "assessable", "confirmed", "at_most_watch", "redefined")
_NUMBERS = (
    *("target_low", "target_high", "baseline_value", "comparator_baseline"),
    *("comparator_spread", "mid", "stale_after_days"),
)


def terms_of(goals: pd.DataFrame) -> Terms:
    """Return checked goals as arrays; they know how they are monitored.

    A promise to hold that is worse both ways has a band: its baseline alone.
    """
    form, worse, use = goals["form"], goals["worse"], goals["comparator_use"]
    terms = Terms(
        **columns_of_series(goals),
        goal_id=goals["goal_id"],
        **{name: goals[name].to_numpy(bool) for name in _FLAGS},
        **{name: goals[name].to_numpy(float, na_value=np.nan) for name in _NUMBERS},
        target_due=days(goals["target_due"]),
        earliest_effect=days(goals["earliest_effect"]),
        holds=(form == "hold").to_numpy(bool),
        both=(worse == "both").to_numpy(bool),
        downwards=(worse == "lower").to_numpy(bool),
        compared=(use != "").to_numpy(bool),
        promised=(use == "promise").to_numpy(bool),
    )
    kept = terms.holds & terms.both & np.isnan(terms.target_low) & np.isnan(terms.target_high)
    return replace(
        terms,
        target_low=np.where(kept, terms.baseline_value, terms.target_low),
        target_high=np.where(kept, terms.baseline_value, terms.target_high),
    )
