"""What every view costs, and what one viewer and fifty wait for it, over a bare sentence."""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dashboard.doors.server import production
from tests.benchmarks import changed, rows
from tests.benchmarks.conftest import Serve
from tests.benchmarks.viewers import SETTLED, Viewing, cost, processor_ms, quantile, watch
from tests.serving import Served, free_port, running
from tests.viewed import PAGES

pytestmark = pytest.mark.bench

BARE = Path(__file__).with_name("bare.py")
SENTENCE = Viewing()

RERUNS = int(os.environ.get("BENCH_RERUNS", "24"))
"""So many warm reruns are measured of each view; ``BENCH_RERUNS`` says otherwise."""

HOT = ("Läget", "Område", "Utfall", "Löfteskedjan", "Karta")
"""The views that fifty look at: those that people come to, and that draw most."""


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("floor")
    port = free_port()
    settings = json.dumps(production("127.0.0.1", port, 200))
    command = [sys.executable, str(BARE), settings]
    with running(command, f"http://127.0.0.1:{port}", folder / "x", folder, {}) as server:
        watch(server.url, SENTENCE, viewers=2)
        yield server


@pytest.fixture(scope="module")
def views(serving: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("views")) as server:
        watch(server.url, SENTENCE)
        time.sleep(SETTLED)
        yield server


MOST_MS = 6
"""The processor time that a warm rerun of any view may take."""


def test_every_view_over_the_floor(floor: Served, views: Served) -> None:
    print(rows.HEADER)
    for name, (page, query) in PAGES.items():
        # Measured for each view: where the machine is slow for a moment the floor is high too.
        bare = cost(floor.url, floor.process.pid, Viewing(reruns=RERUNS))
        for dark in (False, True):
            watch(views.url, Viewing(page=page, query=query, dark=dark, reruns=1))
            seen = Viewing(page=page, query=query, dark=dark, reruns=RERUNS)
            ours = cost(views.url, views.process.pid, seen)
            said = f"{name}, CPU ms{', mörkt' if dark else ''}"
            print(rows.at_most(said, ours, bare, MOST_MS), flush=True)


def test_fifty_at_the_same_instant_and_fifty_who_read(floor: Served, views: Served) -> None:
    print(rows.HEADER)
    calm = watch(floor.url, Viewing(reruns=1, reading=2), viewers=50).p95()
    for name in HOT:
        page, query = PAGES[name]
        at_once = Viewing(page=page, query=query, reruns=4)
        watch(views.url, at_once, viewers=2)
        bare = watch(floor.url, Viewing(reruns=4), viewers=50)
        ours = watch(views.url, at_once, viewers=50)
        assert not ours.exceptions
        assert len(ours.first) == 50
        assert ours.bytes[-1] > bare.bytes[-1], "the page has not been drawn"
        print(rows.ratio(f"{name}, 50 at once, p95 ms", ours.p95(), bare.p95(), 6))
        reading = Viewing(page=page, query=query, reruns=1, reading=2)
        slow = watch(views.url, reading, viewers=50).p95()
        print(rows.over(f"{name}, 50 who read for 2 s, p95 ms", slow, calm, 150))


LATER = {"at once": 0.0, "a second after": 1.0, "when all is asked again": None}
"""When somebody comes after a commit, in seconds."""


@pytest.mark.parametrize("viewers", [1, 50])
def test_the_first_visit_after_a_commit(views: Served, viewers: int) -> None:
    print(rows.HEADER)
    values = iter(np.arange(40 + viewers / 10, 90, 0.7).round(1))
    changed.save(
        views.url, next(values)
    )  # what a first one loads is no page's, nor what it empties
    _settled(views.process.pid)
    for name in ("Läget", "Läget, övning", "Område", "Utfall, övning"):
        page, query = PAGES[name]
        once = Viewing(page=page, query=query, reruns=0)
        watch(views.url, once, viewers=2)
        warm = sorted(_p95(views, once, viewers) for _ in range(3))[1]
        for when, wait in LATER.items():
            changed.save(views.url, next(values))
            if wait is None:
                spent = _settled(views.process.pid)
            else:
                time.sleep(wait)
            first = _p95(views, once, viewers)
            said = f"{name}, {viewers} come {when}, p95 ms"
            print(rows.over(said, first, warm, 150), flush=True)
            _settled(views.process.pid)
        print(f"  asked again in {spent:.0f} ms of the processor")


def _p95(views: Served, once: Viewing, viewers: int) -> float:
    return quantile(watch(views.url, once, viewers=viewers).first, 0.95)


def _settled(pid: int) -> float:
    """Wait until a server has asked again what was asked lately; return its processor time."""
    before = at = processor_ms(pid)
    while True:
        time.sleep(0.5)
        if processor_ms(pid) - at < 20:
            return at - before
        at = processor_ms(pid)
