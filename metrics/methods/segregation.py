"""How unevenly are groups spread over the units of an area?

Every index rises when units are small, even where chance alone places people.
"""

import numpy as np
import numpy.typing as npt

from metrics import special
from metrics.arrays import Floats
from metrics.methods.composition import entropy


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

    ``groups``: numbers of people of shape (..., group, unit). How much knowing a person's
    unit tells of their group: 0 when evenly spread, the entropy of the groups at most. NaN
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


def _people(groups: npt.ArrayLike) -> Floats:
    people = np.asarray(groups, dtype=np.float64)
    if people.ndim < 2 or 0 in people.shape[-2:]:
        raise ValueError(
            f"`groups` must have the shape (..., group, unit), not {people.shape}."
        )
    if np.any(people < 0):
        raise ValueError("Every number of people in `groups` must be 0 or more.")
    return people


def _total(people: Floats) -> Floats:
    total = people.sum(axis=(-2, -1), keepdims=True)
    return np.where(total > 0, total, np.nan)
