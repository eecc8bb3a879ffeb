"""How far from the average can a share be by chance alone? Funnel limits, never a ranking."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics import special
from metrics.arrays import Floats, floats


class FunnelBand(NamedTuple):
    """Between these limits a share is when only chance sets it apart from the average.

    Both are fractions in [0, 1] of one shape: arrays for array input, else single numbers.
    """

    low: Floats
    high: Floats


def funnel_band(
    average: npt.ArrayLike, population: npt.ArrayLike, confidence: float = 0.95
) -> FunnelBand:
    """Return the limits that chance keeps a share within, ``confidence`` of the time.

    ``average``: the share to compare with, a fraction in [0, 1]; ``population``: how many
    people each share is of. The arguments broadcast against each other. The band is that of
    the normal score test, cut at 0 and 1. Where either is missing (NaN) or the population is
    zero both limits are NaN.

    Raises `ValueError` where ``average`` is outside [0, 1], ``population`` is negative, and
    where ``confidence`` is not between 0 and 1.

    Source: D. J. Spiegelhalter (2005), "Funnel plots for comparing institutional
    performance", Stat. Med. 24, 1185-1202.
    """
    mean, people = np.broadcast_arrays(floats(average), floats(population))
    if np.any((mean < 0) | (mean > 1)):
        raise ValueError("Every `average` is a share and must lie between 0 and 1.")
    if np.any(people < 0):
        raise ValueError("Every `population` must be 0 or more.")
    if not 0 < confidence < 1:
        raise ValueError(f"`confidence` is a fraction such as 0.95; {confidence} was given.")
    z = special.ndtri((1 + confidence) / 2)
    spread = z * np.sqrt(mean * (1 - mean) / np.where(people > 0, people, np.nan))
    return FunnelBand(np.maximum(mean - spread, 0)[()], np.minimum(mean + spread, 1)[()])


def funnel_side(
    cases: npt.ArrayLike,
    population: npt.ArrayLike,
    average: npt.ArrayLike,
    confidence: float = 0.95,
) -> Floats:
    """Return -1 where a share is below its funnel band, 1 where above and 0 within.

    ``cases`` of ``population`` people make the share and may be fractional (weighted
    counts); ``average`` is a fraction in [0, 1]. Arguments broadcast. NaN where one of them
    is missing or the population is zero. The sides say who differs from the average by more
    than chance; they do not say who differs from whom, so they are no order of areas.

    Raises `ValueError` where ``cases`` is negative or larger than ``population``, and
    otherwise as `funnel_band` does.

    Source: as `funnel_band`; the same verdict as asking whether the share's Wilson interval
    leaves the average out.
    """
    some, people = np.broadcast_arrays(floats(cases), floats(population))
    if np.any((some < 0) | (some > people)):
        raise ValueError("Every `cases` must lie between 0 and its `population`.")
    low, high = funnel_band(average, people, confidence)
    share = some / np.where(people > 0, people, np.nan)
    side = np.where(share > high, 1.0, np.where(share < low, -1.0, 0.0))
    return np.asarray(np.where(np.isnan(share + low), np.nan, side))[()]
