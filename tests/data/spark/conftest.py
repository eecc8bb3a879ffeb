"""A cluster is started when asked for: it takes two processes of Java and a minute."""

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what starts a cluster unless somebody asked for it: ``make spark``."""
    if "spark" in config.getoption("markexpr"):
        return
    starting = [item for item in items if item.get_closest_marker("spark")]
    items[:] = [item for item in items if not item.get_closest_marker("spark")]
    config.hook.pytest_deselected(items=starting)
