"""Habits of the whole suite."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

from data.sample.demo import build
from data.store.store import Store
from metrics.definition.catalogue import Catalogue, load_catalogue
from tests import invited_people, old_stores
from tests.factories import a_door, a_viewer

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The day the shipped data is judged on in tests."""

settings.register_profile(
    "ci",
    max_examples=15,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("nightly", max_examples=500, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


BROWSER = "tests/browser/"


class _BrowserTogether(LoadScopeScheduling):
    """Gives any worker the next test, but all that need a browser to one of them, and first.

    The groups of xdist 3.8 (``--dist loadgroup``) are not seen by pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return _BrowserTogether(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what needs the shipped store last: while one worker builds it, the others work."""
    items.sort(key=lambda item: "sample_file" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """Build the shipped store once for all workers of a run, closed, for tests to copy."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    path = folder / "sample.duckdb"
    with FileLock(folder / "sample.lock"):
        if not path.exists():
            _build(begun := folder / "begun.duckdb", catalogue)
            for beside in (begun.with_suffix(".sizes.npz"), begun):
                beside.rename(path.with_suffix("".join(beside.suffixes)))
    return path


def _build(path: Path, catalogue: Catalogue) -> None:
    store = Store(path)
    build(a_door(store), a_viewer(), catalogue, TODAY)
    store.close()


@pytest.fixture(scope="session")
def sample(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Lend the shipped store to tests that only read."""
    store = Store(_copy(sample_file, tmp_path_factory.mktemp("read")))
    yield store
    store.close()


@pytest.fixture(scope="session")
def two_places(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store of two places, of which one is followed up, for tests to copy."""
    return Path(
        invited_people.built(tmp_path_factory.mktemp("two") / "store.duckdb", catalogue)
    )


@pytest.fixture(scope="session")
def lived_in(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store of today's that has a little of all that follows from facts, to copy."""
    return old_stores.lived_in(tmp_path_factory.mktemp("lived") / "store.duckdb", catalogue)


@pytest.fixture(scope="session")
def installed_file(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped store for the installation whose pages are only read."""
    return _copy(sample_file, tmp_path_factory.mktemp("installed"))


@pytest.fixture
def own_sample(sample_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Lend a copy of the shipped store to a test that writes."""
    store = Store(_copy(sample_file, tmp_path))
    yield store
    store.close()


def _copy(file: Path, folder: Path) -> Path:
    return Path(shutil.copy(file, folder / "store.duckdb"))
