"""The size of a loss stands in the picture of it, and is the one the sentence says."""

import pytest

from dashboard.charts.describe.series import small_line
from dashboard.charts.plotly.lines import draw_small_line
from dashboard.charts.plotly.two_bars import counted_once, draw_two_bars
from tests.dashboard.charts.figure_tables import SAFETY, goal, observations

FALLEN = observations("TRY14", "a", {"2022": 66.0, "2023": 66.0, "2024": 58.0, "2025": 50.0})


def small(comparator=None, **terms):
    about = goal(value=50.0, **terms)
    return small_line(FALLEN, about, SAFETY, None, comparator=comparator, language="sv")


def test_a_fall_below_the_target_is_drawn_from_the_target():
    gap = small(state="relapse").gap
    assert (gap.start, gap.end, gap.words) == (65.0, 50.0, "−15")


def test_a_fall_below_the_baseline_is_drawn_from_the_baseline():
    gap = small(state="below_baseline", baseline_value=66.0).gap
    assert (gap.start, gap.words) == (66.0, "−16")


def test_more_of_what_should_be_little_is_drawn_upwards():
    gap = small(state="relapse", worse="higher", form="at_most", target_high=40.0).gap
    assert (gap.start, gap.words) == (40.0, "+10")


@pytest.mark.parametrize(("other", "drawn"), [(71.0, True), (60.0, False)])
def test_a_lag_is_drawn_only_where_the_distance_in_the_picture_is_the_lag(other, drawn):
    areas = observations("TRY14", "b", {"2024": 70.0, "2025": other})
    assert (small(areas, state="fell_behind", behind=21.0).gap is not None) is drawn


@pytest.mark.parametrize("state", ["watch", "unchanged", "holds", "no_evidence"])
def test_nothing_that_is_not_lost_has_a_size_in_its_picture(state):
    assert small(state=state).gap is None


def test_a_small_fall_is_an_upright_without_room_for_its_size():
    one = draw_small_line(small(state="relapse", target_low=51.0), dark=False)
    assert not [label for label in one["layout"]["annotations"] if "−1" in label["text"]]


def test_a_fall_below_a_band_is_drawn_from_its_lower_edge():
    band = {"worse": "both", "form": "band", "target_low": 55.0, "target_high": 60.0}
    gap = small(state="relapse", **band).gap
    assert (gap.start, gap.words) == (55.0, "−5")


def test_a_band_left_on_its_other_side_is_as_much_worse_as_it_is_further_outside():
    band = {"worse": "both", "form": "band", "target_low": 30.0, "target_high": 40.0}
    gap = small(state="below_baseline", baseline_value=26.0, **band).gap
    assert (gap.start, gap.words) == (44.0, "+6")


def test_a_loss_whose_latest_value_is_back_has_no_size_in_its_picture():
    assert small(state="relapse", target_low=49.0).gap is None


COUNTED = observations("TRY14", "a", {"2025": 40.0})


def test_what_is_counted_once_is_two_bars_with_what_is_missing_between_them():
    chart = small_line(
        COUNTED, goal(value=40.0, state="never_came"), SAFETY, None, language="sv"
    )
    once = counted_once(chart)
    assert once is not None
    spec = draw_two_bars(chart, *once, dark=False)
    assert [trace["x"] for trace in spec["data"]] == [[65.0], [40.0]]
    (missing,) = spec["layout"]["shapes"]
    assert (missing["x0"], missing["x1"]) == (40.0, 65.0)
    assert any("−25" in label["text"] for label in spec["layout"]["annotations"])


def test_a_series_is_a_line():
    assert counted_once(small(state="relapse")) is None
