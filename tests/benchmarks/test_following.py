"""How soon processes that show copies follow, and how many more viewers they bear."""

import time
from collections.abc import Iterator, Sequence

import pytest

from tests.benchmarks import changed, rows
from tests.benchmarks.conftest import Serve
from tests.benchmarks.viewers import SETTLED, Viewing, processor_ms, watch
from tests.serving import Served, asked, served

pytestmark = pytest.mark.bench

AT_ONCE = Viewing(page="omrade", query="omrade=ovning.ekbacken.centrum", reruns=30)
VIEWERS = 30
TURNS = 3
"""How often one and both are asked, in turn: no machine is the same from second to second."""


@pytest.fixture(scope="module")
def writer(serving: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("writer")
    with serving(folder, KVARVARDE_PUBLISH=str(folder / "copies")) as server:
        while not (folder / "copies" / "latest.json").exists():
            time.sleep(0.1)
        yield server


@pytest.fixture(scope="module")
def two(writer: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Served]]:
    copies = str(writer.store.parent / "copies")
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "two")]
    with (
        served(folders[0] / "x", folders[0], KVARVARDE_FOLLOW=copies) as one,
        served(folders[1] / "x", folders[1], KVARVARDE_FOLLOW=copies) as other,
    ):
        yield [one, other]


def test_how_long_they_are_behind_what_is_saved(writer: Served, two: list[Served]) -> None:
    print(rows.HEADER)
    for value in (41, 42, 43):
        saved = changed.save(writer.url, value)
        since = time.perf_counter()
        for server in two:
            while asked(f"{server.url}/healthz").json()["revision"] < saved:
                pass
        print(rows.over("behind what is saved, s", time.perf_counter() - since, 0, 2))


def test_how_many_more_viewers_two_processes_bear(two: list[Served]) -> None:
    """At the same p95: viewers who wait for each other's reruns, the generator's share apart.

    On two cores the viewers take from the two processes what they do not take from one, so
    what two would do is reckoned from the processor time that was left to them.
    """
    print(rows.HEADER)
    time.sleep(SETTLED)
    for server in two:
        watch(server.url, AT_ONCE, viewers=2)
    turns = [(_borne([two[turn % 2]]), _borne(two)) for turn in range(TURNS)]
    one, both = (_per_second(each) for each in zip(*turns, strict=True))
    print(rows.at_least("viewers that two processes bear at one's p95", both, one, 1.6))


def _per_second(borne: Sequence[tuple[int, float]]) -> float:
    reruns, seconds = zip(*borne, strict=True)
    return float(sum(reruns) / sum(seconds))


def _borne(servers: list[Served]) -> tuple[int, float]:
    """Return the reruns, and the seconds they would have taken if nobody else had used what
    cores the servers have: one for each."""
    before = [processor_ms(server.process.pid) for server in servers]
    start, own = time.perf_counter(), time.process_time()
    waits = watch([server.url for server in servers], AT_ONCE, viewers=VIEWERS)
    assert not waits.exceptions
    elapsed, generator = time.perf_counter() - start, time.process_time() - own
    spent = [
        processor_ms(server.process.pid) - used
        for server, used in zip(servers, before, strict=True)
    ]
    print(
        f"  {len(servers)}: {len(waits.reruns) / elapsed:.0f} a second, p95 {waits.p95():.0f}"
        f" ms, CPU s {sum(spent) / 1000:.1f}, of viewers {generator:.1f}, in {elapsed:.1f} s"
    )
    many = len(servers) > 1
    return len(waits.reruns), elapsed - (generator / len(servers) if many else 0)
