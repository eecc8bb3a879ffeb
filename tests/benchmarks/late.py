"""Losses that begin late: how many are found, and how soon; and the false alarms that it costs.

In noise units, higher is worse; ``onset`` counts monitored measurements from 0.
"""

import numpy as np
from numpy.typing import NDArray

from metrics.engine.screen import screen_losses
from tests.metrics.engine.factories import in_groups, unchanged

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BASELINE, HORIZON = 8, 12
SIZES = (1.5, 2.5, 4.0)
LATEST_SIZES = (3.0, 4.0, 5.0, 10.0)
NOISES = {"iid": (0.0, False), "AR .3": (0.3, False), "t3": (0.0, True)}
"""Autocorrelation, and whether the tails are heavy."""
GROUPS = (1, 5, 20, 60, 300)
UNEQUAL = (0.1, 0.3)
"""Standard deviations of the logarithm of sigmas that differ."""


def first_alarms(values: Floats, false_alarm: float, areas: int) -> Ints:
    """Return the monitored measurement of the first alarm, -1 without one."""
    screen = screen_losses(
        values,
        baseline=BASELINE,
        worse="higher",
        group=in_groups(len(values), areas),
        false_alarm=false_alarm,
    )
    return np.where(screen.alarm, screen.first_alarm - BASELINE, -1)


def fallen(noise: str, series: int, onset: Ints, size: float, seed: int) -> Floats:
    """Return series that are worse by `size` from each one's `onset`."""
    rho, heavy = NOISES[noise]
    values = unchanged(series, BASELINE + HORIZON, seed=seed, rho=rho, heavy=heavy)
    values[:, BASELINE:] += size * (np.arange(HORIZON) >= onset[:, None])
    return values


def print_late(series: int) -> None:
    """Print power for steps at a chance onset, in the last two, from the first and third."""
    print(f"{'8+12, groups of 60':34}{'rule':6}{'ever':>8}{'in 2':>8}{'in 4':>8}{'3 left':>8}")
    chance = np.random.default_rng(1).integers(0, HORIZON, series)
    cells = [("iid", "any onset", chance, size) for size in SIZES]
    for noise in NOISES:
        last = np.full(series, HORIZON - 2)
        cells += [(noise, "last two", last, size) for size in LATEST_SIZES]
    for start, name in ((0, "first"), (2, "third")):
        cells += [("iid", name, np.full(series, start), size) for size in (1.0, 1.5, 2.5)]
    for seed, (noise, name, onset, size) in enumerate(cells, start=4000):
        values = fallen(noise, series, onset, size, seed)
        for false_alarm in (0.01, 0.05):
            print(
                f"{f'{noise}, {name}, {size:g} sigma':34}{false_alarm:<6.0%}"
                + found(first_alarms(values, false_alarm, 60), onset),
                flush=True,
            )


def found(first: Ints, onset: Ints) -> str:
    """Write the shares that alarm: ever, within two and four, and with three or more left."""
    delay = np.where(first >= onset, first - onset, HORIZON)
    three = onset <= HORIZON - 3
    shares = [
        (first >= 0).mean(),
        (delay < 2).mean(),
        (delay < 4).mean(),
        (first[three] >= 0).mean() if three.any() else np.nan,
    ]
    return "".join(f"{share:8.3f}" for share in shares)


def print_false_alarms(series: int) -> None:
    """Print false alarms over the promised, as times of it, per noise and size of group."""
    print(f"{'false alarms, times the promised':34}{'rule':6}" + _row(GROUPS, "8d"))
    for noise in NOISES:
        never = np.full(series, HORIZON)
        values = fallen(noise, series, never, 0.0, 4100)
        for false_alarm in (0.01, 0.05):
            times = [
                (first_alarms(values, false_alarm, areas) >= 0).mean() / false_alarm
                for areas in GROUPS
            ]
            print(f"{noise:34}{false_alarm:<6.0%}" + _row(times, "8.2f"), flush=True)
    print_noisiest(series)


def unequal(series: int, spread: float, seed: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Return unchanged series whose sigmas differ, and which belong to the noisiest fifth.

    The sigmas are lognormal, their logarithm with a standard deviation of `spread`.
    """
    sigma = np.exp(spread * np.random.default_rng(seed).standard_normal(series))
    values = unchanged(series, BASELINE + HORIZON, seed=seed + 1) * sigma[:, None]
    return values, sigma > np.quantile(sigma, 0.8)


def print_noisiest(series: int) -> None:
    """Print false alarms where sigmas differ, as times of the promised: all, noisiest fifth."""
    for spread in UNEQUAL:
        values, noisiest = unequal(series, spread, 4200)
        for false_alarm in (0.01, 0.05):
            by_group = [first_alarms(values, false_alarm, areas) >= 0 for areas in GROUPS]
            for name, some in (("all", slice(None)), ("noisiest fifth", noisiest)):
                times = [alarm[some].mean() / false_alarm for alarm in by_group]
                name = f"sigmas that differ {spread:.0%}, {name}"
                print(f"{name:40}{false_alarm:<6.0%}" + _row(times, "8.2f"), flush=True)


def _row(numbers: object, form: str) -> str:
    return "".join(format(number, form) for number in numbers)
