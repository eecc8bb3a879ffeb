"""What reading one kind of file comes to: marks, rows for the store, and what they change."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.intake.findings import WHOLE_FILE, Marks
from data.intake.preview import nothing_to_preview
from data.intake.replaced import Replaced
from data.store.spool import Spool


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The rows of a file that can be saved, by store table, and what they would change.

    `rows` is how many were read and `accepted` how many can be saved; `difference` says new,
    changed or unchanged of each accepted row, and `preview` lists the first that differ.
    The rows of a large file are in a `spool` instead.
    `replaced` says what a file of observations replaces.
    `as_read` holds the first accepted rows as they were understood, for whoever wants to check.
    `leavable` are the codes of what stops rows that the others can be saved without.
    """

    marks: list[Marks] = field(default_factory=list)
    rows: int = 0
    accepted: int = 0
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    spool: Spool | None = None
    difference: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
    preview: pd.DataFrame = field(default_factory=nothing_to_preview)
    replaced: Replaced = field(default_factory=Replaced)
    as_read: pd.DataFrame = field(default_factory=pd.DataFrame)
    leavable: frozenset[str] = frozenset()


def stopped_rows(marks: list[Marks], rows: int) -> np.ndarray:
    """Say of each row whether something about it stops the file."""
    stopped = np.zeros(rows, dtype=bool)
    for each in marks:
        if each.stops:
            stopped[each.rows[each.rows != WHOLE_FILE]] = True
    return stopped


def marked_rows(marks: list[Marks], code: str, rows: int) -> np.ndarray:
    """Say of each row whether a sentence, by its code, is said about it."""
    marked = np.zeros(rows, dtype=bool)
    for each in marks:
        if each.code == code:
            marked[each.rows[each.rows != WHOLE_FILE]] = True
    return marked
