"""The log of who did what: rows are added, each with the fingerprint of the one before."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime

import duckdb

from data.store.access import Viewer

COLUMNS = (
    "entry",
    "moment",
    "issuer",
    "subject",
    "name",
    "client",
    "act",
    "about",
    "revision_id",
    "allowed",
)
"""What an entry says, in the order in which its fingerprint is taken."""

READ_BACK = "read a copy back"
"""The act of an entry about a copy that was put back to see whether it is whole."""


def write(
    cursor: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    act: str,
    *,
    about: str = "",
    revision: int | None = None,
    allowed: bool = True,
    now: datetime,
) -> None:
    """Add an entry, in the transaction of what it is about. `now` is in UTC."""
    rows = cursor.execute("SELECT entry, sha256 FROM audit ORDER BY entry DESC LIMIT 1")
    last, previous = (rows.fetchall() or [(0, "")])[0]
    entry = (
        int(last) + 1,
        now.replace(tzinfo=None),
        viewer.issuer,
        viewer.subject,
        viewer.name,
        viewer.client,
        act,
        about,
        revision,
        allowed,
    )
    cursor.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*entry, previous, fingerprint(entry, previous)],
    )


def fingerprint(entry: Iterable[object], previous: str) -> str:
    """Return the SHA-256 of an entry, the values of `COLUMNS`, and that of the one before."""
    said = [str(each) if isinstance(each, datetime) else each for each in entry]
    text = json.dumps([*said, previous], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


ENTRIES = f"SELECT {', '.join(COLUMNS)}, previous, sha256 FROM audit ORDER BY entry"  # noqa: S608


def broken(rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """Say where the chain does not hold, for rows of `ENTRIES`: an entry changed or missing."""
    expected, last = 1, ""
    for *entry, previous, sha256 in rows:
        if entry[0] != expected:
            yield f"Loggen saknar post {expected}."
        elif previous != last:
            yield f"Loggens post {entry[0]} hör inte ihop med den förra."
        if sha256 != fingerprint(entry, str(previous)):
            yield f"Loggens post {entry[0]} har ändrats sedan den skrevs."
        expected, last = int(str(entry[0])) + 1, str(sha256)
