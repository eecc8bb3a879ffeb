"""Where the charts alarm: a shipped table of thresholds, and its interpolation.

The table is made by `metrics.engine.simulation`, seeded; ``python -m
metrics.engine.calibration`` writes it again. Between the simulated corners it is linear in the
reciprocal of the baseline length, the autocorrelation and the reciprocal of the degrees of
freedom.
"""

from functools import cache
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.arrays import Floats, Ints
from metrics.engine.power import WORSENINGS
from metrics.engine.simulation import (
    LENGTH_KNOTS,
    RATES,
    SAVED_RATE,
    SILENT,
    Corner,
    between_knots,
    simulate,
)

TABLE: Final = Path(__file__).with_name("calibration.npz")
# Against a fixed level there is no baseline mean to err: an endless baseline.
BASELINES: Final = np.array([1, 2, 3, 4, 5, 6, 8, 12, 20, 40, np.inf])
# A little below zero too: an estimate that may only err upwards costs power.
AUTOCORRELATIONS: Final = np.array([-0.15, 0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9])
DEGREES_OF_FREEDOM: Final = np.array([1, 2, 3, 5, 10, 30, np.inf])
# Noise is rounded so that many series share a row of thresholds.
RHO_STEP: Final = 0.02
FREEDOM_STEP: Final = 0.01
# A p-value goes on for so many powers of ten beyond the rarest rate, along the straight line of
# the rarest two. The limits of light tails bend away from it: no p-value is too small.
_DECADES: Final = 4.0
# The rarest rate that can alarm at the first measurement; between the rates none rarer can.
_LEAST_AT_ONCE: Final = RATES[RATES > SAVED_RATE][0]


class Table(NamedTuple):
    """The shipped arrays, over (baseline, autocorrelation, degrees of freedom) and then

    ``threshold`` (chart, length knot, rate) and ``detectable`` (length knot, rate), both in
    units of the noise.
    """

    threshold: Floats
    detectable: Floats


@cache
def table() -> Table:
    """Return the shipped table."""
    with np.load(TABLE) as stored:
        return Table(*(stored[name].astype(np.float64) for name in Table._fields))


def thresholds(
    baseline: ArrayLike, rho: ArrayLike, degrees_of_freedom: ArrayLike, *, measurements: int
) -> Floats:
    """Return thresholds (setting, chart, measurement, rate), as many ``measurements`` as asked.

    The first three are one number per setting: the number of baseline measurements
    (infinite against a fixed level), the lag-1 autocorrelation and the degrees of freedom
    of the noise (infinite where it is known). The rates are `RATES`, false alarms per
    measurement; a threshold never rises with the rate. Infinite where a chart cannot alarm:
    the pair at the first measurement, and every chart there at a rate that is saved for the
    second (`metrics.engine.simulation.SAVED_RATE`).
    """
    knots = _interpolated(table().threshold, baseline, rho, degrees_of_freedom)
    limits = between_knots(knots, np.arange(1, measurements + 1))
    return np.where(limits > SILENT / 2, np.inf, limits)


def noise_steps(rho: Floats, degrees_of_freedom: Floats) -> tuple[Ints, Ints]:
    """Return the step of autocorrelation and that of degrees of freedom, as whole numbers.

    Unknown noise has no autocorrelation and one degree of freedom.
    """
    share = 1 / (np.fmax(degrees_of_freedom, 1.0) * FREEDOM_STEP)
    steps = np.round(np.nan_to_num(rho) / RHO_STEP)
    return steps.astype(np.int64), np.round(share).astype(np.int64)


def rounded_noise(rho: Floats, degrees_of_freedom: Floats) -> tuple[Floats, Floats]:
    """Return autocorrelation and degrees of freedom in the steps they are calibrated at."""
    return noise_at(*noise_steps(rho, degrees_of_freedom))


def noise_at(rho: Ints, degrees_of_freedom: Ints) -> tuple[Floats, Floats]:
    """Return the autocorrelation and degrees of freedom that steps stand for."""
    with np.errstate(divide="ignore"):
        freedom = 1.0 / (degrees_of_freedom * FREEDOM_STEP)
    return np.asarray(np.round(rho * RHO_STEP, 2)), np.asarray(freedom)


def place_of(rate: ArrayLike) -> Floats:
    """Return the place of each rate along `RATES`; -inf where it is rarer than all of them."""
    place: Floats = np.interp(np.log(rate), np.log(RATES), np.arange(len(RATES)), left=-np.inf)
    return place


def limits_at(threshold: Floats, setting: Ints, measurement: Ints, place: Floats) -> Floats:
    """Return the limits (line, column, chart) of lines at one place along `RATES` each.

    ``threshold`` is (setting, chart, measurement, rate), ``setting`` the row of each line,
    ``measurement`` (line, column) counts from 1; after the last the limits stay. Infinite
    where the place is below 0, rarer than all rates, or the next rarer rate cannot alarm.
    """
    at = np.clip(measurement - 1, 0, threshold.shape[2] - 1)
    low = np.clip(place, 0, threshold.shape[3] - 2).astype(np.int64)
    share = np.clip(place - low, 0.0, 1.0)[:, None, None]
    rows, rates = setting[:, None], low[:, None]
    below = np.moveaxis(threshold[rows, :, at, rates], -1, 2)
    above = np.moveaxis(threshold[rows, :, at, rates + 1], -1, 2)
    with np.errstate(invalid="ignore"):  # An infinite limit at a share of 0.
        limits = below * (1 - share) + above * share
    silent = (place < 0)[:, None, None] | np.isinf(below)
    return np.where(silent, np.inf, limits)


def p_value(place: Floats, measurements: Floats | Ints) -> Floats:
    """Return the false-alarm probability within so many measurements at the rate at a place.

    One where nothing would have alarmed (``place`` is the number of rates). Below 0, beyond the
    limit of the rarest rate, it goes on along the same line for `_DECADES`.
    """
    log_rate = np.interp(
        place,
        [-_DECADES, *np.arange(len(RATES) + 1)],
        [np.log(RATES[0]) - _DECADES * np.log(RATES[1] / RATES[0]), *np.log(RATES), 0.0],
    )
    with np.errstate(divide="ignore", invalid="ignore"):  # A rate of 1 is a p-value of 1.
        return np.asarray(-np.expm1(measurements * np.log1p(-np.exp(log_rate))))


def detectable_steps(
    baseline: ArrayLike,
    rho: ArrayLike,
    degrees_of_freedom: ArrayLike,
    measurements: ArrayLike,
    rate: ArrayLike,
) -> Floats:
    """Return the immediate step, in noise units, that alarms with 80 % probability.

    One number per setting (see `thresholds`), judged after ``measurements`` of them at ``rate``
    false alarms per measurement; infinite where no step however large is seen so surely.
    """
    knots = _interpolated(table().detectable, baseline, rho, degrees_of_freedom)
    over_measurements = _at_place(knots, np.log(measurements), np.log(LENGTH_KNOTS))
    steps = _at_place(over_measurements, np.log(np.maximum(rate, RATES[0])), np.log(RATES))
    saved = (np.asarray(measurements) < 2) & (np.asarray(rate) < _LEAST_AT_ONCE)
    return np.where(saved | (steps > WORSENINGS[-1]), np.inf, steps)


def _at_place(rows: Floats, where: ArrayLike, axis: Floats) -> Floats:
    """Interpolate the first axis after the settings, at one place per setting."""
    low, share = _place(np.asarray(where, dtype=np.float64), axis)
    setting = np.arange(len(rows))
    share = share.reshape(-1, *[1] * (rows.ndim - 2))
    return np.asarray(rows[setting, low] * (1 - share) + rows[setting, low + 1] * share)


def _place(where: Floats, axis: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return the lower neighbour on a rising axis and the share of the way to the next.

    Outside the axis its end holds.
    """
    place = np.interp(where, axis, np.arange(len(axis)))
    low = np.minimum(place.astype(np.int64), len(axis) - 2)
    return low, place - low


def _interpolated(
    corners: Floats, baseline: ArrayLike, rho: ArrayLike, degrees_of_freedom: ArrayLike
) -> Floats:
    settings = np.broadcast_arrays(*map(np.atleast_1d, (baseline, rho, degrees_of_freedom)))
    places = [
        _place(-1.0 / settings[0], -1.0 / BASELINES),
        _place(settings[1].astype(np.float64), AUTOCORRELATIONS),
        _place(-1.0 / settings[2], -1.0 / DEGREES_OF_FREEDOM),
    ]
    total = np.zeros((len(settings[0]), *corners.shape[3:]))
    for upper in product((0, 1), repeat=3):
        weight = np.ones(len(total))
        for (_, share), up in zip(places, upper, strict=True):
            weight = weight * (share if up else 1 - share)
        corner = tuple(low + up for (low, _), up in zip(places, upper, strict=True))
        total += corners[corner] * weight.reshape(-1, *[1] * (total.ndim - 1))
    return total


def write_table() -> None:
    """Simulate every corner and write the shipped table: minutes on one core."""
    corners = [
        simulate(Corner(*corner))
        for corner in product(BASELINES, AUTOCORRELATIONS, DEGREES_OF_FREEDOM)
    ]
    shape = (len(BASELINES), len(AUTOCORRELATIONS), len(DEGREES_OF_FREEDOM))
    stored = {
        name: np.array([getattr(corner, name) for corner in corners], dtype=np.float16)
        for name in Table._fields
    }
    stored = {name: rows.reshape(*shape, *rows.shape[1:]) for name, rows in stored.items()}
    np.savez_compressed(TABLE, threshold=stored["threshold"], detectable=stored["detectable"])


if __name__ == "__main__":
    write_table()
