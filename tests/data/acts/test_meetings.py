"""Meetings remember what they saw and decided, and the next one starts from there."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from data.acts import meetings as holding_meetings
from data.acts.meeting_terms import Plan, Resolution
from data.acts.undo import undo
from data.answers import meetings
from data.answers.revisions import all_revisions
from data.store import ledger
from data.store.errors import StoreError
from data.store.store import Store
from tests.factories import a_door, a_reader, a_viewer, writing

NOW = datetime(2026, 9, 3, 12, tzinfo=UTC)
TORGET = Resolution(
    wording="Öppna torget", owner_role="fastighetschef", due_on=date(2026, 10, 1)
)


@pytest.fixture
def store() -> Store:
    store = Store(":memory:")
    areas = pd.DataFrame(
        {
            "area_id": ["ovning.a", "ovning.b", "regso.x"],
            "kind": "regso",
            "name": ["Ängen (påhittad)", "Byn (påhittad)", "Xby"],
            "name_en": ["Meadow (invented)", "Village (invented)", "Xby"],
            "invented": [True, True, False],
        }
    )
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "registry", actor="test", now=NOW)
        ledger.write(cursor, revision, "area", areas)
    return store


def planned(
    store: Store,
    *,
    title: str = "Nätverket",
    on: date = date(2026, 9, 3),
    previous: str = "",
) -> str:
    asked = Plan(
        title=title,
        held_on=on,
        area_ids=("ovning.a", "ovning.b"),
        previous_meeting_id=previous,
    )
    return holding_meetings.plan(a_door(store), a_viewer(), asked, actor="Maja", now=NOW)


def decided(store: Store, meeting_id: str, resolution: Resolution = TORGET) -> str:
    return holding_meetings.decide(
        a_door(store), a_viewer(), meeting_id, resolution, actor="Maja", now=NOW
    )


def test_a_planned_meeting_knows_its_areas_in_alphabetical_order(store):
    planned(store)
    (row,) = meetings.meetings(a_reader(store)).to_dict("records")
    assert row["area_names"] == ["Byn (påhittad)", "Ängen (påhittad)"]
    assert row["invented"]
    assert pd.isna(row["shown_revision"])


def test_two_meetings_on_one_day_are_two_meetings(store):
    assert planned(store) != planned(store, title="Styrgruppen")
    assert len(meetings.meetings(a_reader(store))) == 2


def test_real_and_invented_areas_never_meet(store):
    asked = Plan(title="Möte", held_on=date(2026, 9, 3), area_ids=("ovning.a", "regso.x"))
    with pytest.raises(StoreError, match="aldrig om båda"):
        holding_meetings.plan(a_door(store), a_viewer(), asked, actor="Maja", now=NOW)
    assert meetings.meetings(a_reader(store)).empty


def test_everything_that_is_missing_is_said_at_once(store):
    with pytest.raises(StoreError) as stopped:
        holding_meetings.plan(
            a_door(store),
            a_viewer(),
            Plan(title=" ", held_on=None, area_ids=()),
            actor="Maja",
            now=NOW,
        )
    assert str(stopped.value) == (
        "Skriv vad mötet heter. Välj dag för mötet. Välj minst ett område. Inget har sparats."
    )


def test_a_meeting_about_an_area_there_is_not_is_refused(store):
    asked = Plan(title="Möte", held_on=date(2026, 9, 3), area_ids=("borta",))
    with pytest.raises(StoreError, match="Det finns inget område borta"):
        holding_meetings.plan(a_door(store), a_viewer(), asked, actor="Maja", now=NOW)


def test_a_decision_has_an_owner_and_a_day(store):
    meeting_id = planned(store)
    with pytest.raises(StoreError, match=r"vilken roll som ansvarar.*vilken dag.*Inget"):
        decided(store, meeting_id, Resolution(wording="Öppna", owner_role="", due_on=None))
    assert meetings.decisions(a_reader(store)).empty


def test_a_decision_cannot_be_due_before_it_was_taken(store):
    early = Resolution(wording="Öppna", owner_role="chef", due_on=date(2026, 9, 2))
    with pytest.raises(StoreError, match="före mötet 2026-09-03"):
        decided(store, planned(store), early)


def test_a_decision_at_a_meeting_there_is_not_is_refused(store):
    with pytest.raises(StoreError, match="Det finns inget möte borta"):
        decided(store, "borta")


def test_a_decision_is_about_its_own_areas_or_those_of_its_meeting(store):
    meeting_id = planned(store)
    decided(store, meeting_id)
    decided(
        store,
        meeting_id,
        Resolution(
            wording="Måla",
            owner_role="chef",
            due_on=date(2026, 12, 1),
            area_ids=("ovning.b",),
            goal_ids=("mal.1",),
            commitment_ids=("lofte.1",),
        ),
    )
    general, particular = meetings.decisions(a_reader(store)).to_dict("records")
    assert general["area_ids"] == ["ovning.b", "ovning.a"]
    assert general["goal_ids"] == []
    assert particular["area_ids"] == ["ovning.b"]
    assert particular["goal_ids"] == ["mal.1"]
    assert particular["commitment_ids"] == ["lofte.1"]


def test_an_open_decision_is_overdue_the_day_after_and_a_closed_one_never(store):
    decision_id = decided(store, planned(store))
    on_the_day = meetings.overdue_decisions(a_reader(store), today=date(2026, 10, 1))
    day_after = meetings.overdue_decisions(a_reader(store), today=date(2026, 10, 2))
    assert (len(on_the_day), len(day_after)) == (0, 1)
    holding_meetings.close(
        a_door(store), a_viewer(), decision_id, "done", actor="Maja", now=NOW
    )
    assert meetings.overdue_decisions(a_reader(store), today=date(2026, 10, 2)).empty
    holding_meetings.close(
        a_door(store), a_viewer(), decision_id, "open", actor="Maja", now=NOW
    )
    assert len(meetings.overdue_decisions(a_reader(store), today=date(2026, 10, 2))) == 1


def test_a_status_there_is_not_is_refused(store):
    decision_id = decided(store, planned(store))
    with pytest.raises(StoreError, match="inte klart"):
        holding_meetings.close(
            a_door(store), a_viewer(), decision_id, "klart", actor="Maja", now=NOW
        )


def test_a_concluded_meeting_saw_what_stood_when_it_ended(store):
    meeting_id = planned(store)
    seen = holding_meetings.conclude(
        a_door(store), a_viewer(), meeting_id, actor="Maja", now=NOW
    )
    decided(store, planned(store, previous=meeting_id))
    assert meetings.shown_at(a_reader(store), meeting_id) == seen == 2


def test_concluding_again_moves_nothing_but_the_minutes(store):
    meeting_id = planned(store)
    seen = holding_meetings.conclude(
        a_door(store), a_viewer(), meeting_id, actor="Maja", now=NOW
    )
    minutes = "https://exempel.se/protokoll.pdf"
    again = holding_meetings.conclude(
        a_door(store), a_viewer(), meeting_id, actor="Maja", now=NOW, minutes_url=minutes
    )
    assert again == seen
    assert meetings.meetings(a_reader(store))["minutes_url"].tolist() == [minutes]


def test_minutes_are_linked_by_https_only(store):
    with pytest.raises(StoreError, match="https"):
        holding_meetings.conclude(
            a_door(store),
            a_viewer(),
            planned(store),
            actor="Maja",
            now=NOW,
            minutes_url="javascript:alert(1)",
        )


def test_a_meeting_nobody_concluded_saw_what_stood_at_the_end_of_its_day(store):
    meeting_id = planned(store)
    tomorrow = NOW + timedelta(days=1)
    holding_meetings.decide(
        a_door(store), a_viewer(), meeting_id, TORGET, actor="Maja", now=tomorrow
    )
    assert meetings.shown_at(a_reader(store), meeting_id) == 2
    assert meetings.shown_at(a_reader(store), "borta") is None


def test_a_decision_can_be_taken_back_as_any_revision(store, catalogue):
    meeting_id = planned(store)
    decided(store, meeting_id)
    before = a_reader(store).revision
    undo(a_door(store), a_viewer(), before, catalogue=catalogue, actor="Maja", now=NOW)
    assert meetings.decisions(a_reader(store)).empty
    assert len(meetings.decisions(a_reader(store, revision=before))) == 1
    assert decided(store, meeting_id).endswith("-2")


def test_a_viewer_sees_only_meetings_about_areas_of_theirs(store):
    decided(store, planned(store))
    stranger = a_viewer(name="x", areas=frozenset({"regso.x"}))
    neighbour = a_viewer(name="y", areas=frozenset({"ovning.a"}))
    assert meetings.decisions(a_reader(store, viewer=stranger)).empty
    seen = meetings.meetings(a_reader(store, viewer=neighbour))
    assert seen["area_ids"].tolist() == [["ovning.a"]]


def test_who_may_not_write_writes_nothing(store):
    reader_only = a_viewer(name="x", verbs=frozenset())
    asked = Plan(title="Möte", held_on=date(2026, 9, 3), area_ids=("ovning.a",))
    with pytest.raises(StoreError, match="Du får inte"):
        holding_meetings.plan(a_door(store), reader_only, asked, actor="Maja", now=NOW)
    with pytest.raises(StoreError, match="Skriv ditt namn"):
        holding_meetings.plan(a_door(store), a_viewer(), asked, actor=" ", now=NOW)


def test_new_measurements_are_counted_from_what_the_last_meeting_saw(own_sample):
    reader = a_reader(own_sample)
    area = "ovning.ekbacken.centrum"
    (first, *_rest) = sorted(reader.ask(all_revisions)["revision_id"])
    every = meetings.new_measurements(reader, earlier=int(first), area_ids=(area,))
    assert set(every["area_id"]) == {area}
    assert (every["new"] > 0).any()
    nothing = meetings.new_measurements(reader, earlier=reader.revision, area_ids=(area,))
    assert nothing.empty


def test_a_double_click_makes_one_meeting_and_one_decision(store):
    first, again = planned(store), planned(store)
    assert first == again
    about = Resolution(
        wording="Måla",
        owner_role="chef",
        due_on=date(2026, 12, 1),
        area_ids=("ovning.b",),
        goal_ids=("mal.1",),
    )
    for resolution in (TORGET, about):
        assert decided(store, first, resolution) == decided(store, first, resolution)
    assert decided(store, first, TORGET) != decided(store, first, about)
    assert len(a_reader(store).ask(all_revisions)) == 4
    assert planned(store, on=date(2026, 9, 4)) != first
