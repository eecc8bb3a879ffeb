"""What one viewer and fifty wait for every view, over what they wait for a bare sentence."""

import json
import sys
from pathlib import Path

import pytest

from dashboard.doors.server import production
from tests.benchmarks.viewers import Waits, line, watch
from tests.serving import free_port, running, served

pytestmark = pytest.mark.bench

BARE = Path(__file__).with_name("bare.py")
HEADER = (
    f"\n{'rerun, ms':<32} {'p50':>8} {'p95':>8}   {'floor50':>8} {'floor95':>8}   "
    f"{'ratio':>6} {'p95':>6}   {'kB':>8}"
)

PAGES = {
    "Läget": ("", ""),
    "Läget, övning": ("", "data=ovning"),
    "Läget, lista": ("", "vy=lista"),
    "Läget, filtrerat": ("", "data=ovning&tema=safety&sedan=2026-11-01"),
    "Läget, som det var": ("", "data=ovning&revision=40"),
    "Område": ("omrade", "omrade=polis.1480.gardsten"),
    "Område, övning": ("omrade", "omrade=ovning.ekbacken.centrum"),
    "Utfall": ("utfall", "mal=mal.goteborg.sarskilt-utsatt-2025.bergsjon"),
    "Utfall, övning": ("utfall", "mal=ovning.mal.try14.centrum"),
    "Jämför, övning": ("jamfor", "data=ovning&indikator=TRY14"),
    "Karta": ("karta", "indikator=MIX01&niva=regso&inom=kommun.1480.goteborg"),
    "Befolkning": ("befolkning", "omrade=polis.1480.gardsten"),
    "Löfteskedjan, övning": ("loften", "data=ovning"),
    "Satsningar, övning": ("satsningar", "data=ovning"),
    "Ett möte, övning": ("mote", "mote=mote.2026-12-03-1"),
    "Ladda upp": ("ladda-upp", ""),
    "Katalog": ("katalog", ""),
    "Katalog, försenat": ("katalog", "del=forsenat"),
    "En indikator": ("katalog", "indikator=TRY14"),
    "Så avgörs en förlust": ("metod", ""),
    "Tillgänglighet": ("tillganglighet", ""),
}
"""Every view with what it is about: the page of the address, and its questions."""

VIEWERS = (1, 50)


@pytest.fixture(scope="module")
def floors(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Waits]:
    folder = tmp_path_factory.mktemp("floor")
    port = free_port()
    settings = json.dumps(production("127.0.0.1", port, 200))
    command = [sys.executable, str(BARE), settings]
    with running(command, f"http://127.0.0.1:{port}", folder / "x", folder, {}) as server:
        watch(server.url, viewers=2)
        return {viewers: watch(server.url, viewers=viewers) for viewers in VIEWERS}


def test_every_view_over_the_floor(
    floors: dict[int, Waits], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("views")
    print(HEADER)
    with served(folder / "store.duckdb", folder) as server:
        for name, (page, query) in PAGES.items():
            watch(server.url, viewers=2, page=page, query=query)
            for viewers, floor in floors.items():
                waits = watch(server.url, viewers=viewers, page=page, query=query)
                assert not waits.exceptions
                assert len(waits.first) == viewers
                assert waits.bytes[-1] > floor.bytes[-1], "the page has not been drawn"
                print(line(f"{name} ({viewers})", waits, floor))
