"""Revisions: closed and added, never changed; undo is a revision like any other."""

from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.answers.revisions import all_revisions
from data.store import ledger, undo
from data.store.errors import UnknownRevisionError
from data.store.store import Store
from tests.factories import a_reader, rows_of, writing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
Values = dict[str, float | None]


def rows(values: Values) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"period": list(values), "value": pd.Series(values.values(), dtype=float)}
    )
    return frame.assign(
        indicator_id="MIX01",
        definition_version=1,
        area_id="a",
        geo_version="",
        category="",
        supplier="",
    )


def save(store: Store, values: Values) -> tuple[int, ledger.Difference]:
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        resolved = ledger.resolve_series(cursor, rows(values), revision)
        return revision, ledger.write(cursor, revision, "observation", resolved)


def take_back(store: Store, target: int) -> undo.Undone:
    with writing(store) as cursor:
        undo.to_be_undone(cursor, target)
        revision = ledger.open_revision(cursor, "undo", actor="test", now=NOW, undoes=target)
        return undo.undo(cursor, target, revision)


def position(store: Store, revision: int = 2**31 - 2) -> Values:
    found = rows_of(
        store, "SELECT period, value FROM observation_as_of($r) ORDER BY period", r=revision
    )
    return {row.period: None if pd.isna(row.value) else row.value for row in found.itertuples()}


def test_few_rows_are_laid_beside_their_own_and_close_what_their_group_leaves_out():
    goals = [f"g{number}" for number in range(40)]
    named = pd.DataFrame({"goal_id": goals * 2, "area_id": ["a"] * 40 + ["b"] * 40})
    with writing(Store(":memory:")) as cursor:
        first = ledger.open_revision(cursor, "goal", actor="test", now=NOW)
        ledger.write(cursor, first, "goal_comparator", named.assign(weight=1.0))
        second = ledger.open_revision(cursor, "goal", actor="test", now=NOW)
        some = pd.DataFrame({"goal_id": ["g1", "g1", "g2"], "area_id": ["a", "c", "a"]})
        found = ledger.write(
            cursor, second, "goal_comparator", some.assign(weight=[2.0, 1.0, 1.0])
        )
        assert found == ledger.Difference(new=1, changed=1, unchanged=1, closed=2)
        now = cursor.execute(
            "SELECT goal_id, area_id, weight FROM goal_comparator_as_of($r) "
            "WHERE goal_id IN ('g1', 'g2') ORDER BY ALL",
            {"r": second},
        ).fetchall()
        assert now == [("g1", "a", 2.0), ("g1", "c", 1.0), ("g2", "a", 1.0)]


def test_a_batch_counts_what_is_new_changed_and_unchanged():
    store = Store(":memory:")
    assert save(store, {"2020": 1.0, "2021": 2.0})[1] == ledger.Difference(new=2)
    again = save(store, {"2020": 1.0, "2021": 3.0, "2022": None})[1]
    assert again == ledger.Difference(new=1, changed=1, unchanged=1)


def test_a_batch_read_back_from_a_spreadsheet_is_unchanged():
    store = Store(":memory:")
    written: Values = {"2018": 1 / 3, "2019": 1e9 / 7, "2020": -1e-7 / 9, "2021": float("inf")}
    save(store, {**written, "2022": None, "2023": 0.0, "2024": 0.0})
    read_back = {name: float(f"{value:.15g}") for name, value in written.items() if value}
    again = save(store, {**read_back, "2022": None, "2023": None, "2024": 0.0})[1]
    assert again == ledger.Difference(unchanged=6, changed=1)
    later = save(store, {"2018": 1 / 3 + 1e-12, "2021": 5.0, "2022": 0.0})[1]
    assert later == ledger.Difference(changed=3)


def test_the_past_stands_as_it_was():
    store = Store(":memory:")
    first, _ = save(store, {"2020": 1.0})
    second, _ = save(store, {"2020": 2.0})
    assert position(store, first) == {"2020": 1.0}
    assert position(store, second) == {"2020": 2.0}


def test_undo_puts_back_what_was_replaced_and_removes_what_was_new():
    store = Store(":memory:")
    save(store, {"2020": 1.0})
    second, _ = save(store, {"2020": 2.0, "2021": 5.0})
    undone = take_back(store, second)
    assert (undone.removed, undone.restored, undone.left) == (2, 1, 0)
    assert position(store) == {"2020": 1.0}
    assert position(store, second) == {"2020": 2.0, "2021": 5.0}


def test_undo_leaves_what_a_later_revision_has_replaced():
    store = Store(":memory:")
    first, _ = save(store, {"2020": 1.0, "2021": 1.0})
    save(store, {"2020": 2.0})
    undone = take_back(store, first)
    assert (undone.removed, undone.restored, undone.left) == (1, 0, 1)
    assert position(store) == {"2020": 2.0}


def test_an_undo_can_itself_be_undone():
    store = Store(":memory:")
    first, _ = save(store, {"2020": 1.0})
    undone = take_back(store, first)
    assert position(store) == {}
    take_back(store, undone.revision)
    assert position(store) == {"2020": 1.0}


def test_a_correction_comes_back_when_its_undo_is_undone():
    store = Store(":memory:")
    save(store, {"2020": 1.0})
    second, _ = save(store, {"2020": 2.0})
    undone = take_back(store, second)
    assert position(store) == {"2020": 1.0}
    again = take_back(store, undone.revision)
    assert position(store) == {"2020": 2.0}
    take_back(store, again.revision)
    assert position(store) == {"2020": 1.0}


def test_a_revision_is_undone_once():
    store = Store(":memory:")
    first, _ = save(store, {"2020": 1.0})
    take_back(store, first)
    with pytest.raises(UnknownRevisionError, match="redan ångrad"):
        take_back(store, first)
    with pytest.raises(UnknownRevisionError, match="ingen inläsning 99"):
        take_back(store, 99)


def test_a_whole_batch_closes_what_it_no_longer_names():
    store = Store(":memory:")
    compared = pd.DataFrame({"goal_id": "g", "area_id": ["a", "b"], "weight": 1.0})
    with writing(store) as cursor:
        ledger.write(cursor, 1, "goal_comparator", compared)
        written = ledger.write(cursor, 2, "goal_comparator", compared.iloc[:1])
    assert written == ledger.Difference(unchanged=1, closed=1)
    assert list(rows_of(store, "SELECT area_id FROM goal_comparator_as_of(2)")["area_id"]) == [
        "a"
    ]


def compared(store: Store, areas: str) -> int:
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "goal", actor="test", now=NOW)
        rows = pd.DataFrame({"goal_id": "g", "area_id": list(areas)})
        ledger.write(cursor, revision, "goal_comparator", rows)
    return revision


def compared_with(store: Store) -> str:
    found = rows_of(store, "SELECT area_id FROM goal_comparator_as_of(1000) ORDER BY area_id")
    return "".join(found["area_id"])


@pytest.mark.parametrize(
    ("said", "undone", "left"),
    [
        (["bc", "c", "bc"], [3], "c"),
        (["bc", "c"], [1], "c"),
        (["bc", "cd"], [2], "bc"),
        (["bc", "cd"], [2, 3], "cd"),
        (["bc", "cd"], [1, 2], ""),
        (["bc", "cd"], [2, 1, 3], "cd"),
        (["bc", "cd"], [1, 3, 2, 4], ""),
    ],
)
def test_a_group_is_what_the_last_revision_that_is_not_undone_said(said, undone, left):
    store = Store(":memory:")
    for areas in said:
        compared(store, areas)
    for revision in undone:
        take_back(store, revision)
    assert compared_with(store) == left


def test_missing_is_null_and_not_nan():
    store = Store(":memory:")
    save(store, {"2020": None})
    assert bool(
        rows_of(store, "SELECT value IS NULL AS missing FROM observation")["missing"].iloc[0]
    )


batches = st.lists(
    st.dictionaries(
        st.sampled_from(["2020", "2021", "2022"]),
        st.one_of(st.none(), st.integers(0, 3).map(float)),
        min_size=1,
    ),
    min_size=1,
    max_size=5,
)


@given(batches)
def test_undoing_everything_newest_first_empties_the_store_and_keeps_every_past(written):
    store = Store(":memory:")
    pasts = {}
    for values in written:
        revision, _ = save(store, values)
        pasts[revision] = position(store)
    for revision in sorted(pasts, reverse=True):
        take_back(store, revision)
        earlier = pasts.get(revision - 1, {})
        assert position(store) == earlier
    assert {revision: position(store, revision) for revision in pasts} == pasts
    store.close()


def test_undoing_a_later_value_never_brings_back_an_undone_one():
    store = Store(":memory:")
    save(store, {"2020": 1.0})
    second, _ = save(store, {"2020": 2.0})
    third, _ = save(store, {"2020": 3.0})
    assert take_back(store, second).left == 1
    take_back(store, third)
    assert position(store) == {"2020": 1.0}


@given(batches, st.randoms(use_true_random=False))
def test_in_whatever_order_it_is_undone_what_is_left_is_what_the_rest_would_have_said(
    written, chance
):
    store = Store(":memory:")
    brought: dict[int, Values] = {}
    for values in written:
        before = position(store)
        revision, _ = save(store, values)
        brought[revision] = {
            period: value
            for period, value in values.items()
            if period not in before or before[period] != value
        }
    gone = chance.sample(sorted(brought), k=chance.randint(0, len(brought)))
    for revision in gone:
        take_back(store, revision)
    expected: Values = {}
    for revision, values in brought.items():
        if revision not in gone:
            expected |= values
    assert position(store) == expected
    store.close()


@given(batches)
def test_there_is_never_more_than_one_current_row_per_key(written):
    store = Store(":memory:")
    for values in written:
        save(store, values)
    doubled = rows_of(
        store,
        "SELECT series_id, period FROM observation WHERE revision_to = 2147483647 "
        "GROUP BY ALL HAVING count(*) > 1",
    )
    assert doubled.empty
    store.close()


def test_a_group_that_somebody_else_has_added_to_has_been_touched():
    store = Store(":memory:")

    def scope(*areas: str) -> pd.DataFrame:
        return pd.DataFrame({"event_id": "e", "area_id": areas, "indicator_id": ""})

    for areas in (("a",), ("a", "b")):
        with writing(store) as cursor:
            revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
            ledger.write(cursor, revision, "event_scope", scope(*areas))
    with writing(store) as cursor:
        mine = scope("a", "c")  # based on the first, without the other's b
        assert ledger.touched_since(cursor, "event_scope", mine, 1)
        assert not ledger.touched_since(cursor, "event_scope", mine, 2)


def test_no_revision_is_older_than_the_one_before_it():
    store = Store(":memory:")
    with writing(store) as cursor:
        ledger.open_revision(cursor, "import", actor="test", now=NOW)
        ledger.open_revision(
            cursor, "import", actor="test", now=datetime(2020, 1, 1, tzinfo=UTC)
        )
    first, second = rows_of(store, "SELECT * FROM revision ORDER BY ALL").to_dict("records")
    assert second["committed_at"] == first["committed_at"]
    assert second["note"] == (
        "Klockan stod på 2020-01-01 00:00 UTC, före den förra inläsningen."
    )


def test_what_was_undone_later_is_not_known_before():
    store = Store(":memory:")
    save(store, {"a": 1.0})
    take_back(store, 1)
    undone_by = {
        revision: all_revisions(a_reader(store, revision=revision))["undone_by"].tolist()[-1]
        for revision in (1, 2)
    }
    assert pd.isna(undone_by[1])
    assert undone_by[2] == 2


def test_what_is_named_by_some_of_its_columns_is_closed():
    store = Store(":memory:")
    with writing(store) as cursor:
        for areas in (("a", "b"), ()):
            revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
            rows = pd.DataFrame({"event_id": "e", "area_id": areas, "indicator_id": ""})
            ledger.write(cursor, revision, "event_scope", rows)
        assert (
            ledger.close(cursor, revision, "event_scope", pd.DataFrame({"area_id": ["a"]})) == 1
        )
        assert ledger.close(cursor, revision, "event_scope", pd.DataFrame({"area_id": []})) == 0
    left = rows_of(store, "SELECT area_id FROM event_scope_as_of($r)", r=2)
    assert left["area_id"].tolist() == ["b"]


def test_readings_with_the_same_limits_lie_together_in_the_file():
    store = Store(":memory:")
    shown = pd.DataFrame(
        {
            "goal_id": ["a", "a", "b", "b", "c", "c"],
            "reference": "baseline",
            "side": "lower",
            "period": ["2020", "2021"] * 3,
            "ewma_watch": [1.0, 2.0, 1.5, 2.5, 1.0, 2.0],
        }
    )
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "assessment", actor="test", now=NOW)
        ledger.write(cursor, revision, "monitor_reading", shown)
    laid = rows_of(store, "SELECT goal_id, ewma_watch FROM monitor_reading ORDER BY rowid")
    assert laid["ewma_watch"].tolist() == [1.0, 1.0, 1.5, 2.0, 2.0, 2.5]
    assert laid["goal_id"].tolist() == ["a", "c", "b", "a", "c", "b"]
