"""The store file: migrations, cursors, and many readers beside one writer."""

import subprocess
import sys
import threading
from datetime import UTC, datetime
from itertools import chain
from secrets import token_hex

import duckdb
import pandas as pd
import pytest

from data.store import ledger
from data.store import store as stores
from data.store.access import Verb
from data.store.errors import StoreBusyError, StoreDamagedError, StoreError
from data.store.file import BLOCK_SIZE
from data.store.store import Store, _migrations, revisioned_tables, shared
from data.store.tables import TABLES
from tests.factories import a_door, a_viewer, rows_of, writing

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def observations(revision_value: float, areas: int = 5) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_id": "MIX01",
            "definition_version": 1,
            "area_id": [f"area{position}" for position in range(areas)],
            "geo_version": "",
            "category": "",
            "supplier": "",
            "period": "2024",
            "value": revision_value,
        }
    )


def save(store: Store, rows: pd.DataFrame) -> int:
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        resolved = ledger.resolve_series(cursor, rows, revision)
        ledger.write(cursor, revision, "observation", resolved)
    return revision


def test_a_fresh_store_has_every_table_and_opens_again(tmp_path):
    path = tmp_path / "store.duckdb"
    first = Store(path)
    save(first, observations(1.0))
    first.close()
    again = Store(path)
    assert len(rows_of(again, "SELECT * FROM observation_as_of(1)")) == 5
    applied = rows_of(again, "SELECT version FROM schema_migration")["version"]
    assert applied.is_unique
    assert len(applied) > 1
    again.close()


def test_every_revisioned_table_has_a_key_and_a_view_of_the_past():
    store = Store(":memory:")
    for table in TABLES.values():
        columns = rows_of(
            store, "SELECT column_name FROM (DESCRIBE FROM query_table($t))", t=table.name
        )
        named = {*table.key, *table.whole_by, *table.not_listed}
        assert {"revision_from", "revision_to"} | named <= set(columns["column_name"])
        assert set(table.whole_by) <= set(table.key)


def test_every_table_whose_rows_carry_revisions_has_a_record():
    shipped = (revisioned_tables(text) for _, text in _migrations())
    assert sorted(chain.from_iterable(shipped)) == sorted(TABLES)


def test_the_migration_names_the_tables_whose_rows_carry_revisions():
    assert revisioned_tables("CREATE TABLE a(x TEXT/*R*/);\nCREATE TABLE b(x TEXT);") == ["a"]


def test_a_store_from_before_the_fourth_chart_opens_with_its_readings(tmp_path, monkeypatch):
    path, shipped = tmp_path / "store.duckdb", _migrations()
    before = [(number, text) for number, text in shipped if "ADD COLUMN pair" not in text]
    monkeypatch.setattr("data.store.store._migrations", lambda: before)
    old = Store(path)
    save(old, observations(1.0))
    with writing(old) as cursor:
        cursor.execute(
            "INSERT INTO monitor_reading(goal_id, look, cusum, revision_from, brought_by) "
            "VALUES ('one', 1, 2.5, 1, 1)"
        )
    old.close()
    monkeypatch.undo()
    again = Store(path)
    (row,) = rows_of(again, "SELECT * FROM monitor_reading_as_of(1)").to_dict("records")
    assert (row["goal_id"], row["cusum"]) == ("one", 2.5)
    assert pd.isna(row["pair"])
    assert pd.isna(row["pair_lost"])
    again.close()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("INSERT INTO schema_migration VALUES (9999, 'x', now()::TIMESTAMP)", "Uppgradera"),
        ("UPDATE schema_migration SET sha256 = 'other'", "0001"),
    ],
    ids=["made by a newer program", "with a changed migration"],
)
def test_a_store_that_is_not_as_the_migrations_make_it_is_refused(tmp_path, change, sentence):
    store = Store(tmp_path / "store.duckdb")
    with writing(store) as cursor:
        cursor.execute(change)
    store.close()
    with pytest.raises(StoreError, match=sentence):
        Store(tmp_path / "store.duckdb")


def test_a_file_that_is_no_store_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "letter.duckdb"
    path.write_text("Hej!" * 5000)
    with pytest.raises(StoreError, match="går inte att öppna"):
        Store(path)


def test_somebody_elses_tables_are_left_alone(tmp_path):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE letters(text TEXT)")
    with pytest.raises(StoreError, match="andra tabeller \\(letters\\)"):
        Store(path)
    with duckdb.connect(str(path)) as other:
        assert other.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [
            ("letters",)
        ]


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"Mappen .* går inte att skapa"):
        Store(tmp_path / "file" / "store.duckdb")


def damaged(path, name, change):
    """Change the bytes of a file from its middle on."""
    file = path.with_name(name)
    whole = bytearray(file.read_bytes())
    half = len(whole) // 2
    whole[half:] = change(whole[half:])
    file.write_bytes(whole)


def filled(store):
    """Save until the disk is full: what hardly can be packed."""
    for _more in range(20):
        with writing(store) as cursor:
            told = {"actor": "test", "now": NOW, "note": token_hex(60_000)}
            ledger.open_revision(cursor, "import", **told)


@pytest.fixture
def small_disk(tmp_path):
    """A store whose files may not grow, and how to let them."""
    resource = pytest.importorskip("resource")
    Store(tmp_path / "store.duckdb").close()
    store = Store(tmp_path / "store.duckdb")
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    # What is saved goes to the log first, and is to be moved to the file at once.
    with writing(store) as cursor:
        cursor.execute("SET checkpoint_threshold = '1KB'")
    size = (tmp_path / "store.duckdb").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, kept[1]))
    yield store, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    store.close()


def test_a_full_disk_loses_nothing_and_hinders_only_until_there_is_room(small_disk, caplog):
    store, give_room = small_disk
    with pytest.raises(StoreError, match="är full"):
        filled(store)
    assert "Saved, but the file could not be tidied" in caplog.text
    assert "opened anew" in caplog.text
    saved = store.revision
    assert saved > 0
    assert store.saved_by_this_thread == saved
    assert rows_of(store, "FROM revision")["revision_id"].tolist() == [*range(1, saved + 1)]
    assert store.stamp({"revision"}, saved, saved) == saved
    with pytest.raises(StoreError, match="är full"):
        filled(store)
    give_room()
    filled(store)
    store.close()
    assert Store(store.path).revision == store.revision >= saved + 20


def test_a_damaged_file_is_told_from_one_that_is_taken(tmp_path):
    path = tmp_path / "store.duckdb"
    store = Store(path)
    save(store, observations(1.0, areas=50_000))
    store.close()
    damaged(path, path.name, lambda part: bytes(255 - byte for byte in part))
    with pytest.raises(StoreDamagedError, match="kvarvarde restore"):
        rows_of(Store(path), "SELECT sum(value), max(hash(area_id)) FROM observation, series")


def test_a_log_that_is_none_is_not_passed_over(tmp_path):
    path = tmp_path / "store.duckdb"
    store = Store(path)
    save(store, observations(1.0))
    log = path.with_name("store.duckdb.wal")
    assert log.stat().st_size  # a log of DuckDB is one
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(path.read_bytes())
    copy.with_name("copy.duckdb.wal").write_bytes(log.read_bytes())
    store.close()
    Store(copy).close()
    log.write_bytes(b"something else")
    with pytest.raises(StoreDamagedError, match="ingen logg"):
        Store(path)


def test_a_second_process_is_told_that_the_store_is_taken(tmp_path):
    path = tmp_path / "store.duckdb"
    store = Store(path)
    program = (
        "import sys; from data.store.store import Store\n"
        "from data.store.errors import StoreBusyError\n"
        "try: Store(sys.argv[1])\n"
        "except StoreBusyError as error: print(error)"
    )
    other = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    store.close()
    assert "öppet i en annan process" in other.stdout
    assert issubclass(StoreBusyError, StoreError)


def test_a_process_shares_one_open_store_per_path(tmp_path):
    assert shared(tmp_path / "one.duckdb") is shared(tmp_path / "one.duckdb")


def test_a_failed_write_leaves_nothing_behind():
    store = Store(":memory:")
    save(store, observations(1.0))

    def save_half() -> None:
        with writing(store) as cursor:
            revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
            rows = ledger.resolve_series(cursor, observations(2.0), revision)
            ledger.write(cursor, revision, "observation", rows)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        save_half()
    assert list(rows_of(store, "SELECT DISTINCT value FROM observation")["value"]) == [1.0]
    assert len(rows_of(store, "SELECT * FROM revision")) == 1


def test_eight_readers_beside_a_writer_never_see_half_a_revision(tmp_path):
    store = Store(tmp_path / "store.duckdb")
    save(store, observations(1.0, areas=200))
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen = rows_of(
                    store,
                    "SELECT r.revision_id, o.value FROM "
                    "(SELECT max(revision_id) AS revision_id FROM revision) r, "
                    "observation o WHERE o.revision_from <= r.revision_id "
                    "AND o.revision_to > r.revision_id",
                )
            except duckdb.Error as error:
                wrong.append(error)
                return
            values = set(seen["value"])
            if len(seen) != 200 or values != {float(seen["revision_id"].iloc[0])}:
                wrong.append((len(seen), values))

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for value in range(2, 22):
        save(store, observations(float(value), areas=200))
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert rows_of(store, "SELECT max(revision_id) AS r FROM revision")["r"].iloc[0] == 21


def test_a_copy_is_whole_though_somebody_holds_it_who_saw_it_being_made(tmp_path, monkeypatch):
    store = Store(tmp_path / "store.duckdb")
    with a_door(store).rehearse(a_viewer(), Verb.REASSESS) as other:

        def seen(name, quoted=stores._quoted):
            other.execute("SELECT count(*) FROM duckdb_tables()").fetchall()
            return quoted(name)

        monkeypatch.setattr(stores, "_quoted", seen)
        a_door(store).copy_to(a_viewer(clearance=True), tmp_path / "copy.duckdb")
        assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy.duckdb"]
        alone = tmp_path / "alone.duckdb"
        alone.write_bytes((tmp_path / "copy.duckdb").read_bytes())
        for place in (tmp_path / "copy.duckdb", alone):
            Store(place).close()
            assert place.stat().st_size == alone.stat().st_size
    store.close()


def test_a_store_takes_little_memory_while_it_is_copied_and_then_as_before(
    tmp_path, monkeypatch
):
    store, seen = Store(tmp_path / "store.duckdb"), []

    def most():
        return rows_of(store, "SELECT current_setting('memory_limit') AS most")["most"].item()

    def noted(name, quoted=stores._quoted):
        seen.append(most())
        return quoted(name)

    before = most()
    monkeypatch.setattr(stores, "_quoted", noted)
    a_door(store).copy_to(a_viewer(clearance=True), tmp_path / "copy.duckdb")
    assert seen == ["238.4 MiB"]
    assert most() == before
    store.close()


def test_a_new_store_and_a_copy_of_one_have_small_blocks(tmp_path):
    made, copy = tmp_path / "store.duckdb", tmp_path / "copy.duckdb"
    store = Store(made)
    a_door(store).copy_to(a_viewer(clearance=True), copy)
    store.close()
    for path in (made, copy):
        store = Store(path)
        assert rows_of(store, "PRAGMA database_size")["block_size"].tolist() == [BLOCK_SIZE]
        store.close()
