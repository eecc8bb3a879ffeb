"""How far areas moved is taken from one table, by place."""

import numpy as np
import pytest

from data.judging.value_table import References, ValueTable

NOT_THERE = -1


def references(*of, last=3):
    longest = max(map(len, of))
    period = np.full((len(of), longest), NOT_THERE)
    for row, places in enumerate(of):
        period[row, : len(places)] = places
    length = np.array([len(places) for places in of])
    return References(last=np.full(len(of), last), period=period, length=length)


def table(values, *, group=None, area=None, asked=None):
    """Values by series and period; None is not measured."""
    series, period = zip(
        *[(one, two) for one, row in enumerate(values) for two, v in enumerate(row) if v],
        strict=True,
    )
    group = np.zeros(len(values), int) if group is None else np.array(group)
    wanted = np.ones((group.max() + 1, len(values[0])), bool) if asked is None else asked
    return ValueTable.of(
        group=group,
        area=np.arange(len(values)) if area is None else np.array(area),
        asked=wanted,
        series=np.array(series),
        period=np.array(period),
        value=np.array([values[one][two] for one, two in zip(series, period, strict=True)]),
    )


def test_a_movement_goes_from_the_mean_of_the_reference_to_the_last_period():
    known = table([[10.0, 20.0, 99.0, 18.0], [10.0, 20.0, 99.0, None]])
    moved, measured = known.moved(np.array([0, 1]), references([0, 1], [0, 1]))
    assert measured.tolist() == [True, False]
    assert moved[0] == 3.0


def test_an_area_that_lacks_a_part_of_the_reference_was_not_measured():
    known = table([[10.0, None, 99.0, 18.0]])
    _moved, measured = known.moved(np.array([0, 0]), references([0, 1], [0]))
    assert measured.tolist() == [False, True]


def test_without_a_reference_it_was_measured_and_moved_by_nothing_known():
    moved, measured = table([[10.0, 20.0, 99.0, 18.0]]).moved(np.array([0]), references([]))
    assert measured.all()
    assert np.isnan(moved).all()


def test_a_group_has_room_for_the_periods_that_are_asked_of_it_alone():
    asked = np.array([[True, False, True, False], [False, True, True, True]])
    known = table([[10.0, 20.0, 30.0, 40.0], [1.0, 2.0, 3.0, 4.0]], group=[0, 1], asked=asked)
    assert len(known.cells) == 2 + 3 + 1
    found = known.value(np.array([0, 0, 1, 1]), np.array([2, 3, 3, 0]))
    np.testing.assert_array_equal(found, [30.0, np.nan, 4.0, np.nan])


def test_the_series_of_an_area_come_in_their_order_and_an_unknown_area_has_none():
    known = table([[1.0], [2.0], [3.0], [4.0]], group=[0, 0, 0, 1], area=[-1, 5, 5, 5])
    series, which = known.series_of(np.array([0, 1, 0]), np.array([5, 5, 7]))
    assert series.tolist() == [1, 2, 3]
    assert which.tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("reference", "whole"), [([0, 1], True), ([0, 0], False), ([0, 3], False), ([], True)]
)
def test_a_period_that_is_there_twice_is_no_reference(reference, whole):
    assert references(reference, [0, 1, 2]).whole.tolist() == [whole, True]


def test_the_periods_of_a_reference_are_put_in_the_order_of_their_days():
    days = np.array(["2014-12-31", "2012-12-31", "2013-12-31"], "M8[us]")
    ordered = references([0, 1], [2, 0, 1], last=0).by_day(days)
    assert ordered.period[0, :2].tolist() == [1, 0]
    assert ordered.period[1].tolist() == [1, 2, 0]
