"""What DuckDB says of a file that it cannot go on with, in sentences a colleague can act on."""

import duckdb

from data.store.errors import StoreDamagedError, StoreError

_SAVED = "COMMIT succeeded"
"""What it says of what is in the log, where the file could not be tidied afterwards."""

_STOPPED = ("database has been invalidated", "autocheckpoint failed", "create checkpoint")
"""What it says of a file that it leaves alone until it is opened anew, and that is whole."""


def is_of_file(error: duckdb.Error) -> bool:
    """Whether an error is about the file, and not about what was asked."""
    kinds = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException)
    # A checksum that does not match comes as the base class itself.
    return isinstance(error, kinds) or type(error) is duckdb.Error


def said(path: str, error: duckdb.Error) -> StoreDamagedError:
    """Return what a colleague is told of an error about the file at `path`."""
    first, *_ = str(error).splitlines() or [""]
    if any(one in str(error) for one in _STOPPED):
        return StoreDamagedError(
            f"Lagret {path} kunde inte skrivas: {first} Det som är sparat finns kvar. Se till "
            "att disken har plats och starta om Kvarvärde."
        )
    return StoreDamagedError(
        f"Lagret {path} går inte att läsa: {first} Stoppa servern och återställ en "
        "säkerhetskopia med kvarvarde restore."
    )


def at_commit(path: str, error: duckdb.Error) -> StoreError:
    """Return what a colleague is told when the end of a transaction failed.

    What is in the log is saved, whatever became of the file afterwards.
    """
    if _SAVED in str(error):
        return StoreDamagedError(f"Det här är sparat. {said(path, error)}")
    return StoreError(f"Inget har sparats: {error}")
