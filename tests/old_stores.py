"""Stores as earlier programs left them: their tables, and in those what there was of it."""

from pathlib import Path

import duckdb
import pytest

from data.store.store import Store, _migrations
from metrics.definition.catalogue import Catalogue
from tests import invited_people, new_owner
from tests.data.loading import lines, load

FIRST = 10
"""The schema of the first program whose stores are opened here."""

SCHEMAS = [number for number, _ in _migrations() if number >= FIRST][:-1]
"""Every schema from then on but today's."""

_HOUSES = [f"ny.hus{number:02d}" for number in range(10)]
_COUNTED = "area_id,indicator_id,period,value,numerator,denominator,n,source"


def lived_in(place: Path, catalogue: Catalogue) -> Path:
    """Build a store of today: a lost goal, ten houses that fell together, a few who hide."""
    invited_people.built(place, catalogue)
    houses = (f"{one},property,{one} (påhittat),House (invented),yes,test" for one in _HOUSES)
    fallen = (
        f"{one},SER08,{year},{value},,,400,test"
        for one in _HOUSES
        for year, value in ((2023, 70), (2024, 55))
    )
    few = f"{invited_people.MIDDLE},TRY14,2022,5.0,2,40,40,test"
    store = Store(place)
    for text in (
        new_owner.values(42, first=2025).replace(new_owner.AREA, invited_people.NORTH),
        lines("area_id,kind,name,name_en,invented,source", *houses),
        lines(_COUNTED, *fallen, few),
        new_owner.GOAL.replace(new_owner.AREA, invited_people.MIDDLE).replace(
            "ny.mal", "ny.few"
        ),
    ):
        load(store, text, catalogue)
    store.close()
    return place


def as_left_by(schema: int, today: Path, place: Path) -> Path:
    """Make a store of `schema` with what one of `today` says that it had tables for.

    Its verdicts are of a rule of its time, and other than those of today's rule.
    """
    with pytest.MonkeyPatch.context() as patch:
        shipped = [each for each in _migrations() if each[0] <= schema]
        patch.setattr("data.store.store._migrations", lambda: shipped)
        Store(place).close()
    with duckdb.connect(str(place)) as base:
        base.execute("ATTACH $today AS today (READ_ONLY)", {"today": str(today)})
        for table in _tables(base):
            _copy(base, table)
        base.execute("UPDATE assessment SET rule_version = 'earlier', state = 'reached'")
        base.execute("DETACH today")
    return place


def _tables(base: duckdb.DuckDBPyConnection) -> list[str]:
    found = base.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() "
        "AND table_name <> 'schema_migration'"
    ).fetchall()
    return [name for (name,) in found]


def _copy(base: duckdb.DuckDBPyConnection, table: str) -> None:
    columns = ", ".join(
        f'"{name}"'
        for (name,) in base.execute(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = $table "
            "AND schema_name = 'main' "
            "AND database_name = current_database() ORDER BY column_index",
            {"table": table},
        ).fetchall()
    )
    base.execute(f"DELETE FROM {table}")  # noqa: S608
    base.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM today.{table}")  # noqa: S608
