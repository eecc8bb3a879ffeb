"""What is said when nothing happens: states in five and ten years, and the agenda.

The truth never moves, and a target lies one MID from it: what an alarm against the baseline is
promised to find by chance is all that may be lost. ``python -m tests.benchmarks.quiet``
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from data.judging.agenda import on_agenda
from metrics.outcome.decision import judge
from metrics.outcome.discovery import agenda_threshold
from metrics.outcome.rates import DISCOVERY_RATE, LOST_RATE, WATCH_RATE
from metrics.outcome.state import LOST_STATES, State
from tests.benchmarks.detection import Floats
from tests.metrics.engine.factories import unchanged
from tests.metrics.outcome.test_outcome_promises import TODAY, Pace, portfolio, surveys

SERIES = 12_000
INSTALLATION = 600
"""Goals judged together on one agenda."""
ONE_IN = 20
"""One goal in so many falls, by `FALL` MID, in its third monitored year."""
FALL: Final = 2.0
TRUTH, MID = 75.0, 5.0
EVENTS, SEASON = 20.0, (1.2, 0.9, 1.1, 0.8)
"""Events in a quarter on average, and what each quarter has of that."""
FEWER: Final = 4.0
"""How many fewer events matter."""
AWAY: Final = 1e3
AT_ONCE: Final = 10
"""Installations drawn and judged at once."""

Portfolio = tuple[pd.DataFrame, pd.DataFrame]


class Situation(NamedTuple):
    """Goals of one kind: how often they are measured, and how they are drawn.

    `drawn` takes how much worse the truth is, in MID (series, periods), the pace and a seed.
    `references` is how many a loss is asked of, each at the promised rate.
    """

    name: str
    measurements_per_year: int
    baseline: int
    drawn: Callable[[Floats, Pace, int], Portfolio]
    references: int = 1

    def pace(self, years: int) -> Pace:
        often = self.measurements_per_year
        return Pace(float(often), 12 // often, self.baseline, often * years)


def surveyed(answers: int, **terms: object) -> Callable[[Floats, Pace, int], Portfolio]:
    """Return surveys of a true share of 75 percent, with waves of 1.5 points."""

    def drawn(worse: Floats, pace: Pace, seed: int) -> Portfolio:
        goals, frame = surveys(TRUTH - MID * worse, answers, pace, seed=seed)
        return goals.assign(**{"target_low": TRUTH + MID} | terms), frame

    return drawn


def counted(worse: Floats, pace: Pace, seed: int) -> Portfolio:
    """Return events of every quarter with a season, of which there should be fewer."""
    season = np.resize(SEASON, worse.shape[1])
    waves = 1 + 0.1 * np.random.default_rng(seed).standard_normal(worse.shape)
    expected = (EVENTS + FEWER * worse) * season * np.maximum(waves, 0.1)
    events = np.random.default_rng(seed + 1).poisson(expected).astype(float)
    errors = np.sqrt(np.maximum(events, 0.5)).ravel()
    terms = dict(mid=FEWER, scale="root", worse="higher", form="at_most")
    goals, frame = portfolio(events, pace, errors=errors, **terms)
    return goals.assign(target_low=np.nan, target_high=EVENTS - FEWER), frame


def means(rho: float, heavy: bool) -> Callable[[Floats, Pace, int], Portfolio]:
    """Return means with noise of 1, of which 1.5 matters."""

    def drawn(worse: Floats, pace: Pace, seed: int) -> Portfolio:
        values = unchanged(*worse.shape, seed=seed, rho=rho, heavy=heavy) - 1.5 * worse
        goals, frame = portfolio(values, pace, mid=1.5)
        return goals.assign(target_low=1.5), frame

    return drawn


def beside(noise: float) -> Callable[[Floats, Pace, int], Portfolio]:
    """Return means that promised to keep up with others of so many times their noise."""

    def drawn(worse: Floats, pace: Pace, seed: int) -> Portfolio:
        goals, frame = means(0.0, False)(worse, pace, seed)
        others = noise * unchanged(*worse.shape, seed=seed + 50)
        promise = dict(comparator_use="promise", comparator_spread=noise**2)
        start = others[:, : pace.baseline].mean(axis=1)
        goals = goals.assign(comparator_baseline=start, **promise)
        return goals, frame.assign(comparator=others.ravel())

    return drawn


SITUATIONS: Final = [
    Situation("surveys of 100", 1, 8, surveyed(100)),
    Situation("surveys of 200", 1, 8, surveyed(200)),
    Situation("surveys of 400", 1, 8, surveyed(400)),
    Situation("surveys of 200, target far away", 1, 8, surveyed(200, target_low=AWAY)),
    Situation("surveys of 200, to hold", 1, 8, surveyed(200, form="hold", target_low=np.nan)),
    Situation("events of a quarter", 4, 20, counted),
    Situation("means, AR .3", 1, 8, means(0.3, False)),
    Situation("means, t3", 1, 8, means(0.0, True)),
    Situation("means, others half as noisy", 1, 8, beside(0.5), 2),
    Situation("means, others as noisy", 1, 8, beside(1.0), 2),
    Situation("means, others twice as noisy", 1, 8, beside(2.0), 2),
]

COUNTED: Final = {
    "lost": LOST_STATES,
    "behind": (State.FELL_BEHIND,),
    "watch": (State.WATCH,),
    "reached": (State.REACHED,),
    "regained": (State.REGAINED,),
}
"""The states whose goals are counted, if they ever had them."""


def promised(rate: float, years: int) -> float:
    """Return the share of unchanged series that may alarm in so many years."""
    return 1 - (1 - rate) ** years


def ever(situation: Situation, years: int, *, series: int, seed: int) -> dict[str, float]:
    """Return the shares of unchanged goals that ever had each of the counted states."""
    pace = situation.pace(years)
    still = np.zeros((series, pace.baseline + pace.monitored))
    goals, frame = situation.drawn(still, pace, seed)
    history = judge(goals, frame, assessed_on=TODAY).history
    goal, state = history["goal_id"], history["state"]
    return {
        name: goal[state.isin([str(one) for one in states])].nunique() / series
        for name, states in COUNTED.items()
    }


class Agenda(NamedTuple):
    """Per installation: the share that is false, how many are, and the share found."""

    false: Floats
    number: Floats
    found: Floats


def agenda(situation: Situation, installations: int, *, losses: bool, seed: int) -> Agenda:
    """Judge installations ten years on; with `losses` one goal in twenty fell by 2 MID."""
    pace = situation.pace(10)
    fell = losses & (np.arange(installations * INSTALLATION) % ONE_IN == 0)
    onset = pace.baseline + 2 * situation.measurements_per_year
    worse = np.zeros((len(fell), pace.baseline + pace.monitored))
    worse[fell, onset:] = FALL
    goals, frame = situation.drawn(worse, pace, seed)
    verdicts = judge(goals, frame, assessed_on=TODAY).verdicts
    p_loss = verdicts["p_loss"].to_numpy(float).reshape(installations, -1)
    limit = [agenda_threshold(family, DISCOVERY_RATE) for family in p_loss]
    called = on_agenda(
        verdicts,
        exact=pd.Series(False, index=verdicts.index),
        mid=goals["mid"],
        limit=pd.Series(np.repeat(limit, INSTALLATION)),
    )
    called, fell = (
        np.asarray(one, dtype=bool).reshape(installations, -1) for one in (called, fell)
    )
    false = (called & ~fell).sum(axis=1)
    found = (called & fell).sum(axis=1) / (INSTALLATION // ONE_IN)
    return Agenda(false / np.maximum(called.sum(axis=1), 1), false, found)


def print_quiet(series: int = SERIES) -> None:
    """Print how many ever had each state in five and ten years of nothing."""
    print(f"ever, when nothing happens, {series} series in groups of 60, target a MID away")
    print(f"{'situation':34}{'years':>6}{'promised':>9}{'times':>7}", end="")
    print("".join(f"{name:>9}" for name in COUNTED) + f"{'promised':>9}")
    for seed, situation in enumerate(SITUATIONS, start=6000):
        for years in (5, 10):
            shares = ever(situation, years, series=series, seed=seed)
            may = situation.references * promised(LOST_RATE, years)
            row = f"{situation.name:34}{years:6}{may:9.4f}{shares['lost'] / may:7.2f}"
            row += "".join(f"{share:9.4f}" for share in shares.values())
            print(f"{row}{promised(WATCH_RATE, years):9.4f}", flush=True)


def print_agenda(installations: int) -> None:
    """Print how much of an agenda is false, and how often it holds something false."""
    print(f"agendas of {INSTALLATION} goals after ten years, {installations} of each kind")
    print(f"{'situation':34}{'lost':>5}{'false':>8}{'se':>7}{'goals':>8}{'found':>8}")
    for seed, situation in enumerate(SITUATIONS, start=6100):
        for losses in (True, False):
            parts = [
                agenda(situation, AT_ONCE, losses=losses, seed=seed + 100 * part)
                for part in range(installations // AT_ONCE)
            ]
            false, number, found = (np.concatenate(part) for part in zip(*parts, strict=True))
            error = false.std() / np.sqrt(len(false))
            row = f"{false.mean():8.3f}{error:7.3f}{number.mean():8.2f}"
            print(f"{situation.name:34}{losses:5}{row}{found.mean():8.2f}", flush=True)


if __name__ == "__main__":
    print_quiet()
    print()
    print_agenda(100)
