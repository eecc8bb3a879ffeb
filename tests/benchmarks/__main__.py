"""``python -m tests.benchmarks [--full]``: what the engine finds, and how fast."""

import sys

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

FULL = "--full" in sys.argv
SERIES = 20_040 if FULL else 6_000

print_grid(SERIES, whole=FULL)
print()
print_detection(SERIES)
print()
print_late(SERIES)
print()
print_false_alarms(5 * SERIES)
print()
print_portfolio(600 if FULL else 200, whole=FULL)
print()
print_speed()
print()
print_states()
print()
print_quiet(12_000 if FULL else 3_000)
print()
print_agenda(100 if FULL else 10)
print()
print_collapses(12_000 if FULL else 3_000)
print()
print_sizes()
print()
print_wild_years(SERIES)
print()
print_rolling_means(SERIES)
print()
print_seen(SERIES)
print()
print_levels(SERIES)
print_level_states(SERIES)
print()
print_large(1_000_000)
print()
print_nation(1_600 if FULL else 400)
if FULL:
    print()
    print_large(10_000_000)
    print()
    print_bounds(SERIES)
