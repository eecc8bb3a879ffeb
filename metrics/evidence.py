"""How much of a worsening is noise: the place where the monitoring engine plugs in.

`listen` judges each look against a frozen reference by its interval. It asks nothing of
earlier looks, so it is blunt for slow losses; it never judges with fewer than two waves of
known spread.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from metrics.looks import Bools, Floats

WATCH_RATE = 0.005
"""False watch alarms per series and year when nothing happens."""

LOST_RATE = 0.001
"""False loss alarms per series and year when nothing happens."""

_CONFIRM_POWER = 1.25
"""Normal quantile of the power one look needs for two in a row to reach 80 %."""

_POWER = 0.84
"""Normal quantile of 80 % power."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Ordinary variation per goal: the spread of waves around the baseline and its evidence."""

    sigma: Floats
    between: Floats
    degrees_of_freedom: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """What the noise allows to be said at each look, shape (goals, looks)."""

    watch: Bools
    lost: Bools
    p_value: Floats


def wave_noise(
    badness: Floats, standard_error: Floats, in_baseline: Bools, group: NDArray[np.object_]
) -> Noise:
    """Estimate the spread between waves from the baselines, pooled within `group`.

    `badness` and `standard_error` have shape (goals, looks), in the unit; NaN is no look.
    `sigma` is the whole wave-to-wave spread and `between` what sampling does not explain.
    A group without two baseline waves anywhere has NaN sigma and no degrees of freedom.
    """
    known = in_baseline & np.isfinite(badness)
    waves = known.sum(axis=1)
    centre = np.where(known, badness, 0.0).sum(axis=1) / np.maximum(waves, 1)
    squares = (np.where(known, badness - centre[:, None], 0.0) ** 2).sum(axis=1)
    sampling = np.where(known, np.nan_to_num(standard_error) ** 2, 0.0).sum(axis=1)
    _, member = np.unique(group.astype(str), return_inverse=True)
    freedom = np.bincount(member, np.maximum(waves - 1, 0))[member].astype(float)
    total = np.bincount(member, squares)[member]
    wave_sampling = np.bincount(member, sampling)[member] / np.maximum(
        np.bincount(member, waves)[member], 1
    )
    variance = np.where(freedom > 0, total / np.maximum(freedom, 1), np.nan)
    # Spread below what sampling alone must give is luck, not precision.
    sigma = np.sqrt(np.fmax(variance, wave_sampling))
    between = np.sqrt(np.maximum(np.nan_to_num(variance) - wave_sampling, 0.0))
    return Noise(
        sigma=np.where(freedom > 0, sigma, np.nan), between=between, degrees_of_freedom=freedom
    )


def listen(
    worsening: Floats,
    noise: Noise,
    *,
    baseline_waves: NDArray[np.int64] | None,
    looks_per_year: Floats,
) -> Alarms:
    """Raise an alarm at each look whose `worsening` the noise does not explain.

    `worsening` has shape (goals, looks), positive is worse, in the unit. `baseline_waves` adds
    the uncertainty of a reference that is itself a mean of so many waves; None for a target.
    The yearly false-alarm rates are spread evenly over the looks of a year.
    """
    spread = look_spread(noise, baseline_waves)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = worsening / spread
    ratio = np.where((spread == 0) & (worsening > 0), np.inf, ratio)
    freedom = np.maximum(noise.degrees_of_freedom, 1)[:, None]
    p_value = np.where(
        noise.degrees_of_freedom[:, None] > 0, stats.t.sf(ratio, freedom), np.nan
    )
    watch = per_look(WATCH_RATE, looks_per_year)[:, None]
    lost = per_look(LOST_RATE, looks_per_year)[:, None]
    return Alarms(watch=p_value <= watch, lost=p_value <= lost, p_value=p_value)


def look_spread(noise: Noise, baseline_waves: NDArray[np.int64] | None) -> Floats:
    """Return the standard deviation of one look's distance to the reference, per goal."""
    extra = 0.0 if baseline_waves is None else 1.0 / np.maximum(baseline_waves, 1)
    spread: Floats = noise.sigma * np.sqrt(1.0 + extra)
    return spread


def per_look(yearly_rate: float, looks_per_year: Floats) -> Floats:
    """Spread a yearly false-alarm probability over the looks of a year: 1-(1-a)^(1/looks)."""
    rate: Floats = 1.0 - (1.0 - yearly_rate) ** (1.0 / looks_per_year)
    return rate


def detectable_worsening(
    noise: Noise,
    smallest_difference: Floats,
    *,
    baseline_waves: NDArray[np.int64],
    looks_per_year: Floats,
) -> Floats:
    """Return the smallest worsening the whole rule (alarm, size, twice) sees with 80 % power.

    In the unit, per goal; NaN where no alarm is possible.
    """
    spread = look_spread(noise, baseline_waves)
    freedom = np.maximum(noise.degrees_of_freedom, 1)
    limit = stats.t.isf(per_look(LOST_RATE, looks_per_year), freedom)
    by_size = smallest_difference + _CONFIRM_POWER * spread
    by_alarm = (limit + _POWER) * spread
    answer: Floats = np.where(
        noise.degrees_of_freedom > 0, np.maximum(by_size, by_alarm), np.nan
    )
    return answer
