"""A hundred people click while 200,000 rows are read in: nobody sees an error, nor waits.

What they wait beside a file that is only tried is what two cores that are busy cost; what they
wait more than that, while it is saved, is the write.
"""

import itertools
import json
import threading
import time
from collections.abc import Iterator

import httpx
import pandas as pd
import pytest

from data.sample import generated
from tests.benchmarks import rows
from tests.benchmarks.viewers import Viewing, quantile, watch
from tests.serving import Served, asked, served

pytestmark = pytest.mark.bench

AREAS, INDICATORS, PERIODS = 200, 50, 20
TURNS = itertools.count(1)
ONE = "area_id;indicator_id;period;value\novning.ekbacken.centrum;TRY14;2025;"
ANSWER = {"answers_of_another_value:TRY14": "keep"}
PAGES = (Viewing(), Viewing(page="katalog"), Viewing(page="jamfor"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with the areas of an invented city, and indicators for all of them."""
    folder = tmp_path_factory.mktemp("million")
    definitions = folder / "definitions"
    generated.write_definitions(definitions, INDICATORS)
    with served(
        folder / "store.duckdb", folder, KVARVARDE_DEFINITIONS=str(definitions)
    ) as here:
        areas = generated.area_table(AREAS).to_csv(index=False)
        assert _sent(here, areas.encode())["revision"]
        yield here


def test_nobody_waits_for_many_rows(server: Served) -> None:
    names = generated.indicator_ids(INDICATORS)
    frames = generated.measurements(AREAS, names, PERIODS)
    content = pd.concat(frames, ignore_index=True).to_csv(index=False).encode()
    alone = _one_row(server, 0)
    tried, _tried_rows = _beside(server, content, dry_run="true")
    saved, one_row = _beside(server, content)
    print(rows.HEADER)
    for name, share in (("p95", 0.95), ("longest", 1.0)):
        ours, floor = quantile(saved, share), quantile(tried, share)
        print(rows.over(f"a read while 200,000 rows are saved, {name} s", ours, floor, 1.0))
    print(rows.over("one row saved beside 200,000, longest s", max(one_row), alone, 2.0))


def _one_row(server: Served, turn: int) -> float:
    """Save one measurement, another each turn, and return the seconds that took."""
    start = time.perf_counter()
    file = f"{ONE}{40 + turn / 10:.1f}\n".encode()
    answer = httpx.post(
        f"{server.url}/api/v1/imports",
        files={"file": ("one.csv", file)},
        data={"actor": "bench", "answers": json.dumps(ANSWER)},
        timeout=3_000,
        trust_env=False,
    )
    assert answer.is_success, answer.text
    return time.perf_counter() - start


def _beside(server: Served, content: bytes, **how: str) -> tuple[list[float], list[float]]:
    """Return what reads waited and what saves of one row took, in seconds, while a file is
    sent and a hundred people click."""
    over, waited = threading.Event(), list[float]()
    wrong, written = list[str](), list[float]()

    def click() -> None:
        while not over.is_set():
            for viewing in PAGES:
                wrong.extend(watch(server.url, viewing, viewers=100).exceptions)

    def read() -> None:
        while not over.is_set():
            start = time.perf_counter()
            answer = asked(f"{server.url}/api/v1/observations?limit=1")
            waited.append(time.perf_counter() - start)
            wrong.extend([answer.text] if answer.is_error else [])

    def write() -> None:
        while not over.is_set():
            written.append(_one_row(server, next(TURNS)))

    others = [threading.Thread(target=each) for each in (click, read, write)]
    for each in others:
        each.start()
    report = _sent(server, content, **how)
    over.set()
    for each in others:
        each.join()
    assert not wrong
    assert report["new"] == AREAS * INDICATORS * PERIODS
    return waited, written


def _sent(server: Served, content: bytes, **how: str) -> dict[str, int]:
    answer = httpx.post(
        f"{server.url}/api/v1/imports",
        params={"name": "many.csv", **how},
        content=content,
        timeout=3_000,
        trust_env=False,
    )
    report: dict[str, int] = answer.raise_for_status().json()
    return report
