"""What many areas do from one period to the next, and when that is called common."""

import numpy as np
import pytest

from metrics.outcome.together import medians_of_others, step, together


def moved(*changes: float, smallest: float = 0.0):
    before = np.arange(float(len(changes)))
    return step(before, before + np.array(changes), smallest)


def test_a_movement_is_common_when_most_of_many_areas_move_the_same_way():
    seen = moved(*[-2.0] * 17, *[1.0] * 3)
    assert (seen.areas, seen.fell, seen.rose, seen.median) == (20, 17, 3, -2.0)
    assert seen.direction == "fell"


def test_two_thirds_of_the_areas_is_what_chance_gives_and_no_common_movement():
    assert moved(*[-1.0] * 14, *[1.0] * 6).direction == ""
    assert moved(*[-1.0] * 16, *[1.0] * 4).direction == "fell"


def test_areas_that_move_by_less_than_what_matters_are_not_counted():
    assert moved(*[2.0] * 15, *[5.0] * 5, smallest=5.0).direction == ""
    assert moved(*[2.0] * 4, *[5.0] * 16, smallest=5.0).direction == "rose"


def test_nine_areas_are_too_few_to_speak_of_all():
    assert moved(*[1.0] * 9).direction == ""


def test_an_area_without_a_value_is_left_out_of_the_count():
    seen = step(np.array([1.0, np.nan, 3.0]), np.array([2.0, 5.0, np.nan]), 0.0)
    assert (seen.areas, seen.rose) == (1, 1)


def test_no_area_at_all_has_no_median():
    seen = moved()
    assert (seen.areas, seen.direction) == (0, "")
    assert np.isnan(seen.median)


def test_before_and_after_must_be_as_many():
    with pytest.raises(ValueError, match="must be as many"):
        step(np.zeros(1), np.zeros(2), 0.0)


def test_the_common_part_of_an_area_is_the_median_of_all_the_others():
    worsening = np.random.default_rng(1).normal(size=(13, 6)).round(1)
    worsening[2:5, 3] = np.nan
    worsening[:4, 5] = np.nan
    found = medians_of_others(worsening)
    latest = together(worsening, baseline=2, smallest=1.0, measurements_per_year=1.0).latest
    np.testing.assert_array_equal(latest, found[:, -1])
    for area in range(13):
        others = np.delete(worsening, area, axis=0)
        enough = np.isfinite(others).sum(axis=0) >= 10
        expected = np.where(enough, np.nanmedian(others, axis=0), np.nan)
        np.testing.assert_array_equal(found[area], expected)
