"""Whether anything in a store is said twice: no two rows of one key hold at the same revision.

Nothing in the file forbids it, see ``0001_first.sql``: it is asked by whoever proves a store.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from data.answers.reader import Reader
from data.store.store import CURRENT
from data.store.tables import TABLES, Table

_AT_ONCE = 4_000_000
"""So many rows of a table are laid beside each other at a time: some hundred megabytes."""

_NAMED = 3
"""So many of the keys that are wrong in a table are named; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Twice:
    """A key of a table, as words, and which revisions brought the two rows that it has.

    Both hold until the revision `until`, `CURRENT` for still.
    """

    named: str
    first: int
    then: int
    until: int

    def sentence(self, table: str) -> str:
        if self.until == CURRENT:
            said = f"har två aktuella rader för {self.named}"
        else:
            said = f"hade två rader samtidigt för {self.named}, till inläsning {self.until}"
        return (
            f"Tabellen {table} {said}: en från inläsning {self.first} och en från "
            f"{self.then}. Återställ med kvarvarde restore en säkerhetskopia som är äldre än "
            f"inläsning {self.then}, och läs in det som har kommit sedan."
        )


def said_twice(reader: Reader) -> list[str]:
    """Say which keys of which tables have two rows that hold at once, now or earlier."""
    with reader.cursor() as cursor:
        return [said for table in TABLES.values() for said in _of_table(cursor, table)]


def _of_table(cursor: duckdb.DuckDBPyConnection, table: Table) -> Iterator[str]:
    (rows,) = cursor.execute(
        "SELECT count(*) FROM query_table($table)", {"table": table.name}
    ).fetchall()[0]
    parts = 1 + rows // _AT_ONCE
    found = [each for part in range(parts) for each in _in_part(cursor, table, part, parts)]
    for each in found[:_NAMED]:
        yield each.sentence(table.name)
    if len(found) > _NAMED:
        yield f"Tabellen {table.name} har {len(found) - _NAMED} nycklar till med två rader."


def _in_part(
    cursor: duckdb.DuckDBPyConnection, table: Table, part: int, parts: int
) -> Iterator[_Twice]:
    """Find them among the rows whose key begins with one of so many parts of all beginnings."""
    sql = (
        _TWICE.replace("{table}", table.name)
        .replace("{first}", table.key[0])
        .replace("{key}", ", ".join(table.key))
        .replace(
            "{same}", " AND ".join(f"a.{key} IS NOT DISTINCT FROM b.{key}" for key in table.key)
        )
    )
    found = cursor.execute(sql, {"part": part, "parts": parts}).fetchall()
    for *values, first, then, until in found:
        key = dict(zip(table.key, values, strict=True))
        named = ", ".join(f"{name} {value}" for name, value in key.items())
        if "series_id" in key:
            named += f" ({_series(cursor, key['series_id'])})"
        yield _Twice(named=named, first=first, then=then, until=until)


_TWICE = """
WITH part AS (
    SELECT {key}, revision_from, revision_to FROM {table}
    WHERE revision_from < revision_to AND hash({first}) % $parts::UBIGINT = $part),
several AS (
    -- Two rows that follow each other are told at once; only others are laid in order.
    SELECT {key} FROM part GROUP BY {key}
    HAVING count(*) > 2 OR (count(*) = 2 AND min(revision_to) > max(revision_from))),
followed AS (
    SELECT *, lead(revision_from) OVER later AS next_from,
           lead(revision_to) OVER later AS next_to
    FROM part a SEMI JOIN several b ON {same}
    WINDOW later AS (PARTITION BY {key} ORDER BY revision_from, revision_to))
SELECT {key}, min(revision_from), arg_min(next_from, revision_from),
       max(least(revision_to, next_to))
FROM followed WHERE revision_to > next_from GROUP BY {key} ORDER BY {key}
"""


def _series(cursor: duckdb.DuckDBPyConnection, series_id: int) -> str:
    """Name a series by what it is of."""
    found = cursor.execute(
        "SELECT concat_ws(', ', indicator_id, area_id, nullif(category, '')) FROM series "
        "WHERE series_id = $series_id",
        {"series_id": series_id},
    ).fetchone()
    return found[0] if found else "en serie som inte finns"
