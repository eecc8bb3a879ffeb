"""What the monitors showed of many goals is written in groups that the file keeps together."""

import pandas as pd
import pytest

from data.judging import kept_verdicts
from data.judging.areas_above import Parents
from data.judging.decided import Decided
from data.store.access import Verb
from data.store.store import CURRENT
from tests.factories import a_door, a_viewer


@pytest.fixture
def written(monkeypatch) -> list[list[str]]:
    """The goals of the readings of each writing."""
    found: list[list[str]] = []

    def write(_cursor, _revision, _table, rows):
        found.append(rows["goal_id"].tolist())

    monkeypatch.setattr(kept_verdicts, "ROW_GROUP", 4)
    monkeypatch.setattr(kept_verdicts, "with_new_readings", lambda _cursor, one: one)
    monkeypatch.setattr(kept_verdicts.ledger, "write", write)
    monkeypatch.setattr(kept_verdicts.ledger, "close", lambda *_given: 0)
    return found


def shown(*goal_ids: str) -> Decided:
    return Decided(readings=pd.DataFrame({"goal_id": list(goal_ids)}))


def test_readings_that_do_not_fill_a_group_wait_for_those_of_the_next_goals(written):
    parts = [shown("a", "a", "b"), shown("c"), shown("d", "d"), shown("e", "e", "f")]
    rest = list(kept_verdicts.keep_all_readings(None, 1, iter(parts)))
    assert [one for one in written if one] == [["a", "a", "b", "c"], ["d", "d", "e", "e", "f"]]
    assert not any(len(one.readings) for one in rest)


def test_few_readings_are_not_written_by_themselves_after_a_group(written):
    list(kept_verdicts.keep_all_readings(None, 1, iter([shown(*"aaaab"), shown("c")])))
    assert [one for one in written if one] == [list("aaaabc")]


def test_the_readings_of_a_goal_are_never_divided(written):
    list(kept_verdicts.keep_all_readings(None, 1, iter([shown(*"aaabbcccd")])))
    assert [one for one in written if one] == [list("aaa"), list("bbcccd")]


def test_only_goals_that_show_other_than_is_stored_have_their_readings_written(sample):
    with a_door(sample).rehearse(a_viewer(), Verb.REASSESS) as cursor:
        shown = cursor.execute(
            "SELECT * EXCLUDE (revision_from, revision_to, brought_by) FROM monitor_reading "
            "WHERE revision_to = $current ORDER BY ALL",
            {"current": CURRENT},
        ).df()
        same = kept_verdicts.with_new_readings(cursor, Decided(readings=shown))
        assert same.readings.empty
        assert list(same.readings.columns) == list(shown.columns)

        moved, fewer, new = shown["goal_id"].unique()[:3]
        other = shown.assign(
            residual=shown["residual"].where(shown["goal_id"] != moved, 0.25),
            goal_id=shown["goal_id"].where(shown["goal_id"] != new, "new"),
        ).drop(shown.index[shown["goal_id"] == fewer][0])
        found = kept_verdicts.with_new_readings(cursor, Decided(readings=other)).readings
        expected = other[other["goal_id"].isin([moved, fewer, "new"])]
        pd.testing.assert_frame_equal(found, expected)


def test_the_nearest_area_that_all_lie_in_may_be_far_above_or_none():
    over = {"leaf 1": "part", "leaf 2": "part", "part": "city", "leaf 3": "city"}
    rows = pd.DataFrame(over.items(), columns=["area_id", "parent_id"])
    parents = Parents(rows.assign(parent_name=rows["parent_id"].str.upper()))
    assert parents.of(["leaf 1", "leaf 2"]) == ("part", "PART")
    assert parents.of(["leaf 1", "leaf 2", "leaf 3"]) == ("city", "CITY")
    assert parents.of(["leaf 1", "elsewhere", "leaf 2"]) == ("", "")
