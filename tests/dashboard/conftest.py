"""What several tests of the dashboard read."""

import pytest

from dashboard.charts.describe.gathering import Gathering
from dashboard.export.decks.slide import Slide
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.dashboard.export.exporting import every_goal
from tests.factories import a_reader


@pytest.fixture(scope="session")
def gathered(sample: Store, catalogue: Catalogue) -> Gathering:
    """The shipped data, gathered for export."""
    return Gathering(a_reader(sample), catalogue)


@pytest.fixture(scope="session")
def goal_slides(gathered: Gathering) -> tuple[Slide, ...]:
    """A slide for each goal."""
    return every_goal(gathered)
