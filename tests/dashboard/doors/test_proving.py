"""A server that proves its store, or archives it, lets another process read all of it."""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from dashboard.doors import archiving, keeping, proving
from dashboard.installation import Installation
from dashboard.settings import Settings
from data.keeping.archive import BackupError
from data.keeping.open_files import written
from data.store.errors import StoreError
from data.store.store import Store
from tests.factories import a_door

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_another_process_finds_the_same_whatever_page_stands_for_the_program(
    two_places, tmp_path, catalogue, monkeypatch
):
    store = Store(shutil.copy(two_places, tmp_path))
    place = Settings(store=Path(store.path))
    here = Installation(door=a_door(store), catalogue=catalogue, settings=place)
    found = keeping.verification(here, here.door.who())
    page = ModuleType("__main__")
    page.__file__ = str(tmp_path / "page.py")
    (tmp_path / "page.py").write_text("raise AssertionError('a page was run')")
    monkeypatch.setitem(sys.modules, "__main__", page)
    monkeypatch.setattr(proving, "proved", None)
    assert keeping.verification(here, here.door.who(), apart=True) == found
    store.close()


def test_why_there_is_no_proof_is_an_answer_too(tmp_path, catalogue):
    answer = proving._answer(tmp_path / "gone.duckdb", catalogue)
    assert isinstance(answer, StoreError)
    assert "Det finns inget lager" in str(answer)


def test_another_process_writes_the_same_archive(two_places, tmp_path):
    place = Path(shutil.copy(two_places, tmp_path))
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    package = written(place, here, NOW, parquet=False)
    assert archiving.written_apart(place, there, NOW, parquet=False) == package
    files = [each for each in here.rglob("*") if each.is_file()]
    assert len(files) > 10
    for file in files:
        assert (there / file.relative_to(here)).read_bytes() == file.read_bytes(), file


def test_an_archive_that_is_not_written_is_said_in_a_sentence(tmp_path):
    with pytest.raises(BackupError, match="Arkivet gick inte att skriva"):
        archiving.written_apart(tmp_path / "gone", tmp_path / "none", NOW, parquet=False)
