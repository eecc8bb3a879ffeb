"""Keeps which measurements must not be shown to whoever has no clearance.

The tables are `disclosure_mask` and `disclosure_goal`; views in the schema `shown` apply them.
What is to be hidden is worked out by `data.judging.masks`.
"""

import duckdb

from data.judging import masks
from data.judging.masks import Masks
from data.store.tables import SERIES_KEY
from metrics.definition.catalogue import Catalogue


def keep(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    before: Masks | None = None,
) -> None:
    """Hide what is to be hidden of the touched indicators, as part of `revision`.

    What was worked out `before`, and still holds, is not worked out again:
    see `masks.worked_out`.
    """
    if touched := masks.since_known(cursor, catalogue):
        known = (before or Masks()).of(touched)
        rest = touched - known.indicator_ids
        _hide(cursor, revision, known + masks.of_indicators(cursor, revision, catalogue, rest))
    cursor.execute("UPDATE disclosure_known SET through = $revision", {"revision": revision})


def _hide(cursor: duckdb.DuckDBPyConnection, revision: int, found: Masks) -> None:
    if found.loosened:
        cursor.execute(
            "DELETE FROM disclosure_mask WHERE list_contains($loosened, indicator_id)",
            {"loosened": sorted(found.loosened)},
        )
    if found.rows.empty:
        return
    cursor.register("hidden_rows", found.rows)
    cursor.execute(_HIDE, {"revision": revision})
    cursor.unregister("hidden_rows")


_HIDE = f"""
INSERT INTO disclosure_mask
SELECT s.series_id, h.period, coalesce(h.observed_from, $revision), s.indicator_id, $revision
FROM hidden_rows h JOIN series s
     ON {" AND ".join(f"s.{one} IS NOT DISTINCT FROM h.{one}" for one in SERIES_KEY)}
"""  # noqa: S608


def resting(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the goals that rest on a hidden measurement; a cursor's own copies are asked."""
    return frozenset(str(goal_id) for goal_id, _ in cursor.execute(_RESTING).fetchall())


def keep_goals(cursor: duckdb.DuckDBPyConnection, revision: int) -> None:
    """Keep which goals rest on a hidden measurement: none where nothing is hidden or was.

    When they have been decided on: a reference that names no periods has them only then.
    """
    if not cursor.execute(_ANY).fetchall()[0][0]:
        return
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE resting AS {_RESTING}")
    cursor.execute(
        "DELETE FROM disclosure_goal WHERE goal_id NOT IN (SELECT goal_id FROM resting)"
    )
    cursor.execute(
        "UPDATE disclosure_goal SET baseline = r.baseline FROM resting r "
        "WHERE r.goal_id = disclosure_goal.goal_id AND r.baseline <> disclosure_goal.baseline"
    )
    cursor.execute(
        "INSERT INTO disclosure_goal SELECT goal_id, baseline, $revision FROM resting "
        "ANTI JOIN disclosure_goal USING (goal_id)",
        {"revision": revision},
    )
    cursor.execute("DROP TABLE resting")


_ANY = "SELECT EXISTS (FROM disclosure_mask) OR EXISTS (FROM disclosure_goal)"

_RESTING = """
WITH hidden AS (SELECT DISTINCT series_id, period FROM disclosure_mask),
compared AS (
    SELECT DISTINCT c.goal_id FROM goal_comparator c JOIN goal g USING (goal_id)
    JOIN series mine ON mine.series_id = g.series_id
    JOIN series s ON s.area_id = c.area_id AND s.indicator_id = mine.indicator_id
         AND s.category = mine.category
    SEMI JOIN hidden h ON h.series_id = s.series_id)
SELECT goal_id, bool_or(baseline) AS baseline FROM (
    SELECT g.goal_id, coalesce(list_contains(g.baseline_periods, h.period), false) AS baseline
    FROM goal g JOIN hidden h USING (series_id)
    UNION ALL SELECT goal_id, false FROM compared)
GROUP BY ALL
"""
