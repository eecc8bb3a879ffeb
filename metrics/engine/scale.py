"""The scale a series is monitored on, so that its noise does not depend on its level.

Shares are monitored as the angle whose sine squared they are (Anscombe 1948, Biometrika 35,
246-254), event rates as square roots: a Poisson count then varies equally at every level,
zero included, and a rate without its count can be judged too. Other values stay as they are.
"""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Floats
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
    scale, whole = _beside(values, scale, whole)
    share = np.clip(values / whole, 0.0, 1.0)
    turned: Floats = np.where(
        scale == Scale.ARCSINE,
        np.arcsin(np.sqrt(share)),
        np.where(scale == Scale.ROOT, np.sqrt(np.maximum(values, 0.0)), values),
    )
    return turned


def backward(turned: Floats, scale: NDArray[np.object_], whole: Floats) -> Floats:
    """Turn values on their scale back into the unit."""
    scale, whole = _beside(turned, scale, whole)
    values: Floats = np.where(
        scale == Scale.ARCSINE,
        whole * np.sin(np.clip(turned, 0.0, np.pi / 2)) ** 2,
        np.where(scale == Scale.ROOT, np.maximum(turned, 0.0) ** 2, turned),
    )
    return values


def error_on_scale(
    values: Floats, errors: Floats, scale: NDArray[np.object_], whole: Floats
) -> Floats:
    """Turn standard errors in the unit into standard errors on the scale.

    A published margin keeps what its design cost: n answers of a clustered sample count as
    the fewer independent ones that would have given that margin.
    """
    scale, whole = _beside(values, scale, whole)
    share, share_error = np.clip(values / whole, 0.0, 1.0), errors / whole
    binomial = np.maximum(share * (1 - share), _HALF_A_CASE * share_error)
    rate = np.maximum(np.maximum(values, 0.0), _HALF_A_CASE * errors)
    with np.errstate(invalid="ignore", divide="ignore"):
        turned = np.where(
            scale == Scale.ARCSINE,
            share_error / (2 * np.sqrt(binomial)),
            np.where(scale == Scale.ROOT, errors / (2 * np.sqrt(rate)), errors),
        )
    known: Floats = np.where(errors == 0, 0.0, turned)
    return known


def _beside(
    values: Floats, scale: NDArray[np.object_], whole: Floats
) -> tuple[NDArray[np.object_], Floats]:
    if values.ndim == 1:
        return scale, whole
    return scale[:, None], whole[:, None]
