"""Benchmarks run when asked for: they measure the machine as much as the code."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the benchmarks out unless somebody asked for them: ``make bench``."""
    if {"bench", "peers"} & {config.getoption("markexpr")}:
        return
    measuring = [item for item in items if HERE in item.path.parents]
    items[:] = [item for item in items if HERE not in item.path.parents]
    config.hook.pytest_deselected(items=measuring)
