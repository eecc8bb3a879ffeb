"""Between which stages a promise fell: what is known of the way from where it was last seen."""

import pandas as pd

from metrics.promise.state import CARRIED

NOWHERE = -1
"""The position of a promise that nobody has seen before it fell."""


def last_seen(way: pd.DataFrame, falls: pd.DataFrame) -> pd.DataFrame:
    """Add to each fall where the promise was last seen, and whether there is a gap after that.

    `way` is what `metrics.promise.course` returns; `falls` has ``commitment_id`` and
    ``position`` (0-9, the stage that was not reached). Returns `falls` with ``seen_at`` (the
    last position before the fall where the promise was there, `NOWHERE` for none) and ``gap``
    (the project has a stage in between where nobody has checked: it may have fallen there).
    """
    here = way[["commitment_id", "position", "state", "skipped"]]
    rows = falls[["commitment_id", "position"]].reset_index(names="fall")
    rows = rows.merge(here, on="commitment_id", suffixes=("", "_before"))
    rows = rows[rows["position_before"] < rows["position"]]
    skipped = rows["skipped"].astype(bool)
    there = rows[~skipped & rows["state"].isin(CARRIED)]
    seen_at = there.groupby("fall")["position_before"].max()
    seen_at = seen_at.reindex(range(len(falls)), fill_value=NOWHERE)
    missing = rows[skipped & (rows["position_before"] > rows["fall"].map(seen_at))]
    without = missing.groupby("fall").size().reindex(range(len(falls)), fill_value=0)
    between = falls["position"].to_numpy() - seen_at.to_numpy() - 1 - without.to_numpy()
    return falls.assign(seen_at=seen_at.to_numpy(), gap=between > 0)
