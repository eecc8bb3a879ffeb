"""Measures the whole decision: false losses, power, and what the interval rule before it found.

The interval rule judged every measurement by itself, with the same noise and yearly rate.
``python -m tests.benchmarks.states``
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from metrics.outcome.decision import judge
from metrics.outcome.rates import LOST_RATE, per_measurement
from metrics.outcome.state import LOST_STATES, State
from tests.metrics.engine.factories import unchanged
from tests.metrics.outcome.test_outcome_promises import (
    PACES,
    TODAY,
    Pace,
    frozen,
    portfolio,
    surveys,
)

SERIES = 3_000
MID = 0.5


class Found(NamedTuple):
    """The share of series that are lost at some measurement, by each rule."""

    engine: float
    interval: float


def measured(pace: Pace, step: float, seed: int) -> Found:
    values = unchanged(SERIES, pace.baseline + pace.monitored, seed=seed)
    values[:, pace.baseline :] -= step
    goals, frame = portfolio(values, pace, mid=MID)
    table = frozen(goals, frame)
    verdicts = judge(goals, frame, assessed_on=TODAY, noise=table).verdicts
    return Found(
        engine=float(verdicts["was_lost"].mean()),
        interval=float(interval_rule(values, pace, table).mean()),
    )


def interval_rule(
    values: NDArray[np.float64], pace: Pace, table: pd.DataFrame
) -> NDArray[np.bool_]:
    """Alarm at a measurement beyond its t limit; lost where what matters then holds twice."""
    base, later = values[:, : pace.baseline], values[:, pace.baseline :]
    names = table["noise_group"].str.split("|").str[0].astype(int)
    between = table["between"].astype(float).set_axis(names)
    sigma = np.sqrt(between.loc[np.arange(len(values)) // 60].to_numpy(float))
    freedom = 59 * (pace.baseline - 1)
    limit = stats.t.isf(
        per_measurement(LOST_RATE, np.array([pace.measurements_per_year])), freedom
    )
    worsening = base.mean(axis=1, keepdims=True) - later
    spread = sigma[:, None] * np.sqrt(1 + 1 / pace.baseline)
    alarmed = np.logical_or.accumulate(worsening > limit * spread, axis=1)
    twice = (worsening[:, 1:] >= MID) & (worsening[:, :-1] >= MID)
    lost: NDArray[np.bool_] = (alarmed[:, 1:] & twice).any(axis=1)
    return lost


def of_what_matters(baseline: int, answers: int, *, series: int, seed: int) -> dict[str, float]:
    """Return the shares lost, watched and unchanged of surveys that fell by just one MID.

    They fell in the third of ten years after the baseline; the target is one MID above it.
    """
    truth = np.full((series, baseline + 10), 75.0)
    truth[:, baseline + 2 :] -= 5
    goals, frame = surveys(truth, answers, Pace(1.0, 12, baseline, 10), seed=seed)
    state = judge(goals.assign(target_low=80.0), frame, assessed_on=TODAY).verdicts["state"]
    lost = state.isin([str(one) for one in LOST_STATES])
    return {
        "lost": float(lost.mean()),
        "watch": float((state == State.WATCH).mean()),
        "unchanged": float((state == State.UNCHANGED).mean()),
    }


def print_states() -> None:
    print("| pace | step, sigma | engine | interval rule |\n|---|---|---|---|")
    for name in ("yearly", "every other year"):
        for step in (0.0, 1.0, 1.5, 2.0, 3.0):
            found = measured(PACES[name], step, seed=17)
            print(f"| {name} | {step:.1f} | {found.engine:.3f} | {found.interval:.3f} |")
    print("surveys that fell by one MID eight years ago")
    for baseline in (5, 8):
        for answers in (100, 200, 400):
            shares = of_what_matters(baseline, answers, series=SERIES, seed=9)
            row = " ".join(f"{name} {share:.3f}" for name, share in shares.items())
            print(f"baseline {baseline}, {answers} answers: {row}", flush=True)


if __name__ == "__main__":
    print_states()
