"""What it takes to start: the help, the server to its first answer, and its first chart."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from dashboard.doors.server import production
from tests.benchmarks import rows
from tests.benchmarks.conftest import copied
from tests.benchmarks.viewers import Viewing, processor_ms, watch
from tests.serving import CLI, free_port, ran, running

pytestmark = pytest.mark.bench

BARE = Path(__file__).with_name("bare.py")
CHART = Viewing(page="utfall", query="mal=ovning.mal.try14.centrum", reruns=0)


def test_the_help_is_quick_and_says_nothing_else(tmp_path: Path) -> None:
    print(rows.HEADER)
    began = time.perf_counter()
    answer = ran(tmp_path / "x", tmp_path, *CLI, "--help")
    seconds = time.perf_counter() - began
    print(rows.over("kvarvarde --help, s", seconds, 0, 0.5))
    assert not answer.stderr


def test_the_server_starts_nearly_as_plain_streamlit(tmp_path: Path, shipped: Path) -> None:
    copied(shipped, tmp_path)
    print(rows.HEADER)
    for turn in range(2):
        port = free_port()
        settings = json.dumps(production("127.0.0.1", port, 200))
        plain = _started([str(BARE), settings], port, tmp_path, Viewing(reruns=0))
        port = free_port()
        ours = _started([*CLI, "serve", "--port", str(port)], port, tmp_path, CHART)
        for place, (what, limit) in enumerate(
            [("health, s", 1), ("health, CPU s", 1), ("first chart, s", 1.5)]
        ):
            print(rows.over(f"start {turn + 1} to {what}", ours[place], plain[place], limit))


def _started(
    command: Sequence[str], port: int, folder: Path, first: Viewing
) -> tuple[float, float, float]:
    """Return seconds to health, those of the processor, and seconds to the first page."""
    url, began = f"http://127.0.0.1:{port}", time.perf_counter()
    with running(
        [sys.executable, *command], url, folder / "store.duckdb", folder, {}
    ) as server:
        healthy = time.perf_counter() - began
        spent = processor_ms(server.process.pid) / 1_000
        watch(url, first)
        return healthy, spent, time.perf_counter() - began
