"""What the monitors showed of many goals is written in groups that the file keeps together."""

import pandas as pd
import pytest

from data.judging import kept_verdicts
from data.judging.areas_above import Parents
from data.judging.decided import Decided


@pytest.fixture
def written(monkeypatch) -> list[list[str]]:
    """The goals of the readings of each writing."""
    found: list[list[str]] = []

    def write(_cursor, _revision, _table, rows):
        found.append(rows["goal_id"].tolist())

    monkeypatch.setattr(kept_verdicts, "ROW_GROUP", 4)
    monkeypatch.setattr(kept_verdicts.ledger, "write", write)
    monkeypatch.setattr(kept_verdicts.ledger, "close", lambda *_given: 0)
    return found


def shown(*goal_ids: str) -> Decided:
    return Decided(readings=pd.DataFrame({"goal_id": list(goal_ids)}))


def test_readings_that_do_not_fill_a_group_wait_for_those_of_the_next_goals(written):
    parts = [shown("a", "a", "b"), shown("c"), shown("d", "d")]
    rest = list(kept_verdicts.keep_all_readings(None, 1, iter(parts)))
    assert [one for one in written if one] == [["a", "a", "b", "c"], ["d", "d"]]
    assert not any(len(one.readings) for one in rest)


def test_the_readings_of_a_goal_are_never_divided(written):
    list(kept_verdicts.keep_all_readings(None, 1, iter([shown("a", "a", "a", "b", "b")])))
    assert [one for one in written if one] == [["a", "a", "a"], ["b", "b"]]


def test_the_nearest_area_that_all_lie_in_may_be_far_above_or_none():
    over = {"leaf 1": "part", "leaf 2": "part", "part": "city", "leaf 3": "city"}
    rows = pd.DataFrame(over.items(), columns=["area_id", "parent_id"])
    parents = Parents(rows.assign(parent_name=rows["parent_id"].str.upper()))
    assert parents.of(["leaf 1", "leaf 2"]) == ("part", "PART")
    assert parents.of(["leaf 1", "leaf 2", "leaf 3"]) == ("city", "CITY")
    assert parents.of(["leaf 1", "elsewhere", "leaf 2"]) == ("", "")
