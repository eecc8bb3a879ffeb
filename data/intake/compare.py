"""The rows of a file beside what is saved: new, changed, unchanged, or left out."""

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake.findings import Marks, mark
from data.intake.prepared import Prepared
from data.intake.preview import Groups, previewed
from data.store import staged
from data.store.tables import TABLES


def difference(reader: Reader, table: str, frame: pd.DataFrame) -> pd.Series:
    """Say of each row whether it is new, changed or unchanged in the store."""
    if frame.empty:
        return pd.Series(dtype="str")
    with reader.cursor() as cursor:
        return staged.compare(cursor, table, frame)


def compared(
    reader: Reader,
    table: str,
    frames: dict[str, pd.DataFrame],
    described: pd.DataFrame,
    *,
    marks: list[Marks],
    rows: int,
    own: pd.Series | None = None,
) -> Prepared:
    """Say what the rows of `table`, and those that hang on them, would change.

    A row is changed when something that hangs on it is. `described` has, per row of `table`,
    some of the preview's columns; `own` is the rows' own difference where it is known already.
    """
    main = frames[table]
    key = TABLES[table].key[0]
    states = difference(reader, table, main) if own is None else own
    groups: list[Groups] = []
    for name, frame in frames.items():
        if name != table and key in frame:
            moved = _moved(reader, name, main[key], frame)
            states = states.mask((states == "unchanged") & moved, "changed")
            if moved.any() and TABLES[name].whole_by == (key,):
                groups.append(Groups(name=name, rows=frame, moved=frozenset(main[key][moved])))
    return Prepared(
        marks=marks,
        rows=rows,
        accepted=len(main),
        frames=frames,
        difference=states,
        preview=previewed(reader, table, main, states, described, groups),
    )


def _moved(reader: Reader, name: str, keys: pd.Series, frame: pd.DataFrame) -> pd.Series:
    """Say which of some rows something hangs on that the file says otherwise, or leaves out."""
    if TABLES[name].whole_by == (keys.name,):
        return regrouped(reader, name, keys, frame)
    moved = difference(reader, name, frame).to_numpy() != "unchanged"
    return keys.isin(set(frame[keys.name].to_numpy()[moved]))


def regrouped(reader: Reader, table: str, groups: pd.Series, frame: pd.DataFrame) -> pd.Series:
    """Say of each group of a table that comes whole whether the file says otherwise of it."""
    with reader.cursor() as cursor:
        return staged.regrouped(cursor, table, groups, frame)


def replaced(
    reader: Reader, table: str, kept: pd.DataFrame, keep: np.ndarray, marks: list[Marks]
) -> pd.Series:
    """Return what the rows of `kept` change: the first row of a group where others go, too.

    `keep` says which rows of the sheet they are. Marks say how many saved rows of a group the
    file leaves out, since saving removes them.
    """
    (group,) = TABLES[table].whole_by
    states = difference(reader, table, kept)
    question = "SELECT {group}, count(*) AS rows FROM {table}_as_of($revision) GROUP BY 1"
    question = question.replace("{group}", group).replace("{table}", table)
    saved = reader.rows(question).set_index(group)["rows"]
    gone = np.zeros(len(keep), dtype=np.int64)
    places = np.flatnonzero(keep)
    for name, mine in kept.groupby(group):
        still = int((states[mine.index] != "new").sum())
        if (removed := int(saved.get(str(name), 0)) - still) > 0:
            gone[places[mine.index[0]]] = removed
            states[mine.index[0]] = "changed"
    marks += mark("rows_removed", group, gone > 0, removed=gone)
    return states
