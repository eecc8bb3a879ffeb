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


def counted(table: str) -> str:
    """Write the same rows, of which there are $number: see `number`.

    Of what a revision wrote nobody can tell how much it is before it is read. Beside few rows
    that are said to be few the other side of a join is only looked at, and not laid out.
    """
    return f"(SELECT * FROM {changed(table)} LIMIT $number)"  # noqa: S608


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


def number(cursor: duckdb.DuckDBPyConnection, table: str, first: int, last: int) -> int:
    """Return how many rows of a table the revisions from `first` to `last` wrote of."""
    return numbers(cursor, [table], first, last).get(table, 0)


def numbers(
    cursor: duckdb.DuckDBPyConnection, tables: Iterable[str], first: int, last: int
) -> dict[str, int]:
    """Return how many rows they wrote of each of some tables, where they wrote of any."""
    asked = " UNION ALL ".join(
        f"SELECT '{one}' AS t, count(*) AS n FROM {changed(one)}"  # noqa: S608
        for one in sorted(tables)
    )
    sql = f"SELECT t, n FROM ({asked}) WHERE n > 0"  # noqa: S608
    rows = cursor.execute(sql, {"first": first, "last": last}).fetchall()
    return {str(table): int(many) for table, many in rows}
