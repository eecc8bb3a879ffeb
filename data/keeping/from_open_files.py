"""A store made again of its open files: for whoever has the archive and no backup."""

import csv
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from data.door import Door
from data.keeping.archive import BackupError, Manifest, revision_in
from data.keeping.open_files import ATTACHMENTS, SECRET
from data.keeping.proof import fingerprint

_PACKAGE = "datapackage.json"

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
"""What an attachment is called."""


def are_open_files(place: Path) -> bool:
    """Whether a place is a folder that `data.keeping.open_files.export` has written."""
    return (place / _PACKAGE).is_file()


def made_again(folder: Path, place: Path) -> Manifest:
    """Make a store at `place` with every row of every revision, and its attachments beside it.

    Keys to the API are in no archive and have to be made anew. Raises `BackupError` when a file
    is not what the package says or cannot be read as its table, or was written by a program
    with other tables.
    """
    try:
        package = json.loads((folder / _PACKAGE).read_text("utf-8"))
        given = {str(one["path"]): one for one in package["resources"]}
        columns = {name: _columns(one) for name, one in given.items()}
        made_at = str(package["created"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BackupError(f"{folder} är inget arkiv av öppna filer: {error}.") from error
    for name, resource in given.items():
        _require_whole(folder / name, resource)
    Door.open(place).close()
    with duckdb.connect(str(place)) as base:
        _require_same_tables(base, columns, folder)
        for name in given:
            _filled(base, folder / name)
        base.execute(
            "SELECT count(nextval('series_ids')) "
            "FROM range((SELECT coalesce(max(series_id), 0) FROM series))"
        )
    _bring_attachments(folder / ATTACHMENTS, Path(f"{place}.bilagor"))
    return Manifest(made_at=made_at, revision=revision_in(place), files={})


def _columns(resource: Mapping[str, Any]) -> list[str]:
    return [str(field["name"]) for field in resource["schema"]["fields"]]


def _bring_attachments(given: Path, kept: Path) -> None:
    """Copy the attachments, and nothing that a link leads to: it may be any file at all."""
    if not given.is_dir() or given.is_symlink():
        return
    kept.mkdir()
    for file in given.iterdir():
        if file.is_symlink() or not file.is_file() or not _FINGERPRINT.fullmatch(file.name):
            raise BackupError(f"{file} är ingen bilaga.")
        shutil.copyfile(file, kept / file.name)


def _require_whole(file: Path, resource: Mapping[str, Any]) -> None:
    said = str(resource.get("hash", "")).removeprefix("sha256:")
    # A name from a file somebody gives us must not lead out of the folder.
    if file.name != resource["path"] or file.is_symlink() or not file.is_file():
        raise BackupError(f"{file} saknas i arkivet.")
    if fingerprint(file) != said:
        raise BackupError(f"{file} har ändrats sedan arkivet skrevs.")


def _require_same_tables(
    base: duckdb.DuckDBPyConnection, given: Mapping[str, list[str]], folder: Path
) -> None:
    rows = base.execute(
        "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND table_name IN (SELECT table_name FROM duckdb_tables()) "
        "GROUP BY ALL"
    ).fetchall()
    ours = {str(name): set(columns) for name, columns in rows if name not in SECRET}
    theirs = {name.removesuffix(".csv"): set(columns) for name, columns in given.items()}
    if ours != theirs:
        other = sorted(name for name in ours | theirs if ours.get(name) != theirs.get(name))
        raise BackupError(
            f"{folder} är skrivet av ett program med andra tabeller ({', '.join(other[:3])}). "
            "Läs in det med den versionen, och uppgradera sedan."
        )


def _filled(base: duckdb.DuckDBPyConnection, file: Path) -> None:
    try:
        _fill(base, file)
    except (duckdb.Error, ValueError, csv.Error) as error:
        said = str(error).splitlines()[0]
        raise BackupError(f"{file} går inte att läsa som sin tabell: {said}.") from error


def _fill(base: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Put the rows of a file in its table, instead of those that a new store begins with."""
    table = file.stem
    columns = base.execute(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE table_name = $table AND schema_name = 'main' ORDER BY column_index",
        {"table": table},
    ).fetchall()
    read = ", ".join(
        f'CAST(CAST("{name}" AS JSON) AS {kind})'
        if kind.endswith("[]")
        else f'CAST("{name}" AS {kind})'
        for name, kind in columns
    )
    with file.open(encoding="utf-8", newline="") as rows:
        header = next(csv.reader(rows), [])
    # Read by place: columns in another order would come under each other's names.
    if sorted(header) != sorted(str(name) for name, _kind in columns):
        raise ValueError("andra kolumner")
    base.execute(f'DELETE FROM "{table}"')  # noqa: S608
    base.execute(
        f'INSERT INTO "{table}" SELECT {read} FROM read_csv($file, header = true, '  # noqa: S608
        "all_varchar = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
        "allow_quoted_nulls = false, auto_detect = false, max_line_size = 500000000, "
        "columns = $columns)",
        {"file": str(file), "columns": dict.fromkeys(header, "VARCHAR")},
    )
