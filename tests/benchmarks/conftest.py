"""Benchmarks run when asked for: they measure the machine as much as the code."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.benchmarks import rows
from tests.serving import Served, served

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the benchmarks out unless somebody asked for them: ``make bench``."""
    if {"bench", "peers"} & {config.getoption("markexpr")}:
        return
    measuring = [item for item in items if HERE in item.path.parents]
    items[:] = [item for item in items if HERE not in item.path.parents]
    config.hook.pytest_deselected(items=measuring)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """End a run with its one table, also when some of it could not be measured."""
    if rows.TABLE:
        terminalreporter.write_line(rows.table(rows.TABLE))


@pytest.fixture(autouse=True)
def _said_how_long(request: pytest.FixtureRequest) -> Iterator[None]:
    """Say when a part begins, and at its end what it took: a long run is then followed."""
    part, began = request.node.name, time.perf_counter()
    print(f"\n{part} ...", flush=True)
    yield
    print(f"{part}: {time.perf_counter() - began:.0f} s", flush=True)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped store, built once for all that is measured, or taken from ``BENCH_STORE``."""
    if built := os.environ.get("BENCH_STORE"):
        return Path(built)
    folder = tmp_path_factory.mktemp("shipped")
    store = folder / "store.duckdb"
    with served(store, folder):
        pass  # the first start builds it
    return store


Serve = Callable[..., AbstractContextManager[Served]]


@pytest.fixture(scope="session")
def serving(shipped: Path) -> Serve:
    """Run a server on a copy of the shipped store, in a folder."""

    @contextmanager
    def serve(folder: Path, **environment: str) -> Iterator[Served]:
        with served(copied(shipped, folder), folder, **environment) as server:
            yield server

    return serve


def copied(store: Path, folder: Path) -> Path:
    """Copy a store, with the log and what else is kept beside it, into a folder."""
    for file in store.parent.glob(f"{store.stem}.*"):
        if not file.name.endswith(".server"):
            shutil.copy(file, folder / file.name)
    return folder / store.name
