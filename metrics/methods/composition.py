"""Who lives here, and has that changed? Mix, and change of character."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics import special
from metrics.arrays import Floats


class EntropySplit(NamedTuple):
    """The mix of a whole: the mix within its parts and the difference between them, in nats.

    ``total`` = ``within`` + ``between``: two areas may be equally mixed, one because every
    block is mixed, the other because its blocks differ.
    """

    total: Floats
    within: Floats
    between: Floats


class CharacterChange(NamedTuple):
    """How far a profile has moved, and how far sampling alone would have moved it.

    ``by_chance`` is the mean and ``by_chance_high`` the 95th percentile of the distance
    between two samples of these sizes from one and the same profile; ``p`` is the share of
    such pairs at least as far apart as the profiles are.
    """

    distance: Floats
    by_chance: Floats
    by_chance_high: Floats
    p: Floats


def entropy(shares: npt.ArrayLike, base: float = np.e) -> Floats:
    """Return the Shannon entropy of each profile: 0 for one kind, log(k) for k equal kinds.

    Shape (..., kind): shares or counts, brought to sum 1. In nats, or in units of ``base``
    (2: bits). A profile that is empty or has a missing part (NaN) has no entropy: NaN.

    Raises `ValueError` where a share is negative or there are no kinds.

    Source: C. E. Shannon (1948), "A mathematical theory of communication".
    """
    nats = special.entr(_profiles(shares)).sum(axis=-1)
    # Adding zero turns the -0.0 of a single kind into 0.0.
    return np.asarray(nats / np.log(base) + 0.0)[()]


def entropy_split(counts: npt.ArrayLike) -> EntropySplit:
    """Return the entropy of a whole, split within and between its parts, in nats.

    ``counts``: shape (..., part, kind), numbers of people or homes. A part without anybody
    weighs nothing; an empty whole has no entropy (NaN).

    Raises `ValueError` where a count is negative or there are no kinds.

    Source: H. Theil (1972), "Statistical decomposition analysis", chapter 1.
    """
    people = np.asarray(counts, dtype=np.float64)
    sizes = people.sum(axis=-1)
    total = entropy(people.sum(axis=-2))
    whole = sizes.sum(axis=-1)
    weights = sizes / np.where(whole > 0, whole, np.nan)[..., None]
    mixes = np.where(sizes == 0, 0.0, entropy(people))
    within = np.asarray((weights * mixes).sum(axis=-1))
    # Rounding can leave a hair below zero where the parts are all alike.
    return EntropySplit(total, within[()], np.maximum(total - within, 0)[()])


def jensen_shannon(p: npt.ArrayLike, q: npt.ArrayLike, base: float = 2.0) -> Floats:
    """Return the Jensen-Shannon distance between profiles: 0 for the same, 1 for disjoint.

    This is the square root of the divergence, in base 2: a metric, and the measure of
    `character_change`. Shape (..., kind), shares or counts, brought to sum 1;
    the leading axes broadcast. NaN where a profile is empty or has a missing part.

    Raises `ValueError` where a share is negative or the profiles differ in kinds.

    Source: J. Lin (1991), IEEE Trans. Inf. Theory 37, 145-151; D. M. Endres & J. E. Schindelin
    (2003), same journal 49, 1858-1860.
    """
    one, other = _profiles(p), _profiles(q)
    if one.shape[-1] != other.shape[-1]:
        raise ValueError(
            f"`p` has {one.shape[-1]} kinds and `q` has {other.shape[-1]}: give both the same."
        )
    middle = (one + other) / 2
    apart = special.rel_entr(one, middle) + special.rel_entr(other, middle)
    divergence = apart.sum(axis=-1) / (2 * np.log(base))
    return np.asarray(np.sqrt(np.maximum(divergence, 0)))[()]


def character_change(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    generator: np.random.Generator,
    draws: int = 1000,
) -> CharacterChange:
    """Return the distance between two counted profiles beside what sampling alone gives.

    Jensen-Shannon is biased upward: two samples from one profile are never at distance 0.
    ``before``, ``after``: whole numbers of shape (kind,) or (area, kind); the pooled profile
    is drawn from, ``draws`` times at both sizes. NaN where a profile is empty or incomplete.

    Raises `ValueError` where a count is negative, the shapes differ or ``draws`` is below 1.

    Source: parametric bootstrap, B. Efron & R. J. Tibshirani (1993), chapter 16.
    """
    one, other = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if one.shape != other.shape or one.ndim not in (1, 2) or draws < 1:
        raise ValueError(
            f"`before` {one.shape} and `after` {other.shape} must have one shape, (kind,) or"
            f" (area, kind), and `draws` be 1 or more."
        )
    distance = jensen_shannon(one, other)
    known = np.isfinite(distance)
    chance = np.full((draws, *distance.shape), np.nan)
    pooled = _profiles(one + other)[known]
    first, second = (
        generator.multinomial(
            part[known].sum(axis=-1).round().astype(np.int64), pooled, size=(draws, len(pooled))
        )
        for part in (one, other)
    )
    chance[:, known] = jensen_shannon(first, second)
    # The observed pair counts as one of the draws, so that p is never 0.
    p = (1 + (chance >= distance - 1e-12).sum(axis=0)) / (1 + draws)
    high = np.quantile(chance, 0.95, axis=0)
    return CharacterChange(
        distance, chance.mean(axis=0)[()], high[()], np.where(known, p, np.nan)[()]
    )


def _profiles(shares: npt.ArrayLike) -> Floats:
    parts = np.asarray(shares, dtype=np.float64)
    if parts.ndim == 0 or parts.shape[-1] == 0:
        raise ValueError("A profile needs at least one kind along its last axis.")
    if np.any(parts < 0):
        raise ValueError("Every share of a profile must be 0 or more.")
    total = parts.sum(axis=-1, keepdims=True)
    return parts / np.where(total > 0, total, np.nan)
