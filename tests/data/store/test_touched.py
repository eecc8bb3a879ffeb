"""What a question reads is noted as it reads, and stamped with what touched it last."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from data.answers.goals import all_goals
from data.answers.revisions import all_revisions
from data.judging import compared
from data.store import ledger
from data.store.noted import note, of_indicators, reading
from data.store.store import Store
from data.store.undo import undo
from tests.factories import a_reader, a_viewer, rows_of, saved_row, writing

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def area(name: str) -> dict[str, object]:
    return {"area_id": "a", "kind": "school", "name": name}


def now(store: Store, *tables: str) -> int:
    return store.stamp(tables, store.revision, store.revision)


def test_a_table_has_the_stamp_of_the_last_revision_that_opened_or_closed_a_row(store):
    first = saved_row(store, "area", area("Ekbacken"))
    saved_row(store, "event", {"event_id": "e", "title": "Torget öppnar"})
    assert now(store, "area") == first
    assert now(store, "area", "event") == first + 1
    assert now(store, "goal") == 0


def test_what_is_written_again_unchanged_touches_nothing(store):
    first = saved_row(store, "area", area("Ekbacken"))
    saved_row(store, "area", area("Ekbacken"))
    assert now(store, "area") == first


def test_an_undo_touches_what_it_takes_back(store):
    first = saved_row(store, "area", area("Ekbacken"))
    with writing(store) as cursor:
        second = ledger.open_revision(cursor, "undo", actor="test", now=NOW, undoes=first)
        undo(cursor, first, second)
    assert now(store, "area") == second
    assert now(store, "event") == 0


def test_an_earlier_revision_keeps_its_stamp(store):
    first = saved_row(store, "area", area("Ekbacken"))
    saved_row(store, "area", area("Nybo"))
    assert store.stamp(["area"], first, store.revision) == first


def test_what_carries_no_revisions_is_touched_by_every_one_also_for_an_earlier(store):
    first = saved_row(store, "area", area("Ekbacken"))
    second = saved_row(store, "event", {"event_id": "e"})
    assert store.stamp(["revision"], first, second) == second


def test_a_revision_that_came_while_somebody_asked_is_not_taken_for_read(store):
    first = saved_row(store, "area", area("Ekbacken"))
    saved_row(store, "area", area("Nybo"))
    assert store.stamp(["area", "revision"], first, newest=first) == first


def test_a_store_that_is_opened_again_has_the_same_stamps(tmp_path):
    store = Store(tmp_path / "store.duckdb")
    saved_row(store, "area", area("Ekbacken"))
    saved_row(store, "event", {"event_id": "e"})
    saved_row(store, "area", area("Nybo"))
    before = [now(store, table) for table in ("area", "event", "goal", "series", "revision")]
    store.close()
    again = Store(tmp_path / "store.duckdb")
    assert [
        now(again, table) for table in ("area", "event", "goal", "series", "revision")
    ] == before
    again.close()


def test_what_is_not_saved_touches_nothing(store):
    first = saved_row(store, "area", area("Ekbacken"))

    def fail() -> None:
        with writing(store) as cursor:
            revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
            ledger.write(cursor, revision, "area", pd.DataFrame([area("Nybo")]))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert now(store, "area") == first


def test_the_tables_of_a_question_are_noted_also_inside_macros_and_lent_cursors(store):
    with reading() as read:
        a_reader(store, viewer=a_viewer(clearance=True)).ask(all_goals)
    assert read == {"goal", "series", "area", "document", "assessment"}
    with reading() as read:
        a_reader(store).ask(all_goals)
    assert {"disclosure_goal", "disclosure_mask", "shown_assessment"} <= read
    with reading() as read, a_reader(store).cursor() as cursor:
        cursor.execute("SELECT revision_on($moment)", {"moment": NOW.replace(tzinfo=None)})
    assert read == {"revision"}
    with reading() as read, a_reader(store).cursor() as cursor:
        cursor.sql("SELECT * FROM area_as_of($revision)", params={"revision": 1}).fetchall()
    assert read == {"area"}


def test_a_comparator_reads_what_its_goals_and_its_line_are_made_of(sample):
    with reading() as read:
        a_reader(sample).ask(compared.of_goals)
    assert {"goal", "goal_comparator", "comparator_weight"} <= read
    assert any(one.startswith("observation/indicator/") for one in read)
    assert "observation" not in read
    assert "revision" not in read


def test_the_number_of_the_revision_asked_about_is_no_table(store):
    with reading() as read:
        a_reader(store).rows("SELECT area_id FROM area_as_of($revision)")
    assert read == {"area"}


def test_what_is_read_inside_is_read_outside_too(store):
    with reading() as outer:
        with reading() as inner:
            a_reader(store).ask(all_revisions)
        note({"goal"})
    assert inner == {"revision"}
    assert outer == {"revision", "goal"}


def test_every_table_that_sql_can_name_is_known(store):
    tables = rows_of(
        store, "SELECT table_name FROM duckdb_tables() WHERE table_name <> 'schema_migration'"
    )["table_name"]
    for table in tables:
        with reading() as read:
            rows_of(store, "SELECT count(*) AS rows FROM {table}".replace("{table}", table))
        assert read == {table}


def test_measurements_of_other_indicators_leave_what_was_read_of_one_as_it_was(store):
    for number, indicator in ((1, "SAFE"), (2, "TENURE")):
        saved_row(store, "observation", {"series_id": number, "period": "2024", "value": 41.0})
        with writing(store) as cursor:
            cursor.execute(
                "INSERT INTO series(series_id, indicator_id, revision_from) VALUES (?, ?, ?)",
                [number, indicator, store.revision],
            )

    def read_of(indicator: str) -> set[str]:
        whole = a_reader(store, viewer=a_viewer(clearance=True))
        with reading() as read, of_indicators([indicator]), whole.cursor() as cursor:
            cursor.execute("SELECT value FROM observation")
        return read

    before = now(store, *read_of("SAFE")), now(store, *read_of("TENURE"))
    saved_row(store, "observation", {"series_id": 2, "period": "2025", "value": 44.0})
    assert now(store, *read_of("SAFE")) == before[0]
    assert now(store, *read_of("TENURE")) == store.revision > before[1]


def test_what_stood_in_a_file_is_not_told_apart(tmp_path):
    store = Store(tmp_path / "store.duckdb")
    saved_row(store, "observation", {"series_id": 1, "period": "2024", "value": 41.0})
    saved_row(store, "event", {"event_id": "e"})
    store.close()
    again = Store(tmp_path / "store.duckdb")
    assert now(again, "observation/indicator/SAFE") == 1
    again.close()
