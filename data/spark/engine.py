"""An engine whose arithmetic is done by the executors of a cluster, from Parquet to Parquet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd
import pyarrow as pa

from data.judging.engine import HERE, Decided, Engine
from data.spark import executors
from data.spark.cluster import Cluster
from data.spark.layout import EVIDENCE, KEY, NOISE, REFERENCES, VERDICTS, Layout
from data.spark.session import session

GOALS_WRITTEN_AT_A_TIME = 20_000
GOALS_IN_A_FILE = 10_000
"""What is lost with an executor is done again by the file: small files lose little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What came back from the executors: see `data.judging.engine.Decided`."""

    verdicts: pd.DataFrame
    readings: pd.DataFrame


@contextmanager
def spark_engine(
    cluster: Cluster, judge: Callable[..., Decided] = HERE.judge
) -> Iterator[Engine]:
    """Lend an engine on a cluster: `metrics.freeze` and `judge`, run by its executors.

    What it writes lies in a folder of its own in `cluster.folder`, and stays there; without a
    folder it is temporary. Raises `ClusterError` where Spark or Java is missing.
    """
    with session(cluster) as spark, TemporaryDirectory(prefix="kvarvarde-") as temporary:
        folder = f"{cluster.folder or temporary}/{uuid4().hex}"
        run = _Run(spark, folder, judge)
        yield Engine(judge=run.judge, freeze=run.freeze)


class _Run:
    """One session of Spark, and the folder of what it reads and writes."""

    def __init__(self, spark: Any, folder: str, judge: Callable[..., Decided]) -> None:
        self._spark = spark
        self._folder = folder
        self._judge = judge
        self._calls = count()

    def judge(
        self,
        goals: pd.DataFrame,
        measurements: pd.DataFrame,
        *,
        assessed_on: date,
        noise: pd.DataFrame,
    ) -> Verdicts:
        """Do what `metrics.judge` does with goals that are monitored already."""
        evidence = self._written("evidence", EVIDENCE, goals, measurements)
        judge = partial(
            executors.judged, judge=self._judge, assessed_on=assessed_on, noise=noise
        )
        found = evidence.mapInArrow(lambda batches: judge(batches), self._type(VERDICTS.schema))
        verdicts, readings = VERDICTS.frames(self._through(found, "verdicts").toArrow())
        verdicts = verdicts.set_index(KEY).loc[goals[KEY]].reset_index()
        return Verdicts(verdicts=verdicts.set_axis(goals.index), readings=readings)

    def freeze(self, series: pd.DataFrame, measurements: pd.DataFrame) -> pd.DataFrame:
        """Do what `metrics.freeze` does, each noise group by one executor."""
        series = series.assign(position=np.arange(len(series)))
        mine = measurements[measurements[KEY].isin(series[KEY])]
        references = self._written("references", REFERENCES, series, mine)
        freeze = partial(executors.frozen, freeze=HERE.freeze)
        found = references.groupBy("noise_group").applyInArrow(
            lambda group: freeze(group), self._type(NOISE)
        )
        table: pd.DataFrame = self._through(found, "noise").toArrow().to_pandas()
        return table.sort_values("noise_group", ignore_index=True)

    def _written(
        self, name: str, layout: Layout, outer: pd.DataFrame, inner: pd.DataFrame
    ) -> Any:
        """Write two frames as Parquet of a layout, some at a time, and return what is read."""
        place = f"{self._folder}/{next(self._calls):04}-{name}"
        for table in in_parts(layout, outer, inner, GOALS_WRITTEN_AT_A_TIME):
            rows = self._spark.createDataFrame(table)
            rows.write.option("maxRecordsPerFile", GOALS_IN_A_FILE).mode("append").parquet(
                place
            )
        return self._spark.read.parquet(place)

    def _through(self, rows: Any, name: str) -> Any:
        """Write what the executors make as Parquet, and return what is read."""
        place = f"{self._folder}/{next(self._calls):04}-{name}"
        rows.write.parquet(place)
        return self._spark.read.parquet(place)

    def _type(self, schema: pa.Schema) -> Any:
        return self._spark.createDataFrame(schema.empty_table()).schema


def in_parts(
    layout: Layout, outer: pd.DataFrame, inner: pd.DataFrame, size: int
) -> Iterator[pa.Table]:
    """Yield two frames as tables of a layout, of `size` outer rows each, in their order."""
    place = pd.Index(outer[KEY]).get_indexer(inner[KEY])
    order = np.argsort(place, kind="stable")
    starts = np.arange(0, max(len(outer), 1), size)
    cuts = np.searchsorted(place[order], [*starts, len(outer)])
    for start, first, last in zip(starts, cuts[:-1], cuts[1:], strict=True):
        yield layout.nested(outer.iloc[start : start + size], inner.iloc[order[first:last]])
