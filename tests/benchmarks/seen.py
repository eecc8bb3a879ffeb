"""How often a worsening of the printed size is found: ``python -m tests.benchmarks.seen``.

Of a calm series the verdict prints the smallest worsening seen from the first measurement, and
if it began in the last two years. Each is added to the same series, which are judged again
with the noise frozen before it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metrics.outcome.decision import judge
from metrics.outcome.state import LOST_STATES
from tests.metrics.engine.factories import unchanged
from tests.metrics.outcome.test_outcome_promises import TODAY, Pace, frozen, portfolio

SERIES = 4_000
BASELINES, MONITORED, SIZES = (5, 8, 12), (8, 12), (1.25, 2.5)
YEARS = 2


class Found(NamedTuple):
    """The median printed sizes in noise units, and the shares that are found at them."""

    first: float
    late: float
    power_first: float
    power_late: float


def found(baseline: int, monitored: int, mid: float, *, series: int = SERIES) -> Found:
    """Return what yearly series are found at, when `mid` (noise units) is what matters."""
    pace = Pace(1.0, 12, baseline, monitored)
    values = unchanged(series, baseline + monitored, seed=baseline * 100 + monitored)
    goals, frame = portfolio(values, pace, mid=mid)
    table = frozen(goals, frame)
    calm = judge(goals, frame, assessed_on=TODAY, noise=table).verdicts
    calm = calm[calm["detectable_late"].notna().to_numpy()]
    kept = values[calm.index]

    def lost(start: int, size: NDArray[np.float64]) -> float:
        worse = kept.copy()
        worse[:, start:] -= size[:, None]
        again, measured = portfolio(worse, pace, mid=mid)
        again = again.assign(group=goals["group"].to_numpy()[calm.index])
        judged = judge(again, measured, assessed_on=TODAY, noise=table).verdicts
        return float(judged["state"].isin([str(state) for state in LOST_STATES]).mean())

    first, late = (calm[name].to_numpy(float) for name in ("detectable", "detectable_late"))
    return Found(
        first=float(np.median(first)),
        late=float(np.median(late)),
        power_first=lost(baseline, first),
        power_late=lost(baseline + monitored - YEARS, late),
    )


def print_seen(series: int = SERIES) -> None:
    """Print sizes and shares per baseline, number monitored and what matters."""
    print(f"{'printed and found':24}{'first':>8}{'late':>8}{'found':>8}{'late':>8}")
    for baseline in BASELINES:
        for monitored in MONITORED:
            for mid in SIZES:
                row = "".join(
                    f"{number:8.2f}"
                    for number in found(baseline, monitored, mid, series=series)
                )
                print(f"{f'{baseline}+{monitored}, M {mid:g} sigma':24}{row}", flush=True)


if __name__ == "__main__":
    print_seen()
