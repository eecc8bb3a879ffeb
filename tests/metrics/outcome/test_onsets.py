"""What would have been seen of a worsening, by the measurement it began with."""

from datetime import date

import numpy as np
import pandas as pd

from metrics.outcome import onsets
from metrics.outcome.decision import decide
from metrics.outcome.onsets import seen_by_onset
from tests.factories import WAVES, a_goal, known_noise, measurements

GOAL = pd.DataFrame([a_goal(exact=False, noise_group="known")])
QUIET = measurements([*WAVES, *[55.0] * 8], first=2010, baseline=8)
NOISE = known_noise(1.0)


def test_a_worsening_that_began_later_must_be_larger_to_be_seen():
    sizes = seen_by_onset(GOAL, QUIET, noise=NOISE)["detectable"].to_numpy()
    assert (np.diff(sizes[:-1]) >= 0).all()
    assert sizes[-2] > sizes[0]


def test_one_measurement_confirms_nothing():
    assert np.isnan(seen_by_onset(GOAL, QUIET, noise=NOISE)["detectable"].iloc[-1])


def test_the_first_and_the_late_are_those_of_the_verdict():
    verdict = decide(GOAL, QUIET, assessed_on=date(2026, 3, 1), noise=NOISE).iloc[0]
    sizes = seen_by_onset(GOAL, QUIET, noise=NOISE).set_index("period")["detectable"]
    assert list(sizes.index) == [str(year) for year in range(2018, 2026)]
    assert sizes["2018"] == verdict["detectable"]
    assert sizes["2024"] == verdict["detectable_late"]


def test_what_is_counted_in_full_is_always_seen_from_what_matters_on():
    counted = pd.DataFrame([a_goal()])
    sizes = seen_by_onset(counted, QUIET, noise=NOISE)["detectable"]
    assert (sizes == a_goal()["mid"]).all()


def test_nothing_is_said_of_the_measurements_of_the_baseline():
    assert seen_by_onset(GOAL, QUIET.head(8), noise=NOISE).empty


def test_of_many_onsets_every_so_many_is_told_and_is_as_large_as_before(monkeypatch):
    every = seen_by_onset(GOAL, QUIET, noise=NOISE).set_index("period")["detectable"]
    monkeypatch.setattr(onsets, "MOST", 4)
    some = seen_by_onset(GOAL, QUIET, noise=NOISE).set_index("period")["detectable"]
    assert list(some.index) == ["2019", "2021", "2023", "2025"]
    pd.testing.assert_series_equal(some, every[some.index])


def test_of_many_within_the_years_the_first_of_each_year_is_told():
    goal, year = np.zeros(100, dtype=int), 2010 + np.arange(100) // 12
    told = np.flatnonzero(onsets._told(goal, year))
    assert told.tolist() == [12 * place for place in range(9)]
    assert onsets._told(goal[:60], year[:60]).all()
