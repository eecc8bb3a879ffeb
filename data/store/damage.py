"""What DuckDB says of a file that it cannot go on with, in sentences a colleague can act on."""

import os
from errno import EDQUOT, EFBIG, ENOSPC

import duckdb

from data.store.errors import StoreDamagedError, StoreError

_SAVED = "COMMIT succeeded"
"""What it says of what is in the log, where the file could not be tidied afterwards."""

_STOPPED = ("database has been invalidated", "autocheckpoint failed", "create checkpoint")
"""What it says of a file that it leaves alone until it is opened anew, and that is whole."""

_NO_ROOM = tuple(os.strerror(number) for number in (ENOSPC, EDQUOT, EFBIG))
"""How the machine says that there is no room left for what was to be written."""

LET_GO = (
    "Lagret öppnas på nytt efter ett fel på disken. Det som är sparat finns kvar. Försök igen "
    "om en stund."
)


def is_of_file(error: duckdb.Error) -> bool:
    """Whether an error is about the file, and not about what was asked."""
    kinds = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException)
    # A checksum that does not match comes as the base class itself.
    return isinstance(error, kinds) or type(error) is duckdb.Error


def has_stopped(error: duckdb.Error) -> bool:
    """Whether DuckDB has let go of the file, until it is opened anew."""
    return any(one in str(error) for one in _STOPPED)


def is_saved(error: duckdb.Error) -> bool:
    """Whether a commit that failed has saved: only the file could not be tidied after it."""
    return _SAVED in str(error)


def said(path: str, error: duckdb.Error) -> StoreError:
    """Return what a colleague is told of an error about the file at `path`."""
    first, *_ = str(error).splitlines() or [""]
    if has_stopped(error):
        return StoreDamagedError(LET_GO)
    if any(one in str(error) for one in _NO_ROOM):
        return _full(path)
    return StoreDamagedError(
        f"Lagret {path} går inte att läsa: {first} Stoppa servern och återställ en "
        "säkerhetskopia med kvarvarde restore."
    )


def at_commit(path: str, error: duckdb.Error) -> StoreError:
    """Return what a colleague is told when a transaction ended and nothing of it was saved."""
    if any(one in str(error) for one in _NO_ROOM):
        return _full(path)
    return StoreError(f"Inget har sparats: {error}")


def _full(path: str) -> StoreError:
    return StoreError(
        f"Disken där lagret {path} ligger är full. Inget har sparats, och det som var sparat "
        "finns kvar. Be den som förvaltar om plats på disken och gör om det."
    )
