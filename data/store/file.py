"""Opens a store file, or makes one, and says in a sentence why it cannot be opened."""

from contextlib import suppress
from pathlib import Path

import duckdb

from data.store import damage
from data.store.errors import StoreBusyError, StoreDamagedError, StoreError

_TAKEN = ("set lock on file", "used by another process")
"""What DuckDB says of a file that another process has open."""

_LOG_BEGINS = b"d\x00"
"""How a log of DuckDB begins: the first field of its first entry."""

BLOCK_SIZE = 65_536
"""Bytes that a new file grows by, for as long as it lives.

Each of some sixty tables has a block of its own, and each column of a large one its last: of
DuckDB's usual 256 kB, most of a small store was empty.
"""


def opened(path: str) -> duckdb.DuckDBPyConnection:
    """Open the file at `path`, ``":memory:"`` for none. Raises as `data.store.store.Store`."""
    if path != ":memory:":
        _prepare(Path(path))
    try:
        if path != ":memory:" and not Path(path).exists():
            _make(path)
        return duckdb.connect(path)
    except duckdb.Error as error:
        if any(said in str(error) for said in _TAKEN):
            raise StoreBusyError(f"Lagret {path} är öppet i en annan process.") from error
        if damage.is_of_file(error) and not isinstance(error, duckdb.IOException):
            raise damage.said(path, error) from error
        raise StoreError(
            f"{path} går inte att öppna som ett Kvarvärde-lager: {error}"
        ) from error


def _make(path: str) -> None:
    """Make an empty file: how large its blocks are can only be said then."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH $path AS made (BLOCK_SIZE {BLOCK_SIZE})", {"path": path})
        connection.execute("DETACH made")


def _prepare(place: Path) -> None:
    """Make the folder of a store, and refuse a log that DuckDB would pass over in silence."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"Mappen {place.parent} går inte att skapa: {error.strerror}. Välj en annan plats "
            "med KVARVARDE_STORE."
        ) from error
    log = place.with_name(f"{place.name}.wal")
    with suppress(FileNotFoundError), log.open("rb") as file:
        begins = file.read(len(_LOG_BEGINS))
        if begins and begins != _LOG_BEGINS:
            raise StoreDamagedError(
                f"{log} är ingen logg som DuckDB har skrivit, så det som sparades sist kan "
                "saknas. Återställ en säkerhetskopia, eller flytta undan filen om den inte "
                "hör till lagret."
            )
