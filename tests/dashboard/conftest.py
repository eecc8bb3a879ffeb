"""What several tests of the dashboard read."""

import pytest

from dashboard.export.decks.slide import Slide
from data.answers.followed import Gatherer
from data.answers.reader import Reader
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.dashboard.export.exporting import every_goal


@pytest.fixture(scope="session")
def gathered(sample: Store, catalogue: Catalogue) -> Gatherer:
    """The shipped data, gathered for export."""
    return Gatherer(Reader(sample), catalogue)


@pytest.fixture(scope="session")
def goal_slides(gathered: Gatherer) -> tuple[Slide, ...]:
    """A slide for each goal."""
    return every_goal(gathered)
