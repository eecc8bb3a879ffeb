"""What many areas did together is reported once, as such."""

import pytest

from data.answers.goals import all_goals
from data.answers.series import series_of
from data.judging import added_movement
from data.judging.common_movement import common_movement
from metrics.outcome.state import LOST_STATES
from tests.data.judging.test_real_breaks import GOAL, as_outcome
from tests.data.loading import lines, load
from tests.data.portfolio import FIRST, a_city, goals, ordinary, surveyed
from tests.factories import a_reader

AREAS = [f"omrade-{letter}" for letter in "abcdefghijkl"]


def moved(store, indicator_id):
    (row,) = common_movement(a_reader(store), indicator_id=indicator_id).to_dict("records")
    return row


def test_the_incomes_of_2023_fell_in_304_of_316_areas(sample):
    row = moved(sample, "MIX07")
    assert (row["areas"], row["fell"], row["rose"]) == (316, 304, 12)
    assert (row["direction"], row["period_before"], row["period"]) == ("fell", "2022", "2023")
    assert row["parent_name"] == "", "Lextorp lies outside the region of the others"


def test_incomes_that_fell_everywhere_are_no_local_loss(own_sample, tmp_path):
    catalogue = as_outcome(tmp_path, "MIX07", "higher")
    areas = a_reader(own_sample).ask(series_of, indicator_id="MIX07")["area_id"].head(40)
    rows = [
        f"pay{position},{area},MIX07,,,regso-2020,at_least,900,,2020|2021|2022,5,"
        "Lika höga löner,2022-12-31"
        for position, area in enumerate(areas)
    ]
    load(own_sample, lines(GOAL, *rows), catalogue)
    found = a_reader(own_sample).ask(all_goals).query("indicator_id == 'MIX07'")
    assert len(found) == 40
    assert not found["state"].isin([str(state) for state in LOST_STATES]).any()
    row = moved(own_sample, "MIX07")
    assert (row["direction"], row["mid"]) == ("fell", 5)
    assert len(row["follow"]) >= 20


@pytest.fixture
def store(tmp_path, catalogue):
    with a_city(tmp_path, catalogue, AREAS) as store:
        yield store


def test_what_falls_everywhere_is_one_loss_at_the_parent_with_those_that_follow(
    store, catalogue
):
    values = ordinary(AREAS, 15)
    for area in AREAS:
        values[area][8:] = [share - 12 for share in values[area][8:]]
    values["omrade-a"][8:] = [share - 15 for share in values["omrade-a"][8:]]
    load(store, surveyed(values), catalogue)
    load(store, goals(AREAS[:4], mid=6), catalogue)
    row = moved(store, "SER08")
    assert row["alarms"]
    assert row["parent_name"] == "Staden (påhittat)"
    assert row["follow"] == ["mal.omrade-b", "mal.omrade-c", "mal.omrade-d"]
    assert row["direction"] == "", "the step was years ago"


def test_seven_areas_in_ten_is_not_all_of_them(store, catalogue):
    load(store, surveyed(fallen(AREAS[:10], 7)), catalogue)
    assert moved(store, "SER08")["direction"] == ""


def test_nothing_is_reported_across_a_break_that_concerns_every_area(store, catalogue):
    load(store, surveyed(fallen(AREAS, 12)), catalogue)
    assert moved(store, "SER08")["direction"] == "fell"
    header = "break_id,indicator_id,area_id,first_period,kind,blocks_change,note_sv,source"
    row = "brott.fraga,SER08,,2011,question,yes,Ny fråga,test"
    load(store, lines(header, row), catalogue)
    assert moved(store, "SER08")["direction"] == ""


def fallen(areas, many):
    """Two years of shares: the first `many` areas fall by much, the others rise as much."""
    return {area: [60, 40 if place < many else 80] for place, area in enumerate(areas)}


def test_ordinary_years_are_no_common_movement(store, catalogue):
    load(store, surveyed(ordinary(AREAS, 15)), catalogue)
    load(store, goals(AREAS[:4], mid=6), catalogue)
    row = moved(store, "SER08")
    assert (row["direction"], row["alarms"], row["follow"]) == ("", False, [])


def test_a_handful_of_areas_has_nothing_in_common(store, catalogue):
    load(store, surveyed(ordinary(AREAS[:9], 15)), catalogue)
    assert common_movement(a_reader(store)).empty


def test_a_year_of_too_few_areas_is_looked_at_once_there_are_enough(
    store, catalogue, monkeypatch
):
    load(store, surveyed(fallen(AREAS, 12)), catalogue)
    last = moved(store, "SER08")["period"]
    real, asked = added_movement.since, []

    def noted(cursor, revision, first, indicator_ids):
        asked.append(sorted(indicator_ids))
        return real(cursor, revision, first, indicator_ids)

    monkeypatch.setattr(added_movement, "since", noted)
    later = {area: [70] for area in AREAS}
    for some in (AREAS[:4], AREAS[4:8], AREAS[8:]):
        load(store, surveyed({area: later[area] for area in some}, first=FIRST + 2), catalogue)
    assert [ids for ids in asked if ids] == [["SER08"]]
    row = moved(store, "SER08")
    assert (row["period_before"], row["period"]) == (last, str(FIRST + 2))


def test_quarters_are_compared_with_the_same_quarter_a_year_before(sample):
    row = moved(sample, "TRY13")
    assert (row["period_before"][-2:], row["period"][-2:]) == ("Q4", "Q4")
