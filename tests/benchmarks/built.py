"""A small invented nation, built and judged in a process of its own, over a bare load of it.

``python -m tests.benchmarks.built AREAS INDICATORS PERIODS FOLDER``
"""

import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb

from data.door import Door
from data.sample import generated, nation
from metrics.definition.catalogue import load_catalogue

NOW = datetime(2026, 3, 1, tzinfo=UTC)
STORE, DEFINITIONS = "store.duckdb", "definitions"


class Built(NamedTuple):
    """Measurements, and the CPU seconds and most memory (MB) of building them."""

    rows: int
    cpu: float
    peak: float


class Loaded(NamedTuple):
    """CPU seconds of a bare load, and MB on the disk: of the store, and of its tables."""

    cpu: float
    file: float
    tables: float


def built(areas: int, indicators: int, periods: int, folder: Path) -> Built:
    """Build and judge a nation in `folder`, in a process of its own."""
    size = [str(areas), str(indicators), str(periods), str(folder)]
    command = [sys.executable, "-m", "tests.benchmarks.built", *size]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return Built(*json.loads(answer.stdout))


def loaded(folder: Path) -> Loaded:
    """Load the measurements of a nation in `folder` bare, and write its tables out."""
    return Loaded(_bare(folder / STORE, folder), *over_parquet(folder))


def built_here(
    areas: int, indicators: int, periods: int, folder: Path
) -> tuple[int, float, float]:
    """Build and judge a nation in `folder`: its measurements, CPU seconds, and most MB."""
    generated.write_definitions(folder / DEFINITIONS, indicators)
    catalogue = load_catalogue([folder / DEFINITIONS])
    door = Door.open(folder / STORE)
    start = time.process_time()
    rows = nation.build(door, door.who(), catalogue, NOW, areas=areas, periods=periods)
    door.close()
    spent = time.process_time() - start
    return rows, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def over_parquet(folder: Path) -> tuple[float, float]:
    """Return the MB of the store in `folder`, and of its tables as zstd Parquet."""
    store, tables = folder / STORE, folder / "tables"
    with duckdb.connect(str(store), read_only=True) as connection:
        connection.execute(f"EXPORT DATABASE '{tables}' (FORMAT parquet, COMPRESSION zstd)")
    written = sum(file.stat().st_size for file in tables.glob("*.parquet"))
    return store.stat().st_size / 1e6, written / 1e6


def _bare(store: Path, folder: Path) -> float:
    """Return the CPU seconds of loading the same measurements from CSV into a bare table."""
    file = folder / "measurements.csv"
    with duckdb.connect(str(store), read_only=True) as connection:
        connection.execute(f"COPY observation TO '{file}' (HEADER)")
    start = time.process_time()
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        connection.execute("CREATE TABLE bare AS FROM read_csv($file)", {"file": str(file)})
    return time.process_time() - start


if __name__ == "__main__":
    print(json.dumps(built_here(*map(int, sys.argv[1:4]), Path(sys.argv[4]))))
