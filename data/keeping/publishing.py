"""Publishes copies of a store, for other processes on the same disk that only show it."""

import json
import os
import secrets
import shutil
from dataclasses import asdict
from pathlib import Path

from data.acts.attachments import folder as attachments_of
from data.door import Door
from data.store.access import Viewer
from data.store.errors import StoreError
from data.store.following import LATEST, NAME, Published, latest

_KEPT = 2
"""Copies that stay: the latest, and the one that somebody may be about to open."""


def publish(door: Door, viewer: Viewer, folder: Path, *, writer: str = "") -> Published:
    """Publish the store as it is now, unless that is published already.

    `writer` is where one may write. Raises `NotAllowedError` when the viewer may not take
    copies, `StoreError` when the copy cannot be written or the folder is of another store.
    """
    stands = latest(folder)
    if stands is not None and stands.age == (door.revision, door.access):
        return stands
    if stands is not None and stands.revision > door.revision:
        raise StoreError(
            f"I {folder} är inläsning {stands.revision} utgiven, och lagret har kommit till "
            f"{door.revision}. Töm mappen och starta om de servrar som visar den."
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy = _copied(door, viewer, folder, writer)
        _link_attachments(door, folder)
        _announce(copy, folder)
        _forget(folder)
    except OSError as error:
        raise StoreError(f"Kopian i {folder} gick inte att ge ut: {error}.") from error
    return copy


def _copied(door: Door, viewer: Viewer, folder: Path, writer: str) -> Published:
    draft = folder / f".utkast-{secrets.token_hex(4)}.duckdb"
    try:
        door.copy_to(viewer, draft)
        inside = Door.open(draft)
        revision, access = inside.revision, inside.access
        inside.close()
        file = f"kvarvarde-{revision:08d}-{access:06d}.duckdb"
        draft.replace(folder / file)
    finally:
        draft.unlink(missing_ok=True)
    return Published(file=file, revision=revision, writer=writer, access=access)


def _link_attachments(door: Door, folder: Path) -> None:
    """Give the copies the same attachments: what is named by its content never changes."""
    kept = attachments_of(door)
    if not kept.is_dir():
        return
    target = (folder / NAME).with_name(f"{NAME}.bilagor")
    target.mkdir(exist_ok=True)
    for file in kept.iterdir():
        if file.is_file() and not file.name.startswith("."):
            _link(file, target / file.name, folder)


def _link(file: Path, place: Path, folder: Path) -> None:
    if place.exists():
        return
    try:
        os.link(file, place)
    except OSError:  # the folder is on another disk
        draft = folder / f".utkast-{secrets.token_hex(4)}"
        shutil.copyfile(file, draft)
        draft.replace(place)


def _announce(copy: Published, folder: Path) -> None:
    draft = folder / f"{LATEST}.{secrets.token_hex(4)}"
    draft.write_text(json.dumps(asdict(copy)), "utf-8")
    draft.replace(folder / LATEST)


def _forget(folder: Path) -> None:
    """Remove all but the last copies: whoever has one open keeps it until it is let go.

    So are drafts that a writer which was killed has left: there is one writer at a time.
    """
    copies = sorted(folder.glob("kvarvarde-*.duckdb"))[:-_KEPT]
    for old in (*copies, *folder.glob(".utkast-*"), *folder.glob(f"{LATEST}.*")):
        old.unlink(missing_ok=True)
