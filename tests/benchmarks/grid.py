"""The engine alone over the whole grid: every baseline, noise and shape of loss."""

from collections.abc import Callable

import numpy as np

from metrics.outcome.discovery import discovery_threshold
from tests.benchmarks.detection import Cell, Floats, engine, line, ramp, step
from tests.metrics.engine.factories import unchanged

BASELINES = {5: 8, 8: 12, 12: 12, 20: 20}
"""Baseline length and the horizon it is tried with."""

LOSSES: dict[str, tuple[Callable[[Floats], Floats], int]] = {
    "step 1.5": (step(1.5), 0),
    "ramp .15": (ramp(0.15), 0),
    "late 1.5": (step(1.5, 4), 4),
    "transient 2.5": (step(2.5, 2, 5), 2),
}
"""Shape in sigma, and the look at which it begins."""

NOISES = ("iid", "AR .3", "AR .6", "t3", "share n 40", "share n 100", "share n 300", "count 20")

PORTFOLIOS = [
    (8, 12, "iid", 60),
    (8, 12, "iid", 600),
    (8, 12, "iid", 10),
    (5, 8, "iid", 600),
    (5, 8, "iid", 60),
    (5, 8, "iid", 10),
    (8, 12, "AR .3", 60),
    (8, 12, "t3", 60),
]
"""Baseline, horizon, noise, and the goals that share one noise."""


def noisy(noise: str, loss: Floats, series: int, seed: int) -> Floats:
    """Return series with standard deviation 1 in which higher is worse, `loss` in sigma."""
    draws = np.random.default_rng(seed)
    shape = (series, len(loss))
    if noise.startswith("share"):
        answers = int(noise.split()[-1])
        share = 0.25 + loss * np.sqrt(0.25 * 0.75 / answers)
        found = draws.binomial(answers, np.broadcast_to(np.clip(share, 0, 1), shape)) / answers
        return 2 * np.sqrt(answers) * np.arcsin(np.sqrt(found))
    if noise.startswith("count"):
        return 2 * np.sqrt(draws.poisson(np.broadcast_to(20 + loss * np.sqrt(20), shape)))
    rho = float(noise.removeprefix("AR ")) if noise.startswith("AR") else 0.0
    return unchanged(series, len(loss), seed=seed, rho=rho, heavy=noise == "t3") + loss


def print_grid(series: int, *, whole: bool) -> None:
    """Print false alarms, power and delay at 1 and 5 %; all baselines when `whole`."""
    print(f"{'cell':40}{'rule':10}{'false':>8}{'power':>8}{'in 4':>8} delay")
    seed = 1000
    for baseline, horizon in BASELINES.items():
        if not whole and baseline not in {5, 8}:
            continue
        place = np.arange(baseline + horizon) - baseline
        for noise in NOISES:
            null = noisy(noise, np.zeros(len(place)), series, seed)
            for shape, (loss, start) in LOSSES.items():
                seed += 1
                worse = np.where(place >= 0, loss(place), 0.0)
                lost = noisy(noise, worse, series, seed)
                name = f"{baseline}+{horizon}, {noise}, {shape}"
                cell = Cell(name, baseline, horizon, loss, start)
                for rate in (0.01, 0.05):
                    quiet, _ = engine(null, cell, rate)
                    found, _ = engine(lost, cell, rate)
                    print(line(f"{rate:.0%}", quiet, found, cell, 40, 10), flush=True)


def raised(
    baseline: int, horizon: int, noise: str, areas: int, *, repeats: int
) -> tuple[Floats, Floats]:
    """Return what is false of what a city with 600 goals is told, and what is found, q = 10 %.

    One goal in twenty is lost by 1.5 sigma; noise is pooled over `areas` goals.
    """
    lost = np.arange(600) % 20 == 0
    worse = np.where(np.arange(baseline + horizon) >= baseline, 1.5, 0.0)
    cell = Cell("portfolio", baseline, horizon, step(1.5))
    false, found = np.empty(repeats), np.empty(repeats)
    for seed in range(repeats):
        values = noisy(noise, 0 * worse, 600, seed) + lost[:, None] * worse
        _, p_value = engine(values, cell, 0.01, areas)
        called = p_value <= discovery_threshold(p_value, 0.10)
        false[seed] = (called & ~lost).sum() / max(called.sum(), 1)
        found[seed] = called[lost].mean()
    return false, found


def print_portfolio(repeats: int, *, whole: bool) -> None:
    """Print what such cities are told; in other groups and noise too when `whole`."""
    print(f"600 goals, 30 lost, {repeats} repeats: false of what is raised, and found")
    for baseline, horizon, noise, areas in PORTFOLIOS if whole else PORTFOLIOS[:1]:
        false, found = raised(baseline, horizon, noise, areas, repeats=repeats)
        error = false.std() / np.sqrt(repeats)
        name = f"{baseline}+{horizon}, {noise}, groups of {areas}"
        print(f"{name:30}{false.mean():8.3f} ({error:.3f}){found.mean():8.2f}", flush=True)
