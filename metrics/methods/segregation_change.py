"""Why did segregation change? Mutual information before and after, split by its causes."""

from itertools import permutations, product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics.arrays import Floats
from metrics.methods.segregation import mutual_information, one_area

# Fitting cannot fill an empty cell, so it is given this part of a person.
EMPTY_CELL = 1e-4
# Fitting stops when every sum is this close to its goal, relative to it.
PRECISION = 1e-10
MOST_ROUNDS = 10_000


class InformationChange(NamedTuple):
    """A change in mutual information, in nats, and the five parts it is the sum of.

    ``removals`` and ``additions``: units that left and came. In the units that stayed:
    ``group_sizes`` and ``unit_sizes`` grew or shrank, and ``structural`` is who lives where
    with both held constant.
    """

    total: float
    removals: float
    additions: float
    group_sizes: float
    unit_sizes: float
    structural: float


def information_change(before: npt.ArrayLike, after: npt.ArrayLike) -> InformationChange:
    """Return how mutual information changed, split by what made it change.

    ``before``, ``after``: numbers of people of shape (group, unit), the same groups and units
    in both; a unit that does not exist holds nobody.

    Raises `ValueError` where the shapes differ, a number is missing, no unit has people both
    before and after, or a group present before is gone.

    Source: B. Elbers (2023), Sociol. Methods Res. 52, 5-42: a Shapley decomposition over
    fitted tables. Fitting goes on until it has converged; the numbers printed for the R
    package's example come from fewer rounds and differ in the last three parts.
    """
    first, last = one_area(before), one_area(after)
    if first.shape != last.shape:
        raise ValueError(
            f"`before` {first.shape} and `after` {last.shape} must have one shape."
        )
    stayed = first.any(axis=0) & last.any(axis=0)
    if not stayed.any():
        raise ValueError("No unit has people both before and after: nothing can be compared.")
    start, end = (float(mutual_information(people)) for people in (first, last))
    kept = first[:, stayed], last[:, stayed]
    kept_start, kept_end = (float(mutual_information(people)) for people in kept)
    structural, group_sizes, unit_sizes = _shapley(*kept)
    return InformationChange(
        total=end - start,
        removals=kept_start - start,
        additions=end - kept_end,
        group_sizes=group_sizes,
        unit_sizes=unit_sizes,
        structural=structural,
    )


def fitted(
    people: npt.ArrayLike, group_sizes: npt.ArrayLike, unit_sizes: npt.ArrayLike
) -> Floats:
    """Return a table with these sums and the odds ratios of ``people``.

    ``people``: shape (group, unit); the sizes: people per group and per unit, the same total.
    Empty cells count as a ten-thousandth of a person.

    Raises `ValueError` where the totals differ or fitting does not converge.

    Source: W. E. Deming & F. F. Stephan (1940), Ann. Math. Stat. 11, 427-444.
    """
    groups, units = np.asarray(group_sizes, np.float64), np.asarray(unit_sizes, np.float64)
    if not np.isclose(groups.sum(), units.sum()):
        raise ValueError(f"Group sizes sum to {groups.sum()} but unit sizes to {units.sum()}.")
    table = np.maximum(one_area(people), EMPTY_CELL)
    for _ in range(MOST_ROUNDS):
        table = table * (groups / table.sum(axis=1))[:, None]
        sums = table.sum(axis=0)
        if np.allclose(sums, units, rtol=PRECISION, atol=0):
            return np.asarray(table)
        table = table * (units / sums)
    raise ValueError("The sizes are too far from those of `people` to be fitted.")


def _shapley(before: Floats, after: Floats) -> Floats:
    """Return what structure, group sizes and unit sizes add, averaged over their orders."""
    tables = before / before.sum(), after / after.sum()
    if np.any((tables[0].sum(axis=1) > 0) != (tables[1].sum(axis=1) > 0)):
        raise ValueError("Every group must be present both before and after, or in neither.")
    present = tables[0].sum(axis=1) > 0
    tables = tables[0][present], tables[1][present]
    information = {}
    for structure, group, unit in product((0, 1), repeat=3):
        table = tables[structure]
        if not structure == group == unit:
            people = (before, after)[structure][present]
            table = fitted(people, tables[group].sum(axis=1), tables[unit].sum(axis=0))
        information[structure, group, unit] = float(mutual_information(table))
    added = np.zeros(3)
    for order in permutations(range(3)):
        state = [0, 0, 0]
        for part in order:
            was = information[state[0], state[1], state[2]]
            state[part] = 1
            added[part] += (information[state[0], state[1], state[2]] - was) / 6
    return added
