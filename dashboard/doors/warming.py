"""Loads what the first visitor will need, for as long as nobody is there."""

from collections.abc import Callable
from importlib import import_module

NEEDED = (
    *("dashboard.page.menu", "dashboard.page.sharing", "dashboard.series.as_it_was"),
    *("dashboard.series.view", "dashboard.overview.page", "dashboard.overview.matrix"),
    *("dashboard.outcome.parts", "dashboard.outcome.recompute", "dashboard.series.offer"),
    *("numba", "scipy.special"),
)
"""What every page needs, then what Läget and Utfall need, and last what works out a level."""


def warm(anybody: Callable[[], bool]) -> None:
    """Load one thing after another, and leave the rest to `anybody` who comes: they wait for
    no more than what their page needs.
    """
    for name in NEEDED:
        if anybody():
            return
        import_module(name)
