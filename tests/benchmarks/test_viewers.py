"""What one viewer and fifty wait for Läget, over what they wait for a page with a sentence."""

import sys
from pathlib import Path

import pytest

from tests.benchmarks.viewers import Waits, line, watch
from tests.serving import free_port, running, served

pytestmark = pytest.mark.bench

BARE = Path(__file__).with_name("bare.py")
HEADER = (
    f"\n{'rerun, ms':<28} {'p50':>8} {'p95':>8}   {'floor50':>8} {'floor95':>8}   "
    f"{'ratio':>6} {'p95':>6}   {'kB':>8}"
)


@pytest.fixture(scope="module")
def floors(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Waits]:
    folder = tmp_path_factory.mktemp("floor")
    port = free_port()
    command = [sys.executable, str(BARE), str(port)]
    with running(command, f"http://127.0.0.1:{port}", folder / "x", folder, {}) as server:
        watch(server.url, viewers=2)
        return {viewers: watch(server.url, viewers=viewers) for viewers in (1, 50)}


def test_the_overview_over_the_floor(
    floors: dict[int, Waits], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("overview")
    pages = {"Läget": "", "Läget, övningsområdet": "data=ovning", "Läget, lista": "vy=lista"}
    print(HEADER)
    with served(folder / "store.duckdb", folder) as server:
        watch(server.url, viewers=2)
        for name, query in pages.items():
            for viewers, floor in floors.items():
                waits = watch(server.url, viewers=viewers, query=query)
                assert not waits.exceptions
                assert len(waits.first) == viewers
                print(line(f"{name} ({viewers})", waits, floor))
