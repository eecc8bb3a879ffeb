"""What it costs to check, compare and save 200,000 rows, over just reading the file."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.acts.save import save
from data.intake import UploadedFile, examine
from data.sample import generated
from data.store.store import Store
from metrics.definition.catalogue import Catalogue, load_catalogue
from tests.benchmarks import rows
from tests.factories import a_door, a_reader, a_viewer

pytestmark = pytest.mark.bench

AREAS, INDICATORS, PERIODS = 200, 50, 20
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def content() -> bytes:
    names = generated.indicator_ids(INDICATORS)
    values = pd.concat(generated.measurements(AREAS, names, PERIODS), ignore_index=True)
    return values.to_csv(index=False).encode()


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("definitions")
    generated.write_definitions(folder, INDICATORS)
    return load_catalogue([folder])


def timed(what: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    return what(), time.perf_counter() - start


def test_many_rows_over_a_bare_read(
    content: bytes, catalogue: Catalogue, tmp_path: Path
) -> None:
    bare = _bare_read(content, tmp_path)
    store = Store(tmp_path / "store.duckdb")
    areas = generated.area_table(AREAS).to_csv(index=False).encode()
    save(
        a_door(store),
        a_viewer(),
        examine(a_reader(store), UploadedFile.of(areas, "areas.csv"), catalogue=catalogue),
        catalogue=catalogue,
        actor="bench",
        now=NOW,
    )
    examination, reading = timed(
        lambda: examine(
            a_reader(store), UploadedFile.of(content, "many.csv"), catalogue=catalogue
        )
    )
    assert not examination.stops, examination.findings[:3]
    _receipt, saving = timed(
        lambda: save(
            a_door(store), a_viewer(), examination, catalogue=catalogue, actor="bench", now=NOW
        )
    )
    again, comparing = timed(
        lambda: examine(
            a_reader(store), UploadedFile.of(content, "many.csv"), catalogue=catalogue
        )
    )
    assert again.unchanged == AREAS * INDICATORS * PERIODS
    store.close()
    for name, seconds in {
        "examine": reading,
        "commit": saving,
        "examine and commit": reading + saving,
        "examine, all of it there": comparing,
    }.items():
        print(rows.ratio(f"200,000 rows: {name}, s over read_csv", seconds, bare))


def _bare_read(content: bytes, folder: Path) -> float:
    file = folder / "many.csv"
    file.write_bytes(content)
    with duckdb.connect(folder / "bare.duckdb") as connection:
        _done, seconds = timed(
            lambda: connection.execute(
                "CREATE TABLE bare AS FROM read_csv($file)", {"file": str(file)}
            )
        )
    return seconds
