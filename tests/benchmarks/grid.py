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


def print_portfolio(repeats: int) -> None:
    """Print what a city with 600 goals and 30 real losses of 1.5 sigma is told, q = 10 %."""
    false, found = [], []
    for seed in range(repeats):
        lost = np.arange(600) % 20 == 0
        values = unchanged(600, 20, seed=seed)
        values[lost, 8:] += 1.5
        cell = Cell("portfolio", 8, 12, step(1.5))
        _, p_value = engine(values, cell, 0.01)
        called = p_value <= discovery_threshold(p_value, 0.10)
        false.append((called & ~lost).sum() / max(called.sum(), 1))
        found.append(called[lost].mean())
    print(
        f"600 series, 30 lost, {repeats} repeats: {np.mean(false):.3f} of what is raised is "
        f"false (standard error {np.std(false) / np.sqrt(repeats):.3f}), "
        f"{np.mean(found):.2f} of the losses are found"
    )
