"""Holds every goal against its references, on its scale and in units of its noise.

Each goal has a line against its baseline, one against its target once that was reached, and
one for how it moves beside its comparator. A band is two lines, each with half of the false
alarms. A target is a fixed level: no error of a mean is added to it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats, Ints
from metrics.engine.monitoring import Lines, Trace, trace
from metrics.outcome.on_scale import Standing
from metrics.outcome.rates import LOST_RATE, WATCH_RATE, Alarms, Hearing, per_look

_SIDES = ("low", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begins:
    """When monitors begin, shape (goals, looks + 1).

    `restarts` before a look, because what was lost is back; `reached` is whether the goal had
    been reached before that look: only from then on is its target watched over.
    """

    restarts: Bools
    reached: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """One line per goal, reference and side, with what the monitor showed of it.

    `goal` is the place of each line's goal; `side` is "" unless the goal is a band.
    """

    goal: Ints
    reference: pd.Series
    side: pd.Series
    sd: Floats
    trace: Trace


def hear(goals: pd.DataFrame, standing: Standing, begins: Begins) -> tuple[Hearing, Traced]:
    """Run the monitors of all goals, and say what they allow of each look."""
    parts = [
        *_baseline_lines(goals, standing),
        *_target_lines(goals, standing, begins.reached),
        _comparator_line(standing),
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
        trace=trace(_calibrated(goals, standing, begins, parts, kept, residual)),
    )
    return _hearing(goals, standing, traced), traced


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The lines of one reference and side: residuals and their noise, (goals, looks + 1)."""

    reference: str
    side: str
    residual: Floats
    sd: Floats


def _names(names: list[str], kept: list[Ints]) -> pd.Series:
    return pd.Series(np.repeat(np.array(names, dtype=object), [len(rows) for rows in kept]))


def _calibrated(
    goals: pd.DataFrame,
    standing: Standing,
    begins: Begins,
    parts: list[_Part],
    kept: list[Ints],
    residual: Floats,
) -> Lines:
    goal = np.concatenate(kept)
    pace = goals["looks_per_year"].to_numpy(float)[goal]
    share = np.where((goals["worse"] == "both").to_numpy()[goal], 0.5, 1.0)
    names = _names([part.reference for part in parts], kept).to_numpy(object)
    beside = names == "comparator"
    share = np.where(beside, 1.0, share)
    own, difference = standing.noise, standing.difference
    waves = np.where(beside, difference.measurements[goal], own.measurements[goal])
    return Lines(
        residual=residual,
        restarts=begins.restarts[goal],
        baseline=np.where(names == "target", np.inf, np.maximum(waves, 1.0)),
        rho=np.where(beside, difference.rho[goal], own.rho[goal]),
        degrees_of_freedom=np.where(
            beside, difference.degrees_of_freedom[goal], own.degrees_of_freedom[goal]
        ),
        watch_rate=per_look(WATCH_RATE * share, pace),
        lost_rate=per_look(LOST_RATE * share, pace),
    )


def _baseline_lines(goals: pd.DataFrame, standing: Standing) -> list[_Part]:
    moved = standing.value - standing.level[:, None]
    worsening = standing.against.worsening
    return _sides(goals, standing, "baseline", worsening, (-moved, moved), standing.judged)


def _target_lines(goals: pd.DataFrame, standing: Standing, reached: Bools) -> list[_Part]:
    """A promise to hold has its baseline as its target, and so no line of its own."""
    holds = (goals["form"] == "hold").to_numpy()
    active = standing.judged & reached & ~holds[:, None]
    low, high = standing.low[:, None], standing.high[:, None]
    outside = (low - standing.value, standing.value - high)
    return _sides(goals, standing, "target", standing.against.shortfall, outside, active)


def _sides(
    goals: pd.DataFrame,
    standing: Standing,
    reference: str,
    one_sided: Floats,
    outside: tuple[Floats, Floats],
    active: Bools,
) -> list[_Part]:
    """Return the line of goals with one worse side, and the two of bands."""
    band = (goals["worse"] == "both").to_numpy()[:, None]
    given = [("", one_sided, active & ~band)]
    given += [(side, part, active & band) for side, part in zip(_SIDES, outside, strict=True)]
    return [
        _Part(
            reference=reference,
            side=side,
            residual=np.where(rows, distance / standing.sd, np.nan),
            sd=standing.sd,
        )
        for side, distance, rows in given
    ]


def _comparator_line(standing: Standing) -> _Part:
    residual = np.where(standing.judged, standing.behind / standing.behind_sd, np.nan)
    return _Part(reference="comparator", side="", residual=residual, sd=standing.behind_sd)


def _hearing(goals: pd.DataFrame, standing: Standing, traced: Traced) -> Hearing:
    baseline = _alarms(standing, traced, "baseline")
    target = _alarms(standing, traced, "target")
    holds = (goals["form"] == "hold").to_numpy()[:, None]
    kept = {
        name: np.where(holds, getattr(baseline, name), getattr(target, name))
        for name in ("watch", "lost", "p_value")
    }
    return Hearing(
        baseline=baseline,
        target=Alarms(**kept),
        comparator=_alarms(standing, traced, "comparator"),
    )


def _alarms(standing: Standing, traced: Traced, reference: str) -> Alarms:
    shape = standing.value.shape
    watch, lost = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    p_value = np.full(shape, np.nan)
    with np.errstate(invalid="ignore"):
        below = standing.value < standing.low[:, None]
    for side, counts in (("", None), ("low", below), ("high", ~below)):
        chosen = ((traced.reference == reference) & (traced.side == side)).to_numpy()
        goal, shown = traced.goal[chosen], traced.trace
        # Outside a band only the side on which the value lies can have lost it.
        here = np.ones_like(watch[goal]) if counts is None else counts[goal]
        watch[goal] |= shown.watch[chosen] & here
        lost[goal] |= shown.lost[chosen] & here
        told = shown.p_value[chosen] if not side else np.minimum(2 * shown.p_value[chosen], 1)
        p_value[goal] = np.fmin(p_value[goal], told)
    return Alarms(watch=watch, lost=lost, p_value=p_value)
