"""What is known of the noise: of groups, frozen, and of each series."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Floats, Ints
from metrics.engine.seasonal import Seasons

_BY_GROUP: Final = (
    "group",
    "between",
    "scatter",
    "degrees_of_freedom",
    "areas",
    "rho",
    "common",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseModel:
    """The frozen noise of an indicator: one row per group, in the order of ``group``.

    ``between`` is the variance between waves (the whole variance where no standard errors
    were given), ``scatter`` the degrees of freedom with which the areas' variances follow
    it (infinite: all alike), ``degrees_of_freedom`` what the pool rests on, ``areas`` how
    many series with a usable baseline it has, ``rho`` the lag-1 autocorrelation,
    ``seasons`` the common seasonal pattern and ``common`` (group, period) what a wild period
    did to the baselines of the whole group, 0 elsewhere. With ``alone`` each series is its own
    group, by position. NaN in ``between`` means that nothing is known.
    """

    group: NDArray[Any]
    alone: bool
    between: Floats
    scatter: Floats
    degrees_of_freedom: Floats
    areas: Ints
    rho: Floats
    seasons: Seasons
    common: Floats

    @property
    def sigma(self) -> Floats:
        """Standard deviation between waves per group, in the indicator's unit."""
        return np.asarray(np.sqrt(self.between))


class SeriesNoise(NamedTuple):
    """The noise of every series, from its group and its own baseline.

    ``mean`` is the level that the series is held against: the mean of its baseline without
    what a wild year did to the whole group, and with a measurement further than three standard
    deviations from the median counted as if it were there, so that one wild year does not
    become the measure of the others.
    A measurement with standard error e has variance ``ratio * (between + e**2)``, never
    under ``e**2``, times ``inflation`` for the uncertain season.
    """

    measurements: Ints
    mean: Floats
    between: Floats
    ratio: Floats
    sampling: Floats
    degrees_of_freedom: Floats
    rho: Floats
    inflation: Floats

    @property
    def sigma(self) -> Floats:
        """Standard deviation of a typical baseline measurement; NaN where unknown."""
        variance = np.maximum(self.ratio * (self.between + self.sampling), self.sampling)
        return np.asarray(np.sqrt(variance * self.inflation))


def joined(parts: Sequence[NoiseModel], *, alone: bool) -> NoiseModel:
    """Return the noise of all groups, from that of some groups at a time."""
    joined = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in _BY_GROUP
    }
    seasons = Seasons(
        *(np.concatenate(part) for part in zip(*(one.seasons for one in parts), strict=True))
    )
    return NoiseModel(**joined, alone=alone, seasons=seasons)
