"""What a goal would show before it is set: its series, its noise, and what is chosen.

A goal that is planned is judged as any other: its baseline, its noise and the rule come from
the frames that `metrics.outcome.decide` takes, and the falls are simulated by
`metrics.engine.planning`.
"""

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from metrics.arrays import Floats
from metrics.engine.calibration import rounded_noise
from metrics.engine.planning import (
    Design,
    first_in_four_of_five,
    found_by,
    smallest_found,
)
from metrics.engine.scale import backward, forward
from metrics.engine.simulation import LONGEST
from metrics.engine.whole_rule import LARGEST, Rule
from metrics.outcome.on_scale import LEAST_SD
from metrics.outcome.prepared import prepared
from metrics.outcome.rates import LOST_RATE, WATCH_RATE, per_measurement
from metrics.outcome.sensitivity import MUST_SHOW, confirming_measurements, how_judged

YEARS: Final = 10
"""So far ahead a plan is followed, and so long false alarms are counted."""

_FALLS: Final = np.arange(0.0, LARGEST + 0.25, 0.25)
"""The falls that are simulated, in noise units; what lies between is interpolated."""
_NINE_OF_TEN: Final = 1.6449


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What a planned goal is held against, and what is ordinary for its series.

    `baseline` is in the unit, `level` the same on the scale. A measurement with sampling
    variance v has variance ``ratio * (between + v)``, at least v, times ``inflation``;
    ``sampling`` is that of a typical baseline measurement. `waves` is the number of baseline
    measurements. `unknown` says why nothing can be foreseen: 'noise', 'season', or ''.
    """

    scale: str
    whole: float
    downwards: bool
    both: bool
    exact: bool
    baseline: float
    level: float
    waves: float
    rho: float
    degrees_of_freedom: float
    between: float
    ratio: float
    sampling: float
    inflation: float
    looks_per_year: float
    confirming: int
    unknown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be chosen of a planned goal.

    `mid` is what matters, in the unit. `answers` is how many will answer, as a share of how
    many do in the baseline; `beside` how many more answer in an area it is added to, as a share
    of its own; `more_before` how many more baseline measurements there are.
    """

    mid: float
    looks_per_year: float
    answers: float = 1.0
    beside: float = 0.0
    more_before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a planned goal would show of a lasting fall from its first measurement on.

    `watch` is the number of the first measurement by which a fall of what matters has been
    warned of in four cases of five, `lost` that by which one of twice as much, which a series
    must be able to show, is lost: None within `YEARS`. A fall of just what matters lands on the
    wrong side of it every other time, and is seldom confirmed. The
    ``smallest_`` arrays are, per measurement, the smallest fall found in four of five, in the
    unit, infinite where none is. ``false_`` are the shares of goals where nothing happens that
    are warned of, or lost, within `YEARS`: None for what is counted in full. The fans are what
    nine of ten means of the measurements so far lie between, shape (measurements, 2), where
    nothing has happened and after a fall of what matters; `certain` is the level after one of
    twice as much. `confirming` is how many measurements in a row confirm.
    """

    watch: int | None
    lost: int | None
    smallest_watch: Floats
    smallest_lost: Floats
    false_watch: float | None
    false_lost: float | None
    calm: Floats
    fallen: Floats
    certain: float
    looks_per_year: float
    confirming: int


def yardstick(
    goals: pd.DataFrame, measurements: pd.DataFrame, noise: pd.DataFrame
) -> Yardstick:
    """Return what one planned goal is held against; the frames are those of `decide`.

    `goals` has one row. Raises `metrics.errors.FrameError`.
    """
    given = prepared(goals, measurements, noise)
    terms, known = given.terms, given.on_scale.noise
    waves, rho, freedom, _, confirming = how_judged(terms, given.measured, given.on_scale)[
        0
    ].tolist()
    exact, both = bool(terms.exact[0]), bool(terms.both[0])
    unknown = "" if given.on_scale.noise_known[0] or exact else "noise"
    if not given.on_scale.season_known[0]:
        unknown = "season"
    baseline = terms.baseline_value
    return Yardstick(
        scale=str(terms.scale[0]),
        whole=float(terms.whole[0]),
        downwards=both or bool(terms.downwards[0]),
        both=both,
        exact=exact,
        baseline=float(baseline[0]),
        level=float(terms.on_scale(baseline)[0]),
        waves=waves,
        rho=rho,
        degrees_of_freedom=freedom,
        between=float(known.between[0]),
        ratio=float(known.ratio[0]),
        sampling=float(known.sampling[0]),
        inflation=float(known.inflation[0]),
        looks_per_year=float(terms.looks_per_year[0]),
        confirming=int(confirming),
        unknown=unknown,
    )


def foreseen(measure: Yardstick, choices: Choices) -> Foreseen | None:
    """Return what the goal would show; None where the noise or the season is unknown."""
    if measure.unknown:
        return None
    pace = choices.looks_per_year
    count = int(np.clip(round(YEARS * pace), 2, LONGEST))
    confirming = int(confirming_measurements(np.array([pace]))[0])
    if pace == measure.looks_per_year:
        confirming = max(confirming, measure.confirming)
    if measure.exact:
        return _counted_in_full(measure, choices, count, confirming)
    design, unit = _design(measure, choices, count, confirming)
    matters = design.rule.smallest
    certain = _size_on_scale(measure, MUST_SHOW * choices.mid) / unit
    falls = np.unique([*_FALLS, matters, certain])
    found = found_by(design, tuple(falls.tolist()))
    first = [
        first_in_four_of_five(shares[np.searchsorted(falls, fall)])
        if _fits(measure, size)
        else None
        for shares, fall, size in (
            (found.watch, matters, choices.mid),
            (found.lost, certain, MUST_SHOW * choices.mid),
        )
    ]
    sides = 2.0 if measure.both else 1.0
    return Foreseen(
        watch=first[0],
        lost=first[1],
        smallest_watch=_in_unit(measure, smallest_found(found.watch, falls), unit),
        smallest_lost=_in_unit(measure, smallest_found(found.lost, falls), unit),
        false_watch=min(sides * float(found.watch[0, -1]), 1.0),
        false_lost=min(sides * float(found.lost[0, -1]), 1.0),
        calm=_fan(measure, 0.0, design, unit),
        fallen=_fan(measure, matters * unit, design, unit),
        certain=_fallen(measure, MUST_SHOW * choices.mid),
        looks_per_year=pace,
        confirming=confirming,
    )


def _design(
    measure: Yardstick, choices: Choices, count: int, confirming: int
) -> tuple[Design, float]:
    """Return how the series is to be judged, and what a residual of one is on the scale."""
    own = 1.0 / (1.0 + choices.beside)
    between = measure.between * (own**2 + (1.0 - own) ** 2)
    before = _sd(measure, between, measure.sampling * own)
    after = _sd(measure, between, measure.sampling * own / choices.answers)
    unit = max(after, LEAST_SD * before)
    share = 0.5 if measure.both else 1.0
    pace = np.array([choices.looks_per_year])
    rho, freedom = rounded_noise(
        np.array([measure.rho ** (measure.looks_per_year / choices.looks_per_year)]),
        np.array([measure.degrees_of_freedom]),
    )
    # Rounded as the series that are judged are, so that designs share their answers.
    rule = Rule(
        baseline=measure.waves + choices.more_before,
        rho=float(rho[0]),
        degrees_of_freedom=float(freedom[0]),
        measurements=count,
        rate=float(per_measurement(LOST_RATE * share, pace)[0]),
        smallest=_size_on_scale(measure, choices.mid) / unit,
        confirming=confirming,
        measurements_left=count,
    )
    watch = float(per_measurement(WATCH_RATE * share, pace)[0])
    return Design(rule, watch, after / unit, before / unit), unit


def _sd(measure: Yardstick, between: float, sampling: float) -> float:
    variance = max(measure.ratio * (between + sampling), sampling) * measure.inflation
    return math.sqrt(variance)


def _counted_in_full(
    measure: Yardstick, choices: Choices, count: int, confirming: int
) -> Foreseen:
    """Return what is seen of what has no sampling error: what matters, and at once."""
    seen = np.full(count, choices.mid)
    level = np.full((count, 2), measure.baseline)
    sign = -1.0 if measure.downwards else 1.0
    return Foreseen(
        watch=1 if _fits(measure, choices.mid) else None,
        lost=confirming if _fits(measure, MUST_SHOW * choices.mid) else None,
        smallest_watch=seen,
        smallest_lost=np.where(np.arange(count) < confirming - 1, np.inf, seen),
        false_watch=None,
        false_lost=None,
        calm=level,
        fallen=level + sign * choices.mid,
        certain=_fallen(measure, MUST_SHOW * choices.mid),
        looks_per_year=choices.looks_per_year,
        confirming=confirming,
    )


def _fan(measure: Yardstick, fall: float, design: Design, unit: float) -> Floats:
    """Return what nine of ten means of the first measurements lie between after a fall."""
    rho, count = design.rule.rho, design.rule.measurements
    number = np.arange(1, count + 1)
    apart = np.abs(number[:, None] - number)
    # The variance of the mean of so many measurements, each like the one before it by rho.
    total = np.array([(rho ** apart[:size, :size]).sum() / size**2 for size in number])
    half = _NINE_OF_TEN * design.spread * unit * np.sqrt(total)
    middle = measure.level + (-fall if measure.downwards else fall)
    ends = np.column_stack([middle - half, middle + half])
    return np.column_stack([_back(measure, ends[:, side]) for side in (0, 1)])


def _fallen(measure: Yardstick, size: float) -> float:
    return measure.baseline + (-size if measure.downwards else size)


def _fits(measure: Yardstick, size: float) -> bool:
    """Say whether the baseline can worsen by so much on its scale."""
    fallen = _fallen(measure, size)
    turned = _on(measure.scale, measure.whole, np.array([fallen]))
    return bool(np.isclose(_back(measure, turned)[0], fallen))


def _size_on_scale(measure: Yardstick, size: float) -> float:
    turned = _on(measure.scale, measure.whole, np.array([_fallen(measure, size)]))[0]
    return abs(float(turned) - measure.level)


def _in_unit(measure: Yardstick, steps: Floats, unit: float) -> Floats:
    """Return falls in noise units as sizes in the unit; infinite where none so large fits."""
    known = np.isfinite(steps)
    sign = -1.0 if measure.downwards else 1.0
    turned = measure.level + sign * np.where(known, steps, 0.0) * unit
    back = _back(measure, turned)
    fits = known & np.isclose(_on(measure.scale, measure.whole, back), turned)
    return np.where(fits, np.abs(back - measure.baseline), np.inf)


def _on(scale: str, whole: float, values: Floats) -> Floats:
    kinds = np.full(len(values), scale, dtype=object)
    return forward(values, kinds, np.full(len(values), whole))


def _back(measure: Yardstick, turned: Floats) -> Floats:
    kinds = np.full(len(turned), measure.scale, dtype=object)
    return backward(turned, kinds, np.full(len(turned), measure.whole))


def measured_at(last: date, looks_per_year: float, number: int, today: date) -> float:
    """Return when the measurement of a number, from 1, ends, in years.

    The first is the next at its pace after `last`, the end of the baseline, that has not ended
    by `today`.
    """
    begun = (today.year + (today.month - 1) / 12) - (last.year + last.month / 12)
    passed = max(math.floor(begun * looks_per_year + 1e-9), 0)
    return last.year + last.month / 12 + (passed + number) / looks_per_year


def year_measured(last: date, looks_per_year: float, number: int, today: date) -> int:
    """Return the year of a measurement: see `measured_at`."""
    return math.ceil(measured_at(last, looks_per_year, number, today) - 1e-6) - 1
