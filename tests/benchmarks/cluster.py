"""What it costs to judge goals on a cluster of Spark, over `metrics.judge` in one process.

``python -m tests.benchmarks.cluster [GOALS]`` prints CPU seconds, of this process or of all the
processes of a cluster of two executors on this machine, for GOALS and four times as many. What
a goal more costs is the difference: starting is paid once.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd

from data.judging.engine import HERE
from data.spark.cluster import Cluster
from data.spark.engine import spark_engine
from metrics.engine.noise import freeze
from metrics.outcome.frames import MEASUREMENTS
from metrics.outcome.prepared import as_monitored
from tests.factories import a_goal, measurements

PERIODS = 40
FEW = 4_000
ON = date(2026, 11, 22)
CLUSTER = Cluster(
    master="local-cluster[2,1,2048]",
    options={"spark.driver.memory": "1g", "spark.executor.memory": "1g"},
)
Frames = tuple[pd.DataFrame, pd.DataFrame]


def surveyed(goals: int) -> Frames:
    """Return goals on yearly surveys that waver around 60, and their measurements."""
    names = np.array([f"goal {place:09}" for place in range(goals)], dtype=object)
    one = measurements(
        np.zeros(PERIODS), first=1986, baseline=10, standard_error=2.4, answers=400.0
    )
    rows = MEASUREMENTS.filled(one.loc[np.tile(one.index, goals)]).assign(
        goal_id=np.repeat(names, PERIODS),
        value=np.random.default_rng(1).normal(60, 3, goals * PERIODS).round(1),
    )
    table = pd.DataFrame([a_goal(exact=False, baseline_value=60.0, target_low=65.0)] * goals)
    rows = rows.reset_index(drop=True)
    return as_monitored(table.assign(goal_id=names), rows), rows


def cpu_of(processes: Iterable[int]) -> float:
    """Return the CPU seconds of processes, and of those that they have ended."""
    ticks = sum(
        sum(map(int, Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:15]))
        for one in processes
    )
    return float(ticks / os.sysconf("SC_CLK_TCK"))


def is_java(process: int) -> bool:
    """Say whether a process is one of Spark's own, or else one of Python beside it."""
    return Path(f"/proc/{process}/comm").read_text().strip() == "java"


def descendants(process: int) -> Iterator[int]:
    """Yield the processes below one."""
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child
            yield from descendants(child)


def here(goals: pd.DataFrame, rows: pd.DataFrame, noise: pd.DataFrame) -> dict[str, float]:
    """Judge in this process."""
    begun = process_time()
    HERE.judge(goals, rows, assessed_on=ON, noise=noise)
    return {"all": process_time() - begun}


def there(goals: pd.DataFrame, rows: pd.DataFrame, noise: pd.DataFrame) -> dict[str, float]:
    """Judge on a cluster: this process writes and reads, the others judge."""
    begun = process_time()
    with spark_engine(CLUSTER) as engine:
        engine.judge(goals, rows, assessed_on=ON, noise=noise)
        below = [*descendants(os.getpid())]
        java = cpu_of(one for one in below if is_java(one))
        python = cpu_of(one for one in below if not is_java(one))
    mine = process_time() - begun
    return {
        "all": mine + python + java,
        "this process": mine,
        "Python of the executors": python,
        "Java": java,
    }


def print_cluster(few: int) -> None:
    """Print what so many goals cost, and four times as many."""
    sizes = [surveyed(few), surveyed(4 * few)]
    noise = freeze(*surveyed(500))
    HERE.judge(*surveyed(10), assessed_on=ON, noise=noise)
    print(f"{'CPU s':34}{few:>12,}{4 * few:>12,}{'series a core and hour':>26}")
    for name, judge in (("metrics.judge", here), ("cluster", there)):
        first, second = (judge(*size, noise) for size in sizes)
        for part in first:
            hourly = 3600 * 3 * few / (second[part] - first[part])
            label = f"{name}, {part}"
            print(f"{label:34}{first[part]:>12.1f}{second[part]:>12.1f}{hourly:>26,.0f}")


if __name__ == "__main__":
    print_cluster(int(sys.argv[1]) if len(sys.argv) > 1 else FEW)
