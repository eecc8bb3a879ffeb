"""A goal as a record: the level it is held against, and the count it belongs to."""

import pytest

from metrics.outcome.goal import Goal, Verdict
from metrics.outcome.state import Group, State
from tests.factories import TODAY


def a_goal(*, form: str, value: float | None = None, **terms: float | None) -> Goal:
    levels = {"baseline_value": 55.0, "target_low": None, "target_high": None} | terms
    return Goal(
        series_id=1, indicator_id="MIX01", definition_version=1, area_id="a", geo_version="",
        category="", area_name="Torget", area_name_en="", invented=True, goal_id="g",
        goal_version=1, title="", title_en="", form=form, worse="lower",
        baseline_periods=("2021",), baseline_class="", target_classes=(), target_due=None,
        earliest_effect=None, denominator_text="", mid=2.0, minimum_n=None,
        after_the_fact=False, frozen_on=None, frozen_by="", owner_role="", document="",
        document_url="", page="", reason="", verdict=Verdict(value=value), **levels,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("goal", "level"),
    [
        (a_goal(form="at_least", target_low=60.0), 60.0),
        (a_goal(form="at_most", target_high=40.0), 40.0),
        (a_goal(form="at_most", target_low=40.0), 40.0),
        (a_goal(form="hold"), 55.0),
        (a_goal(form="band", target_low=40.0, target_high=60.0, value=70.0), 60.0),
        (a_goal(form="band", target_low=40.0, target_high=60.0, value=30.0), 40.0),
        (a_goal(form="band", target_low=40.0, target_high=60.0), 40.0),
        (a_goal(form="class"), None),
    ],
)
def test_a_value_is_held_against_the_bound_it_may_cross(goal, level):
    assert goal.level == level


def test_a_goal_that_has_not_been_assessed_is_in_no_count():
    assert Verdict().state is State.NO_EVIDENCE
    assert not Verdict().is_assessed
    assert Verdict().group is None


def test_an_assessed_goal_is_in_the_count_of_its_state():
    assert Verdict(state=State.RELAPSE, assessed_on=TODAY).group is Group.LOST
    assert Verdict(state=State.NO_EVIDENCE, assessed_on=TODAY).group is Group.UNKNOWN
    assert Verdict(state=State.BACKGROUND, assessed_on=TODAY).group is None
