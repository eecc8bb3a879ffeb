"""Measures the engine against its peers: false alarms, power, delay and speed.

The peers are ruptures, pymannkendall and changepoint-online, and two rules written from their
owners' descriptions. "matched" is the engine at the peer's own false alarms. The bound is a
Shiryaev-Roberts mixture that knows the noise: see `tests.benchmarks.mixture`.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pymannkendall
import ruptures
from changepoint_online import Focus, Gaussian
from numpy.typing import NDArray

from metrics.engine.screen import screen_losses
from tests.benchmarks.mixture import first_over, limits, mixture
from tests.metrics.engine.factories import in_groups, unchanged

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SLOW_SERIES = 300
"""What PELT and the speed table get: the peers that take their time."""
GROUP = 60
SIGMA = {"share": 0.05, "count": 0.5}
"""The standard deviation of what is monitored, where it is not 1."""


class Cell(NamedTuple):
    """One situation: noise, baseline, horizon and the loss (higher is worse, in sigma)."""

    name: str
    baseline: int
    horizon: int
    loss: Callable[[Floats], Floats]
    start: int = 0
    noise: str = "iid"


def step(size: float, start: int = 0, stop: int = 999) -> Callable[[Floats], Floats]:
    return lambda place: size * ((place >= start) & (place < stop))


def ramp(slope: float) -> Callable[[Floats], Floats]:
    return lambda place: slope * (place + 1)


CELLS = [
    Cell("step 1, 8+12", 8, 12, step(1.0)),
    Cell("step 1.5, 8+12", 8, 12, step(1.5)),
    Cell("late 1.5, 8+12", 8, 12, step(1.5, 6), 6),
    Cell("ramp .15, 8+12", 8, 12, ramp(0.15)),
    Cell("transient 2.5, 8+12", 8, 12, step(2.5, 3, 6), 3),
    Cell("step 1.5, 5+8", 5, 8, step(1.5)),
    Cell("step 1, 12+12", 12, 12, step(1.0)),
    Cell("step 1, 20+20", 20, 20, step(1.0)),
    Cell("step 1.5, AR .3", 8, 12, step(1.5), noise="ar"),
    Cell("step 1.5, t3", 8, 12, step(1.5), noise="t3"),
    Cell("75 % to 65 %, n 100", 5, 8, step(0.10), noise="share"),
    Cell("counts 20 to 28", 8, 12, step(8.0), noise="count"),
]


def measured(cell: Cell, series: int, lost: bool, seed: int) -> Floats:
    """Return series in which higher is worse."""
    periods = cell.baseline + cell.horizon
    place = np.arange(periods) - cell.baseline
    loss = np.where(place >= 0, cell.loss(place), 0.0) * lost
    draws = np.random.default_rng(seed)
    if cell.noise == "share":
        share = draws.binomial(100, np.broadcast_to(0.25 + loss, (series, periods))) / 100
        return np.arcsin(np.sqrt(share))
    if cell.noise == "count":
        return np.sqrt(draws.poisson(np.broadcast_to(20 + loss, (series, periods))))
    rho = 0.3 if cell.noise == "ar" else 0.0
    return unchanged(series, periods, seed=seed, rho=rho, heavy=cell.noise == "t3") + loss


def standardised(values: Floats, cell: Cell) -> Floats:
    """Return what was monitored less the baseline mean, in the true standard deviation."""
    base, later = values[:, : cell.baseline], values[:, cell.baseline :]
    return (later - base.mean(axis=1, keepdims=True)) / SIGMA.get(cell.noise, 1.0)


def nhs_rules(values: Floats, cell: Cell) -> Ints:
    """Return the first look at which an NHS rule flags a worsening, limits fixed; -1."""
    base, later = values[:, : cell.baseline], values[:, cell.baseline :]
    centre = base.mean(axis=1, keepdims=True)
    limit = 2.66 * np.abs(np.diff(base, axis=1)).mean(axis=1, keepdims=True)
    flagged = later - centre > limit
    above, near = later > centre, later - centre > limit * 2 / 3
    rising = np.diff(later, axis=1) > 0
    for place in range(cell.horizon):
        if place >= 6:
            flagged[:, place] |= above[:, place - 6 : place + 1].all(axis=1)
            flagged[:, place] |= rising[:, place - 6 : place].all(axis=1)
        if place >= 2:
            three = slice(place - 2, place + 1)
            flagged[:, place] |= (near[:, three].sum(axis=1) >= 2) & above[:, three].all(axis=1)
    return first_true(flagged)


def recent_trend(values: Floats, cell: Cell) -> Ints:
    """Return the first look at which the last five rise at 99.8 %, known noise; -1."""
    slope_weights = np.arange(5) - 2.0
    sigma = SIGMA.get(cell.noise, 1.0)
    flagged = np.zeros((len(values), cell.horizon), dtype=bool)
    for place in range(cell.horizon):
        end = cell.baseline + place + 1
        slope = values[:, end - 5 : end] @ slope_weights / 10
        flagged[:, place] = (slope > 0) & ((slope / (sigma / np.sqrt(10))) ** 2 > 9.5495)
    return first_true(flagged)


def first_true(flagged: NDArray[np.bool_]) -> Ints:
    return np.where(flagged.any(axis=1), flagged.argmax(axis=1), -1)


def pelt(values: Floats, cell: Cell) -> Ints:
    """Return the last look where PELT with BIC ends in a higher segment; -1."""
    found = np.full(len(values), -1)
    for number, row in enumerate(values):
        sd = np.median(np.abs(np.diff(row))) / 0.9539
        penalty = 2 * np.log(len(row)) * max(sd, 1e-9) ** 2
        breaks = ruptures.Pelt(model="l2", jump=1, min_size=2).fit(row).predict(pen=penalty)
        if len(breaks) > 1 and row[breaks[-2] :].mean() > row[: breaks[0]].mean():
            found[number] = cell.horizon - 1
    return found


def mann_kendall(values: Floats, cell: Cell) -> Ints:
    """Return the last look where the Mann-Kendall test calls the series rising; -1."""
    rising = [pymannkendall.original_test(row).trend == "increasing" for row in values]
    return np.where(rising, cell.horizon - 1, -1)


def focus(values: Floats, cell: Cell) -> Ints:
    """Return the first look at which FOCuS passes 8, baseline mean and sd given; -1."""
    base = values[:, : cell.baseline]
    residual = (values - base.mean(axis=1, keepdims=True)) / base.std(axis=1, ddof=1).mean()
    found = np.full(len(values), -1)
    for number, row in enumerate(residual[:, cell.baseline :]):
        detector = Focus(Gaussian(loc=0), side="right")
        for place, value in enumerate(row):
            detector.update(value)
            if detector.statistic() >= 8:
                found[number] = place
                break
    return found


def engine(
    values: Floats, cell: Cell, false_alarm: float, areas: int = GROUP
) -> tuple[Ints, Floats]:
    screen = screen_losses(
        values,
        baseline=cell.baseline,
        worse="higher",
        group=in_groups(len(values), areas),
        false_alarm=false_alarm,
    )
    first = np.where(screen.alarm, screen.first_alarm - cell.baseline, -1)
    return first, screen.p_value


def line(name: str, null: Ints, first: Ints, cell: Cell, wide: int = 22, rule: int = 26) -> str:
    """Write one row: realised false alarms, power within the horizon and within four, delay."""
    soon = (first >= cell.start) & (first < cell.start + 4)
    late = first[first >= cell.start] - cell.start + 1
    delay = f"{np.median(late):4.0f}" if len(late) else "   -"
    return (
        f"{cell.name:{wide}}{name:{rule}}{(null >= 0).mean():8.4f}"
        f"{(first >= 0).mean():8.3f}{soon.mean():8.3f}{delay}"
    )


PEERS = [
    ("NHS rules, fixed limits", nhs_rules, None),
    ("Fingertips trend", recent_trend, None),
    ("ruptures PELT, BIC", pelt, SLOW_SERIES),
    ("pymannkendall", mann_kendall, 10 * SLOW_SERIES),
    ("changepoint-online", focus, None),
]
"""The rules, and how many series the slow ones get."""


def print_bound(number: int, null: Floats, lost: Floats) -> None:
    """Print what the Shiryaev-Roberts mixture finds in a cell at the engine's two rates."""
    cell = CELLS[number]
    simulated = measured(cell, 10 * len(null), False, 900 + number)
    known, quiet, worse = (
        mixture(standardised(values, cell), cell.baseline) for values in (simulated, null, lost)
    )
    for false_alarm in (0.01, 0.05):
        limit = limits(known, false_alarm)
        name = f"SR mixture {false_alarm:.0%}, bound"
        row = line(name, first_over(quiet, limit), first_over(worse, limit), cell)
        print(row, flush=True)


def print_detection(series: int) -> None:
    """Print the engine, a bound and its peers in twelve cells, and at equal false alarms."""
    print(f"{'cell':22}{'rule':26}{'false':>8}{'power':>8}{'in 4':>8} delay")
    for number, cell in enumerate(CELLS):
        null = measured(cell, series, False, 2 * number)
        lost = measured(cell, series, True, 2 * number + 1)
        for false_alarm in (0.01, 0.05):
            quiet, p_null = engine(null, cell, false_alarm)
            print(
                line(
                    f"engine {false_alarm:.0%}", quiet, engine(lost, cell, false_alarm)[0], cell
                )
            )
        print_bound(number, null, lost)
        for name, rule, few in PEERS:
            quiet, found = rule(null[:few], cell), rule(lost[:few], cell)
            print(line(name, quiet, found, cell))
            same = float(np.quantile(p_null, (quiet >= 0).mean()))
            if 0 < same < 1:
                matched = [engine(values, cell, same)[0] for values in (null, lost)]
                print(line("  engine, matched", *matched, cell), flush=True)


def bare_loop(values: Floats) -> Floats:
    """Run one average and one cumulative sum: the least a monitor could do."""
    average, total, worst = np.zeros((3, len(values)))
    for period in range(8, values.shape[1]):
        average = 0.8 * average + 0.2 * values[:, period]
        total = np.maximum(0, total + values[:, period] - 0.5)
        worst = np.maximum(worst, np.maximum(average / 0.33, total / 5))
    return worst


def seconds(action: Callable[[], object]) -> float:
    """Return processor seconds, which a busy machine stretches less than the clock."""
    start = time.process_time()
    action()
    return time.process_time() - start


SPEED = Cell("speed", 8, 32, step(0.0))


class Speed(NamedTuple):
    """CPU seconds of the engine and of a bare loop, and the peak of memory over the input."""

    ours: float
    bare: float
    peak: float


def speed(series: int) -> Speed:
    """Measure so many series of 40; the peak is that of this process so far."""
    engine(unchanged(600, 40), SPEED, 0.01)
    values = unchanged(series, 40)
    bare = min(seconds(lambda: bare_loop(values)) for _ in range(3))
    ours = seconds(lambda: engine(values, SPEED, 0.01))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / values.nbytes
    return Speed(ours, bare, peak)


def print_speed() -> None:
    """Print series per second and memory, over a bare loop and over the peers."""
    rates = {}
    for series in (1_000_000, 4_000_000):
        ours, bare, peak = speed(series)
        rates[series] = series / ours
        print(f"{series} series: {ours:.2f} s, bare loop {bare:.2f} s, ratio {ours / bare:.1f}")
        print(
            f"  {rates[series]:.0f} series/s, peak memory {peak:.1f} times the input",
            flush=True,
        )
    for name, rule in [("pymannkendall", mann_kendall), ("ruptures PELT", pelt)]:
        values = unchanged(SLOW_SERIES, 40)
        peer = SLOW_SERIES / seconds(lambda values=values, rule=rule: rule(values, SPEED))
        print(f"{name}: {peer:.0f} series/s, the engine {rates[1_000_000] / peer:.0f} times")


if __name__ == "__main__":
    print(json.dumps(speed(int(sys.argv[1]))))
