"""Measures what is said of a level at its due date: reached, unclear or never came.

First what the level alone shows, then the state that the whole decision gives.

Surveys with a target of 75 %, what matters 5 points, waves of 1.5 points whose size is
estimated from the baselines of groups of 60. ``python -m tests.benchmarks.levels``
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.outcome.decision import judge
from metrics.outcome.local_level import level_decisions, local_level
from metrics.outcome.state import State
from tests.metrics.outcome.test_outcome_promises import PACES, TODAY, frozen, portfolio

Floats = NDArray[np.float64]

SERIES = 6_000
BASELINE = 5
GROUP = 60
TARGET, MID, WAVES = 75.0, 5.0, 1.5
DUE = pd.Timestamp(2025, 12, 31)


class Said(NamedTuple):
    """The share of the series of which each is said."""

    reached: float
    unclear: float
    never_came: float


def constant(shortfall: float, years: int) -> Floats:
    return np.full(years, shortfall)


def changed(before: float, after: float, ago: int, years: int) -> Floats:
    """Return a shortfall that jumped, with `ago` measurements at its new level."""
    return np.where(np.arange(years) < years - ago, before, after)


def situations(years: int) -> dict[str, Floats]:
    """Return how far the truth falls short of the target each year, in points."""
    return {
        "at the target": constant(0.0, years),
        "one MID short": constant(MID, years),
        "one MID above": constant(-MID, years),
        "fell 2 MID one year ago, now short": changed(-MID, MID, 1, years),
        "fell 2 MID two years ago, now short": changed(-MID, MID, 2, years),
        "rose 2 MID one year ago, now at it": changed(2 * MID, 0.0, 1, years),
        "rose 2 MID two years ago, now at it": changed(2 * MID, 0.0, 2, years),
        "rose 2 MID in a straight line": 2 * MID * (1 - np.arange(1, years + 1) / years),
    }


def said(shortfall: Floats, answers: int, *, series: int, seed: int) -> Said:
    """Return what is said at the last of the years of `shortfall`."""
    truth = TARGET - np.concatenate([np.full(BASELINE, shortfall[0]), shortfall])
    values = surveyed(np.broadcast_to(truth, (series, len(truth))), answers, seed)
    measured = _on_scale(TARGET) - values[:, BASELINE:]
    smallest = np.full(series, _on_scale(TARGET) - _on_scale(TARGET - MID))
    variance = np.broadcast_to(_variance(values[:, :BASELINE], answers), measured.shape)
    level = local_level(measured, variance, smallest, np.ones(measured.shape, dtype=bool))
    last = level_decisions(level, smallest)
    reached, never = (float(part[:, -1].mean()) for part in (last.reached, last.never_came))
    return Said(reached=reached, unclear=1 - reached - never, never_came=never)


def stated(shortfall: Floats, answers: int, *, series: int, seed: int) -> Said:
    """Return the states at the due date, the last of the years of `shortfall`."""
    truth = TARGET - np.concatenate([np.full(BASELINE, shortfall[0]), shortfall])
    values = shares(np.broadcast_to(truth, (series, len(truth))), answers, seed)
    pace = PACES["yearly"]._replace(baseline=BASELINE, monitored=len(shortfall))
    within = np.clip(values / 100, 0.5 / answers, 1 - 0.5 / answers)
    goals, frame = portfolio(values, pace, mid=MID, scale="arcsine", target_due=DUE)
    goals = goals.assign(target_low=TARGET)
    frame["standard_error"] = 100 * np.sqrt(within * (1 - within) / answers).ravel()
    frame["answers"] = float(answers)
    table = frozen(goals, frame)
    state = judge(goals, frame, assessed_on=TODAY, noise=table).verdicts["state"]
    reached, never = (float((state == one).mean()) for one in (State.REACHED, State.NEVER_CAME))
    return Said(reached=reached, unclear=1 - reached - never, never_came=never)


def surveyed(truth: Floats, answers: int, seed: int) -> Floats:
    """Return shares measured by surveys, on the scale they are judged on."""
    return _on_scale(shares(truth, answers, seed))


def shares(truth: Floats, answers: int, seed: int) -> Floats:
    """Return shares measured by surveys, in percent."""
    draws = np.random.default_rng(seed)
    wave = np.clip(truth + WAVES * draws.standard_normal(truth.shape), 0.0, 100.0)
    return 100.0 * draws.binomial(answers, wave / 100.0) / answers


def _on_scale(percent: Floats | float) -> Floats:
    return np.asarray(np.arcsin(np.sqrt(np.asarray(percent) / 100.0)))


def _variance(baseline: Floats, answers: int) -> Floats:
    """Return the variance of a measurement of each series: sampling, and its group's waves."""
    within = baseline.var(axis=1, ddof=1).reshape(-1, GROUP).mean(axis=1)
    return np.repeat(np.maximum(within, 1 / (4 * answers)), GROUP)[:, None]


def print_levels(series: int = SERIES) -> None:
    """Print what is said in every situation, for three sizes of surveys."""
    print("reached / unclear / never came, of a survey's level at its due date")
    print("| truth | years | n 100 | n 200 | n 400 |\n|---|---|---|---|---|")
    for years in (8, 5):
        for number, (name, shortfall) in enumerate(situations(years).items()):
            cells = (
                said(shortfall, answers, series=series // GROUP * GROUP, seed=40 + number)
                for answers in (100, 200, 400)
            )
            row = " | ".join(
                f"{cell.reached:.3f} / {cell.unclear:.3f} / {cell.never_came:.3f}"
                for cell in cells
            )
            print(f"| {name} | {years} | {row} |", flush=True)


def print_states(series: int = SERIES) -> None:
    """Print the states in every situation, of surveys of 200 answers eight years on."""
    print("reached / neither / never came, by the whole decision, 200 answers, eight years on")
    print("| truth | level | judged |\n|---|---|---|")
    for number, (name, shortfall) in enumerate(situations(8).items()):
        cells = (
            rule(shortfall, 200, series=series // GROUP * GROUP, seed=40 + number)
            for rule in (said, stated)
        )
        row = " | ".join(
            f"{cell.reached:.3f} / {cell.unclear:.3f} / {cell.never_came:.3f}" for cell in cells
        )
        print(f"| {name} | {row} |", flush=True)


if __name__ == "__main__":
    print_levels()
    print_states()
