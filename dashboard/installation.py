"""The store and the catalogue of this installation, opened once in each process."""

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

from dashboard.settings import TODAY, Settings, settings
from data.door import Door
from data.store.errors import StoreError
from metrics.definition.catalogue import Catalogue, load_catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What every door needs: the facts, what they mean, and what the environment allows."""

    door: Door
    catalogue: Catalogue
    settings: Settings


@cache
def installation() -> Installation:
    """Open the installation the environment names, with the shipped data when it is new.

    Raises `SettingsError`, `metrics.errors.DefinitionError` or `data.store.errors.StoreError`.
    """
    return open_installation(settings())


def open_installation(
    chosen: Settings, *, build: bool = True, new: bool = True
) -> Installation:
    """Open an installation; a store that does not exist is built first unless told not to.

    Raises `StoreError` for one that does not exist and may not be `new` either: at a path that
    is misspelt would be an empty store, in which everything is missing.
    """
    catalogue = load_catalogue(chosen.definitions).protecting(
        smallest_count=chosen.smallest_count,
        hide_zero=chosen.hide_zero,
        published=chosen.public_suppliers,
    )
    if chosen.follow:
        return Installation(
            door=Door.follow(chosen.follow), catalogue=catalogue, settings=chosen
        )
    if not chosen.store.exists():
        if build:
            _build(chosen.store, catalogue)
        elif not new:
            raise StoreError(
                f"Det finns inget lager på {chosen.store}. Ange ett annat med KVARVARDE_STORE, "
                "eller gör ett med kvarvarde serve, demo eller import."
            )
    return Installation(door=Door.shared(chosen.store), catalogue=catalogue, settings=chosen)


def _build(place: Path, catalogue: Catalogue) -> None:
    """Build the shipped store beside its place, so that half a store is never taken for one."""
    # Judging takes a second to load, which a store that is there should not pay.
    from data.sample import demo

    _say(f"Bygger {place} av de data som följer med. Det tar en stund.")
    # What is kept beside a store has its name, and so has what is kept beside this one.
    draft = place.with_suffix(".bygge")
    draft.unlink(missing_ok=True)
    door = Door.open(draft)
    try:
        demo.build(door, door.who(), catalogue, now())
    finally:
        door.close()
    draft.replace(place)


def now() -> datetime:
    """The time, in UTC: the one clock behind the doors, which the environment may stop.

    A stopped clock is for tests and training: what is judged stale or due must not move.
    """
    if os.environ.get(TODAY) and (day := settings().today):
        return datetime.combine(day, time(12), UTC)
    return datetime.now(UTC)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
