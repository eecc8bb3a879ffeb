"""What the tests of the store share."""

import pytest

from data.store.store import Store


@pytest.fixture
def store():
    """An empty store in memory."""
    store = Store(":memory:")
    yield store
    store.close()
