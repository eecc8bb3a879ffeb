"""How large a loss reads, and whether its interval and dates hold the truth.

At 1 %, 8+12, the noise of one group: said at the alarm, and once all is measured.
``python -m tests.benchmarks.sizes``
"""

from typing import NamedTuple

import numpy as np

from tests.benchmarks.detection import Floats
from tests.metrics.engine.test_change import LOSSES, MEASUREMENT, decided

SHAPES = LOSSES | {
    "late 1": (1.0 * (MEASUREMENT >= 6), 6),
    "ramp .3": (0.3 * (MEASUREMENT + 1), 0),
}
"""The loss of every monitored measurement in sigma, and the one at which it begins."""


class Read(NamedTuple):
    """The mean size read and the true one, and how often interval and dates hold the truth."""

    size: float
    truth: float
    held: float
    dated: float


def read(loss: Floats, start: int, *, at_once: bool) -> Read:
    """Return what is read of a loss of which there was an alarm after it began."""
    screen, kept, truth = decided(loss, start, at_once=at_once)
    held = (screen.size_low <= truth) & (truth <= screen.size_high)
    dated = (screen.onset_low <= 8 + start) & (8 + start <= screen.onset_high)
    return Read(*(float(np.mean(part[kept])) for part in (screen.size, truth, held, dated)))


def print_sizes() -> None:
    print(f"{'said':14}{'loss':14}{'read':>8}{'truth':>8}{'held':>8}{'dated':>8}")
    for at_once, when in ((True, "at the alarm"), (False, "at the end")):
        for name, (loss, start) in SHAPES.items():
            row = "".join(f"{part:8.2f}" for part in read(loss, start, at_once=at_once))
            print(f"{when:14}{name:14}{row}", flush=True)


if __name__ == "__main__":
    print_sizes()
