"""The scale a series is monitored on, so that its noise does not depend on its level.

Shares are monitored as the angle whose sine squared they are (Anscombe 1948, Biometrika 35,
246-254), event rates as square roots: a Poisson count then varies equally at every level,
zero included, and a rate without its count can be judged too. Other values stay as they are.
"""

from collections.abc import Iterator
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Floats, Ints
from metrics.definition.indicator import Evidence


class Scale(StrEnum):
    """How a value is turned before it is monitored."""

    PLAIN = "plain"
    ARCSINE = "arcsine"
    ROOT = "root"


_SCALES = {Evidence.SURVEY_SHARE: Scale.ARCSINE, Evidence.EVENT_RATE: Scale.ROOT}

# Where nothing was counted the slope has no end; the error of half a case gives it one.
_HALF_A_CASE = np.sqrt(0.5)


def scale_of(evidence: Evidence) -> Scale:
    """Return the scale that a kind of evidence is monitored on."""
    return _SCALES.get(evidence, Scale.PLAIN)


def forward(values: Floats, scale: NDArray[np.object_], whole: Floats) -> Floats:
    """Turn values into their scale; `whole` is what a share of one is in the unit.

    `scale` and `whole` have one entry per row of `values` and broadcast over its columns.
    """
    turned = np.array(values, dtype=np.float64)
    for kind, rows, wholes in _turned(scale, whole, turned.ndim):
        if kind is Scale.ARCSINE:
            turned[rows] = np.arcsin(np.sqrt(np.clip(turned[rows] / wholes, 0.0, 1.0)))
        else:
            turned[rows] = np.sqrt(np.maximum(turned[rows], 0.0))
    return turned


def backward(turned: Floats, scale: NDArray[np.object_], whole: Floats) -> Floats:
    """Turn values on their scale back into the unit."""
    values = np.array(turned, dtype=np.float64)
    for kind, rows, wholes in _turned(scale, whole, values.ndim):
        if kind is Scale.ARCSINE:
            values[rows] = wholes * np.sin(np.clip(values[rows], 0.0, np.pi / 2)) ** 2
        else:
            values[rows] = np.maximum(values[rows], 0.0) ** 2
    return values


def error_on_scale(
    values: Floats, errors: Floats, scale: NDArray[np.object_], whole: Floats
) -> Floats:
    """Turn standard errors in the unit into standard errors on the scale.

    A published margin keeps what its design cost: n answers of a clustered sample count as
    the fewer independent ones that would have given that margin.
    """
    turned = np.array(errors, dtype=np.float64)
    for kind, rows, wholes in _turned(scale, whole, turned.ndim):
        value, error = values[rows], turned[rows]
        with np.errstate(invalid="ignore", divide="ignore"):
            if kind is Scale.ARCSINE:
                share, share_error = np.clip(value / wholes, 0.0, 1.0), error / wholes
                binomial = np.maximum(share * (1 - share), _HALF_A_CASE * share_error)
                found = share_error / (2 * np.sqrt(binomial))
            else:
                rate = np.maximum(np.maximum(value, 0.0), _HALF_A_CASE * error)
                found = error / (2 * np.sqrt(rate))
        turned[rows] = np.where(error == 0, 0.0, found)
    return turned


def _turned(
    scale: NDArray[np.object_], whole: Floats, dimensions: int
) -> Iterator[tuple[Scale, Ints, Floats]]:
    """Yield the scales that some rows are turned to, those rows, and what is whole there.

    What is plain stays as it is.
    """
    for kind in (Scale.ARCSINE, Scale.ROOT):
        rows = np.flatnonzero(scale == kind)
        if len(rows):
            yield kind, rows, whole[rows].reshape(-1, *[1] * (dimensions - 1))
