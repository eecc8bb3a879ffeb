"""A copy of a store as it is at one moment, while people go on writing in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from data.acts.attachments import folder as attachments_of
from data.door import Door
from data.store.access import Viewer
from data.store.errors import StoreError

STORE = "store.duckdb"
"""What the store is called in a copy."""


@contextmanager
def snapshot(door: Door, viewer: Viewer, *, beside: Path | None = None) -> Iterator[Path]:
    """Lend the place of a copy of the store, with its attachments beside it, gone when done.

    What is saved after the copy has begun is not in it; nobody waits. `beside` is the folder
    to make it in. Raises `NotAllowedError` when the viewer may not take a copy, `StoreError`
    when it cannot be written.
    """
    with TemporaryDirectory(prefix=".kopia-", dir=beside) as made:
        place = Path(made) / STORE
        door.copy_to(viewer, place)
        _copy_attachments(door, Path(f"{place}.bilagor"))
        yield place


def _copy_attachments(door: Door, target: Path) -> None:
    """Copy every attachment: one that the store names was whole before the store named it."""
    if door.path == ":memory:":
        return
    kept = attachments_of(door)
    if not kept.is_dir():
        return
    target.mkdir()
    try:
        for file in sorted(kept.iterdir()):
            if file.is_file() and not file.name.startswith("."):
                shutil.copyfile(file, target / file.name)
    except OSError as error:
        raise StoreError(f"Bilagorna gick inte att kopiera: {error}.") from error
