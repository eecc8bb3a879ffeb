"""A hundred people click while 200,000 rows are read in: nobody sees an error, nor waits.

What they wait beside a file that is only tried is what two cores that are busy cost; what they
wait more than that, while it is saved, is the write. And one who saves a row beside a large
file, which then finds that somebody has saved since it was judged, waits for what it holds the
store for: with only the file beside them, and with the hundred too.
"""

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pandas as pd
import pytest

from data.sample import generated
from data.store.store import Store
from data.store.turns import Turns
from metrics.definition.catalogue import Catalogue, load_catalogue
from tests.benchmarks import changed, rows
from tests.benchmarks.viewers import Viewing, quantile, watch
from tests.data.acts.test_two_steps import judged
from tests.data.loading import load
from tests.data.portfolio import GOALS
from tests.data.portfolio import SURVEY as HEADER
from tests.serving import Served, asked, served

pytestmark = pytest.mark.bench

AREAS, INDICATORS, PERIODS = 200, 50, 20
HELD_AREAS, HELD_INDICATORS, HELD_PERIODS = 500, 20, 20
TURNS = itertools.count(1)
PAGES = (Viewing(), Viewing(page="katalog"), Viewing(page="jamfor"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with the areas of an invented city, and indicators for all of them."""
    folder = tmp_path_factory.mktemp("million")
    definitions = folder / "definitions"
    generated.write_definitions(definitions, 2 * INDICATORS)
    with served(
        folder / "store.duckdb", folder, KVARVARDE_DEFINITIONS=str(definitions)
    ) as here:
        areas = generated.area_table(AREAS).to_csv(index=False)
        assert _sent(here, areas.encode())["revision"]
        yield here


def test_nobody_waits_for_many_rows(server: Served) -> None:
    names = generated.indicator_ids(2 * INDICATORS)
    first, second = (_many(names[half::2]) for half in (0, 1))
    alone = _one_row(server, 0)
    _read, beside_the_file = _beside(server, first, clicking=False)
    tried, _tried_rows = _beside(server, second, dry_run="true")
    saved, one_row = _beside(server, second)
    print(rows.HEADER)
    for name, share in (("p95", 0.95), ("longest", 1.0)):
        ours, floor = quantile(saved, share), quantile(tried, share)
        print(rows.over(f"a read while 200,000 rows are saved, {name} s", ours, floor, 1.0))
    for beside, waited in (("", beside_the_file), (" and a hundred who click", one_row)):
        name = f"one row saved beside 200,000{beside}, longest s"
        print(rows.over(name, max(waited), alone, 2.0))


def test_a_large_file_holds_the_store_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    definitions = tmp_path / "definitions"
    generated.write_definitions(definitions, HELD_INDICATORS)
    catalogue = load_catalogue([definitions])
    store = Store(tmp_path / "store.duckdb")
    frame = _with_goals(store, catalogue)
    corrected = frame.assign(value=(frame["value"] + 0.3).clip(0, 99.9).round(1))
    held = _held(monkeypatch)
    start = time.process_time()
    with judged(monkeypatch, store, corrected.to_csv(index=False), catalogue):
        load(store, f"{HEADER}\n{frame['area_id'][0]},HIT0001,2026,55,400,T\n", catalogue)
    whole = time.process_time() - start
    store.close()
    print(rows.HEADER)
    name = f"the store held by {len(frame):,} corrections, CPU s"
    print(rows.at_most(name, held[-1], whole, 2.0))
    print(rows.at_most("the store held by one row, CPU s", held[-2], whole, 2.0))


def _with_goals(store: Store, catalogue: Catalogue) -> pd.DataFrame:
    """Fill a store with twenty towns' areas, their measurements and a goal for each series."""
    names, areas = generated.indicator_ids(HELD_INDICATORS), generated.area_table(HELD_AREAS)
    town = areas.loc[areas["kind"] == "municipality", "area_id"].iloc[0]
    towns = [f"{town}-{number // 20:02}" for number in range(HELD_AREAS)]
    parts = areas[areas["area_id"] != town].assign(parent_id=towns)
    named = areas.iloc[[0] * len(set(towns))].assign(area_id=sorted(set(towns)))
    named = named.assign(name=[f"Påhittad stad {each[-2:]}" for each in named["area_id"]])
    load(store, pd.concat([named, parts]).to_csv(index=False), catalogue)
    measured = generated.measurements(HELD_AREAS, names, HELD_PERIODS)
    frame = pd.concat(measured, ignore_index=True)
    load(store, frame.to_csv(index=False), catalogue)
    goals = [
        f"mal-{one[-5:]}-{name.lower()},{one},{name},at_least,lower,60,"
        f"2006|2007|2008|2009|2010|2011,5,Minst 60,At least 60,yes,2012-01-01,T,T,T,T"
        for name in names
        for one in parts["area_id"]
    ]
    load(store, "\n".join([GOALS, *goals, ""]), catalogue)
    return frame


def _held(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note how much processor time each holds the store for, in the order they let go."""
    turn, held = Turns.turn, []

    @contextmanager
    def timed(self: Turns, *, long: bool = False) -> Iterator[None]:
        with turn(self, long=long):
            start = time.process_time()
            yield
            held.append(time.process_time() - start)

    monkeypatch.setattr(Turns, "turn", timed)
    return held


def _many(names: list[str]) -> bytes:
    """Return a file of measurements of some indicators, for every area."""
    frames = generated.measurements(AREAS, names, PERIODS)
    return pd.concat(frames, ignore_index=True).to_csv(index=False).encode()


def _one_row(server: Served, turn: int) -> float:
    """Save one measurement, another each turn, and return the seconds that took."""
    start = time.perf_counter()
    changed.save(server.url, 40 + turn / 10)
    return time.perf_counter() - start


def _beside(
    server: Served, content: bytes, *, clicking: bool = True, **how: str
) -> tuple[list[float], list[float]]:
    """Return what reads waited and what saves of one row took, in seconds, while a file is
    sent and, where they are `clicking`, a hundred people look at pages."""
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

    doing = (click, read, write) if clicking else (write,)
    others = [threading.Thread(target=each) for each in doing]
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
