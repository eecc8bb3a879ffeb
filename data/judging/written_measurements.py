"""The measurements that some revisions wrote of, laid out for as long as a run asks about them.

A series' indicator and area are read from all series there are, which of a nation costs more
than all else that is asked: it is done once.
"""

import duckdb

from data.store import written
from data.store.written import changed, counted

TABLE = "written_measurement"
"""One row for each measurement that was opened or closed: the series and its key, the period
and its last day, the revisions, and whether it is a final value (``measured``)."""

_COLUMNS = """
o.series_id, s.indicator_id, s.definition_version, s.category, s.area_id, o.period,
o.period_end, o.revision_from, o.revision_to,
o.value IS NOT NULL AND coalesce(o.status = 'final', false) AS measured"""

_ROWS = f"(SELECT {_COLUMNS} FROM {{rows}} o JOIN series s USING (series_id))"  # noqa: S608

WRITTEN = _ROWS.replace("{rows}", changed("observation"))
"""The same, where nobody has laid it out."""

_LAY_OUT = f"CREATE OR REPLACE TEMP TABLE {TABLE} AS FROM {_ROWS}".replace(
    "{rows}", counted("observation")
)


def lay_out(cursor: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """Lay out what the revisions from `first` to `last` wrote of, as `TABLE`."""
    asked = {"first": first, "last": last, "number": number(cursor, first, last)}
    cursor.execute(_LAY_OUT, asked)


def number(cursor: duckdb.DuckDBPyConnection, first: int, last: int) -> int:
    """Return how many they wrote of."""
    return written.number(cursor, "observation", first, last)
