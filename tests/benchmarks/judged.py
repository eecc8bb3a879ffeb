"""What `metrics.judge` costs beside the screen of the same series."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from metrics.engine.screen import screen_losses
from metrics.outcome.decision import judge
from tests.benchmarks.detection import GROUP, Floats, seconds
from tests.factories import a_goal, measurements

PERIODS, BASELINE = 20, 8


def beside_the_screen(goals: int) -> tuple[float, float]:
    """Return CPU seconds of judging so many goals, and of screening their series: the best of
    three each, one goal in twenty with a loss."""
    values = 60 + 2 * np.random.default_rng(1).standard_normal((goals, PERIODS))
    values[::20, BASELINE + 4 :] -= 8
    terms, measured = _frames(values)
    group, errors = terms["group"].to_numpy(object), np.ones(values.shape)

    def judged() -> object:
        return judge(terms, measured, assessed_on=date(2024, 1, 1))

    def screened() -> object:
        return screen_losses(
            values, baseline=BASELINE, worse="lower", group=group, standard_error=errors
        )

    return _best(judged), _best(screened)


def _best(action: Callable[[], object]) -> float:
    return min(seconds(action) for _ in range(3))


def _frames(values: Floats) -> tuple[pd.DataFrame, pd.DataFrame]:
    names = [f"goal {number:06d}" for number in range(len(values))]
    terms = pd.DataFrame([a_goal(exact=False, goal_id=name) for name in names])
    terms["group"] = [f"group {number // GROUP}" for number in range(len(values))]
    one = measurements(np.zeros(PERIODS), first=2004, baseline=BASELINE, standard_error=1.0)
    measured = pd.concat([one] * len(values), ignore_index=True)
    measured["goal_id"] = np.repeat(np.array(names, dtype=object), PERIODS)
    measured["value"] = values.ravel()
    return terms, measured
