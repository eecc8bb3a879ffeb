"""Monitors every goal against its references, on its scale and in units of its noise.

Each goal has one line of residuals against its baseline, one against its target once that was
reached, and one against its comparator. A band has two lines, each with half of the allowed
false alarms. A target is a fixed level: no error of a mean is added to it. What was reached can
only be lost where an improvement on the baseline was found by the same monitors, mirrored.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.monitoring import Lines, Trace, trace
from metrics.outcome.distances import starts_outside
from metrics.outcome.on_scale import OnScale
from metrics.outcome.rates import (
    LOST_RATE,
    WATCH_RATE,
    Alarms,
    ReferenceAlarms,
    per_measurement,
)

_SIDES = ("low", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begins:
    """When monitors begin, shape (goals, measurements + 1).

    `restarts` is whether the monitor restarts before a measurement, because what was lost is
    back; `reached` whether the goal had been reached before it: only then is its target
    monitored.
    """

    restarts: Bools
    reached: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """What the monitors showed: one line per goal, reference and side.

    `goal` is the position of each line's goal; `side` is "" unless the goal is a band.
    """

    goal: Ints
    reference: pd.Series
    side: pd.Series
    sd: Floats
    trace: Trace


def run_monitors(
    goals: pd.DataFrame, on_scale: OnScale, begins: Begins
) -> tuple[Alarms, Traced]:
    """Run the monitors of all goals; return their alarms and what they showed."""
    parts = [
        *_baseline_lines(goals, on_scale),
        *_target_lines(goals, on_scale, begins.reached),
        _comparator_line(on_scale),
    ]
    kept = [np.flatnonzero(np.isfinite(part.residual).any(axis=1)) for part in parts]
    goal = np.concatenate(kept)
    residual = np.concatenate(
        [part.residual[rows] for part, rows in zip(parts, kept, strict=True)]
    )
    traced = Traced(
        goal=goal,
        reference=_names([part.reference for part in parts], kept),
        side=_names([part.side for part in parts], kept),
        sd=np.concatenate([part.sd[rows] for part, rows in zip(parts, kept, strict=True)]),
        trace=trace(
            _calibrated(goals, on_scale, begins, parts=parts, kept=kept, residual=residual)
        ),
    )
    gain = _gain_alarms(goals, on_scale, begins)
    return _alarms(on_scale, traced, gain), traced


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Residuals and their noise for one reference and side, (goals, measurements + 1)."""

    reference: str
    side: str
    residual: Floats
    sd: Floats


def _names(names: list[str], kept: list[Ints]) -> pd.Series:
    return pd.Series(np.repeat(np.array(names, dtype=object), [len(rows) for rows in kept]))


def _calibrated(
    goals: pd.DataFrame,
    on_scale: OnScale,
    begins: Begins,
    *,
    parts: list[_Part],
    kept: list[Ints],
    residual: Floats,
) -> Lines:
    goal = np.concatenate(kept)
    pace = goals["looks_per_year"].to_numpy(float)[goal]
    names = _names([part.reference for part in parts], kept).to_numpy(object)
    beside = names == "comparator"
    two_sided = (goals["worse"] == "both").to_numpy()[goal] & np.isin(
        names, ("baseline", "target")
    )
    share = np.where(two_sided, 0.5, 1.0)
    own, difference = on_scale.noise, on_scale.difference
    waves = np.where(beside, difference.measurements[goal], own.measurements[goal])
    return Lines(
        residual=residual,
        restarts=begins.restarts[goal],
        baseline=np.where(names == "target", np.inf, np.maximum(waves, 1.0)),
        rho=np.where(beside, difference.rho[goal], own.rho[goal]),
        degrees_of_freedom=np.where(
            beside, difference.degrees_of_freedom[goal], own.degrees_of_freedom[goal]
        ),
        watch_rate=per_measurement(WATCH_RATE * share, pace),
        lost_rate=per_measurement(LOST_RATE * share, pace),
    )


def _baseline_lines(goals: pd.DataFrame, on_scale: OnScale) -> list[_Part]:
    moved = on_scale.value - on_scale.level[:, None]
    return _sides(
        goals,
        on_scale,
        "baseline",
        one_sided=on_scale.against.worsening,
        outside=(-moved, moved),
        active=on_scale.judged,
    )


def _target_lines(goals: pd.DataFrame, on_scale: OnScale, reached: Bools) -> list[_Part]:
    """Return the target's lines; a promise to hold, which has nothing to gain, has none."""
    active = on_scale.judged & reached & starts_outside(goals)[:, None]
    low, high = on_scale.low[:, None], on_scale.high[:, None]
    outside = (low - on_scale.value, on_scale.value - high)
    shortfall = on_scale.against.shortfall
    return _sides(
        goals, on_scale, "target", one_sided=shortfall, outside=outside, active=active
    )


def _sides(
    goals: pd.DataFrame,
    on_scale: OnScale,
    reference: str,
    *,
    one_sided: Floats,
    outside: tuple[Floats, Floats],
    active: Bools,
) -> list[_Part]:
    """Return one line for goals with one worse side, and two for bands."""
    band = (goals["worse"] == "both").to_numpy()[:, None]
    given = [("", one_sided, active & ~band)]
    given += [(side, part, active & band) for side, part in zip(_SIDES, outside, strict=True)]
    return [
        _Part(
            reference=reference,
            side=side,
            residual=np.where(rows, distance / on_scale.sd, np.nan),
            sd=on_scale.sd,
        )
        for side, distance, rows in given
    ]


def _comparator_line(on_scale: OnScale) -> _Part:
    residual = np.where(on_scale.judged, on_scale.behind / on_scale.behind_sd, np.nan)
    return _Part(reference="comparator", side="", residual=residual, sd=on_scale.behind_sd)


def _gain_alarms(goals: pd.DataFrame, on_scale: OnScale, begins: Begins) -> ReferenceAlarms:
    """Return the alarms of the mirrored monitor: an improvement on the baseline.

    It is asked only where a target was reached. A gain that was shown stays shown when the
    monitor restarts, at the rate at which it was shown.
    """
    gained = -on_scale.against.worsening
    band = (goals["worse"] == "both").to_numpy()[:, None]
    # A band is gained from the side on which the baseline lies.
    risen = on_scale.value - on_scale.level[:, None]
    rises = (on_scale.level < on_scale.low)[:, None]
    gained = np.where(band, np.where(rises, risen, -risen), gained)
    asked = begins.reached.any(axis=1) & starts_outside(goals)
    active = on_scale.judged & asked[:, None]
    part = _Part(
        reference="gain",
        side="",
        residual=np.where(active, gained / on_scale.sd, np.nan),
        sd=on_scale.sd,
    )
    rows = np.flatnonzero(np.isfinite(part.residual).any(axis=1))
    shown = trace(
        _calibrated(
            goals, on_scale, begins, parts=[part], kept=[rows], residual=part.residual[rows]
        )
    )
    shape = on_scale.value.shape
    watch, lost = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    p_value = np.full(shape, np.nan)
    watch[rows] = np.logical_or.accumulate(shown.watch, axis=1)
    lost[rows] = np.logical_or.accumulate(shown.lost, axis=1)
    p_value[rows] = _ever(shown)
    return ReferenceAlarms(watch=watch, lost=lost, p_value=p_value)


def _ever(shown: Trace) -> Floats:
    """Return the p-value over all measurements so far of lines that may have restarted."""
    seen = np.cumsum(shown.measurement > 0, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_kept = np.log1p(-shown.p_value) / shown.measurement
        rarest = np.fmax.accumulate(log_kept, axis=1)
        ever: Floats = -np.expm1(rarest * seen)
    return ever


def _alarms(on_scale: OnScale, traced: Traced, gain: ReferenceAlarms) -> Alarms:
    fall = _reference_alarms(on_scale, traced, "target")
    return Alarms(
        baseline=_reference_alarms(on_scale, traced, "baseline"),
        target=ReferenceAlarms(
            watch=gain.watch & fall.watch,
            lost=gain.lost & fall.lost,
            p_value=np.maximum(gain.p_value, fall.p_value),
        ),
        comparator=_reference_alarms(on_scale, traced, "comparator"),
        gain=gain,
    )


def _reference_alarms(on_scale: OnScale, traced: Traced, reference: str) -> ReferenceAlarms:
    shape = on_scale.value.shape
    watch, lost = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    p_value = np.full(shape, np.nan)
    with np.errstate(invalid="ignore"):
        below = on_scale.value < on_scale.low[:, None]
    for side, counts in (("", None), ("low", below), ("high", ~below)):
        chosen = ((traced.reference == reference) & (traced.side == side)).to_numpy()
        goal, shown = traced.goal[chosen], traced.trace
        # Outside a band only the side on which the value lies can have lost it.
        here = np.ones_like(watch[goal]) if counts is None else counts[goal]
        watch[goal] |= shown.watch[chosen] & here
        lost[goal] |= shown.lost[chosen] & here
        own = shown.p_value[chosen]
        p_value[goal] = np.fmin(p_value[goal], np.minimum(2 * own, 1) if side else own)
    return ReferenceAlarms(watch=watch, lost=lost, p_value=p_value)
