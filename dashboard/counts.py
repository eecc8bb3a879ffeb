"""What a server counts of itself: how often, how long, with what result. Never who or what."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()

_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

REQUESTS = Counter(
    "kvarvarde_requests_total",
    "Answered requests.",
    ("route", "method", "status"),
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "kvarvarde_request_seconds",
    "Time to answer a request.",
    ("route",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
RERUN_SECONDS = Histogram(
    "kvarvarde_rerun_seconds",
    "Time to draw a page.",
    ("page",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
IMPORTS = Counter(
    "kvarvarde_imports_total",
    "Files that somebody asked to have saved.",
    ("result",),
    registry=REGISTRY,
)


_last_drawn = monotonic()


@contextmanager
def rerun(page: str) -> Iterator[None]:
    """Count one drawing of a page, and the time it took."""
    global _last_drawn
    begun = perf_counter()
    try:
        yield
    finally:
        _last_drawn = monotonic()
        RERUN_SECONDS.labels(page or "laget").observe(perf_counter() - begun)


def quiet_for() -> float:
    """Return for how many seconds no page has been drawn."""
    return monotonic() - _last_drawn
