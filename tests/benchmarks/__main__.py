"""``python -m tests.benchmarks [--full] [part ...]``: what the engine finds, and how fast.

Without parts all of them, in this order; each says at its end what it took of one core.
``--full`` takes more series where the error of the usual number is too large to decide.
"""

import sys
import time
from collections.abc import Callable
from typing import Final, NamedTuple

from tests.benchmarks.bounds import print_bounds
from tests.benchmarks.collapse import print_collapses
from tests.benchmarks.detection import print_detection, print_speed
from tests.benchmarks.grid import print_grid, print_portfolio
from tests.benchmarks.large import print_large
from tests.benchmarks.late import print_false_alarms, print_late
from tests.benchmarks.levels import print_levels
from tests.benchmarks.levels import print_states as print_level_states
from tests.benchmarks.memory import print_rolling_means, print_wild_years
from tests.benchmarks.nation import print_nation
from tests.benchmarks.quiet import print_agenda, print_quiet
from tests.benchmarks.seen import print_seen
from tests.benchmarks.sizes import print_sizes
from tests.benchmarks.states import print_states

FULL = "--full"


class Part(NamedTuple):
    """One part: what it prints, and how many series it takes usually and in full.

    None where it is not run.
    """

    printed: Callable[[int], None]
    usual: int | None
    full: int | None


PARTS: Final = {
    "detection": Part(print_detection, 3_000, 6_000),
    "late": Part(print_late, 3_000, 6_000),
    "false-alarms": Part(print_false_alarms, 12_000, 30_000),
    "collapse": Part(print_collapses, 3_000, 12_000),
    "quiet": Part(print_quiet, 1_800, 12_000),
    "agenda": Part(print_agenda, 10, 100),
    "states": Part(lambda _: print_states(), 0, 0),
    "levels": Part(print_levels, 3_000, 6_000),
    "level-states": Part(print_level_states, 3_000, 6_000),
    "seen": Part(print_seen, 3_000, 6_000),
    "portfolio": Part(lambda cities: print_portfolio(cities, whole=False), 100, None),
    "portfolios": Part(lambda cities: print_portfolio(cities, whole=True), None, 600),
    "grid": Part(lambda series: print_grid(series, whole=False), 1_800, None),
    "whole-grid": Part(lambda series: print_grid(series, whole=True), None, 6_000),
    "sizes": Part(lambda _: print_sizes(), 0, 0),
    "wild-years": Part(print_wild_years, 3_000, 6_000),
    "rolling": Part(print_rolling_means, 3_000, 12_000),
    "bounds": Part(print_bounds, None, 20_040),
    "speed": Part(lambda _: print_speed(), 0, 0),
    "nation": Part(print_nation, 400, 1_600),
    "large": Part(print_large, 1_000_000, 1_000_000),
}


def main(asked: list[str]) -> None:
    """Print the parts that are asked for, or all; what answers the limits comes first."""
    full = FULL in asked
    named = [name for name in asked if name != FULL] or list(PARTS)
    for name in named:
        part = PARTS[name]
        series = part.full if full else part.usual
        if series is None:
            continue
        start = time.process_time()
        part.printed(series)
        spent = time.process_time() - start
        print(f"-- {name}: {spent:.0f} s of one core\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
