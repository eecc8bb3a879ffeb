"""The one place that knows Spark's own package: a session is opened here, and closed."""

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from data.spark.cluster import Cluster, ClusterError

GOALS_AT_A_TIME = 500
"""Goals that an executor judges in one call: enough to pay for the call, little to hold."""

_OPTIONS = {
    "spark.app.name": "Kvarvärde",
    "spark.driver.maxResultSize": "0",
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(GOALS_AT_A_TIME),
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_ON_THIS_MACHINE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}


@contextmanager
def session(cluster: Cluster) -> Iterator[Any]:
    """Open a ``SparkSession`` on a cluster, and close it when done.

    What `cluster.options` say stands before what is said here. Raises `ClusterError` where
    Spark or Java is missing.
    """
    with warnings.catch_warnings():
        # Frames are made from Arrow by us: what Spark cannot do with pandas is not asked of it.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        spark = _opened(cluster)
        try:
            yield spark
        finally:
            spark.stop()


def _opened(cluster: Cluster) -> Any:
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise ClusterError(
            "Spark behöver Java, som inte finns här. Installera en JRE, version 17 eller "
            "senare (make spark gör det), och kör om. Inget har sparats."
        )
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ClusterError(
            "Spark finns inte i den här installationen. Installera det med "
            "pip install 'kvarvarde[spark]' och kör om. Inget har sparats."
        ) from error
    options = {**_OPTIONS, **(_ON_THIS_MACHINE if cluster.is_local else {}), **cluster.options}
    if cluster.is_local:
        # Executors of this machine use this Python; those of others have their own.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(cluster.master)
    return builder.config(map=options).getOrCreate()
