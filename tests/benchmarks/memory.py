"""What a common wild year and rolling means do: noise, false alarms and power.

``python -m tests.benchmarks.memory``
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metrics.engine.screen import screen_losses
from metrics.engine.uncertainty import estimate_noise
from tests.benchmarks.detection import Floats
from tests.metrics.engine.factories import fallen, in_groups, unchanged

SEED = 3
HORIZONS = {5: 8, 8: 12}
"""Baseline length, and how many are monitored."""


class Wild(NamedTuple):
    """How much lower some baseline years are, in sigma, for what share of the areas."""

    name: str
    size: float
    years: Sequence[int] = (2,)
    share: float = 1.0


YEARS = [
    Wild("no wild year", 0.0),
    Wild("one of -4", 4.0),
    Wild("two of -4", 4.0, (1, 2)),
    Wild("-4 in half the areas", 4.0, share=0.5),
]


def found(
    values: Floats, baseline: int, group: Floats, *, span: int = 1, **terms: object
) -> float:
    """Return the share that alarms at 5 % unless the terms say another rate."""
    noise = estimate_noise(values, baseline=baseline, group=group, span=span)
    rate = {"false_alarm": 0.05, "worse": "lower"} | terms
    screen = screen_losses(values, baseline=baseline, group=group, noise=noise, **rate)
    return float(screen.alarm.mean())


def print_wild_years(series: int) -> None:
    print(f"a common wild year, 5 %, {series} series, seed {SEED}")
    print(
        f"{'year':22}{'cell':8}{'group':>6}{'sigma':>8}{'false':>8}{'gain':>8}{'2.0':>8}{'1.5':>8}"
    )
    for wild in YEARS:
        for baseline, horizon in HORIZONS.items():
            for size in (60, 20, 10):
                group = in_groups(series, size)
                values = unchanged(series, baseline + horizon, seed=SEED)
                hit = np.random.default_rng(SEED).random(series) < wild.share
                for year in wild.years:
                    values[hit, year] -= wild.size
                sigma = estimate_noise(values, baseline=baseline, group=group).sigma.mean()
                shares = [
                    found(values, baseline, group),
                    found(values, baseline, group, worse="higher"),
                    found(fallen(values, baseline, 2.0), baseline, group),
                    found(fallen(values, baseline, 1.5), baseline, group),
                ]
                row = "".join(f"{share:8.3f}" for share in shares)
                cell = f"{baseline}/{horizon}"
                print(f"{wild.name:22}{cell:8}{size:6}{sigma:8.3f}{row}", flush=True)


def rolling(years: Floats, span: int) -> Floats:
    """Return the means of every `span` years, in their own standard deviation."""
    total = np.cumsum(np.pad(years, ((0, 0), (1, 0))), axis=1)
    return (total[:, span:] - total[:, :-span]) / np.sqrt(span)


def print_rolling_means(series: int) -> None:
    print(f"rolling means, {series} series, seed {SEED}; a loss of 1.5 sigma of one year")
    print(f"{'years':8}{'noise':7}{'cell':8}{'group':>6}   told: 1 %, 5 %, found      not told")
    for span in (2, 3):
        for noise, rho, heavy in (
            ("iid", 0.0, False),
            ("AR .3", 0.3, False),
            ("t3", 0.0, True),
        ):
            for baseline, horizon in HORIZONS.items():
                for size in (60, 5):
                    periods = baseline + horizon + span - 1
                    years = unchanged(series, periods, seed=SEED, rho=rho, heavy=heavy)
                    lost = rolling(fallen(years, baseline + span - 1, 1.5), span)
                    null, group = rolling(years, span), in_groups(series, size)
                    shares = [
                        found(values, baseline, group, span=known, false_alarm=rate)
                        for known in (span, 1)
                        for values, rate in ((null, 0.01), (null, 0.05), (lost, 0.01))
                    ]
                    row = "".join(f"{share:8.4f}" for share in shares)
                    cell = f"{baseline}/{horizon}"
                    print(f"{span:<8}{noise:7}{cell:8}{size:6}{row}", flush=True)


if __name__ == "__main__":
    print_wild_years(12_000)
    print()
    print_rolling_means(12_000)
