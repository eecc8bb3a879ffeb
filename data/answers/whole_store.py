"""Questions about everything a store holds, by whoever proves that a copy is whole."""

import pandas as pd

from data.answers.reader import Reader
from data.store import audit


def tables(reader: Reader) -> list[str]:
    """Name every table of the store, in alphabetical order."""
    with reader.cursor() as cursor:
        found = cursor.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() "
            "ORDER BY table_name"
        ).fetchall()
    return [name for (name,) in found]


def read_through(reader: Reader, *, table: str) -> int:
    """Read every column of every row of a table, and return how many rows there are.

    Raises `data.store.errors.StoreDamagedError` where something cannot be read.
    """
    with reader.cursor() as cursor:
        (rows, _) = cursor.execute(
            "SELECT count(*), max(hash(t)) FROM query_table($table) t", {"table": table}
        ).fetchall()[0]
    return int(rows)


def attachments_named(reader: Reader) -> set[str]:
    """Name the attachments of every revision: what was shown once can be shown again."""
    with reader.cursor() as cursor:
        found = cursor.execute("SELECT DISTINCT attachment_sha256 FROM document").fetchall()
    return {sha256 for (sha256,) in found if sha256}


def log_problems(reader: Reader) -> list[str]:
    """Say where the log of who did what has been changed since it was written."""
    with reader.cursor() as cursor:
        return [*audit.broken(cursor.execute(audit.ENTRIES).fetchall())]


def stored_verdicts(reader: Reader) -> pd.DataFrame:
    """Return every verdict: ``goal_id``, ``state``, ``rule_version`` and ``reassess_on``."""
    return reader.rows(
        "SELECT goal_id, state, rule_version, reassess_on FROM assessment_as_of($revision)"
    )
