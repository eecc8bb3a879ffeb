"""Decides the state of each goal from its measurements: a fold, oldest first, first match wins.

The rules and their order are the decision table of ``docs/method.md``. Everything works on a
batch of goals at once, so that running it again over the same facts gives the same verdicts.
"""

from datetime import date

import numpy as np
import pandas as pd

from metrics import reference
from metrics.evidence import Noise, detectable_worsening, listen, wave_noise
from metrics.fold import Hearing, follow
from metrics.looks import Bools, Floats, Looks, pack
from metrics.reference import Reference
from metrics.state import Group, State, group_of
from metrics.verdict import Assessed, verdicts

__all__ = ["RULE_VERSION", "Group", "State", "decide", "group_of"]

RULE_VERSION = "2026-1"
"""Changes whenever the same facts could get another verdict than before."""


def decide(
    goals: pd.DataFrame, measurements: pd.DataFrame, *, assessed_on: date
) -> pd.DataFrame:
    """Return one verdict per goal, as of `assessed_on`.

    `goals`, one row per goal: ``goal_id``, ``group`` (whose noise is pooled), ``exact`` (the
    whole population is counted), ``assessable``, ``confirmed`` (the direction is),
    ``at_most_watch`` (process and early-signal indicators), ``form`` (at_least, at_most, band,
    class, hold), ``worse`` (lower, higher, both), ``target_low``, ``target_high``,
    ``baseline_value``, ``comparator_baseline``, ``comparator_use`` ('', watch, promise),
    ``mid``, ``target_due``, ``earliest_effect``, ``stale_after_days``, ``looks_per_year``,
    ``redefined`` (a newer definition has taken over). Ordinal goals come with severities as
    values, and the severity of the worst class that still fulfils the goal as ``target_high``.

    `measurements`, one row per goal and period: ``goal_id``, ``period``, ``period_start``,
    ``period_end``, ``value``, ``standard_error`` (0 for exact), ``comparator``, ``usable``
    (final, there, enough answers, stated), ``trouble`` (why not, or ''), ``final``,
    ``in_baseline``, ``expected_dip``, ``change_blocked`` and ``level_blocked`` (on the other
    side of a break from the reference), ``break_id``, ``break_kind``, ``class_code``, ``low``,
    ``high``.

    Returns the columns of the ``assessment`` table that follow from facts, one row per goal in
    the order of `goals`; values are in the indicator's unit.
    """
    goals = goals.reset_index(drop=True)
    measurements = measurements.sort_values(["goal_id", "period_end"], kind="stable")
    measurements = measurements.reset_index(drop=True)
    looks = pack(measurements, goals)
    against = reference.against(goals, looks)
    noise = _noise(goals, looks, against)
    hearing = _hearing(goals, looks, against, noise)
    detectable = _detectable(goals, looks, noise)
    return verdicts(
        Assessed(
            goals=goals,
            measurements=measurements,
            looks=looks,
            against=against,
            noise=noise,
            hearing=hearing,
            course=follow(goals, looks, against, hearing, noise, detectable),
            detectable=detectable,
            assessed_on=assessed_on,
        )
    )


def _noise(goals: pd.DataFrame, looks: Looks, against: Reference) -> Noise:
    noise = wave_noise(
        against.badness,
        looks.standard_error,
        looks.in_baseline,
        goals["group"].to_numpy(object),
    )
    exact = goals["exact"].to_numpy(bool)
    return Noise(
        sigma=np.where(exact, 0.0, noise.sigma),
        between=np.where(exact, 0.0, noise.between),
        degrees_of_freedom=np.where(exact, np.inf, noise.degrees_of_freedom),
    )


def _hearing(goals: pd.DataFrame, looks: Looks, against: Reference, noise: Noise) -> Hearing:
    """Listen against the baseline, against the target and against the comparator."""
    pace = goals["looks_per_year"].to_numpy(float)
    waves = looks.in_baseline.sum(axis=1)
    # A difference of two noisy series is noisier than one; areas pooled as comparator less so.
    wider = Noise(
        sigma=noise.sigma * np.sqrt(1.25),
        between=noise.between,
        degrees_of_freedom=noise.degrees_of_freedom,
    )
    return Hearing(
        baseline=listen(against.worsening, noise, baseline_waves=waves, looks_per_year=pace),
        target=listen(against.shortfall, noise, baseline_waves=None, looks_per_year=pace),
        comparator=listen(against.behind, wider, baseline_waves=waves, looks_per_year=pace),
    )


def _detectable(goals: pd.DataFrame, looks: Looks, noise: Noise) -> Floats:
    mid = goals["mid"].to_numpy(float)
    exact: Bools = goals["exact"].to_numpy(bool)
    seen = detectable_worsening(
        noise,
        mid,
        baseline_waves=looks.in_baseline.sum(axis=1),
        looks_per_year=goals["looks_per_year"].to_numpy(float),
    )
    return np.where(exact, mid, seen)
