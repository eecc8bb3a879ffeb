"""What is late and how good the figures are, on the shipped store."""

from datetime import date

import pandas as pd
import pytest

from data.answers.overdue import COLUMNS, overdue
from data.answers.quality import quality
from tests.conftest import TODAY
from tests.factories import a_reader, a_viewer

DAY = TODAY.date()


@pytest.fixture(scope="module")
def late(sample, catalogue):
    return overdue(a_reader(sample), catalogue, DAY)


def test_each_late_series_is_one_row_and_the_longest_awaited_comes_first(late):
    assert list(late.columns) == list(COLUMNS)
    assert late["series_id"].is_unique
    assert late["days_late"].is_monotonic_decreasing
    assert (late["days_late"] > 0).all()


def test_kolada_stopped_handing_in_violence_after_2021(late):
    violence = late[late["indicator_id"] == "TRY05"]
    assert set(violence["last_period"]) == {"2021"}
    assert set(violence["next_period"]) == {"2022"}
    assert set(violence["due_on"]) == {date(2023, 12, 31)}
    assert set(violence["owner_role"]) == {"trygghetssamordnare"}
    assert violence["stale"].all()


def test_the_police_list_of_2025_is_not_late_in_2026(late):
    assert "TRY08" not in set(late["indicator_id"])


def test_four_real_goals_wait_for_the_figures_of_2024(late):
    with_goal = late[late["has_goal"] & ~late["invented"]]
    waits = dict(zip(with_goal["area_name"], with_goal["indicator_id"], strict=True))
    assert waits == {
        "Sex utvecklingsområden": "MIX08",
        "Gårdsten": "BOS10",
        "Hjällbo": "BOS10",
        "Öckerö": "MIX01",
    }
    assert set(with_goal["next_period"]) == {"2024"}


def test_nothing_is_late_before_it_is_due(sample, catalogue):
    reader = a_reader(sample)
    early = overdue(reader, catalogue, date(2023, 12, 31))
    assert "TRY05" not in set(early["indicator_id"])
    day_after = overdue(reader, catalogue, date(2024, 1, 1))
    assert "TRY05" in set(day_after["indicator_id"])


def test_a_store_of_nothing_has_nothing_late(sample, catalogue):
    assert overdue(a_reader(sample, revision=0), catalogue, DAY).empty


def test_a_viewer_hears_only_of_their_own_areas(sample, catalogue):
    reader = a_reader(sample, viewer=a_viewer(areas=frozenset({"kommun.1407.ockero"})))
    assert set(overdue(reader, catalogue, DAY)["area_id"]) == {"kommun.1407.ockero"}
    assert set(quality(reader, indicator_id="TRY05")["area_id"]) == {"kommun.1407.ockero"}


def test_the_quality_of_the_offences_counts_what_is_missing_and_preliminary(sample):
    series = quality(a_reader(sample), indicator_id="TRY13")
    assert len(series) == 14
    assert series["measurements"].sum() == 700
    assert series["missing"].sum() == 28
    assert series["preliminary"].sum() == 28
    assert set(series["last_period"]) == {"2026-Q2"}
    assert series["n_low"].isna().all()


def test_the_quality_of_a_survey_says_how_few_answered(sample):
    series = quality(a_reader(sample), indicator_id="TRY14")
    assert series["invented"].all()
    assert series["n_low"].min() == 31
    assert isinstance(series["last_end"].iloc[0], pd.Timestamp)
