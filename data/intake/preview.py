"""The first rows that a file changes: what is saved, and what the file says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.store.tables import TABLES

PREVIEWED = 500
"""How many new and changed rows the preview lists."""

PREVIEW_COLUMNS = (
    "what",
    "area_id",
    "area_name",
    "indicator_id",
    "indicator_name",
    "period",
    "saved",
    "in_file",
    "difference",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """What hangs on the rows of a file and comes whole: the table and its `rows` in the file.

    `moved` are the keys of those rows on which other hangs than is saved.
    """

    name: str
    rows: pd.DataFrame
    moved: frozenset[str]

    def sides(self, reader: Reader) -> dict[str, tuple[str, str]]:
        """Write what hangs on each row that moved, as it is saved and as it is in the file."""
        (group, *others) = TABLES[self.name].key
        written = []
        for rows in (stored_rows(reader, self.name), self.rows):
            mine = rows[rows[group].isin(self.moved)]
            texts = ["/".join(filter(None, row)) for row in mine[others].to_numpy(object)]
            by_key = pd.Series(texts, dtype=object).groupby(mine[group].to_numpy(object))
            written.append(by_key.agg(lambda some: "|".join(sorted(some))))
        saved, given = written
        return {
            key: (f"{self.name} {saved.get(key, '')}", f"{self.name} {given.get(key, '')}")
            for key in self.moved
        }


def nothing_to_preview() -> pd.DataFrame:
    """Return a preview without rows."""
    return pd.DataFrame({column: pd.Series(dtype=object) for column in PREVIEW_COLUMNS})


def stored_rows(reader: Reader, table: str) -> pd.DataFrame:
    """Return the current rows of a table, with all columns but those too large to list."""
    left_out = ", ".join(TABLES[table].not_listed)
    columns = "* EXCLUDE ({left_out})".replace("{left_out}", left_out) if left_out else "*"
    question = "SELECT {columns} FROM {table}_as_of($revision)"
    return reader.rows(question.replace("{columns}", columns).replace("{table}", table))


def previewed(
    reader: Reader,
    table: str,
    frame: pd.DataFrame,
    differences: pd.Series,
    described: pd.DataFrame,
    groups: Sequence[Groups] = (),
) -> pd.DataFrame:
    """List the first new and changed rows; ``saved`` and ``in_file`` hold what differs.

    `described` has, per row of `frame`, some of the preview's columns. `groups` hang on them.
    """
    states = differences.to_numpy()
    listed = np.flatnonzero(states == "changed").tolist()
    listed = sorted([*listed, *np.flatnonzero(states == "new").tolist()][:PREVIEWED])
    picked = described.iloc[listed].reset_index(drop=True)
    keys = list(TABLES[table].key)
    stored = stored_rows(reader, table).set_index(keys) if len(listed) else pd.DataFrame()
    hanging = [each.sides(reader) for each in groups]
    sides = [
        _sides(frame.iloc[place], keys, stored, hanging)
        if states[place] == "changed"
        else ("", "")
        for place in listed
    ]
    picked["saved"] = pd.Series([saved for saved, _ in sides], dtype=object)
    picked["in_file"] = pd.Series([in_file for _, in_file in sides], dtype=object)
    picked["difference"] = states[listed]
    return picked.reindex(columns=list(PREVIEW_COLUMNS)).astype(object).fillna("")


def _sides(
    row: pd.Series,
    keys: list[str],
    stored: pd.DataFrame,
    hanging: Sequence[dict[str, tuple[str, str]]],
) -> tuple[str, str]:
    """Write the columns that differ, as they are saved and as they are in the file.

    And what is `hanging` on the row, by the first of its keys.
    """
    key = tuple(row[name] for name in keys)
    live = stored.loc[key if len(key) > 1 else key[0]]
    if isinstance(live, pd.DataFrame):
        live = live.iloc[0]
    pairs = [
        (name, _plain(live[name]), _plain(row[name]))
        for name in row.index
        if name not in keys and name in live.index and name != "series_id"
    ]
    differing = [(name, saved, new) for name, saved, new in pairs if saved != new]
    groups = [each[row[keys[0]]] for each in hanging if row[keys[0]] in each]
    before = [f"{name} {saved}" for name, saved, _ in differing] + [one for one, _ in groups]
    after = [f"{name} {new}" for name, _, new in differing] + [one for _, one in groups]
    return "; ".join(map(str.strip, before)), "; ".join(map(str.strip, after))


def _plain(value: object) -> str:
    if isinstance(value, (list, np.ndarray)):
        return "|".join(map(str, value))
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:g}"
    return "" if value is None or value is pd.NaT or value is pd.NA else str(value)
