"""What several tests of the dashboard read."""

import pytest

from dashboard.export.gathering import Gathering
from dashboard.export.slide import Slide
from data.reader import Reader
from data.store import Store
from metrics.catalogue import Catalogue
from tests.dashboard.exporting import every_goal


@pytest.fixture(scope="session")
def gathered(sample: Store, catalogue: Catalogue) -> Gathering:
    """The shipped data, gathered for export."""
    return Gathering(Reader(sample), catalogue)


@pytest.fixture(scope="session")
def goal_slides(gathered: Gathering) -> tuple[Slide, ...]:
    """A slide for each goal."""
    return every_goal(gathered)
