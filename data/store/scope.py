"""Which areas a revision touched, so that who wrote it can be held to their own."""

from dataclasses import dataclass

import duckdb

from data.store.tables import FACTS
from data.store.written import counted, numbers

_SERIES = "JOIN series s USING (series_id)"
_GOAL = """JOIN (SELECT DISTINCT goal_id, series_id FROM goal) g USING (goal_id)
    JOIN series s USING (series_id)"""
_PROMISE = """JOIN (SELECT DISTINCT commitment_id, area_id FROM commitment) p
    USING (commitment_id)"""
_INITIATIVE = """LEFT JOIN (SELECT DISTINCT initiative_id, area_id FROM initiative) i
    USING (initiative_id)"""
_MEETING = """LEFT JOIN (SELECT DISTINCT meeting_id, area_id FROM meeting_area) m
    USING (meeting_id)"""
_EVENT = """LEFT JOIN (SELECT DISTINCT event_id, area_id FROM event_scope) e
    USING (event_id)"""
_RECORD = """JOIN (SELECT DISTINCT r.record_id, c.area_id
          FROM stage_record r JOIN commitment c USING (commitment_id)) r USING (record_id)"""
_DOCUMENT = """JOIN (SELECT document_id, s.area_id FROM goal JOIN series s USING (series_id)
          UNION SELECT document_id, area_id FROM commitment
          UNION SELECT r.document_id, c.area_id
          FROM stage_record r JOIN commitment c USING (commitment_id)) d USING (document_id)"""

_AREA_OF = {
    "observation": ("s.area_id", _SERIES),
    "goal": ("s.area_id", _SERIES),
    "goal_comparator": ("s.area_id", _GOAL),
    "comparator_weight": ("s.area_id", _GOAL),
    "event": ("e.area_id", _EVENT),
    "stage_record": ("p.area_id", _PROMISE),
    "commitment_decision": ("p.area_id", _PROMISE),
    "commitment_goal": ("p.area_id", _PROMISE),
    "confirmation": ("r.area_id", _RECORD),
    "initiative_goal": ("i.area_id", _INITIATIVE),
    "initiative_indicator": ("i.area_id", _INITIATIVE),
    "valuation_parameter": ("i.area_id", _INITIATIVE),
    "meeting": ("m.area_id", _MEETING),
    "decision": ("m.area_id", _MEETING),
    "document": ("d.area_id", _DOCUMENT),
}
"""The area of a row and how it is found, where it is not a column of the row itself."""

_OF_EVERYBODY = {"indicator", "ladder", "noise_model"}
"""What belongs to no area, and follows from definitions and from all measurements."""

_ASKED = tuple(name for name in FACTS if name not in _OF_EVERYBODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The tables a revision touched and the areas of its rows; `everywhere`: of no one area."""

    tables: frozenset[str]
    area_ids: frozenset[str]
    everywhere: bool


def touched_by(cursor: duckdb.DuckDBPyConnection, revision: int) -> Scope:
    """Return what the rows are about that a revision opened or closed: facts, not verdicts."""
    tables: set[str] = set()
    areas: set[str] = set()
    everywhere = False
    for name, number in numbers(cursor, _ASKED, revision, revision).items():
        asked = {"first": revision, "last": revision, "number": number}
        rows = cursor.execute(_question(name), asked).fetchall()
        if not rows:
            continue
        tables.add(name)
        found = {area_id for (area_id,) in rows}
        everywhere = everywhere or bool(found & {None, ""})
        areas |= found - {None, ""}
    return Scope(tables=frozenset(tables), area_ids=frozenset(areas), everywhere=everywhere)


_NEW = """
    SELECT a.area_id, list(r.other_area_id) AS above FROM area a
    JOIN area_relation r ON r.area_id = a.area_id AND r.relation = 'parent'
         AND r.revision_from = $revision
    WHERE a.revision_from = $revision AND NOT EXISTS (
        SELECT 1 FROM area b WHERE b.area_id = a.area_id AND b.revision_from < $revision)
    GROUP BY a.area_id
"""


def new_within(
    cursor: duckdb.DuckDBPyConnection, revision: int, reach: frozenset[str]
) -> frozenset[str]:
    """Return the areas that are new with a revision and lie in some of `reach`."""
    waiting = dict(cursor.execute(_NEW, {"revision": revision}).fetchall())
    found: set[str] = set()
    while inside := {
        area_id for area_id, above in waiting.items() if set(above) <= reach | found
    }:
        found |= inside
        waiting = {
            area_id: above for area_id, above in waiting.items() if area_id not in inside
        }
    return frozenset(found)


def _question(table: str) -> str:
    area, found = _AREA_OF.get(table, ("t.area_id", ""))
    return f"SELECT DISTINCT {area} FROM {counted(table)} t {found}"  # noqa: S608 - only names


def confirms_itself(
    cursor: duckdb.DuckDBPyConnection, revision: int, issuer: str, subject: str, name: str
) -> bool:
    """Say whether a revision confirms what the same person recorded, by login or by name."""
    rows = cursor.execute(
        """
        SELECT count(*) FROM confirmation c JOIN stage_record r USING (record_id)
        LEFT JOIN upload u ON u.revision_id = r.brought_by
        WHERE c.revision_from = $revision
          AND ((u.subject = $subject AND u.issuer = $issuer)
               OR lower(trim(r.recorded_by)) = lower(trim($name)))
        """,
        {"revision": revision, "issuer": issuer, "subject": subject, "name": name},
    ).fetchall()
    return int(rows[0][0]) > 0
