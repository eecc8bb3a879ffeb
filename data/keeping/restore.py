"""Puts a backup back in place of a store, once it has proved that it is whole."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from data.door import Door
from data.keeping.archive import BackupError, Manifest, unpacked
from data.keeping.proof import Proof, proved
from data.keeping.snapshot import STORE
from data.store.errors import StoreBusyError, StoreError
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

    Raises `BackupError` when the backup is not whole or proves to be wrong, or when there is a
    store already; `StoreBusyError` when somebody has that open. Nothing has moved then.
    """
    if not archive.is_file():
        raise BackupError(f"Det finns ingen säkerhetskopia {archive}.")
    if place.exists() and not replace:
        raise BackupError(
            f"{place} finns redan. Skriv --replace för att flytta undan det som står där."
        )
    _require_free(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".aterstalls-", dir=place.parent) as made:
            manifest = unpacked(archive, Path(made))
            proof = proved(Path(made) / STORE, catalogue)
            if not proof.is_whole:
                raise BackupError("\n".join([f"{archive} är inte hel:", *proof.problems]))
            before = _set_aside(place, now)
            _put(Path(made) / STORE, place)
    except OSError as error:
        raise BackupError(f"Säkerhetskopian gick inte att lägga på plats: {error}.") from error
    return Restored(manifest=manifest, proof=proof, before=before)


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


def _parts(place: Path) -> list[tuple[Path, str]]:
    """List what belongs to a store, its file last: with that in place, all of it is."""
    return [
        (place.with_name(f"{place.name}{ending}"), ending)
        for ending in (".wal", ".bilagor", "")
    ]


def _set_aside(place: Path, now: datetime) -> Path | None:
    """Move what stands at `place` to a name that says when, and return that."""
    aside = place.with_name(f"{place.name}.fore-{now:%Y%m%dT%H%M%S}")
    moved = None
    for part, ending in reversed(_parts(place)):
        if part.exists():
            part.rename(aside.with_name(f"{aside.name}{ending}"))
            moved = aside
    return moved


def _put(copy: Path, place: Path) -> None:
    for part, ending in _parts(copy):
        with suppress(FileNotFoundError):
            part.rename(place.with_name(f"{place.name}{ending}"))
