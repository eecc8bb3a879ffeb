"""What some revisions wrote of, by their number: it is read from the rows themselves."""

from collections.abc import Iterable

import duckdb

CHANGED = "(o.revision_from BETWEEN $first AND $last OR o.revision_to BETWEEN $first AND $last)"
"""Whether a row `o` was opened or closed by the revisions from $first to $last."""


def changed(table: str) -> str:
    """Write the rows of a table that the revisions from $first to $last opened or closed.

    As two questions each is answered by what a file says of its parts, and hardly any is read.
    """
    return _OPENED_OR_CLOSED.replace("{table}", table)


_OPENED_OR_CLOSED = """(
    SELECT * FROM {table} WHERE revision_from BETWEEN $first AND $last
    UNION ALL SELECT * FROM {table}
    WHERE revision_to BETWEEN $first AND $last AND revision_from < $first)"""

_ANY = f"(SELECT '{{table}}' FROM {{table}} o WHERE {CHANGED} LIMIT 1)"  # noqa: S608


def written(
    cursor: duckdb.DuckDBPyConnection, tables: Iterable[str], first: int, last: int
) -> frozenset[str]:
    """Name those of some tables that the revisions from `first` to `last` wrote of.

    Nearly always they are few: what follows from the others need not be asked about.
    """
    asked = " UNION ALL ".join(_ANY.replace("{table}", one) for one in sorted(tables))
    rows = cursor.execute(asked, {"first": first, "last": last}).fetchall()
    return frozenset(str(one) for (one,) in rows)
