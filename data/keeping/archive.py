"""A backup: one file with the store, its attachments, and a manifest of what is in it."""

import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from data.door import Door
from data.keeping.proof import fingerprint
from data.keeping.snapshot import snapshot
from data.store.access import Verb, Viewer
from data.store.errors import StoreError
from data.store.leftovers import swept

_MANIFEST = "manifest.json"
_FORMAT = 1
_PIECE = 1 << 20


class BackupError(StoreError):
    """A backup cannot be written or is not whole; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds: its files with SHA-256 and size, and the revision they are of."""

    made_at: str
    revision: int
    files: Mapping[str, Mapping[str, Any]]
    format: int = _FORMAT


def backup(door: Door, viewer: Viewer, target: Path, *, now: datetime) -> Manifest:
    """Write a backup to a new file: whole, or not at all.

    Raises `BackupError` when there is such a file already or it cannot be written,
    `NotAllowedError` when the viewer may not take one.
    """
    if target.exists():
        raise BackupError(f"{target} finns redan. Välj ett annat namn; inget har skrivits.")
    draft = _draft(target)
    try:
        with snapshot(door, viewer, beside=target.parent) as store:
            revision = revision_in(store)
            files = [store, *sorted(Path(f"{store}.bilagor").glob("*"))]
            manifest = _manifest(store.parent, files, revision, now)
            _write(draft, store.parent, files, manifest)
        draft.replace(target)
        with door.act(viewer, Verb.BACKUP, about=f"Kopia av inläsning {revision}"):
            pass
    except OSError as error:
        raise BackupError(f"Säkerhetskopian gick inte att skriva: {error}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _draft(target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        swept(target.parent, ".kopia-*")
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".kopia-", suffix=".zip")
    except OSError as error:
        raise BackupError(f"Säkerhetskopian gick inte att skriva: {error}.") from error
    os.close(handle)
    return Path(name)


def revision_in(store: Path) -> int:
    """Return the latest revision of a store that nobody else uses."""
    door = Door.open(store)
    try:
        return door.revision
    finally:
        door.close()


def _manifest(root: Path, files: list[Path], revision: int, now: datetime) -> Manifest:
    return Manifest(
        made_at=now.isoformat(timespec="seconds"),
        revision=revision,
        files={
            file.relative_to(root).as_posix(): {
                "sha256": fingerprint(file),
                "bytes": file.stat().st_size,
            }
            for file in files
        },
    )


def _write(draft: Path, root: Path, files: list[Path], manifest: Manifest) -> None:
    with draft.open("wb") as whole:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
            pack.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=1))
            for file in files:
                pack.write(file, file.relative_to(root).as_posix())
        whole.flush()
        os.fsync(whole.fileno())


def manifest_of(archive: Path) -> Manifest:
    """Return what a backup says that it holds. Raises `BackupError` when it is none."""
    with _opened(archive) as pack:
        return _read_manifest(pack, archive)


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(archive) as pack:
            yield pack
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, zlib.error) as error:
        raise BackupError(
            f"{archive} går inte att läsa som säkerhetskopia: {error}."
        ) from error


def unpacked(archive: Path, folder: Path) -> Manifest:
    """Take a backup apart into `folder`, with every file held against the manifest.

    Raises `BackupError` when it is no backup, is damaged, or holds anything else.
    """
    with _opened(archive) as pack:
        manifest = _read_manifest(pack, archive)
        _require_the_same(manifest, pack, archive)
        for name, told in manifest.files.items():
            _unpack(pack, name, told, folder, archive)
    return manifest


def _read_manifest(pack: zipfile.ZipFile, archive: Path) -> Manifest:
    try:
        said = json.loads(pack.read(_MANIFEST))
        manifest = Manifest(**said)
        whole = all({"sha256", "bytes"} <= set(told) for told in manifest.files.values())
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BackupError(f"{archive} är ingen säkerhetskopia av Kvarvärde.") from error
    if manifest.format != _FORMAT or not whole:
        raise BackupError(
            f"{archive} är en säkerhetskopia av slag {manifest.format}, och det här programmet "
            f"läser slag {_FORMAT}. Uppgradera Kvarvärde."
        )
    return manifest


def _require_the_same(manifest: Manifest, pack: zipfile.ZipFile, archive: Path) -> None:
    held = {entry.filename for entry in pack.infolist()} - {_MANIFEST}
    strange = [name for name in held if PurePosixPath(name).is_absolute() or ".." in name]
    if strange or held != set(manifest.files) or len(held) + 1 != len(pack.infolist()):
        raise BackupError(f"{archive} håller inte de filer som dess innehållslista säger.")


def _unpack(
    pack: zipfile.ZipFile, name: str, told: Mapping[str, Any], folder: Path, archive: Path
) -> None:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    if pack.getinfo(name).file_size != told["bytes"]:
        raise BackupError(f"{name} i {archive} är inte så stor som när den sparades.")
    with pack.open(name) as packed, place.open("wb") as file:
        shutil.copyfileobj(packed, file, _PIECE)
    if fingerprint(place) != told["sha256"]:
        raise BackupError(f"{name} i {archive} är inte vad den var när den sparades.")
