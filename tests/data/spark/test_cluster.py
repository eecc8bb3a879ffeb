"""A real cluster: a driver, and two executors of one core each in processes of their own."""

import shutil
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest

from data.acts.reassess import reassess
from data.judging.engine import HERE
from data.spark.cluster import Cluster
from data.spark.engine import spark_engine
from metrics.outcome.decision import judge
from tests.data.portfolio import copied
from tests.factories import a_door, a_viewer, rows_of, writing

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed"),
]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DECIDED = ("assessment", "monitor_reading", "noise_model", "assessment_run")
"""The tables that an assessment writes."""


@pytest.fixture
def cluster(tmp_path):
    """Two workers of one core and 2 GB, and Parquet in a folder of this machine."""
    yield Cluster(
        master="local-cluster[2,1,2048]",
        folder=str(tmp_path / "parquet"),
        options={
            "spark.driver.memory": "1g",
            "spark.executor.memory": "1g",
            "spark.sql.shuffle.partitions": "4",
        },
    )
    # Such a cluster writes its logs beside itself.
    home = Path(find_spec("pyspark").origin).parent
    shutil.rmtree(home / "work", ignore_errors=True)


def decided(file, catalogue, engine):
    """Decide a copy of a store from nothing, noise too, and return what is stored of it."""
    with copied(file) as store:
        with writing(store) as cursor:
            for table in DECIDED:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - named above
        reassess(a_door(store), a_viewer(), catalogue=catalogue, now=NOW, engine=engine)
        return {table: rows_of(store, f"FROM {table} ORDER BY ALL") for table in DECIDED}


def killing_its_executor_once(mark: Path):
    """Return `judge`, which the first time kills the Java process that it is run for.

    Defined inside, so that it is sent to the executors as it is and not by its name.
    """

    def judge_or_die(goals, measurements, **how):
        import os
        import signal

        try:
            marked = os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return judge(goals, measurements, **how)
        process = os.getpid()
        while b"CoarseGrainedExecutorBackend" not in command_of(process):
            process = parent_of(process)
        os.write(marked, str(process).encode())
        os.kill(process, signal.SIGKILL)
        os._exit(1)

    def command_of(process):
        with open(f"/proc/{process}/cmdline", "rb") as file:
            return file.read()

    def parent_of(process):
        with open(f"/proc/{process}/stat") as file:
            return int(file.read().rpartition(")")[2].split()[1])

    return judge_or_die


def test_a_cluster_stores_what_duckdb_does_though_an_executor_is_killed_on_the_way(
    cluster, sample_file, catalogue, tmp_path
):
    mark = tmp_path / "killed"
    with spark_engine(cluster, judge=killing_its_executor_once(mark)) as engine:
        found = decided(sample_file, catalogue, engine)
        assert not Path(f"/proc/{int(mark.read_text())}").exists()
    for table, rows in decided(sample_file, catalogue, HERE).items():
        assert len(rows) > 0
        pd.testing.assert_frame_equal(found[table], rows, check_exact=True)
    written = {file.parent.name[5:] for file in Path(cluster.folder).rglob("*.parquet")}
    assert written == {"references", "noise", "evidence", "verdicts"}
