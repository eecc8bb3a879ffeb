"""Monitors every goal against its references, on its scale and in units of its noise.

Each goal has one line of residuals against its baseline, one against its target once that was
reached, and one against its comparator. A band has two lines, each with half of the allowed
false alarms. A target is a fixed level: no error of a mean is added to it. What was reached can
only be lost where an improvement on the baseline was found by the same monitors, mirrored.
"""

from dataclasses import dataclass, replace

import numpy as np

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
from metrics.outcome.records import joined, some
from metrics.outcome.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Begins:
    """When monitors begin, shape (goals, measurements + 1).

    `restarts` is whether the monitor restarts before a measurement, because what was lost is
    back; `reached` whether the goal had been reached before it: only then is its target
    monitored.
    """

    restarts: Bools
    reached: Bools

    def differs_from(self, other: "Begins") -> Bools:
        """Return the goals some monitor of which begins elsewhere, shape (goals,)."""
        differs = (self.restarts != other.restarts) | (self.reached != other.reached)
        some: Bools = differs.any(axis=1)
        return some


REFERENCES = (
    *(("baseline", side) for side in ("", "low", "high")),
    *(("target", side) for side in ("", "low", "high")),
    ("comparator", ""),
)
"""What a line holds a goal against, and the side of a band: "" unless the goal is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """What the monitors showed: a line per goal and reference, reference by reference.

    `goal` is the position of each line's goal, `reference` that of its reference among
    `REFERENCES`.
    """

    goal: Ints
    reference: Ints
    sd: Floats
    lines: Lines
    trace: Trace


def run_monitors(terms: Terms, on_scale: OnScale, begins: Begins) -> tuple[Alarms, Traced]:
    """Run the monitors of all goals; return their alarms and what they showed."""
    parts = [
        *_baseline_lines(terms, on_scale),
        *_target_lines(terms, on_scale, begins.reached),
        _comparator_line(on_scale),
    ]
    lines = _calibrated(terms, on_scale, begins, parts)
    traced = Traced(
        goal=np.concatenate([part.goal for part in parts]),
        reference=np.repeat(np.arange(len(parts)), [len(part.goal) for part in parts]),
        sd=np.concatenate([part.sd for part in parts]),
        lines=lines,
        trace=trace(lines),
    )
    gain = _gain_alarms(terms, on_scale, begins)
    return _alarms(on_scale, traced, gain), traced


def traced_again(shown: Traced, again: Traced, goals: Ints) -> Traced:
    """Return what was shown, with what monitors showed `again` of some `goals`."""
    kept = np.flatnonzero(~np.isin(shown.goal, goals))
    later = replace(again, goal=goals[again.goal])
    order = np.lexsort(
        (
            np.concatenate([shown.goal[kept], later.goal]),
            np.concatenate([shown.reference[kept], later.reference]),
        )
    )
    return some(joined(some(shown, kept), later), order)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The lines of some goals against one reference, on one side: residuals and their noise of
    shape (line, measurements + 1)."""

    reference: str
    goal: Ints
    residual: Floats
    sd: Floats


def _part(reference: str, distance: Floats, sd: Floats, active: Bools) -> _Part:
    """Return a line for each goal that is measured where the reference is `active`."""
    goal = np.flatnonzero(active.any(axis=1))
    residual = np.where(active[goal], distance[goal] / sd[goal], np.nan)
    there = np.isfinite(residual).any(axis=1)
    goal = goal[there]
    return _Part(reference=reference, goal=goal, residual=residual[there], sd=sd[goal])


def _calibrated(terms: Terms, on_scale: OnScale, begins: Begins, parts: list[_Part]) -> Lines:
    """Return the lines of all parts, with how their alarms are calibrated."""
    goal = np.concatenate([part.goal for part in parts])
    names = np.repeat([part.reference for part in parts], [len(part.goal) for part in parts])
    beside = names == "comparator"
    two_sided = terms.both[goal] & ~beside & (names != "gain")
    share, pace = np.where(two_sided, 0.5, 1.0), terms.looks_per_year[goal]
    own, difference = on_scale.noise, on_scale.difference

    def noise(name: str) -> Floats:
        found: Floats = np.where(
            beside, getattr(difference, name)[goal], getattr(own, name)[goal]
        )
        return found

    return Lines(
        residual=np.concatenate([part.residual for part in parts]),
        restarts=begins.restarts[goal],
        baseline=np.where(names == "target", np.inf, np.maximum(noise("measurements"), 1.0)),
        rho=noise("rho"),
        degrees_of_freedom=noise("degrees_of_freedom"),
        watch_rate=per_measurement(WATCH_RATE * share, pace),
        lost_rate=per_measurement(LOST_RATE * share, pace),
    )


def _baseline_lines(terms: Terms, on_scale: OnScale) -> list[_Part]:
    moved = on_scale.value - on_scale.level[:, None]
    return _sides(
        terms,
        on_scale,
        "baseline",
        one_sided=on_scale.against.worsening,
        outside=(-moved, moved),
        active=on_scale.judged,
    )


def _target_lines(terms: Terms, on_scale: OnScale, reached: Bools) -> list[_Part]:
    """Return the target's lines; a promise to hold, which has nothing to gain, has none."""
    active = on_scale.judged & reached & starts_outside(terms)[:, None]
    low, high = on_scale.low[:, None], on_scale.high[:, None]
    outside = (low - on_scale.value, on_scale.value - high)
    shortfall = on_scale.against.shortfall
    return _sides(
        terms, on_scale, "target", one_sided=shortfall, outside=outside, active=active
    )


def _sides(
    terms: Terms,
    on_scale: OnScale,
    reference: str,
    *,
    one_sided: Floats,
    outside: tuple[Floats, Floats],
    active: Bools,
) -> list[_Part]:
    """Return one line for goals with one worse side, and two for bands."""
    band = terms.both[:, None]
    given = [(one_sided, active & ~band), *((side, active & band) for side in outside)]
    return [_part(reference, distance, on_scale.sd, rows) for distance, rows in given]


def _comparator_line(on_scale: OnScale) -> _Part:
    return _part("comparator", on_scale.behind, on_scale.behind_sd, on_scale.judged)


def _gain_alarms(terms: Terms, on_scale: OnScale, begins: Begins) -> ReferenceAlarms:
    """Return the alarms of the mirrored monitor: an improvement on the baseline.

    It is asked only where a target was reached. A gain that was shown stays shown when the
    monitor restarts, at the rate at which it was shown.
    """
    gained = -on_scale.against.worsening
    band = terms.both[:, None]
    # A band is gained from the side on which the baseline lies.
    risen = on_scale.value - on_scale.level[:, None]
    rises = (on_scale.level < on_scale.low)[:, None]
    gained = np.where(band, np.where(rises, risen, -risen), gained)
    asked = begins.reached.any(axis=1) & starts_outside(terms)
    part = _part("gain", gained, on_scale.sd, on_scale.judged & asked[:, None])
    rows, shown = part.goal, trace(_calibrated(terms, on_scale, begins, [part]))
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
    shown = traced.trace
    for place, (name, side) in enumerate(REFERENCES):
        chosen = np.flatnonzero(traced.reference == place)
        if name != reference or not len(chosen):
            continue
        goal = traced.goal[chosen]
        own = shown.p_value[chosen]
        # Outside a band only the side on which the value lies can have lost it.
        here = _lies_there(on_scale, goal, side)
        watch[goal] |= shown.watch[chosen] & here
        lost[goal] |= shown.lost[chosen] & here
        p_value[goal] = np.fmin(p_value[goal], np.minimum(2 * own, 1) if side else own)
    return ReferenceAlarms(watch=watch, lost=lost, p_value=p_value)


def _lies_there(on_scale: OnScale, goal: Ints, side: str) -> Bools:
    """Return where the values of some goals lie on a side of their band; all without one."""
    if not side:
        return np.ones((len(goal), 1), dtype=np.bool_)
    below: Bools = on_scale.value[goal] < on_scale.low[goal, None]
    return below if side == "low" else ~below
