"""Has a value been lost? One decision per series, with a promise about false alarms."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.alarm import Alarms, alarms
from metrics.engine.asked import Asked, asked_of
from metrics.engine.baseline import Panel, as_panel, baselines_only, distinct, some_rows
from metrics.engine.calibration import noise_at, noise_steps, p_value, place_of, thresholds
from metrics.engine.change import Change, changes, surprise
from metrics.engine.common_effects import without_common
from metrics.engine.detectable import detectable_worsening
from metrics.engine.labels import group_index
from metrics.engine.noise_model import NoiseModel, SeriesNoise
from metrics.engine.residuals import Yardstick, monitored
from metrics.engine.simulation import LONGEST, RATES
from metrics.engine.uncertainty import (
    BLOCK,
    estimate_noise,
    series_noise,
    without_season,
)

# More than there are steps of autocorrelation or of degrees of freedom.
_STEPS: Final = 128
# Nearly every series has alarmed once at a rate of so many alarms within its measurements.
_LIKELY: Final = 3.0
_PERIODS: Final = ("first_alarm", "onset", "onset_low", "onset_high")


@dataclass(frozen=True, slots=True, kw_only=True)
class LossScreen:
    """The verdict on each series, in arrays of one length.

    ``p_value``: the false-alarm probability over the horizon at which the series would
    just have alarmed; uniform when nothing happens; NaN where nothing can be judged.
    ``alarm``: whether it is at most the probability asked for. ``first_alarm``: the period
    of the first alarm, -1 without one.

    Only after an alarm: ``onset`` (period, else -1) with its 95 % range ``onset_low`` to
    ``onset_high``, and ``size``, the worsening reached at the last measurement, positive
    and in the values' unit (else NaN), with its 95 % interval.

    ``detectable``: the smallest immediate worsening that would have alarmed with 80 %
    probability in the periods given, in the values' unit; infinite when none would.
    ``sigma``: the standard deviation of a measurement when nothing happens.
    """

    p_value: Floats
    alarm: Bools
    first_alarm: Ints
    onset: Ints
    onset_low: Ints
    onset_high: Ints
    size: Floats
    size_low: Floats
    size_high: Floats
    detectable: Floats
    sigma: Floats


def screen_losses(
    values: ArrayLike,
    *,
    baseline: ArrayLike,
    worse: ArrayLike,
    reference: ArrayLike | None = None,
    horizon: ArrayLike | None = None,
    noise: NoiseModel | None = None,
    season: ArrayLike | None = None,
    standard_error: ArrayLike | None = None,
    false_alarm: float = 0.01,
    group: ArrayLike | None = None,
) -> LossScreen:
    """Return, for every series, whether its value has been lost.

    ``values`` is (series, period), NaN where missing; the first ``baseline`` columns (one
    number, or one per series) are the frozen reference. ``worse`` is "lower" or "higher",
    one word or one per series. ``reference`` judges against this level instead of the
    baseline mean (NaN: the mean). ``standard_error`` holds sampling errors in the values'
    unit; ``season`` one index per period; ``group`` one label per series, within which
    sigma, autocorrelation and season are pooled (None: each series alone). ``noise`` is a
    frozen model instead of pooling here.

    When nothing happens a series alarms within ``horizon`` measurements after the baseline
    with probability ``false_alarm``, at the same rate at every one of them, and goes on at that
    rate after it. The default horizon is the number of measurements given. An alarm
    depends only on what had been measured by then: with the same horizon, later periods
    never withdraw it. Missing periods are skipped and never count as a measurement.

    What cannot be held: with an autocorrelation of .6 in groups of up to twenty, false
    alarms are 1.2 to 1.4 times what was asked for at 5 %, and 1.3 to 2.3 times at 1 %.

    Not judged (NaN p-value, no alarm): a series without monitored measurements, without a
    group (a missing label) where the others have one, without a level to be held against, or
    without a known noise: a lone baseline of one measurement or of identical ones (a spread
    under 1e-9 of the level is rounding), a season not measured twice in the group's baselines.

    Raises `ValueError` where shapes do not fit, a word in ``worse`` is unknown, a group is
    not in the noise model, or a number is out of its range.

    Source: Roberts (1959), Technometrics 1, 239-250; Page (1954), Biometrika 41, 100-115;
    Hawkins (1987), The Statistician 36, 299-315; constant conditional false-alarm rate:
    Margavio et al. (1995), Statistics & Probability Letters 24.
    """
    if not 0 < false_alarm < 1:
        raise ValueError(f"false_alarm must lie between 0 and 1, not {false_alarm}.")
    panel = as_panel(values, baseline, standard_error, season)
    rows = len(panel.values)
    if noise is None:
        noise = estimate_noise(
            values, baseline=baseline, group=group, standard_error=standard_error, season=season
        )
    asked = asked_of(rows, worse, reference, horizon, group)
    index = _places(noise, group, rows)
    found = _nothing_found(rows)
    for start in range(0, rows, BLOCK):
        block = slice(start, start + BLOCK)
        mine = asked.of(block)
        part = _screened(some_rows(panel, block), noise, index[block], mine, false_alarm)
        for name in LossScreen.__slots__:
            getattr(found, name)[block] = getattr(part, name)
    return found


def _nothing_found(rows: int) -> LossScreen:
    kinds = {"alarm": np.bool_, **dict.fromkeys(_PERIODS, np.int64)}
    return LossScreen(
        **{name: np.empty(rows, kinds.get(name, np.float64)) for name in LossScreen.__slots__}
    )


def _screened(
    panel: Panel, noise: NoiseModel, index: Ints, asked: Asked, false_alarm: float
) -> LossScreen:
    """Return the verdict on some series, which depends on no other than their noise."""
    # What is ordinary is said by baselines alone: only they are freed of what was common.
    frozen = without_common(baselines_only(panel), noise.common, index)
    frozen = without_season(frozen, noise.seasons, index)
    panel = panel._replace(pattern=frozen.pattern)
    known = series_noise(frozen, noise, index)
    known = known._replace(between=np.where(asked.named, known.between, np.nan))
    yardstick = _yardstick(known, asked.reference, asked.sign)
    terms = _terms(panel, known, asked.reference, asked.horizon, false_alarm)
    return _screen(panel, yardstick, terms)


class _Terms(NamedTuple):
    """Per series: what calibrates it, and the whole number that stands for its setting;
    measurements monitored, those that the promise covers, and false alarms per measurement.

    ``baseline`` is infinite against a fixed level.
    """

    baseline: Floats
    rho: Floats
    degrees_of_freedom: Floats
    setting: Ints
    measurements: Ints
    horizon: Floats
    rate: Floats


def _terms(
    panel: Panel, known: SeriesNoise, fixed: Floats, horizon: Floats, false_alarm: float
) -> _Terms:
    free = np.isnan(fixed)
    steps = noise_steps(known.rho, known.degrees_of_freedom)
    rho, freedom = noise_at(*steps)
    periods = panel.values.shape[1]  # noqa: PD011 - an array of a named tuple
    length = np.where(free, known.measurements, periods + 1)
    count = monitored(panel)
    # Beyond a million periods a longer promise changes nothing.
    covered = np.minimum(np.where(np.isnan(horizon), np.maximum(count, 1), horizon), 1e6)
    return _Terms(
        baseline=np.where(free, np.maximum(known.measurements, 1), np.inf),
        rho=rho,
        degrees_of_freedom=freedom,
        setting=((length + 1) * _STEPS + steps[0]) * _STEPS + steps[1],
        measurements=count,
        horizon=covered,
        rate=-np.expm1(np.log1p(-false_alarm) / covered),
    )


def _yardstick(known: SeriesNoise, fixed: Floats, sign: Floats) -> Yardstick:
    level = np.where(np.isnan(fixed), known.mean, fixed)
    return Yardstick(sign, level, known.sigma, known.ratio, known.between, known.inflation)


def _screen(panel: Panel, yardstick: Yardstick, terms: _Terms) -> LossScreen:
    judged = (
        (terms.measurements > 0) & (yardstick.sigma > 0) & np.isfinite(yardstick.sigma)
    ) & np.isfinite(yardstick.level)
    place, first = _alarms(panel, yardstick, terms, np.flatnonzero(judged))
    rarity = np.where(judged, p_value(place, terms.horizon), np.nan)
    change = _change(panel, yardstick, terms, np.flatnonzero(first >= 0))
    return LossScreen(
        p_value=rarity,
        alarm=first >= 0,
        first_alarm=first,
        **change._asdict(),
        detectable=_detectable(yardstick, terms, judged),
        sigma=yardstick.sigma,
    )


def _settings(key: Ints) -> tuple[Ints, Ints]:
    """Return each key's place among the distinct ones, and one example of each."""
    kinds, place = distinct(key)
    example = np.empty(len(kinds), dtype=np.int64)
    example[place] = np.arange(len(key))
    return place, example


def _detectable(yardstick: Yardstick, terms: _Terms, judged: Bools) -> Floats:
    """Return the detectable worsening, found once per setting, measurements and rate."""
    horizon, _ = _settings(np.ceil(terms.horizon).astype(np.int64))
    setting, _ = _settings(terms.setting)
    count = terms.measurements
    by_count, _ = _settings(setting * (count.max(initial=0) + 1) + count)
    place, example = _settings(by_count * (horizon.max(initial=0) + 1) + horizon)
    steps = detectable_worsening(
        np.ones(len(example)),
        baseline=terms.baseline[example],
        rho=terms.rho[example],
        degrees_of_freedom=terms.degrees_of_freedom[example],
        measurements=terms.measurements[example],
        rate=terms.rate[example],
    )
    return np.where(judged, steps[place] * yardstick.sigma, np.nan)


def _alarms(panel: Panel, yardstick: Yardstick, terms: _Terms, judged: Ints) -> Alarms:
    """Monitor the series ``judged``."""
    place = np.full(len(panel.values), float(len(RATES)))
    first = np.full(len(panel.values), -1)
    if not len(judged):
        return Alarms(place, first)
    setting, example = _settings(terms.setting[judged])
    calibrated = terms.baseline, terms.rho, terms.degrees_of_freedom
    baseline, rho, freedom = (column[judged[example]] for column in calibrated)
    most = int(terms.measurements[judged].max())
    limits = thresholds(baseline, rho, freedom, measurements=min(most, LONGEST))
    place[judged], first[judged] = alarms(
        panel,
        judged,
        yardstick,
        1 / terms.baseline[judged],
        setting,
        limits,
        place_of(terms.rate[judged]),
        float(np.searchsorted(RATES, _LIKELY / most)),
    )
    return Alarms(place, first)


def _change(panel: Panel, yardstick: Yardstick, terms: _Terms, alarmed: Ints) -> Change:
    """Return the change of every series, empty (-1, NaN) where it has not alarmed."""
    found = changes(
        panel,
        alarmed,
        yardstick,
        1 / terms.baseline[alarmed],
        terms.rho[alarmed],
        surprise(terms.rate[alarmed], terms.measurements[alarmed]),
    )
    filled = []
    for part in found:
        column = np.full(len(panel.values), -1 if part.dtype.kind == "i" else np.nan)
        column[alarmed] = part
        filled.append(column)
    return Change(*filled)


def _places(noise: NoiseModel, group: ArrayLike | None, rows: int) -> Ints:
    """Return the row of the noise model that each series belongs to."""
    if group is None and len(noise.group) == 1:
        return np.zeros(rows, dtype=np.int64)
    labels, index = group_index(group, rows)
    if noise.alone or group is None:
        if len(noise.group) != rows:
            raise ValueError(
                f"The noise model holds {len(noise.group)} groups, "
                f"for {rows} series without a group."
            )
        return np.arange(rows)
    place = pd.Index(noise.group, dtype=object).get_indexer(pd.Index(labels, dtype=object))
    unknown = (place < 0) & ~pd.isna(labels)
    if unknown.any():
        raise ValueError(f"Group {str(labels[unknown][0])!r} is not in the noise model.")
    return np.asarray(np.maximum(place, 0)[index], dtype=np.int64)
