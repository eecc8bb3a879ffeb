"""A period of a file whose every value is that of the period before: copied, most likely."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.intake.batch import Batch
from data.intake.findings import Marks
from data.intake.history import STORED, Timeline

_SERIES, _DIFFERENT = 4, 3
"""In how many series, and how many different values, before likeness is no chance."""


def copied_periods(batch: Batch, line: Timeline, quiet: np.ndarray) -> Iterator[Marks]:
    """Warn once of each indicator and period where no value differs from the one before.

    Says nothing of rows in `quiet`. One series that changed, or few values in all, and the
    likeness may be as it should.
    """
    found = _beside_the_one_before(batch, line, quiet)
    if len(found) < _SERIES:
        return
    groups = found.groupby(["indicator", "period"], sort=False).agg(
        first=("row", "min"),
        place=("place", "first"),
        same=("same", "all"),
        count=("series", "nunique"),
        different=("value", "nunique"),
    )
    enough = (groups["count"] >= _SERIES) & (groups["different"] >= _DIFFERENT)
    said = groups[groups["same"] & enough].sort_values("first")
    if len(said):
        yield Marks(
            code="period_copied",
            column="value",
            rows=said["first"].to_numpy(),
            details={
                "count": said["count"].to_numpy(),
                "period": line.texts_at(said["place"].to_numpy()),
                "before": line.texts_at(said["place"].to_numpy() - 1),
            },
        )


def _beside_the_one_before(batch: Batch, line: Timeline, quiet: np.ndarray) -> pd.DataFrame:
    """Return the values of the file that follow another value of their series."""
    place = np.arange(1, len(line.row))
    row = line.row[1:]
    here = (row != STORED) & (line.series[1:] == line.series[:-1])
    here &= ~np.isnan(line.value[1:]) & ~np.isnan(line.value[:-1])
    here[here] = ~quiet[row[here]]
    place, row = place[here], row[here]
    return pd.DataFrame(
        {
            "row": row,
            "place": place,
            "series": line.series[place],
            "indicator": batch.indicator[row],
            "period": line.text[place],
            "value": line.value[place],
            "same": line.value[place] == line.value[place - 1],
        }
    )
