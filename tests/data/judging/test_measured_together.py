"""What was measured in areas that are seen together is told apart by numbers."""

import numpy as np
import pandas as pd

from data.judging.measured_together import seen_together
from metrics.outcome.together import FEWEST_AREAS

ABOUT = {"indicator_id": "SER08", "category": ""}


def a_period(year, values, *, label=None):
    """One row of the question: the values of series 1, 2, ..."""
    return {
        "period_end": pd.Timestamp(f"{year}-12-31"),
        "period": label or str(year),
        "series": np.arange(1, len(values) + 1),
        "value": np.array(values, dtype=float),
    }


def seen(*periods, areas=None, promised=True):
    many = max(len(one["series"]) for one in periods)
    groups = pd.DataFrame([ABOUT | {"series": np.arange(1, many + 1)}])
    places = np.arange(many) if areas is None else np.array(areas)
    return [
        one
        for _place, _enough, one in seen_together(
            groups, pd.DataFrame(periods), [places], np.array([promised])
        )
    ]


def test_a_year_of_too_few_areas_is_not_looked_at():
    (one,) = seen(
        a_period(2019, range(FEWEST_AREAS)),
        a_period(2020, range(FEWEST_AREAS - 1)),
        a_period(2021, range(FEWEST_AREAS + 2)),
    )
    assert one.names == ["2019", "2021"]
    assert len(one.areas) == FEWEST_AREAS + 2


def test_the_newest_series_says_where_two_measure_the_same():
    areas = [*range(FEWEST_AREAS), 0]
    (one,) = seen(
        *(a_period(year, [5] * FEWEST_AREAS + [9]) for year in (2020, 2021)), areas=areas
    )
    _areas, values = one.lately()
    assert values.tolist() == [[9, 9]] + [[5, 5]] * (FEWEST_AREAS - 1)


def test_a_day_that_ends_two_periods_has_their_mean():
    (one,) = seen(
        a_period(2020, [4] * FEWEST_AREAS),
        a_period(2021, [4] * FEWEST_AREAS),
        a_period(2021, [8] * FEWEST_AREAS, label="2021-Q4"),
    )
    assert one.names == ["2020", "2021"]
    assert one.every_area()[1][0].tolist() == [4, 6]


def test_only_the_areas_of_the_last_day_are_in_the_first_table():
    few, many = FEWEST_AREAS, FEWEST_AREAS + 3
    (one,) = seen(a_period(2020, range(many)), a_period(2021, range(few)))
    assert [len(areas) for areas, _values in (one.lately(), one.every_area())] == [few, many]


def test_without_goals_the_last_days_and_a_year_before_are_looked_at():
    years = [a_period(year, [1] * FEWEST_AREAS) for year in range(2015, 2022)]
    (one,) = seen(*years, promised=False)
    assert one.names == ["2020", "2021"]
    assert one.before() == 0
