"""What it costs to check and save a large CSV, over loading it bare into the same table.

``python -m tests.benchmarks.large [ROWS]`` prints rows, seconds, times the bare load, and the
peak of memory. Each is a process of its own, one after the other on the same file. There are no
goals, but what areas did together is worked out as for every save.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data.acts import save as saving
from data.intake import UploadedFile, examine
from data.sample import generated
from data.store.store import Store
from metrics.definition.catalogue import load_catalogue
from tests.factories import a_door, a_reader, a_viewer

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PERIODS = 20
INDICATORS = 100

BARE = """
    INSERT INTO observation (series_id, period, period_start, period_end, value, class_code, n,
                             missing_reason, status, evidence, source, note, revision_from,
                             brought_by)
    SELECT hash(area_id, indicator_id) % 2000000000, period, make_date(period::INTEGER, 1, 1),
           make_date(period::INTEGER, 12, 31), value, '', n, '', 'final', 'stated', source, '',
           1, 1
    FROM read_csv($file, types = {period: 'VARCHAR', value: 'DOUBLE', n: 'INTEGER'})
"""
"""The same values in the same columns, with nothing looked up, checked or compared."""


def print_large(rows: int) -> None:
    """Measure one file of so many rows."""
    areas = rows // (INDICATORS * PERIODS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, store = folder / "large.csv", folder / "store.duckdb"
        _write(file, areas)
        Store(folder / "bare.duckdb").close()
        _prepare(store, areas)
        print(f"{areas * INDICATORS * PERIODS:,} rows, {file.stat().st_size / 1e6:.0f} MB")
        heads = ("seconds", "over bare", "CPU s", "over bare", "peak MB")
        print(f"{'':32}{''.join(map('{:>11}'.format, heads))}")
        bare = [_measured("bare", file, folder / "bare.duckdb")]
        saved = _measured("saved", file, store)
        checked = _measured("checked", file, store)
        Store(folder / "again.duckdb").close()
        bare.append(_measured("bare", file, folder / "again.duckdb"))
        best = min(bare, key=lambda each: each["seconds"])
        _line("bare read_csv into the table", best, best)
        _line("checked and saved", saved, best)
        _line("checked, all of it there", checked, best)


def _write(file: Path, areas: int) -> None:
    names = generated.indicator_ids(INDICATORS)
    for number, table in enumerate(generated.measurements(areas, names, PERIODS)):
        table.to_csv(file, mode="a", index=False, header=number == 0)


def _prepare(path: Path, areas: int) -> None:
    """Make a store that knows the areas."""
    generated.write_definitions(path.parent / "definitions", INDICATORS)
    content = generated.area_table(areas).to_csv(index=False).encode()
    store = Store(path)
    _examined_and_saved(store, UploadedFile.of(content, "areas.csv"), path, keeping=True)
    store.close()


def _measured(what: str, file: Path, store: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.large", what, str(file), str(store)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(answer.stdout))


def _line(name: str, measured: dict[str, float], bare: dict[str, float]) -> None:
    figures = [
        figure
        for each in ("seconds", "cpu")
        for figure in (measured[each], measured[each] / bare[each])
    ]
    figures.append(measured["peak"])
    print(f"{name:32}{''.join(map('{:11.2f}'.format, figures))}", flush=True)


def _run(what: str, file: Path, path: Path) -> None:
    """Do one thing in this process, and print what it took."""
    store = Store(path)
    start, used = time.perf_counter(), time.process_time()
    if what == "bare":
        with duckdb.connect(str(path)) as connection:
            connection.execute(BARE, {"file": str(file)})
    else:
        _examined_and_saved(store, UploadedFile.at(file), path, keeping=what == "saved")
    seconds, cpu = time.perf_counter() - start, time.process_time() - used
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": _peak()}))
    store.close()


def _peak() -> float:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _examined_and_saved(store: Store, file: UploadedFile, path: Path, *, keeping: bool) -> None:
    catalogue = load_catalogue([path.parent / "definitions"])
    examination = examine(a_reader(store), file, catalogue=catalogue)
    assert not examination.stops, examination.findings[:3]
    if keeping:
        saving.save(
            a_door(store), a_viewer(), examination, catalogue=catalogue, actor="bench", now=NOW
        )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        print_large(int(sys.argv[1]) if len(sys.argv) == 2 else 1_000_000)
