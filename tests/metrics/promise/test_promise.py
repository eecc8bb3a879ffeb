"""Every state a promise can be in, and every way from one to another, as sentences."""

from datetime import date

import pandas as pd
import pytest

from metrics.outcome.state import State
from metrics.promise.decision import joined
from metrics.promise.records import position_of
from metrics.promise.state import Joined, PromiseState
from tests.promise_factories import (
    checked,
    confirmed,
    decided,
    missing,
    promise,
    reached,
    states,
    verdict,
    way,
)

BUILT_2020 = [reached(5, "2020-01-01")]


def test_nobody_has_checked_a_promise_without_records():
    found = verdict(stages=BUILT_2020)
    assert found["state"] == "not_assessed"
    assert pd.isna(found["stage"])


def test_a_promise_with_a_carrier_at_the_latest_stage_is_carried():
    assert verdict(checked(2), stages=[reached(2)])["state"] == "carried"


def test_a_stage_that_is_reached_but_not_checked_is_not_assessed():
    found = verdict(checked(2), stages=[reached(2), reached(3, "2020-01-01")])
    assert found["state"] == "not_assessed"
    assert found["since"] == pd.Timestamp("2020-01-01")


def test_in_place_with_evidence_is_delivered():
    assert verdict(checked(3), checked(5))["state"] == "delivered"


def test_without_evidence_nothing_is_delivered():
    assert verdict(checked(3), checked(5, evidence=False))["state"] == "not_assessed"


def test_still_working_at_the_latest_check_is_in_use():
    found = verdict(checked(5), checked(6.1), checked(6.3))
    assert (found["state"], found["stage"], found["check_year"]) == ("in_use", 6, 3)


def test_lower_strength_than_before_is_weakened():
    assert verdict(checked(1, strength=3), checked(2, strength=2))["state"] == "weakened"


def test_lower_quantity_than_before_is_weakened_whatever_the_strength():
    found = verdict(checked(1, quantity=40.0), checked(2, strength=4, quantity=20.0))
    assert found["state"] == "weakened"


def test_less_than_was_promised_is_weakened_though_it_is_built():
    assert verdict(checked(5, quantity=12.0), of=promise(quantity=30.0))["state"] == "weakened"


def test_binding_and_measurable_are_equal_but_watched():
    found = verdict(checked(2, strength=4), checked(3, strength=3))
    assert (found["state"], found["watch"]) == ("carried", True)
    assert not verdict(checked(2, strength=3), checked(3, strength=4))["watch"]


def test_an_unknown_strength_or_quantity_weakens_nothing():
    found = verdict(checked(1, quantity=4.0), checked(2, strength=float("nan")))
    assert found["state"] == "carried"


def test_not_found_is_no_trace_and_says_before_which_stage():
    found = verdict(checked(2), missing(3))
    assert found["state"] == "no_trace"
    assert found["lost_between"] == position_of(3)


def test_no_trace_is_lost_when_the_owner_confirms():
    gone = missing(3)
    found = verdict(checked(2), gone, confirmations=[confirmed(gone, "chef", owner=True)])
    assert (found["state"], found["since"]) == ("lost", pd.Timestamp("2025-05-12"))


def test_one_other_role_is_not_enough_and_two_are():
    gone = missing(3)
    one, two = confirmed(gone, "strateg"), confirmed(gone, "jurist", on="2025-06-03")
    assert verdict(gone, confirmations=[one])["state"] == "no_trace"
    found = verdict(gone, confirmations=[one, two])
    assert (found["state"], found["since"]) == ("lost", pd.Timestamp("2025-06-03"))


def test_the_same_role_twice_is_one_role():
    gone = missing(3)
    both = [confirmed(gone, "strateg"), confirmed(gone, "strateg", on="2025-09-01")]
    assert verdict(gone, confirmations=both)["state"] == "no_trace"


def test_who_checked_cannot_confirm_it_not_even_as_owner():
    gone = missing(3)
    own = [confirmed(gone, "planarkitekt", owner=True), confirmed(gone, "strateg")]
    assert verdict(gone, confirmations=own)["state"] == "no_trace"


def test_a_confirmation_to_come_does_not_count_yet():
    gone = missing(3)
    sure = [confirmed(gone, "chef", owner=True)]
    assert verdict(gone, confirmations=sure, on=date(2025, 5, 11))["state"] == "no_trace"


def test_what_is_gone_stays_gone_when_a_later_stage_is_reached():
    gone = missing(3)
    later = [reached(4, "2020-01-01")]
    assert verdict(gone, stages=later)["state"] == "no_trace"
    sure = [confirmed(gone, "chef", owner=True)]
    assert verdict(gone, stages=later, confirmations=sure)["state"] == "lost"
    assert verdict(gone, missing(4), confirmations=sure)["state"] == "lost"


def test_a_decision_is_neutral_and_goes_before_a_loss():
    gone = missing(3)
    sure = [confirmed(gone, "chef", owner=True)]
    found = verdict(checked(2), gone, confirmations=sure, decisions=[decided()])
    assert (found["state"], found["lost_between"]) == ("decided_away", 3)
    assert found["since"] == pd.Timestamp("2016-05-01")


def test_a_decision_to_come_does_not_count_yet():
    assert verdict(checked(2), decisions=[decided()], on=date(2015, 1, 1))["state"] == "carried"


def test_a_decision_without_a_stage_falls_after_the_last_check():
    assert verdict(checked(2), decisions=[decided(stage=None)])["lost_between"] == 3


def test_a_promise_can_be_replaced_by_another():
    assert verdict(checked(2), decisions=[decided("replaced")])["state"] == "replaced"


def test_past_its_date_and_not_in_place_is_not_delivered():
    late = promise(due_on=pd.Timestamp("2024-12-31"))
    found = verdict(checked(3), of=late)
    assert (found["state"], found["since"]) == ("not_delivered", pd.Timestamp("2025-01-01"))
    assert found["lost_between"] == position_of(5)


def test_not_found_where_it_should_be_and_late_is_not_delivered():
    late = promise(due_on=pd.Timestamp("2020-12-31"))
    assert verdict(checked(3), missing(5), of=late)["state"] == "not_delivered"


def test_no_trace_on_paper_never_becomes_a_broken_promise_by_the_calendar():
    late = promise(due_on=pd.Timestamp("2020-12-31"))
    assert verdict(checked(2), missing(3), of=late)["state"] == "no_trace"


def test_late_but_built_and_not_checked_is_not_assessed():
    late = promise(due_on=pd.Timestamp("2020-12-31"))
    assert verdict(checked(3), of=late, stages=BUILT_2020)["state"] == "not_assessed"


def test_what_was_delivered_and_then_gone_is_not_called_undelivered():
    late = promise(due_on=pd.Timestamp("2018-12-31"))
    assert verdict(checked(5), missing(6.1), of=late)["state"] == "no_trace"


def test_a_lost_promise_that_is_carried_again_is_restored():
    gone = missing(3)
    sure = [confirmed(gone, "chef", owner=True)]
    back = verdict(checked(2), gone, checked(4), confirmations=sure)
    assert back["state"] == "restored"
    assert pd.isna(back["lost_between"])


def test_a_weakened_promise_that_is_whole_again_is_restored():
    found = verdict(checked(1), checked(2, strength=1), checked(3))
    assert found["state"] == "restored"


def test_a_paper_that_turns_up_was_never_lost():
    found = verdict(checked(2), missing(3, on="2016-01-01"), checked(3, on="2016-09-01"))
    assert found["state"] == "carried"


def test_a_promise_restored_weaker_is_weakened():
    gone = missing(3)
    sure = [confirmed(gone, "chef", owner=True)]
    assert (
        verdict(checked(2), gone, checked(4, strength=1), confirmations=sure)["state"]
        == "weakened"
    )


def test_a_stage_the_project_skips_is_no_loss_and_its_records_are_left_out():
    skips = [reached(2), reached(3, skipped=True)]
    assert verdict(checked(2), missing(3), stages=skips)["state"] == "carried"
    assert way(checked(2), checked(4), stages=skips)[3] == "carried"


def test_the_course_of_a_promise_goes_stage_by_stage():
    gone = missing(3)
    sure = [confirmed(gone, "chef", owner=True)]
    assert way(checked(0), checked(2), gone, checked(5), confirmations=sure) == {
        0: "carried",
        1: "not_assessed",
        2: "carried",
        3: "lost",
        4: "lost",
        5: "restored",
    }


def test_the_way_begins_where_the_promise_was_made():
    assert min(way(checked(4), of=promise(origin_stage=2))) == 2


def test_the_way_of_a_promise_of_unknown_origin_begins_where_it_was_first_seen():
    assert way(checked(5), of=promise(origin_stage=None)) == {5: "delivered"}
    assert way(of=promise(origin_stage=None)) == {}


def test_a_promise_is_carried_where_it_was_made_though_nobody_has_checked():
    assert way(of=promise(origin_stage=1)) == {1: "carried"}


def test_the_way_says_where_a_decision_fell():
    assert way(checked(2), checked(4), decisions=[decided(stage=3)])[4] == "decided_away"


def test_what_was_not_there_on_the_day_was_not_delivered():
    late = promise(due_on=pd.Timestamp("2020-12-31"))
    assert way(checked(3), missing(5), of=late)[5] == "not_delivered"


def test_the_calendar_asks_again_the_day_after_the_due_date():
    due = promise(due_on=pd.Timestamp("2030-12-31"))
    assert verdict(checked(3), of=due)["reassess_on"] == pd.Timestamp("2031-01-01")


def test_the_calendar_asks_again_when_a_planned_stage_is_reached():
    planned = [reached(6, "2029-05-01", check=10)]
    assert verdict(checked(3), stages=planned)["reassess_on"] == pd.Timestamp("2029-05-01")


def test_what_is_decided_waits_for_no_date():
    due = promise(due_on=pd.Timestamp("2030-12-31"))
    assert pd.isna(verdict(checked(3), of=due, decisions=[decided()])["reassess_on"])


def test_promises_are_answered_in_the_order_they_were_asked():
    two = [promise(commitment_id="b"), promise(commitment_id="a")]
    found = states(checked(2, commitment_id="a"), promises=two)
    assert list(found["commitment_id"]) == ["b", "a"]
    assert list(found["state"]) == ["not_assessed", "carried"]


def test_no_promises_give_an_empty_answer():
    import tests.promise_factories as factories

    frames = factories._frames([promise()], [], [], [], [])
    frames[0] = frames[0].iloc[:0]
    assert factories.decide(*frames, on=factories.TODAY).empty
    assert factories.course(*frames, on=factories.TODAY).empty


@pytest.mark.parametrize(
    ("state", "outcome", "together"),
    [
        (PromiseState.IN_USE, State.HOLDS, Joined.HOLDS),
        (PromiseState.CARRIED, State.REACHED, Joined.HOLDS),
        (PromiseState.LOST, State.REGAINED, Joined.HELD_ANYWAY),
        (PromiseState.NOT_DELIVERED, State.ON_TRACK, Joined.HELD_ANYWAY),
        (PromiseState.DELIVERED, State.RELAPSE, Joined.NOT_ENOUGH),
        (PromiseState.CARRIED, State.RELAPSE, Joined.NOT_ASSESSED),
        (PromiseState.LOST, State.NEVER_CAME, Joined.LOST_AND_MISSED),
        (PromiseState.NO_TRACE, State.NEVER_CAME, Joined.NOT_ASSESSED),
        (PromiseState.DECIDED_AWAY, State.BELOW_BASELINE, Joined.NOT_ASSESSED),
        (PromiseState.LOST, State.WATCH, Joined.NOT_ASSESSED),
        (PromiseState.LOST, State.BREAK, Joined.NOT_ASSESSED),
        (PromiseState.IN_USE, None, Joined.NOT_ASSESSED),
    ],
)
def test_a_promise_and_an_outcome_together(state, outcome, together):
    assert joined(state, outcome) is together


def test_an_unknown_stage_is_refused():
    with pytest.raises(ValueError, match="check year 2"):
        position_of(6, 2)
