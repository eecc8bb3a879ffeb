"""Everything in a store leaves it as open files that say what they are, and can come back."""

import csv
import hashlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from data.keeping.archive import BackupError
from data.keeping.open_files import AGAIN, SECRET, export, meaning
from data.keeping.restore import restore
from data.store.access import Viewer
from data.store.errors import NotAllowedError
from data.store.store import Store
from tests import new_owner
from tests.data.loading import load
from tests.factories import a_door, a_viewer, rows_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOLDS_NOW = {
    "area": "SELECT area_id, kind, name, name_en, municipality_id, invented, source, note "
    "FROM area WHERE revision_to = (SELECT max(revision_to) FROM area) ORDER BY ALL",
    "observation": "SELECT s.* EXCLUDE (series_id, revision_from), o.* EXCLUDE (series_id, "
    "revision_from, revision_to, brought_by) FROM observation o JOIN series s USING "
    "(series_id) WHERE o.revision_to = (SELECT max(revision_to) FROM observation) ORDER BY ALL",
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory, catalogue):
    folder = tmp_path_factory.mktemp("open")
    store = Store(folder / "store.duckdb")
    for text in (new_owner.AREAS, new_owner.THREE_YEARS, new_owner.GOAL, new_owner.FOURTH_YEAR):
        load(store, text, catalogue)
    export(a_door(store), a_viewer(clearance=True), folder / "arkiv", now=NOW, parquet=True)
    yield store, folder / "arkiv"
    store.close()


def test_every_table_is_a_file_with_its_columns_rows_and_fingerprint(exported):
    store, folder = exported
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    written = {resource["path"].removesuffix(".csv") for resource in package["resources"]}
    tables = rows_of(store, "SELECT table_name FROM duckdb_tables()")["table_name"]
    assert written == set(tables) - SECRET
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header, *rows = csv.reader(content.decode("utf-8").splitlines())
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        name = resource["path"].removesuffix(".csv")
        since = 1 if name == "audit" else 0  # the archive itself is in the log, and not in it
        assert len(rows) + since == len(rows_of(store, f"SELECT * FROM {name}"))  # noqa: S608
        assert (folder / f"{name}.parquet").is_file()


def test_every_column_says_what_it_means_in_both_languages(exported):
    _store, folder = exported
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            assert field["description"].endswith(".")
            assert field["description_en"].endswith(".")
    with pytest.raises(KeyError):
        meaning("area", "no_such_column")


def test_what_holds_now_can_be_imported_into_an_empty_store(exported, catalogue, tmp_path):
    store, folder = exported
    other = Store(tmp_path / "other.duckdb")
    for file in sorted((folder / AGAIN).iterdir()):
        load(other, file.read_text("utf-8"), catalogue)
    for question in HOLDS_NOW.values():
        pd.testing.assert_frame_equal(rows_of(store, question), rows_of(other, question))
    other.close()


def test_the_whole_store_is_made_again_of_its_files(exported, catalogue, tmp_path):
    store, folder = exported
    place = tmp_path / "again.duckdb"
    restored = restore(folder, place, catalogue, now=NOW)
    assert restored.proof.is_whole
    assert restored.proof.verdicts > 0
    again = Store(place)
    for table in set(rows_of(store, "SELECT table_name FROM duckdb_tables()")["table_name"]):
        if table not in SECRET | {"audit"}:  # the archive itself is in the log, and not in it
            question = f"SELECT * FROM {table} ORDER BY ALL"  # noqa: S608
            pd.testing.assert_frame_equal(rows_of(store, question), rows_of(again, question))
    load(again, new_owner.FOURTH_YEAR.replace("2025", "2026"), catalogue)
    series = rows_of(again, "SELECT count(*) AS n, count(DISTINCT series_id) AS d FROM series")
    assert series["n"].tolist() == series["d"].tolist()
    again.close()


def test_an_archive_that_somebody_has_changed_makes_no_store(exported, catalogue, tmp_path):
    changed = Path(shutil.copytree(exported[1], tmp_path / "arkiv"))
    text = (changed / "observation.csv").read_text("utf-8")
    (changed / "observation.csv").write_text(text.replace("2024", "2023"), "utf-8")
    with pytest.raises(BackupError, match="har ändrats"):
        restore(changed, tmp_path / "again.duckdb", catalogue, now=NOW)
    package = json.loads((changed / "datapackage.json").read_text("utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] != "observation"]
    (changed / "datapackage.json").write_text(json.dumps(package), "utf-8")
    with pytest.raises(BackupError, match="andra tabeller"):
        restore(changed, tmp_path / "again.duckdb", catalogue, now=NOW)
    package["resources"][0]["path"] = "../arkiv/audit.csv"
    (changed / "datapackage.json").write_text(json.dumps(package), "utf-8")
    with pytest.raises(BackupError, match="saknas"):
        restore(changed, tmp_path / "again.duckdb", catalogue, now=NOW)
    assert [one.name for one in tmp_path.iterdir()] == ["arkiv"]


def _with(folder, name, change):
    """Change a file of an archive, and its fingerprint with it."""
    text = change((folder / name).read_text("utf-8"))
    (folder / name).write_text(text, "utf-8")
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (resource,) = [one for one in package["resources"] if one["path"] == name]
    resource["hash"] = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")


def _turned(text):
    """Turn the columns of a file without commas in its cells around."""
    return "".join(",".join(line.split(",")[::-1]) + "\n" for line in text.splitlines())


def test_columns_in_another_order_come_under_their_own_names(exported, catalogue, tmp_path):
    store, folder = exported
    other = Path(shutil.copytree(folder, tmp_path / "arkiv"))
    _with(other, "area.csv", _turned)
    restore(other, tmp_path / "again.duckdb", catalogue, now=NOW)
    again = Store(tmp_path / "again.duckdb")
    question = "SELECT * FROM area ORDER BY ALL"
    pd.testing.assert_frame_equal(rows_of(store, question), rows_of(again, question))
    again.close()


def _deep(folder):
    (folder / "datapackage.json").write_text("[" * 100_000, "utf-8")


def _nameless(folder):
    text = (folder / "datapackage.json").read_text("utf-8")
    (folder / "datapackage.json").write_text(text.replace('"fields"', '"felt"'), "utf-8")


def _linked(folder):
    (folder / "bilagor").mkdir()
    (folder / "bilagor" / ("0" * 64)).symlink_to(folder.parent / "hemlig")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: _with(f, "area.csv", lambda text: ""), "går inte att läsa"),
        (lambda f: _with(f, "area.csv", lambda t: t.replace("true", "kanske")), "går inte"),
        (_deep, "inget arkiv"),
        (_nameless, "inget arkiv"),
        (_linked, "ingen bilaga"),
    ],
)
def test_an_archive_that_is_no_archive_is_refused_in_a_sentence(
    spoil, said, exported, catalogue, tmp_path
):
    (tmp_path / "hemlig").write_text("what the keeper alone may read")
    folder = Path(shutil.copytree(exported[1], tmp_path / "arkiv"))
    spoil(folder)
    with pytest.raises(BackupError, match=said):
        restore(folder, tmp_path / "again.duckdb", catalogue, now=NOW)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["arkiv", "hemlig"]


def test_only_keepers_export_and_nothing_is_written_over(exported):
    store, folder = exported
    with pytest.raises(BackupError, match="finns redan"):
        export(a_door(store), a_viewer(clearance=True), folder, now=NOW)
    with pytest.raises(NotAllowedError):
        export(a_door(store), Viewer(), folder.with_name("ny"), now=NOW)
    assert not folder.with_name("ny").exists()
