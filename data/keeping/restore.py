"""Puts a backup back in place of a store, once it has proved that it is whole.

Whenever it is ended, by whatever, the store that stood there is in its place or the one of the
backup is, with its attachments.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from data.door import Door
from data.keeping.archive import BackupError, Manifest, unpacked
from data.keeping.from_open_files import are_open_files, made_again
from data.keeping.proof import Proof, proved
from data.keeping.snapshot import STORE
from data.store.errors import StoreBusyError, StoreError
from data.store.leftovers import swept
from metrics.definition.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put in place, its proof, and where what stood there before is now."""

    manifest: Manifest
    proof: Proof
    before: Path | None


def restore(
    archive: Path, place: Path, catalogue: Catalogue, *, now: datetime, replace: bool = False
) -> Restored:
    """Put a backup at `place`; with `replace` what stands there is moved aside, never deleted.

    It may be a folder of open files too: see `data.keeping.from_open_files`.

    Raises `BackupError` when the backup is not whole or proves to be wrong, or when there is a
    store already; `StoreBusyError` when somebody has that open. Nothing has moved then.
    """
    if not archive.is_file() and not are_open_files(archive):
        raise BackupError(f"Det finns ingen säkerhetskopia {archive}.")
    if place.exists() and not replace:
        raise BackupError(
            f"{place} finns redan. Skriv --replace för att flytta undan det som står där."
        )
    _require_free(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        swept(place.parent, ".aterstalls-*")
        with _read(archive, place.parent, catalogue) as (copy, manifest, proof):
            before = _kept_aside(place, now)
            _put(copy, place)
    except OSError as error:
        raise BackupError(f"Säkerhetskopian gick inte att lägga på plats: {error}.") from error
    return Restored(manifest=manifest, proof=proof, before=before)


def read_back(archive: Path, catalogue: Catalogue) -> Proof:
    """Put a backup back in an empty place beside it, and prove that it is whole.

    Nothing is left there. Raises `BackupError` when it is not.
    """
    try:
        swept(archive.parent, ".aterstalls-*")
        with _read(archive, archive.parent, catalogue) as (_copy, _manifest, proof):
            return proof
    except OSError as error:
        raise BackupError(f"{archive} gick inte att läsa tillbaka: {error}.") from error


@contextmanager
def _read(
    archive: Path, folder: Path, catalogue: Catalogue
) -> Iterator[tuple[Path, Manifest, Proof]]:
    """Lend the store of a backup that has proved to be whole, taken apart inside a folder."""
    with TemporaryDirectory(prefix=".aterstalls-", dir=folder) as made:
        if archive.is_file():
            manifest = unpacked(archive, Path(made))
        else:
            manifest = made_again(archive, Path(made) / STORE)
        proof = proved(Path(made) / STORE, catalogue)
        if not proof.is_whole:
            raise BackupError("\n".join([f"{archive} är inte hel:", *proof.problems]))
        yield Path(made) / STORE, manifest, proof


def _require_free(place: Path) -> None:
    """Raise `StoreBusyError` when another process has the store open."""
    if not place.exists():
        return
    try:
        Door.open(place).close()
    except StoreBusyError:
        raise
    except StoreError:
        return  # a damaged store is what one restores for


def _attachments(place: Path) -> Path:
    return place.with_name(f"{place.name}.bilagor")


def _kept_aside(place: Path, now: datetime) -> Path | None:
    """Keep what stands at `place` under a name that says when too, and return that name."""
    if not place.exists():
        return None
    aside = place.with_name(f"{place.name}.fore-{now:%Y%m%dT%H%M%S}")
    log = place.with_name(f"{place.name}.wal")
    if log.exists():  # of a damaged store, which it cannot be opened without
        log.rename(aside.with_name(f"{aside.name}.wal"))
    _linked(place, aside)
    if _attachments(place).is_dir():
        _attachments(aside).mkdir()
        for file in _attachments(place).iterdir():
            _linked(file, _attachments(aside) / file.name)
    return aside


def _linked(file: Path, place: Path) -> None:
    """Give a file a second name, or a copy where the disk has no such names."""
    try:
        os.link(file, place)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(file, place)


def _put(copy: Path, place: Path) -> None:
    """Put a store in place of another: its attachments first, which are named by content."""
    kept, given = _attachments(place), _attachments(copy)
    new = {file.name: file for file in given.iterdir()} if given.is_dir() else {}
    if new:
        kept.mkdir(exist_ok=True)
    for name, file in new.items():
        file.replace(kept / name)
    copy.replace(place)
    for file in kept.iterdir() if kept.is_dir() else ():
        if file.name not in new:
            file.unlink()
