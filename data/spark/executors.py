"""What an executor does with the goals and series it is given, by the functions of `metrics`.

An executor needs this package in its own Python, and neither Spark's own nor a store.
"""

from collections.abc import Callable, Iterator
from datetime import date

import pandas as pd
import pyarrow as pa

from data.judging.engine import Decided
from data.spark.layout import EVIDENCE, NOISE, REFERENCES, VERDICTS, as_table


def judged(
    batches: Iterator[pa.RecordBatch],
    judge: Callable[..., Decided],
    assessed_on: date,
    noise: pd.DataFrame,
) -> Iterator[pa.RecordBatch]:
    """Judge goals of the layout `EVIDENCE`, a batch at a time, into the layout `VERDICTS`."""
    for batch in batches:
        goals, measurements = EVIDENCE.frames(pa.Table.from_batches([batch]))
        found = judge(goals, measurements, assessed_on=assessed_on, noise=noise)
        yield from VERDICTS.nested(found.verdicts, found.readings).to_batches()


def frozen(
    group: pa.Table, freeze: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
) -> pa.Table:
    """Estimate the noise of one group, of the layout `REFERENCES`, as rows of `NOISE`.

    A shuffle leaves series in any order, and the last digit of a sum follows the order.
    """
    series, rows = REFERENCES.frames(group.sort_by("position"))
    return as_table(freeze(series, rows), NOISE)
