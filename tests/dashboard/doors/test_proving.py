"""A server that proves its store lets another process read all of it."""

import shutil
import sys
from pathlib import Path
from types import ModuleType

from dashboard.doors import keeping, proving
from dashboard.installation import Installation
from dashboard.settings import Settings
from data.store.errors import StoreError
from data.store.store import Store
from tests.factories import a_door


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
