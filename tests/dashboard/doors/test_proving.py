"""A server that proves its store lets another process read all of it."""

import os
import shutil
from pathlib import Path

from dashboard.doors import keeping
from dashboard.installation import Installation
from dashboard.settings import Settings
from data.keeping.proof import Proof, proved
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.factories import a_door


def told(place: Path, catalogue: Catalogue) -> Proof:
    """Prove a store, and say which process did."""
    place.parent.parent.joinpath("who").write_text(str(os.getpid()))
    return proved(place, catalogue)


def test_another_process_finds_the_same(two_places, tmp_path, catalogue, monkeypatch):
    store = Store(shutil.copy(two_places, tmp_path))
    place = Settings(store=Path(store.path))
    here = Installation(door=a_door(store), catalogue=catalogue, settings=place)
    monkeypatch.setattr(keeping, "proved", told)
    found = keeping.verification(here, here.door.who())
    assert (tmp_path / "who").read_text() == str(os.getpid())
    assert keeping.verification(here, here.door.who(), apart=True) == found
    assert (tmp_path / "who").read_text() != str(os.getpid())
    store.close()
