"""A goal that is planned is held against what it will be judged by, and nothing is written."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from data.answers.series import series_of
from data.judging.planned import planned
from metrics.outcome.planned import Choices, foreseen
from tests.data.loading import load
from tests.data.portfolio import a_city, copied, goals, ordinary, surveyed
from tests.factories import a_reader, a_viewer, rows_of

AREAS = ["a", "b", "c", "d", "e", "f"]


@pytest.fixture(scope="module")
def built(tmp_path_factory, catalogue):
    """Six surveyed areas without a goal, and three with odd series."""
    values = ordinary(AREAS, 8) | {
        "ett": [60.0],
        "lag": [8.0, 9.0, 8.5, 7.5, 8.0, 9.0, 8.0, 8.5],
        "hog": [92.0, 91.0, 92.5, 92.0, 91.0, 92.0, 93.0, 92.0],
        "dold": [0.0] * 8,
    }
    folder = tmp_path_factory.mktemp("plan")
    with a_city(folder, catalogue, list(values)) as store:
        load(store, surveyed(values), catalogue)
    return folder / "city.duckdb"


@pytest.fixture(scope="module")
def store(built):
    with copied(built) as store:
        yield store


def series_in(store, area):
    rows = a_reader(store).ask(series_of, area_id=area)
    return int(rows["series_id"].iloc[0])


def plan_of(store, catalogue, area, *, viewer=None, **asked):
    reader = a_reader(store, viewer=viewer)
    return planned(reader, catalogue, series_id=series_in(store, area), **asked)


def test_the_noise_is_that_of_the_group_and_will_be_frozen_with_the_goal(built, catalogue):
    with copied(built) as store:
        before = a_reader(store).revision
        clear = replace(a_viewer(), clearance=True)
        found = plan_of(store, catalogue, "a", viewer=clear, baseline=6)
        assert found.periods == tuple(str(year) for year in range(2012, 2018))
        assert (found.available, found.answers, found.alone) == (8, 400.0, False)
        assert found.beside[0] in AREAS
        assert a_reader(store).revision == before
        assert not len(rows_of(store, "SELECT 1 FROM noise_model"))
        load(
            store,
            goals(["a"]).replace("2010|2011|2012|2013|2014|2015", "|".join(found.periods)),
            catalogue,
        )
        again = plan_of(store, catalogue, "a", viewer=clear, baseline=6)
        assert again.measure.between == pytest.approx(found.measure.between)
        assert again.measure == found.measure
        frozen = rows_of(store, 'SELECT "between" FROM noise_model WHERE NOT alone')
        assert list(frozen["between"]) == pytest.approx([found.measure.between], rel=0.05)


@pytest.mark.parametrize("area", ["a", "ett", "lag", "hog"])
def test_an_odd_series_says_what_it_can_and_never_a_number_that_is_none(store, catalogue, area):
    found = plan_of(store, catalogue, area)
    assert found.last_end == date(2010 if area == "ett" else 2017, 12, 31)
    if found.measure is None:
        assert found.why in {"noise", "few_values"}
        return
    seen = foreseen(found.measure, Choices(mid=10.0, looks_per_year=1.0))
    assert not np.isnan(seen.smallest_watch).any()
    assert math.isfinite(seen.false_watch)
    if area == "lag":
        assert seen.watch is None, "below nothing there is no room"


def test_of_hidden_values_nothing_is_foreseen_and_the_reason_is_said(store, catalogue):
    found = plan_of(store, catalogue, "dold")
    assert (found.measure, found.why) == (None, "hidden")


def test_a_series_that_is_not_there_is_none(store, catalogue):
    assert planned(a_reader(store), catalogue, series_id=10**6) is None
