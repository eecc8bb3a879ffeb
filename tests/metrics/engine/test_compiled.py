"""What is only shown of few measurements is found without a compiler, and is the same."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics.engine import compiled
from metrics.outcome import level_table
from metrics.outcome.decision import judge
from metrics.outcome.onsets import seen_by_onset
from tests.factories import WAVES, a_goal, known_noise, measurements

ON = date(2026, 3, 1)
MONTHS = [f"{year}-{month:02}" for year in range(2020, 2026) for month in range(1, 13)]
DRAWN = 55 + np.random.default_rng(7).normal(0, 1.5, len(MONTHS))
SUMMERS = np.where(np.arange(len(MONTHS)) % 12 == 6, 4.0, 0.0)
SEASONAL = known_noise(1.5, freedom=40.0, rho=0.2).assign(
    season=[[0.0] * 6 + [4.0] + [0.0] * 5], season_measurements=200.0
)

SERIES = {
    "years": ({}, measurements([*WAVES, *[58.0] * 8], first=2010, baseline=8), known_noise(1)),
    "with an interval": (
        {"group": "alone"},
        measurements([*WAVES, 62, 61], first=2016, baseline=8, standard_error=1.2),
        None,
    ),
    "months with a season": (
        {"looks_per_year": 12.0},
        measurements(DRAWN + SUMMERS, periods=MONTHS, baseline=36),
        SEASONAL,
    ),
}


@pytest.fixture
def without_numba(monkeypatch):
    """Let nothing be compiled, as where numba is not loaded yet."""

    def refused():
        raise AssertionError("Something was compiled.")

    def begin():
        monkeypatch.setattr(compiled, "_loaded", lambda: False)
        monkeypatch.setattr(compiled.Compiled, "_dispatcher", property(lambda _loop: refused()))

    return begin


@pytest.mark.parametrize("name", SERIES)
def test_the_level_that_is_shown_is_the_one_that_was_judged_to_its_last_bit(
    name, without_numba
):
    terms, rows, noise = SERIES[name]
    goals = pd.DataFrame([a_goal(exact=False, **{"noise_group": "known"} | terms)])
    judged = judge(goals, rows, assessed_on=ON, noise=noise).levels
    without_numba()
    shown = level_table.levels(goals, rows, noise=noise)
    assert len(shown)
    pd.testing.assert_frame_equal(shown, judged, check_exact=True)


def test_what_has_been_simulated_is_shown_without_it(without_numba):
    terms, rows, noise = SERIES["years"]
    goals = pd.DataFrame([a_goal(exact=False, noise_group="known", **terms)])
    before = seen_by_onset(goals, rows, noise=noise)
    without_numba()
    pd.testing.assert_frame_equal(seen_by_onset(goals, rows, noise=noise), before)


def test_many_measurements_and_what_python_refuses_are_compiled(monkeypatch):
    monkeypatch.setattr(compiled, "_loaded", lambda: False)

    @compiled.compiled
    def over(part, whole):
        return part / whole

    assert compiled.of_few(lambda: over(1.0, 0), 1) == np.inf
    tried = list[bool]()
    compiled.of_few(lambda: tried.append(compiled._as_written.get()), 101)
    assert tried == [False]
