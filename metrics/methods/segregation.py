"""How unevenly are groups spread over the units of an area?

Every index rises when units are small, even where chance alone places people: read it beside
`by_chance` and `debiased`.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.arrays import Floats
from metrics.methods.composition import entropy

Index = Callable[[npt.ArrayLike], Floats]


class InformationSplit(NamedTuple):
    """Mutual information between the regions of an area and within them, in nats."""

    between: Floats
    within: Floats


class Debiased(NamedTuple):
    """An index without its upward bias, that bias, and a bootstrap interval."""

    value: float
    bias: float
    low: float
    high: float


class ByChance(NamedTuple):
    """What an index would be if the same people were spread over the same units at random."""

    mean: float
    low: float
    high: float


def dissimilarity(groups: npt.ArrayLike) -> Floats:
    """Return the dissimilarity index D: the share that would have to move to be even.

    ``groups``: numbers of people of shape (..., group, unit). For two groups this is Duncan's
    D; for more it is the multigroup index, of all groups at once. From 0 (even) to 1
    (nobody shares a unit with another group). NaN with fewer than two groups present or a
    missing number.

    Raises `ValueError` where a number is negative or the shape has no groups and units.

    Source: O. D. Duncan & B. Duncan (1955), Am. Sociol. Rev. 20, 210-217; multigroup:
    B. S. Morgan (1975), as in S. F. Reardon & G. Firebaugh (2002), Sociol. Methodol. 32.
    """
    people = _people(groups)
    total = _total(people)
    group_share = people.sum(axis=-1, keepdims=True) / total
    unit_share = people.sum(axis=-2, keepdims=True) / total
    uneven = np.abs(people / total - group_share * unit_share).sum(axis=(-2, -1))
    interaction = (group_share * (1 - group_share)).sum(axis=(-2, -1))
    return np.asarray(uneven / 2 / np.where(interaction > 0, interaction, np.nan))[()]


def mutual_information(groups: npt.ArrayLike) -> Floats:
    """Return the mutual information index M, in nats.

    ``groups``: numbers of people of shape (..., group, unit). How much a person's
    unit says about their group: 0 when evenly spread, the entropy of the groups at most. NaN
    where nobody lives or a number is missing.

    Raises `ValueError` where a number is negative or the shape has no groups and units.

    Source: H. Theil & A. J. Finizza (1971), J. Math. Sociol. 1, 187-193; R. Mora & J.
    Ruiz-Castillo (2011), Sociol. Methodol. 41, 159-194.
    """
    people = _people(groups)
    share = people / _total(people)
    even = share.sum(axis=-1, keepdims=True) * share.sum(axis=-2, keepdims=True)
    return np.asarray(special.rel_entr(share, even).sum(axis=(-2, -1)))[()]


def theil_h(groups: npt.ArrayLike) -> Floats:
    """Return Theil's H: mutual information as a share of the entropy of the groups.

    ``groups``: numbers of people of shape (..., group, unit). From 0 to 1, so that areas of
    different mix compare. NaN with fewer than two groups present or a missing number.

    Raises `ValueError` where a number is negative or the shape has no groups and units.

    Source: H. Theil & A. J. Finizza (1971), J. Math. Sociol. 1, 187-193.
    """
    mix = entropy(_people(groups).sum(axis=-1))
    return np.asarray(mutual_information(groups) / np.where(mix > 0, mix, np.nan))[()]


def local_segregation(groups: npt.ArrayLike) -> Floats:
    """Return how segregated each group is, in nats; weighted by size they average to M.

    ``groups``: numbers of people of shape (..., group, unit); one number per group comes
    back, NaN for a group with nobody.

    Raises `ValueError` where a number is negative or the shape has no groups and units.

    Source: R. Mora & J. Ruiz-Castillo (2011), Sociol. Methodol. 41, 159-194.
    """
    people = _people(groups)
    sizes = people.sum(axis=-1, keepdims=True)
    spread = people / np.where(sizes > 0, sizes, np.nan)
    units = people.sum(axis=-2, keepdims=True) / _total(people)
    return np.asarray(special.rel_entr(spread, units).sum(axis=-1))[()]


def information_split(groups: npt.ArrayLike, regions: npt.ArrayLike) -> InformationSplit:
    """Return mutual information between regions and within them; together they are M.

    ``groups``: numbers of people of shape (..., group, unit); ``regions``: one label per
    unit. Divide both by the entropy of the groups for the split of H.

    Raises `ValueError` where there is not one label per unit.

    Source: D. M. Frankel & O. Volij (2011), J. Econ. Theory 146, 1-38.
    """
    people, labels = _people(groups), np.asarray(regions)
    if labels.shape != people.shape[-1:]:
        raise ValueError(f"`regions` must hold one label for each of {people.shape[-1]} units.")
    names, places = np.unique(labels, return_inverse=True)
    between = mutual_information(people @ np.eye(len(names))[places])
    # Rounding can leave a hair below zero where the units of each region are all alike.
    return InformationSplit(between, np.maximum(mutual_information(people) - between, 0))


def debiased(
    index: Index,
    groups: npt.ArrayLike,
    generator: np.random.Generator,
    draws: int = 100,
    confidence: float = 0.95,
) -> Debiased:
    """Return an index of one area with its upward bias estimated by resampling and removed.

    ``index``: a function of this module; ``groups``: whole numbers of people of shape
    (group, unit), resampled person by person ``draws`` times.

    Raises `ValueError` where nobody lives or a number is missing.

    Source: B. Elbers (2023), Sociol. Methods Res. 52, 5-42, section on inference.
    """
    people = one_area(groups)
    total = round(float(people.sum()))
    samples = generator.multinomial(total, (people / people.sum()).ravel(), size=draws)
    drawn = np.array([index(sample.reshape(people.shape)) for sample in samples])
    bias = float(drawn.mean() - index(people))
    # The resamples carry the bias twice: once of the people drawn from, once of the drawing.
    low, high = np.quantile(drawn - 2 * bias, _tails(confidence))
    return Debiased(float(index(people)) - bias, bias, float(low), float(high))


def by_chance(
    index: Index,
    groups: npt.ArrayLike,
    generator: np.random.Generator,
    draws: int = 100,
    confidence: float = 0.95,
) -> ByChance:
    """Return what an index of one area would be if its people lived in its units at random.

    ``index``: a function of this module; ``groups``: whole numbers of people of shape
    (group, unit). Group and unit sizes stay, ``draws`` tables are drawn given both.

    Raises `ValueError` where nobody lives or a number is missing.

    Source: W. J. Carrington & K. R. Troske (1997), J. Bus. Econ. Stat. 15, 402-409.
    """
    people = one_area(groups).round().astype(np.int64)
    tables = _random_tables(people, generator, draws)
    drawn = np.array([index(table) for table in tables])
    low, high = np.quantile(drawn, _tails(confidence))
    return ByChance(float(drawn.mean()), float(low), float(high))


def _random_tables(
    people: npt.NDArray[np.int64], generator: np.random.Generator, draws: int
) -> list[npt.NDArray[np.int64]]:
    """Return tables with the same sums, each group dealt at random to the places left."""
    tables = []
    for _ in range(draws):
        left, table = people.sum(axis=0), np.zeros_like(people)
        for group, size in enumerate(people.sum(axis=1)):
            table[group] = generator.multivariate_hypergeometric(left, size)
            left = left - table[group]
        tables.append(table)
    return tables


def _people(groups: npt.ArrayLike) -> Floats:
    people = np.asarray(groups, dtype=np.float64)
    if people.ndim < 2 or 0 in people.shape[-2:]:
        raise ValueError(
            f"`groups` must have the shape (..., group, unit), not {people.shape}."
        )
    if np.any(people < 0):
        raise ValueError("Every number of people in `groups` must be 0 or more.")
    return people


def one_area(groups: npt.ArrayLike) -> Floats:
    """Return the numbers of people of one area, of shape (group, unit).

    Raises `ValueError` for another shape, a missing or negative number, or nobody at all.
    """
    people = _people(groups)
    if people.ndim != 2 or not np.isfinite(people).all() or not people.any():
        raise ValueError("`groups` must be one area (group, unit) with people and no gaps.")
    return people


def _total(people: Floats) -> Floats:
    total = people.sum(axis=(-2, -1), keepdims=True)
    return np.where(total > 0, total, np.nan)


def _tails(confidence: float) -> tuple[float, float]:
    return (1 - confidence) / 2, (1 + confidence) / 2
