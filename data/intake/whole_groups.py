"""Files that are the whole of what they name: what is saved and not in them is removed."""

import numpy as np
import pandas as pd

from data.intake.findings import Marks, mark
from data.intake.registry import difference
from data.store import CURRENT, Store

_SAVED = {
    "valuation_parameter": (
        "initiative_id",
        "SELECT initiative_id AS name, count(*) AS rows FROM valuation_parameter "
        "WHERE revision_to = $current GROUP BY ALL",
    ),
    "moving_chain_step": (
        "study_id",
        "SELECT study_id AS name, count(*) AS rows FROM moving_chain_step "
        "WHERE revision_to = $current GROUP BY ALL",
    ),
}


def replaced(
    store: Store, table: str, kept: pd.DataFrame, keep: np.ndarray, marks: list[Marks]
) -> pd.Series:
    """Return what the rows of `kept` change: the first row of a group where others go, too.

    `keep` says which rows of the sheet they are. Marks say how many saved rows of a group the
    file leaves out, since saving removes them.
    """
    group, question = _SAVED[table]
    states = difference(store, table, kept)
    saved = store.query(question, current=CURRENT).set_index("name")["rows"]
    gone = np.zeros(len(keep), dtype=np.int64)
    places = np.flatnonzero(keep)
    for name, mine in kept.groupby(group):
        still = int((states[mine.index] != "new").sum())
        if (removed := int(saved.get(str(name), 0)) - still) > 0:
            gone[places[mine.index[0]]] = removed
            states[mine.index[0]] = "changed"
    marks += mark("rows_removed", group, gone > 0, removed=gone)
    return states
