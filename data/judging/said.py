"""Which goals something else is said of than is stored."""

from collections.abc import Sequence

import duckdb
import numpy as np
import pandas as pd

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
    cursor.register("said_rows", rows)
    stored = cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]  # noqa: S608
    parts = {
        "{names}": ", ".join(f'"{name}"' for name in rows if name not in beside),
        "{table}": table,
        "{among}": "" if len(rows) > _MANY * stored else _AMONG,
    }
    sql = _OTHERWISE
    for name, text in parts.items():
        sql = sql.replace(name, text)
    found = cursor.execute(sql, {"current": CURRENT}).fetchnumpy()
    cursor.unregister("said_rows")
    return np.asarray(found["goal_id"])


_MANY = 0.2
"""The share of a table that is so much of it that all of it may be read."""

_AMONG = "AND goal_id IN (SELECT goal_id FROM said_rows)"

_OTHERWISE = """
WITH said AS (
    SELECT goal_id, count(*) AS number, bit_xor(hash(hash({names}))) AS content
    FROM (SELECT {names} FROM said_rows
          UNION ALL SELECT {names} FROM {table} WHERE false)
    GROUP BY goal_id),
stored AS (
    SELECT goal_id, count(*) AS number, bit_xor(hash(hash({names}))) AS content
    FROM (SELECT {names} FROM {table} WHERE revision_to = $current {among}
          UNION ALL SELECT {names} FROM said_rows WHERE false)
    GROUP BY goal_id)
SELECT goal_id FROM said LEFT JOIN stored USING (goal_id)
WHERE said.number IS DISTINCT FROM stored.number
   OR said.content IS DISTINCT FROM stored.content
"""
"""Both sides are of the types that both have: numbers of other sizes have other hashes. A hash
of several columns takes the last as it is: hashed once, two rows that exchange what they say
there would say the same together."""
