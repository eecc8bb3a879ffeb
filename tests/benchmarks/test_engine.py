"""What the engine costs over a bare loop, and judging over the rule that it applies."""

import json
import subprocess
import sys

import pytest

from tests.benchmarks import rows
from tests.benchmarks.detection import Speed
from tests.benchmarks.judged import beside_the_screen
from tests.benchmarks.nation import judged_again

pytestmark = pytest.mark.bench

MILLION = 1_000_000
LEAVES, MANY_LEAVES = 200, 1_600


def test_a_million_series_and_four() -> None:
    print(rows.HEADER)
    one, four = _speed(MILLION), _speed(4 * MILLION)
    print(rows.ratio("a million series of 40, CPU s over a loop", one.ours, one.bare, 6))
    print(rows.at_most("a million series, memory over the input", one.peak, 1, 3))
    print(rows.ratio("four million series, CPU s over one million", four.ours, one.ours, 4.4))


def _speed(series: int) -> Speed:
    """Measure in a process of its own: its memory is nobody else's."""
    command = [sys.executable, "-m", "tests.benchmarks.detection", str(series)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return Speed(*json.loads(answer.stdout))


def test_judging_beside_the_screen() -> None:
    print(rows.HEADER)
    for goals in (80, 1_000, 8_000):
        ours, screen = beside_the_screen(goals)
        print(
            rows.ratio(f"judging {goals} goals of 20, CPU s over the screen", ours, screen, 10)
        )


def test_a_nation_is_judged_again() -> None:
    print(rows.HEADER)
    some, rule, new = judged_again(LEAVES)
    more, _rule, _new = judged_again(2 * LEAVES)
    print(rows.ratio(f"judging {LEAVES} areas, CPU s over the rule", some, rule, 2))
    print(rows.ratio("judging one per cent that is new, of the whole", new, some, 0.05))
    print(rows.ratio("judging twice the areas, CPU s", more, some, 2.2))
    many, rule, new = judged_again(MANY_LEAVES)
    print(rows.ratio(f"judging {MANY_LEAVES} areas, CPU s over the rule", many, rule, 2))
    print(rows.ratio(f"one per cent that is new of {MANY_LEAVES} areas", new, many, 0.05))
