"""The first rows that a file changes: what is saved, and what the file says."""

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
) -> pd.DataFrame:
    """List the first new and changed rows; ``saved`` and ``in_file`` hold what differs.

    `described` has, per row of `frame`, some of the preview's columns.
    """
    states = differences.to_numpy()
    listed = np.flatnonzero(states == "changed").tolist()
    listed = sorted([*listed, *np.flatnonzero(states == "new").tolist()][:PREVIEWED])
    picked = described.iloc[listed].reset_index(drop=True)
    keys = list(TABLES[table].key)
    stored = stored_rows(reader, table).set_index(keys) if len(listed) else pd.DataFrame()
    sides = [
        _sides(frame.iloc[place], keys, stored) if states[place] == "changed" else ("", "")
        for place in listed
    ]
    picked["saved"] = pd.Series([saved for saved, _ in sides], dtype=object)
    picked["in_file"] = pd.Series([in_file for _, in_file in sides], dtype=object)
    picked["difference"] = states[listed]
    return picked.reindex(columns=list(PREVIEW_COLUMNS)).astype(object).fillna("")


def _sides(row: pd.Series, keys: list[str], stored: pd.DataFrame) -> tuple[str, str]:
    """Write the columns that differ, as they are saved and as they are in the file."""
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
    return (
        "; ".join(f"{name} {saved}".strip() for name, saved, _ in differing),
        "; ".join(f"{name} {new}".strip() for name, _, new in differing),
    )


def _plain(value: object) -> str:
    if isinstance(value, (list, np.ndarray)):
        return "|".join(map(str, value))
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:g}"
    return "" if value is None or value is pd.NaT or value is pd.NA else str(value)
