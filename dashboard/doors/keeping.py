"""Proofs of the store: what the API and the command line give alike."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from typing import Any

from dashboard.installation import Installation
from data.keeping.proof import Proof, proved
from data.keeping.snapshot import snapshot
from data.store.access import Viewer
from metrics.definition.catalogue import Catalogue


def verification(here: Installation, viewer: Viewer, *, apart: bool = False) -> dict[str, Any]:
    """Prove a copy of the store as it is now, and return what was found as JSON values.

    `apart` lets another process do it, beside whoever is shown pages meanwhile: all of a nation
    is read, and the memory for it is then given back.
    """
    folder = None if here.door.path == ":memory:" else Path(here.door.path).parent
    with snapshot(here.door, viewer, beside=folder) as copy:
        return as_json((_proved_apart if apart else proved)(copy, here.catalogue))


def _proved_apart(copy: Path, catalogue: Catalogue) -> Proof:
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(proved, copy, catalogue).result()


def away(folder: Path) -> None:
    """Take a folder away with what is in it."""
    rmtree(folder, ignore_errors=True)


def as_json(proof: Proof) -> dict[str, Any]:
    """Return a proof as JSON values, with ``is_whole``."""
    return {**asdict(proof), "is_whole": proof.is_whole}
