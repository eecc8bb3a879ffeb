"""What several tests of the dashboard read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.export.decks.slide import Slide
from dashboard.page import replay
from dashboard.page.cache import Cache
from data.answers.followed import Gatherer
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.dashboard.driving import app_of, installed_to_read
from tests.dashboard.export.exporting import every_goal
from tests.factories import a_reader


@pytest.fixture
def app(installed_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The whole app on the shipped store, not yet run."""
    with installed_to_read(installed_file, monkeypatch):
        yield app_of()


@pytest.fixture
def drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent as it was drawn before: the test changes what pages are made of."""
    monkeypatch.setattr(replay, "_DRAWN", Cache(0))


@pytest.fixture(scope="session")
def gathered(sample: Store, catalogue: Catalogue) -> Gatherer:
    """The shipped data, gathered for export."""
    return Gatherer(a_reader(sample), catalogue)


@pytest.fixture(scope="session")
def goal_slides(gathered: Gatherer) -> tuple[Slide, ...]:
    """A slide for each goal."""
    return every_goal(gathered)
