"""Which goals something else is said of than is stored."""

from collections.abc import Sequence

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from data.store.store import CURRENT


def said_otherwise(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    rows: pd.DataFrame,
    *,
    beside: Sequence[str] = (),
) -> np.ndarray:
    """Return the goals of which `rows` say something else than the current rows of a `table`.

    What is said of a goal is told apart by the number of its rows and what they contain, since
    none of them is there twice. To lay each beside its own costs many times as much. What only
    stands in the columns `beside` is not said.
    """
    names = ", ".join(f'"{name}"' for name in rows if name not in beside)
    said, alike = _said(cursor, table, rows, names)
    stored = cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]  # noqa: S608
    among = "" if len(rows) > _MANY * stored else _AMONG
    cursor.register("said_of_goals", said)
    cursor.register("said_rows", alike)
    sql = _written(_OTHERWISE.replace("{among}", among), table, names)
    found = cursor.execute(sql, {"current": CURRENT}).fetchnumpy()
    cursor.unregister("said_of_goals")
    cursor.unregister("said_rows")
    return np.asarray(found["goal_id"])


def _said(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame, names: str
) -> tuple[pa.Table, pa.Table]:
    """Return what is said of each goal, and the rows without any of them: their types.

    On a cursor of its own: what a transaction is given it keeps until it ends, and of a nation
    the readings are half a gigabyte.
    """
    with cursor.cursor() as apart:
        apart.register("said_rows", rows)
        said = apart.sql(_written(_SAID, table, names)).to_arrow_table()
        alike = apart.sql(f"SELECT {names} FROM said_rows LIMIT 0").to_arrow_table()  # noqa: S608
    return said, alike


def _written(sql: str, table: str, names: str) -> str:
    return sql.replace("{names}", names).replace("{table}", table)


_MANY = 0.2
"""The share of a table that is so much of it that all of it may be read."""

_AMONG = "AND goal_id IN (SELECT goal_id FROM said_of_goals)"

_SAID = """
SELECT goal_id, count(*) AS number, bit_xor(hash(hash({names}))) AS content
FROM (SELECT {names} FROM said_rows
      UNION ALL SELECT {names} FROM {table} WHERE false)
GROUP BY goal_id
"""

_OTHERWISE = """
WITH stored AS (
    SELECT goal_id, count(*) AS number, bit_xor(hash(hash({names}))) AS content
    FROM (SELECT {names} FROM {table} WHERE revision_to = $current {among}
          UNION ALL SELECT {names} FROM said_rows WHERE false)
    GROUP BY goal_id)
SELECT goal_id FROM said_of_goals said LEFT JOIN stored USING (goal_id)
WHERE said.number IS DISTINCT FROM stored.number
   OR said.content IS DISTINCT FROM stored.content
"""
"""Both sides are of the types that both have: numbers of other sizes have other hashes. A hash
of several columns takes the last as it is: hashed once, two rows that exchange what they say
there would say the same together."""
