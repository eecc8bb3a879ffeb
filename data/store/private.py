"""Copies, for one transaction, of what it is going to change.

Two transactions that change one row are in each other's way, also when one of them is taken
back in the end. So what is only tried changes copies of its own: temporary tables that hide the
real ones from its questions, and from nobody else's. Rows that are added get in nobody's way.
"""

from collections.abc import Collection, Iterable

import duckdb
import pandas as pd
import pyarrow as pa

from data.store.store import CURRENT
from data.store.tables import SERIES_KEY, TABLES

_OBSERVATION = "observation"

_ALL_OF_THEM = (
    f"(FROM {{own}}.{_OBSERVATION} ANTI JOIN private_series USING (series_id) "
    f"UNION ALL FROM temp.{_OBSERVATION})"
)

_NOT_CLOSED = f"ALTER TABLE temp.{{table}} ALTER revision_to SET DEFAULT {CURRENT}"
"""A copy has the rows of a table, and not what a new row says when nothing is said."""


def copy_tables(cursor: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """Copy whole tables, but the measurements: see `copy_series`."""
    for table in sorted(set(tables) - {_OBSERVATION}):
        if table not in TABLES:
            raise KeyError(table)
        cursor.execute(f"CREATE TEMP TABLE {table} AS FROM {_own(cursor)}.{table}")
        cursor.execute(_NOT_CLOSED.replace("{table}", table))


def copy_series(
    cursor: duckdb.DuckDBPyConnection, keys: Iterable[pd.DataFrame | pa.Table]
) -> None:
    """Copy the measurements of the series with some keys, as far as there are such series.

    ``observation`` holds nothing else afterwards; ``observation_as_of`` still has them all.
    """
    cursor.execute("CREATE TEMP TABLE private_series (series_id INTEGER)")
    for some in keys:
        cursor.register("private_keys", some)
        cursor.execute(
            "INSERT INTO private_series SELECT series_id FROM series "
            "SEMI JOIN private_keys USING ({key})".replace("{key}", ", ".join(SERIES_KEY))
        )
        cursor.unregister("private_keys")
    _copy_observations(cursor)


def every_observation(cursor: duckdb.DuckDBPyConnection) -> str:
    """Write for SQL where all measurements are: the copies, and the real ones of the others."""
    copied = cursor.execute(
        "SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = 'private_series'"
    ).fetchall()
    return _ALL_OF_THEM.replace("{own}", _own(cursor)) if copied else _OBSERVATION


def copy_series_of(cursor: duckdb.DuckDBPyConnection, revisions: Collection[int]) -> None:
    """Copy the measurements of the series that some revisions wrote of: see `copy_series`."""
    cursor.execute(_SERIES_OF, {"some": list(revisions)})
    _copy_observations(cursor)


def tables_of(cursor: duckdb.DuckDBPyConnection, revisions: Collection[int]) -> set[str]:
    """Name the tables that some revisions wrote of."""
    asked = [f"SELECT '{table}' WHERE EXISTS (FROM {table} WHERE {_WROTE})" for table in TABLES]
    rows = cursor.execute(" UNION ALL ".join(asked), {"some": list(revisions)}).fetchall()
    return {str(table) for (table,) in rows}


_WROTE = (
    "list_contains($some, revision_from) OR list_contains($some, revision_to) "
    "OR list_contains($some, brought_by)"
)

_SERIES_OF = f"""
CREATE TEMP TABLE private_series AS SELECT DISTINCT series_id FROM observation WHERE {_WROTE}
"""  # noqa: S608


def _copy_observations(cursor: duckdb.DuckDBPyConnection) -> None:
    own = _own(cursor)
    cursor.execute(
        f"""
        CREATE TEMP TABLE {_OBSERVATION} AS
        FROM {own}.{_OBSERVATION} SEMI JOIN private_series USING (series_id);
        CREATE TEMP MACRO {_OBSERVATION}_as_of(r) AS TABLE
        SELECT * FROM {_ALL_OF_THEM.replace("{own}", own)}
        WHERE revision_from <= r AND revision_to > r
        """  # noqa: S608
    )
    cursor.execute(_NOT_CLOSED.replace("{table}", _OBSERVATION))


def _own(cursor: duckdb.DuckDBPyConnection) -> str:
    """Name where the real tables are: for SQL, which cannot take it as a parameter."""
    (name,) = cursor.execute("SELECT current_database()").fetchall()[0]
    return '"{name}".main'.replace("{name}", str(name).replace('"', '""'))
