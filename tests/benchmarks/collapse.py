"""Collapses in the two latest years, and how often "never calm" is said without one.

``python -m tests.benchmarks.collapse``
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from metrics.outcome import distances
from metrics.outcome.decision import judge
from metrics.outcome.prepared import prepared
from metrics.outcome.state import LOST_STATES, State
from metrics.outcome.sudden import sudden_falls
from tests.factories import known_noise
from tests.metrics.engine.factories import fallen, unchanged
from tests.metrics.outcome.test_outcome_promises import GROUP, TODAY, Pace, frozen, portfolio

SERIES = 12_000
NOISES = {"iid": (0.0, False), "AR .3": (0.3, False), "t3": (0.0, True)}
"""Autocorrelation, and whether the tails are heavy."""
QUIET = Pace(1.0, 12, 5, 10)
LATEST = 2
SIZES = (3.0, 4.0, 5.0, 10.0)
MID = 2.0


def sudden(noise: str, baseline: int, areas: int, *, series: int, seed: int) -> float:
    """Return the share of unchanged series of which nothing calm may be said at some look.

    What matters is one standard deviation; ten years are monitored, in groups of `areas`.
    """
    rho, heavy = NOISES[noise]
    pace = QUIET._replace(baseline=baseline)
    values = unchanged(series, baseline + pace.monitored, seed=seed, rho=rho, heavy=heavy)
    goals, frame = portfolio(values, pace, mid=1.0)
    goals["group"] = (np.arange(series) // areas).astype(str)
    table = frozen(goals, frame)
    goals["noise_group"] = goals["group"] + "|1||errors"
    goals["seasonal"] = False
    given = prepared(goals, frame, table)
    against = distances.against(given.terms, given.measured)
    found = sudden_falls(given.terms, given.measured, against=against, on_scale=given.on_scale)
    return float(found.below.any(axis=1).mean())


class Collapsed(NamedTuple):
    """Shares of the series: lost, watched, calm; and worse by what matters twice."""

    lost: float
    watched: float
    calm: float
    twice: float


def collapsed(size: float, noise: pd.DataFrame | None, *, series: int, seed: int) -> Collapsed:
    """Return the states after ten quiet years and two at -`size` sigma, baseline 5, MID 2.

    Without a `noise` it is estimated from the baselines of groups of sixty.
    """
    pace = QUIET._replace(monitored=QUIET.monitored + LATEST)
    periods = pace.baseline + pace.monitored
    values = fallen(unchanged(series, periods, seed=seed), periods - LATEST, size)
    goals, frame = portfolio(values, pace, mid=MID)
    if noise is None:
        noise = frozen(goals, frame)
    else:
        goals["noise_group"] = str(noise["noise_group"].iloc[0])
    state = judge(goals, frame, assessed_on=TODAY, noise=noise).verdicts["state"]
    worse = values[:, : pace.baseline].mean(axis=1, keepdims=True) - values[:, -LATEST:] >= MID
    lost = state.isin([str(one) for one in LOST_STATES])
    watched = state == State.WATCH
    calm = ~lost & ~watched
    return Collapsed(*(float(np.mean(one)) for one in (lost, watched, calm, worse.all(axis=1))))


def print_collapses(series: int = SERIES) -> None:
    """Print the states after a collapse, and false falls that nothing calm may be said of."""
    print(f"baseline 5, ten quiet years and two worse, MID 2 sigma, {series} series")
    print(f"{'noise':24}{'sigma':>6}{'lost':>8}{'watch':>8}{'calm':>8}{'M twice':>9}")
    for name, noise in (("known", known_noise(1.0)), ("of groups of 60", None)):
        for size in SIZES:
            shares = collapsed(size, noise, series=series, seed=6200)
            row = "".join(f"{share:8.3f}" for share in shares)
            print(f"{name:24}{size:6g}{row}", flush=True)
    print(f"never calm though nothing happened, ten years, MID 1 sigma, {series} series")
    for noise in NOISES:
        for baseline in (5, 8):
            for areas in (GROUP, 5):
                share = sudden(noise, baseline, areas, series=series, seed=6300)
                print(f"{f'{noise}, baseline {baseline}, groups of {areas}':40}{share:8.4f}")


if __name__ == "__main__":
    print_collapses()
