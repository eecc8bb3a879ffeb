"""One viewer and fifty: how an indicator has gone against its target, here and there.

`make bench-peers` makes the environment of the peers. Every server runs on this machine, one
after the other, with the same rows, and is looked at with the same Chromium.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest
from playwright.sync_api import Browser, sync_playwright

from dashboard.doors.server import production
from tests.benchmarks import rows
from tests.benchmarks.peers.question import write_rows
from tests.benchmarks.viewers import Viewing, processor_ms, quantile, watch
from tests.browser.conftest import QUIET, chromium
from tests.serving import Served, free_port, running, served

pytestmark = pytest.mark.peers

HERE = Path(__file__).parent
PEERS = Path(os.environ.get("PEERS", ".venv-peers")).absolute() / "bin"
UTFALL = Viewing(page="utfall", query="mal=ovning.mal.try14.centrum", reruns=20)
PLOTLY = ".js-plotly-plot .main-svg"
VIEWERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one viewer waits in Chromium, a question costs, and fifty wait: milliseconds."""

    chart: float
    processor: float
    fifty: float


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("peers")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium(), args=[*QUIET, "--no-proxy-server"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def ours(folder: Path, browser: Browser) -> Figures:
    store = folder / "store.duckdb"
    with served(store, folder) as server:
        found = _streamlit(server, UTFALL, f"{server.url}/utfall?{UTFALL.query}", browser)
    write_rows(store, folder / "rows.csv")
    return found


def test_a_tutorials_own_app(folder: Path, browser: Browser, ours: Figures) -> None:
    port = free_port()
    settings = json.dumps(production("127.0.0.1", port, 200))
    command = [sys.executable, str(HERE / "tutorial.py"), settings]
    url, given = f"http://127.0.0.1:{port}", {"ROWS": str(folder / "rows.csv")}
    with running(command, url, folder / "x", folder, given) as server:
        theirs = _streamlit(server, Viewing(reruns=20), url, browser)
    _print("pandas and plotly.express", ours, theirs)


def test_superset(folder: Path, browser: Browser, ours: Figures) -> None:
    if not (PEERS / "superset").exists():
        pytest.skip("Superset is not installed: make bench-peers.")
    with _superset(folder) as (url, pid):
        address = f"{url}/superset/dashboard/indicators/?standalone=1"
        asked, chart = _asked(browser, address), _chart(browser, address, "canvas")
        areas = sorted(pd.read_csv(folder / "rows.csv")["area"].unique())
        before = _with_children(pid)
        for area in areas * 3:
            _post(asked, area)
        spent = (_with_children(pid) - before) / (3 * len(areas))
        waits = _alone(asyncio.run, _fifty(asked, areas))
    _print("Superset", ours, Figures(chart=chart, processor=spent, fifty=quantile(waits, 0.95)))


def _print(name: str, ours: Figures, theirs: Figures) -> None:
    print(rows.HEADER)
    print(rows.ratio(f"{name}: page to chart, ms", ours.chart, theirs.chart, 1))
    print(rows.ratio(f"{name}: CPU of a question, ms", ours.processor, theirs.processor, 1))
    print(rows.ratio(f"{name}: fifty at once, p95 ms", ours.fifty, theirs.fifty, 0.2))


def _streamlit(server: Served, viewing: Viewing, address: str, browser: Browser) -> Figures:
    _alone(watch, server.url, viewing, viewers=2)
    chart = _chart(browser, address, PLOTLY)
    before = processor_ms(server.process.pid)
    asked = _alone(watch, server.url, viewing)
    spent = processor_ms(server.process.pid) - before
    fifty = _alone(watch, server.url, viewing, viewers=VIEWERS)
    assert not fifty.exceptions
    return Figures(chart=chart, processor=spent / (len(asked.reruns) + 1), fifty=fifty.p95())


def _alone(function: Callable[..., Any], *given: Any, **asked: Any) -> Any:
    """Call in a thread of its own: the browser's loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(function, *given, **asked).result()


def _chart(browser: Browser, address: str, drawn: str) -> float:
    """Return how long a visitor with an empty cache waits for the chart: a median of five."""
    waits = []
    for _turn in range(6):
        context = browser.new_context(viewport={"width": 1440, "height": 1000})
        page, began = context.new_page(), time.perf_counter()
        page.goto(address)
        page.wait_for_selector(drawn, timeout=120_000)
        waits.append(1_000 * (time.perf_counter() - began))
        context.close()
    return statistics.median(waits[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What the page itself asked the server for its chart's data."""

    url: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    def about(self, area: str) -> dict[str, Any]:
        asked = json.loads(json.dumps(self.body))
        asked["queries"][0]["filters"][0]["val"] = area
        return dict(asked)


def _asked(browser: Browser, address: str) -> _Question:
    page = browser.new_context().new_page()
    with page.expect_request(lambda one: "/chart/data" in one.url, timeout=120_000) as seen:
        page.goto(address)
    request = seen.value
    headers = {
        name: value
        for name, value in request.all_headers().items()
        if name in {"content-type", "cookie", "referer", "accept"}
    }
    return _Question(url=request.url, headers=headers, body=request.post_data_json)


def _post(asked: _Question, area: str) -> None:
    answer = httpx.post(
        asked.url, headers=asked.headers, json=asked.about(area), timeout=120, trust_env=False
    )
    answer.raise_for_status()


async def _fifty(asked: _Question, areas: list[str]) -> list[float]:
    waits: list[float] = []
    at_most = httpx.Limits(max_connections=VIEWERS)
    async with httpx.AsyncClient(timeout=300, trust_env=False, limits=at_most) as client:

        async def viewer(turn: int) -> None:
            for step in range(UTFALL.reruns):
                body, began = (
                    asked.about(areas[(turn + step) % len(areas)]),
                    time.perf_counter(),
                )
                answer = await client.post(asked.url, headers=asked.headers, json=body)
                answer.raise_for_status()
                waits.append(1_000 * (time.perf_counter() - began))

        await asyncio.gather(*(viewer(turn) for turn in range(VIEWERS)))
    return waits


@contextmanager
def _superset(folder: Path) -> Iterator[tuple[str, int]]:
    """Run Superset as its guide has it in production, two workers for two cores."""
    home = folder / "superset"
    home.mkdir()
    given = {
        **os.environ,
        "SUPERSET_HOME": str(home),
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "FLASK_APP": "superset.app:create_app()",
    }
    for command in (
        [PEERS / "superset", "db", "upgrade"],
        [PEERS / "superset", "init"],
        [PEERS / "python", HERE / "superset_dashboard.py", folder / "rows.csv"],
    ):
        subprocess.run(
            [*map(str, command)], env=given, cwd=home, check=True, capture_output=True
        )
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    workers = ("-w", "2", "-k", "gthread", "--threads", "8", "--timeout", "300")
    program = [str(PEERS / "gunicorn"), *workers, "-b", f"127.0.0.1:{port}", given["FLASK_APP"]]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(program, env=given, cwd=home, stdout=log, stderr=log)
    try:
        _wait_for(f"{url}/health")
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_for(url: str) -> None:
    give_up = time.monotonic() + 300
    while time.monotonic() < give_up:
        try:
            if httpx.get(url, timeout=60, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)  # between two questions, not instead of them
    raise AssertionError(f"No answer from {url}")


def _with_children(pid: int) -> float:
    """Return the processor time of a process and its children, in milliseconds; Linux only."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(processor_ms(one) for one in (pid, *map(int, children)))
