"""A small nation: what it takes to build, how large its file is, and its views beside the demo.

The limits are those of a nation of 24.6 million measurements; `kvarvarde demo` builds one.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks import rows
from tests.benchmarks.built import DEFINITIONS, STORE, Built, Loaded, built, loaded
from tests.benchmarks.conftest import Serve
from tests.benchmarks.viewers import SETTLED, Viewing, most_mb, processor_ms, watch
from tests.serving import Served, served

pytestmark = pytest.mark.bench

DEEP, HALF, WIDE = (400, 100, 40), (200, 100, 40), (1_540, 10, 10)
"""Few areas with many measurements each, half of that, and many areas with few: areas,
indicators, years. The first has as many measurements of a goal as a whole nation."""

RERUNS = 24
A_PLACE = "pahittad.omrade-00001"

VIEWS = {
    "Läget": ("", "data=ovning", "data=ovning"),
    "Läget, lista": ("", "data=ovning&vy=lista", "data=ovning&vy=lista"),
    "Område": ("omrade", f"omrade={A_PLACE}", "omrade=ovning.ekbacken.centrum"),
    "Utfall": ("utfall", "mal=mal-omrade-00001-hit0001", "mal=ovning.mal.try14.centrum"),
    "Jämför": (
        "jamfor",
        "data=ovning&indikator=HIT0001",
        "indikator=MIX01",
    ),
    "Karta": (
        "karta",
        "data=ovning",
        "indikator=MIX01&niva=regso&inom=kommun.1480.goteborg",
    ),
    "Befolkning": ("befolkning", f"omrade={A_PLACE}", "omrade=polis.1480.gardsten"),
    "Löfteskedjan": ("loften", "data=ovning", "data=ovning"),
    "Satsningar": ("satsningar", "data=ovning", "data=ovning"),
    "Möten": ("mote", "", ""),
    "Ladda upp": ("ladda-upp", "", ""),
    "Ny plats": ("ny-plats", "", ""),
    "Lägg in ett mål": (
        "nytt-mal",
        f"omrade={A_PLACE}&indikator=HIT0001",
        "omrade=ovning.ekbacken.centrum&indikator=TRY14",
    ),
    "Skriv in": ("skriv-in", "", ""),
    "Katalog": ("katalog", "", ""),
    "En indikator": ("katalog", "indikator=HIT0001", "indikator=TRY14"),
}
"""Views, with what they are about in the nation and in the demo."""


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    folder = tmp_path_factory.mktemp("wide")
    return folder, built(*WIDE, folder)


def test_a_nation_is_built_and_is_a_small_file(
    wide: tuple[Path, Built], tmp_path_factory: pytest.TempPathFactory
) -> None:
    print(rows.HEADER)
    (half, half_bare), (deep, deep_bare) = (
        _beside_a_load(size, tmp_path_factory.mktemp("deep")) for size in (HALF, DEEP)
    )
    more, load = deep.cpu - half.cpu, deep_bare.cpu - half_bare.cpu
    print(rows.ratio("twice the areas, built and judged, CPU s", deep.cpu, half.cpu, 2.2))
    print(rows.ratio("what is more of it, CPU s over a bare load", more, load, 6))
    folder, figures = wide
    for size, one, bare in ((DEEP, deep, deep_bare), (WIDE, figures, loaded(folder))):
        name = f"{'x'.join(map(str, size))}"
        print(rows.at_most(f"{name} built and judged, MB", one.peak, bare.file, 4_000))
        print(rows.ratio(f"{name}, MB over its tables as Parquet", bare.file, bare.tables, 2.5))


def _beside_a_load(size: tuple[int, int, int], folder: Path) -> tuple[Built, Loaded]:
    return built(*size, folder), loaded(folder)


@pytest.fixture(scope="module")
def both(
    wide: tuple[Path, Built], serving: Serve, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Served]]:
    """A server of the nation, and one of the demo."""
    folder, _figures = wide
    definitions = str(folder / DEFINITIONS)
    with (
        served(folder / STORE, folder, KVARVARDE_DEFINITIONS=definitions) as nation,
        serving(tmp_path_factory.mktemp("demo")) as demo,
    ):
        for server in (nation, demo):
            watch(server.url, Viewing())
        time.sleep(SETTLED)
        yield nation, demo


def test_every_view_on_a_nation_beside_the_demo(both: tuple[Served, Served]) -> None:
    nation, demo = both
    print(rows.HEADER)
    for name, (page, there, here) in VIEWS.items():
        ours, bytes_there = _warm(nation, Viewing(page=page, query=there, reruns=RERUNS))
        known, bytes_here = _warm(demo, Viewing(page=page, query=here, reruns=RERUNS))
        print(rows.ratio(f"{name} on a nation, CPU ms over the demo", ours, known, 1.3))
        said = f"{name} on a nation, kB over the demo"
        print(rows.ratio(said, bytes_there, bytes_here, 1.3), flush=True)
    most = most_mb(nation.process.pid)
    floor = most_mb(demo.process.pid)
    print(rows.at_most("server of a nation, most MB", most, floor, 1_500))


def _warm(server: Served, viewing: Viewing) -> tuple[float, float]:
    """Return the CPU ms of a warm rerun, and its kB."""
    watch(server.url, Viewing(page=viewing.page, query=viewing.query, reruns=2))
    before = processor_ms(server.process.pid)
    waits = watch(server.url, viewing)
    assert not waits.exceptions
    spent = processor_ms(server.process.pid) - before
    return spent / (1 + len(waits.reruns)), waits.bytes[-1] / 1e3
