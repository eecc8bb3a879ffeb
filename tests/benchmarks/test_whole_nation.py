"""A whole nation, 24.6 million measurements: judged again, and asked for all of it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from data.door import Door
from metrics.definition.catalogue import load_catalogue
from tests.benchmarks import rows
from tests.benchmarks.built import DEFINITIONS, STORE, Built, built
from tests.benchmarks.conftest import Serve
from tests.benchmarks.nation import judged
from tests.benchmarks.test_nation import VIEWS
from tests.benchmarks.viewers import Viewing, most_mb, watch
from tests.serving import PATIENCE, Served, served

pytestmark = pytest.mark.bench

AREAS, INDICATORS, PERIODS = 6_160, 100, 40
MOST_MB = 1_500
MORE = [
    *(("jamfor", f"data=ovning&indikator=HIT{number:04d}") for number in range(2, 7)),
    ("karta", "data=ovning&indikator=HIT0002"),
]
"""Questions beside the views: other indicators, each with an answer of its own to keep."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    folder = tmp_path_factory.mktemp("whole")
    return folder, built(AREAS, INDICATORS, PERIODS, folder)


def test_a_whole_nation_is_judged_again(whole: tuple[Path, Built]) -> None:
    folder, figures = whole
    print(rows.HEADER)
    assert figures.rows == AREAS * INDICATORS * PERIODS
    size = (folder / STORE).stat().st_size / 1e6
    print(rows.at_most("a whole nation built and judged, MB", figures.peak, size, 4_000))
    door = Door.open(folder / STORE)
    all_of_it, rule, new = judged(door, load_catalogue([folder / DEFINITIONS]), AREAS)
    door.close()
    print(rows.ratio("judging a whole nation, CPU s over the rule", all_of_it, rule, 2))
    print(rows.ratio("one per cent that is new of a nation", new, all_of_it, 0.05))


@pytest.fixture
def nation(whole: tuple[Path, Built]) -> Iterator[Served]:
    folder, _figures = whole
    definitions = str(folder / DEFINITIONS)
    with served(folder / STORE, folder, KVARVARDE_DEFINITIONS=definitions) as server:
        yield server


def test_a_server_of_a_whole_nation_is_asked_for_everything(
    nation: Served, serving: Serve, tmp_path: Path
) -> None:
    print(rows.HEADER)
    with serving(tmp_path) as demo:
        _asked(demo, [(page, here) for page, _there, here in VIEWS.values()])
        floor = most_mb(demo.process.pid)
    pages = [(page, there) for page, there, _here in VIEWS.values()]
    _asked(nation, [*pages, *MORE])
    _said("all views, most MB", nation, floor)
    for method, path in (("GET", "observations?limit=100"), ("POST", "assessments")):
        answer = httpx.request(
            method,
            f"{nation.url}/api/v1/{path}",
            headers={"Origin": nation.url},
            timeout=PATIENCE,
            trust_env=False,
        )
        assert answer.is_success, answer.text
        _said(f"{method} {path.partition('?')[0]}, most MB", nation, floor)


def _asked(server: Served, questions: list[tuple[str, str]]) -> None:
    for page, query in questions:
        assert not watch(server.url, Viewing(page=page, query=query)).exceptions


def _said(what: str, server: Served, floor: float) -> None:
    name = f"a whole nation: {what}"
    print(rows.at_most(name, most_mb(server.process.pid), floor, MOST_MB), flush=True)
