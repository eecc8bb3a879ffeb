"""The one place that knows Spark's own package: a session is opened here, and closed."""

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from data.spark.cluster import Cluster, ClusterError

GOALS_AT_A_TIME = 1_000
"""Goals that an executor judges in one call. A call costs as much as some 400 goals; the
measurements of many more, at 300 months each, would not fit beside each other."""

_OPTIONS = {
    "spark.app.name": "Kvarvärde",
    "spark.driver.maxResultSize": "0",
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(GOALS_AT_A_TIME),
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def session(cluster: Cluster) -> Iterator[Any]:
    """Open a ``SparkSession`` on a cluster, and close it when done.

    What `cluster.options` say stands before what is said here. Raises `ClusterError` where
    Spark or Java is missing, and for whatever Spark itself gives up on.
    """
    _require_spark()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    if cluster.is_local:
        # Executors of this machine use this Python; those of others have their own.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    options = {**_OPTIONS, **cluster.options}
    builder = SparkSession.builder.master(cluster.master).config(map=options)
    with warnings.catch_warnings():
        # Frames are made from Arrow by us: what Spark cannot do with pandas is not asked of it.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        try:
            spark = builder.getOrCreate()
            try:
                yield spark
            finally:
                spark.stop()
        except (PySparkException, Py4JError) as error:
            said = str(error).strip().partition("\n")[0]
            raise ClusterError(
                f"Spark gav upp: {said} Rätta till det, eller räkna om med --engine duckdb. "
                "Inget har sparats."
            ) from error


def _require_spark() -> None:
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise ClusterError(
            "Spark behöver Java, som inte finns här. Installera en JRE, version 17 eller "
            "senare (make .venv/.spark gör det), och kör om. Inget har sparats."
        )
    if find_spec("pyspark") is None:
        raise ClusterError(
            "Spark finns inte i den här installationen. Installera det med make .venv/.spark "
            "eller pip install 'kvarvarde[spark]', och kör om. Inget har sparats."
        )
