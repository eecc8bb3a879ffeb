"""Loads what the first visitor will need, for as long as nobody is there."""

from collections.abc import Callable, Sequence
from importlib import import_module

NEEDED = (
    *("dashboard.page.menu", "dashboard.page.sharing", "dashboard.series.as_it_was"),
    *("dashboard.series.view", "dashboard.overview.page", "dashboard.overview.matrix"),
    *("dashboard.outcome.parts", "dashboard.outcome.recompute", "dashboard.series.offer"),
)
"""What every page needs, then what Läget and Utfall need."""

JUDGES = ("numba", "scipy.special")
"""What works out verdicts and long series: no page waits for it, but it takes long to load."""


def warm(anybody: Callable[[], bool], names: Sequence[str]) -> None:
    """Load one thing after another, and leave the rest to `anybody` who comes: they wait for
    no more than what their page needs.
    """
    for name in names:
        if anybody():
            return
        import_module(name)


def recall(store: str) -> None:
    """See `data.judging.sizes.recall`: what was simulated before no page waits for."""
    from data.judging import sizes

    sizes.recall(store)
