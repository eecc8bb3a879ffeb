"""A goal is judged from the day it was frozen on: what was known then proves nothing."""

from data.judging.recompute import given
from tests.data.intake.test_goals import LATER, PAPER, measured
from tests.factories import a_reader
from tests.files.given import CATALOGUE, a_store, rows, save

FIVE_YEARS = measured(60, 61, 59, 60, 62)


def judged_periods(**terms: str) -> list[str]:
    """Save five years of answers and a goal whose baseline is 2019; return what is judged."""
    store = a_store()
    save(store, FIVE_YEARS)
    save(store, rows(LATER | PAPER | terms))
    known = given(a_reader(store), CATALOGUE, goal_id="mal.prov")
    store.close()
    assert known is not None
    rows_of = known.measurements
    return list(rows_of.loc[rows_of["usable"] & ~rows_of["in_baseline"], "period"])


def test_a_year_that_was_over_when_the_goal_was_frozen_is_not_judged():
    assert judged_periods(frozen_on="2021-06-01") == ["2021", "2022", "2023"]


def test_a_goal_frozen_at_its_baseline_is_judged_by_every_year_after():
    assert judged_periods(frozen_on="2020-01-15") == ["2020", "2021", "2022", "2023"]


def test_a_goal_set_after_the_fact_is_judged_by_all_and_says_so():
    assert judged_periods(frozen_on="2023-06-01") == ["2020", "2021", "2022", "2023"]
