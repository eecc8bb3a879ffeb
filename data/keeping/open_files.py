"""Every table as an open file, with what each column means: a Data Package for an archive."""

import csv
import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import duckdb

from data.door import Door
from data.keeping.archive import BackupError
from data.keeping.proof import fingerprint
from data.keeping.snapshot import snapshot
from data.store.access import Verb, Viewer
from data.store.leftovers import swept
from data.store.store import CURRENT

ATTACHMENTS = "bilagor"
AGAIN = "las-in-igen"
"""The folder with files that another store can import."""

PACKAGE = "datapackage.json"
"""The file that says what the others are."""

SECRET = frozenset({"api_token"})
"""Tables that are no facts but keys."""

_TYPES = {
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "number",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "TIMESTAMP": "datetime",
    "JSON": "object",
}

_MEMORY = "400MB"
"""What sorting a table may take: an archive is made beside those who read."""

_ROWS = 10_000
"""How many rows are held at once where they are written one by one."""

_AGAIN = {
    "1-areas": """
        SELECT a.area_id AS area_id, a.kind AS kind, a.name AS name, a.name_en AS name_en,
               coalesce(string_agg(r.other_area_id, ', ' ORDER BY r.other_area_id), '')
                   AS parent_id,
               CASE WHEN a.invented THEN 'ja' ELSE 'nej' END AS invented,
               a.source AS source, a.note AS note
        FROM area a
        LEFT JOIN area_relation r ON r.area_id = a.area_id AND r.relation = 'parent'
             AND r.revision_to = $current
        WHERE a.revision_to = $current GROUP BY ALL ORDER BY a.area_id""",
    "2-observations": """
        SELECT s.area_id, s.indicator_id, o.period, o.value, o.numerator, o.denominator, o.n,
               o.low, o.high, s.category, o.class_code AS class, o.evidence, s.geo_version,
               s.definition_version, s.supplier, o.status, o.source, o.note
        FROM observation o JOIN series s USING (series_id)
        WHERE o.revision_to = $current AND o.missing_reason = '' ORDER BY ALL""",
}
"""What holds now, in the columns of the files that are imported."""


class Writing(Protocol):
    """How the files are written: see `written`."""

    def __call__(
        self, store: Path, folder: Path, now: datetime, *, parquet: bool
    ) -> dict[str, Any]:
        """Write the tables of a copy to a folder."""
        ...


def export(
    door: Door,
    viewer: Viewer,
    target: Path,
    *,
    now: datetime,
    parquet: bool = False,
    write: Writing | None = None,
) -> dict[str, Any]:
    """Write every table of a store to a new folder, and return its ``datapackage.json``.

    Each table is CSV (UTF-8, comma, a header), and Parquet too if asked for; every row of every
    revision is there. They are written here, or by `write`. Raises `BackupError` when there is
    something at `target` or it cannot be written, `NotAllowedError` when the viewer may not
    take a copy.
    """
    if target.exists():
        raise BackupError(f"{target} finns redan. Välj en annan mapp; inget har skrivits.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        swept(target.parent, ".arkiv-*", ".kopia-*")
        with (
            snapshot(door, viewer, beside=target.parent) as store,
            TemporaryDirectory(prefix=".arkiv-", dir=target.parent) as made,
        ):
            draft = Path(made) / target.name
            draft.mkdir()
            package = (write or written)(store, draft, now, parquet=parquet)
            draft.rename(target)
        with door.act(viewer, Verb.BACKUP, about="Arkiv i öppna filer"):
            pass
    except OSError as error:
        raise BackupError(f"Arkivet gick inte att skriva: {error}.") from error
    return package


def written(store: Path, folder: Path, now: datetime, *, parquet: bool) -> dict[str, Any]:
    """Write the tables of a copy to a folder that is there, and return what is in `PACKAGE`."""
    with _opened(store) as base:
        tables = dict(_tables(base))
        resources_of = [_table(base, name, of, folder) for name, of in tables.items()]
        if parquet:
            for name in tables:
                _copy(base, f'FROM "{name}"', folder / f"{name}.parquet", "PARQUET")
        _again(base, folder / AGAIN)
    papers = Path(f"{store}.bilagor")
    if papers.is_dir():
        papers.rename(folder / ATTACHMENTS)
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "kvarvarde",
        "title": "Kvarvärde",
        "created": now.isoformat(timespec="seconds"),
        "resources": resources_of,
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / PACKAGE).write_text(text, "utf-8")
    readme = (resources.files(__package__) / "open_files.md").read_text("utf-8")
    (folder / "README.md").write_text(readme, "utf-8")
    return package


def _opened(store: Path) -> duckdb.DuckDBPyConnection:
    """Open the copy to be read in little memory: what does not fit is sorted beside it."""
    return duckdb.connect(
        str(store),
        read_only=True,
        config={"memory_limit": _MEMORY, "temp_directory": f"{store}.sorteras"},
    )


def _tables(base: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield every table with its columns and their types, by name."""
    found = base.execute(
        "SELECT t.table_name, list((column_name, data_type) ORDER BY column_index) "
        "FROM duckdb_columns() c JOIN duckdb_tables() t USING (table_oid) "
        "WHERE t.schema_name = 'main' AND NOT t.internal "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for name, columns in found:
        if name not in SECRET:
            yield name, [(column, kind) for column, kind in columns]


def _table(
    base: duckdb.DuckDBPyConnection, name: str, columns: list[tuple[str, str]], folder: Path
) -> dict[str, Any]:
    """Write one table as CSV, lists as JSON, and describe it."""
    written = ", ".join(
        f'to_json("{column}") AS "{column}"' if kind.endswith("[]") else f'"{column}"'
        for column, kind in columns
    )
    file = folder / f"{name}.csv"
    _copy(base, f'SELECT {written} FROM "{name}" ORDER BY ALL', file, "CSV")  # noqa: S608
    return {
        "name": name.replace("_", "-"),
        "path": file.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{fingerprint(file)}",
        "schema": {"fields": [_field(name, column, kind) for column, kind in columns]},
    }


def _copy(base: duckdb.DuckDBPyConnection, question: str, file: Path, form: str) -> None:
    place = str(file).replace("'", "''")
    base.execute(f"COPY ({question}) TO '{place}' (FORMAT {form})")


def _field(table: str, column: str, kind: str) -> dict[str, str]:
    swedish, english = meaning(table, column)
    type_ = "array" if kind.endswith("[]") else _TYPES.get(kind, "string")
    return {"name": column, "type": type_, "description": swedish, "description_en": english}


def meaning(table: str, column: str) -> tuple[str, str]:
    """Say in Swedish and in English what a column means. Raises `KeyError` for no words."""
    said = _meanings().get(table, {}).get(column) or _meanings()["*"][column]
    return said[0], said[1]


@cache
def _meanings() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((resources.files(__package__) / "columns.toml").read_text("utf-8"))


def _again(base: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write what holds now as files that are imported, in the order of their names."""
    folder.mkdir()
    for name, question in _AGAIN.items():
        found = base.execute(question, {"current": CURRENT})
        header = [column[0] for column in found.description or ()]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(header)
            while some := found.fetchmany(_ROWS):
                rows.writerows(some)
