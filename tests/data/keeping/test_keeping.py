"""Copies taken while people write, put back once they have proved to be whole."""

import hashlib
import json
import os
import threading
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from data.acts.attachments import folder
from data.door import Door
from data.keeping.archive import BackupError, backup, manifest_of, unpacked
from data.keeping.proof import proved
from data.keeping.restore import read_back, restore
from data.keeping.snapshot import snapshot
from data.store import ledger
from data.store.access import Viewer
from data.store.errors import NotAllowedError, StoreBusyError, StoreError
from data.store.leftovers import swept
from data.store.store import Store
from tests import new_owner
from tests.data.loading import load
from tests.factories import a_door, a_viewer, writing

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAPER = b"%PDF-1.4 a paper"
SHA256 = hashlib.sha256(PAPER).hexdigest()


def opened(place, catalogue):
    store = Store(place)
    for text in (new_owner.AREAS, new_owner.THREE_YEARS, new_owner.GOAL, new_owner.FOURTH_YEAR):
        load(store, text, catalogue)
    return store


def attach(store):
    """Let a document of the store name a paper that lies beside it."""
    kept = folder(a_door(store))
    kept.mkdir(exist_ok=True)
    (kept / SHA256).write_bytes(PAPER)
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        cursor.execute(
            "INSERT INTO document(document_id, attachment_sha256, revision_from, brought_by) "
            "VALUES ('papper', $sha256, $revision, $revision)",
            {"sha256": SHA256, "revision": revision},
        )


@pytest.fixture(scope="module")
def kept(tmp_path_factory, catalogue):
    """A backup of a store with verdicts and an attachment, and the revision it is of."""
    place = tmp_path_factory.mktemp("kept") / "store.duckdb"
    store = opened(place, catalogue)
    attach(store)
    target = place.with_name("kopia.zip")
    made = backup(a_door(store), a_viewer(clearance=True), target, now=NOW)
    store.close()
    return target, made.revision


def test_a_copy_is_read_back_beside_itself_and_leaves_nothing(kept, tmp_path, catalogue):
    archive = tmp_path / "kopia.zip"
    archive.write_bytes(kept[0].read_bytes())
    assert read_back(archive, catalogue).revision == kept[1]
    archive.write_bytes(kept[0].read_bytes()[:-200])
    with pytest.raises(BackupError):
        read_back(archive, catalogue)
    assert list(tmp_path.iterdir()) == [archive]


def test_a_backup_is_put_back_with_every_row_attachment_and_verdict(kept, tmp_path, catalogue):
    archive, revision = kept
    place = tmp_path / "back" / "store.duckdb"
    done = restore(archive, place, catalogue, now=NOW)
    assert done.before is None
    assert done.manifest == manifest_of(archive)
    assert done.proof.is_whole
    assert (done.proof.revision, done.proof.attachments) == (revision, 1)
    assert done.proof.verdicts == 1
    assert done.proof.rows["observation"] == 4
    door = Door.open(place)
    assert (folder(door) / SHA256).read_bytes() == PAPER
    load(door._store, new_owner.FOURTH_YEAR.replace("2025", "2026"), catalogue)
    assert door.revision == revision + 1
    door.close()


def test_what_stands_there_is_moved_aside_and_only_when_told_to(kept, tmp_path, catalogue):
    archive, _ = kept
    place = tmp_path / "store.duckdb"
    Store(place).close()
    (tmp_path / "store.duckdb.bilagor").mkdir()
    with pytest.raises(BackupError, match="--replace"):
        restore(archive, place, catalogue, now=NOW)
    done = restore(archive, place, catalogue, now=NOW, replace=True)
    assert done.before == tmp_path / "store.duckdb.fore-20261122T120000"
    assert proved(done.before, catalogue).is_whole
    assert (tmp_path / "store.duckdb.fore-20261122T120000.bilagor").is_dir()
    assert (tmp_path / "store.duckdb.bilagor" / SHA256).is_file()


class Killed(BaseException):
    """Ends what is under way at once."""


def killed_at(step, patch):
    """Kill whoever gives a file another name or place when so many have been given before."""
    left = [step]

    def counted(act):
        def acted(*given):
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return act(*given)

        return acted

    patch.setattr(os, "link", counted(os.link))
    for name in ("rename", "replace"):
        patch.setattr(Path, name, counted(getattr(Path, name)))


def test_a_restore_that_is_killed_anywhere_leaves_one_store_or_the_other(
    kept, tmp_path, catalogue, monkeypatch
):
    archive, revision = kept
    whole = SimpleNamespace(is_whole=True)
    monkeypatch.setattr("data.keeping.restore.proved", lambda *_: whole)
    stand = []
    for step in range(5):
        place = tmp_path / str(step) / "store.duckdb"
        store = Store(place)
        (papers := folder(a_door(store))).mkdir()
        (papers / "old").write_bytes(b"old")
        store.close()
        with pytest.MonkeyPatch.context() as patch, suppress(Killed):
            killed_at(step, patch)
            restore(archive, place, catalogue, now=NOW, replace=True)
        store = Store(place)
        assert (papers / (SHA256 if store.revision else "old")).is_file()
        stand.append(store.revision)
        store.close()
    assert stand == [0, 0, 0, 0, revision]


def test_what_a_killed_process_has_left_goes_when_it_is_a_day_old(tmp_path):
    for name in (".kopia-old", ".kopia-new", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "store.duckdb").write_bytes(b"")
    os.utime(tmp_path / ".kopia-old", (0, 0))
    (tmp_path / ".kopia-old.zip").write_bytes(b"")
    os.utime(tmp_path / ".kopia-old.zip", (0, 0))
    swept(tmp_path, ".kopia-*")
    assert sorted(file.name for file in tmp_path.iterdir()) == [".kopia-new", "other"]


def rewritten(archive, target, change):
    """A backup whose parts were changed by `change(name, content)`; None leaves one out."""
    with zipfile.ZipFile(archive) as given, zipfile.ZipFile(target, "w") as made:
        for name in given.namelist():
            content = change(name, given.read(name))
            if content is not None:
                made.writestr(name, content)
    return target


def _flipped(name, content):
    return (
        content[:-9] + bytes([content[-9] ^ 1]) + content[-8:] if "duckdb" in name else content
    )


def _without(part):
    return lambda name, content: None if part in name else content


def _of_a_later_kind(name, content):
    return json.dumps({**json.loads(content), "format": 2}) if "manifest" in name else content


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_flipped, "inte vad den var"),
        (_without("bilagor"), "inte de filer"),
        (_without("manifest"), "ingen säkerhetskopia av Kvarvärde"),
        (_of_a_later_kind, "Uppgradera"),
    ],
)
def test_a_backup_that_is_not_whole_moves_nothing(kept, tmp_path, catalogue, change, sentence):
    archive, place = rewritten(kept[0], tmp_path / "other.zip", change), tmp_path / "a.duckdb"
    with pytest.raises(BackupError, match=sentence):
        restore(archive, place, catalogue, now=NOW)
    assert [file.name for file in tmp_path.iterdir()] == ["other.zip"]


def test_a_file_that_leads_out_of_its_folder_is_not_unpacked(kept, tmp_path):
    told = manifest_of(kept[0])
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as pack:
        files = {"../../out": {"sha256": hashlib.sha256(b"x").hexdigest(), "bytes": 1}}
        said = {"made_at": told.made_at, "revision": 1, "files": files, "format": 1}
        pack.writestr("manifest.json", json.dumps(said))
        pack.writestr("../../out", b"x")
    with pytest.raises(BackupError, match="inte de filer"):
        unpacked(tmp_path / "out.zip", tmp_path / "deep" / "down")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half", b"something else"])
def test_a_file_that_is_no_backup_is_refused(tmp_path, catalogue, content):
    (tmp_path / "kopia.zip").write_bytes(content)
    with pytest.raises(BackupError, match="går inte att läsa som säkerhetskopia"):
        restore(tmp_path / "kopia.zip", tmp_path / "a.duckdb", catalogue, now=NOW)


def test_a_store_that_is_open_elsewhere_is_not_replaced(kept, tmp_path, catalogue, monkeypatch):
    place = tmp_path / "store.duckdb"
    Store(place).close()

    def taken(_place):
        raise StoreBusyError("öppet")

    monkeypatch.setattr("data.keeping.restore.Door.open", taken)
    with pytest.raises(StoreBusyError):
        restore(kept[0], place, catalogue, now=NOW, replace=True)
    assert place.is_file()


def test_a_copy_is_of_one_moment_while_somebody_writes(tmp_path, catalogue):
    store = Store(tmp_path / "store.duckdb")
    done = threading.Event()

    def write():
        while not done.is_set():
            with writing(store) as cursor:
                number = ledger.open_revision(cursor, "import", actor="test", now=NOW)
                for name in ("one", "two"):
                    cursor.execute(
                        "INSERT INTO decision(decision_id, revision_from, brought_by) "
                        "VALUES ($name || $r, $r, $r)",
                        {"name": name, "r": number},
                    )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(2):
            with snapshot(a_door(store), a_viewer(clearance=True), beside=tmp_path) as place:
                proof = proved(place, catalogue)
                assert proof.is_whole
                others = proof.rows["revision"] - proof.rows["decision"] / 2
                assert others == int(others)
    finally:
        done.set()
        writer.join()
        store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["store.duckdb"]


def test_only_a_keeper_takes_a_copy(tmp_path, catalogue):
    store = Store(tmp_path / "store.duckdb")
    door = a_door(store)
    for viewer in (Viewer(), door.guest(reads=True), door.who(signed="Maja")):
        with pytest.raises(NotAllowedError):
            backup(door, viewer, tmp_path / "kopia.zip", now=NOW)
    assert not (tmp_path / "kopia.zip").exists()
    store.close()


def test_what_is_wrong_in_a_store_is_named(tmp_path, catalogue):
    place = tmp_path / "store.duckdb"
    store = opened(place, catalogue)
    attach(store)
    with writing(store) as cursor:
        cursor.execute("UPDATE assessment SET state = 'reached'")
    (folder(a_door(store)) / SHA256).write_bytes(b"another paper")
    (folder(a_door(store)) / "spare").write_bytes(b"")
    store.close()
    proof = proved(place, catalogue)
    assert not proof.is_whole
    assert proof.spare == ("spare",)
    said = "\n".join(proof.problems)
    assert "är reached i lagret men blir" in said
    assert f"Bilagan {SHA256[:12]} har ändrats" in said
    (tmp_path / "store.duckdb.bilagor" / SHA256).unlink()
    assert f"Bilagan {SHA256[:12]} finns inte." in proved(place, catalogue).problems


def test_what_is_said_twice_is_named_and_not_judged(tmp_path, catalogue):
    place = tmp_path / "store.duckdb"
    store = opened(place, catalogue)
    with writing(store) as cursor:
        cursor.execute("INSERT INTO area FROM area LIMIT 1")
    store.close()
    (problem,) = proved(place, catalogue).problems
    assert problem.startswith("Tabellen area har två aktuella rader för area_id")


def test_there_is_no_proof_of_a_store_that_is_not_there(tmp_path, catalogue):
    with pytest.raises(StoreError, match="inget lager"):
        proved(tmp_path / "none.duckdb", catalogue)
