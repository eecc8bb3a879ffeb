"""Proofs of the store: what the API and the command line give alike."""

from dataclasses import asdict
from pathlib import Path
from shutil import rmtree
from typing import Any

from dashboard.doors.proving import proved_apart
from dashboard.installation import Installation
from data.keeping.proof import Proof, proved
from data.keeping.snapshot import snapshot
from data.store.access import Viewer


def verification(here: Installation, viewer: Viewer, *, apart: bool = False) -> dict[str, Any]:
    """Prove a copy of the store as it is now, and return what was found as JSON values.

    `apart` lets another process do it, beside whoever is shown pages meanwhile: all of a nation
    is read, and the memory for it is then given back.
    """
    folder = None if here.door.path == ":memory:" else Path(here.door.path).parent
    with snapshot(here.door, viewer, beside=folder) as copy:
        return as_json((proved_apart if apart else proved)(copy, here.catalogue))


def away(folder: Path) -> None:
    """Take a folder away with what is in it."""
    rmtree(folder, ignore_errors=True)


def as_json(proof: Proof) -> dict[str, Any]:
    """Return a proof as JSON values, with ``is_whole``."""
    return {**asdict(proof), "is_whole": proof.is_whole}
