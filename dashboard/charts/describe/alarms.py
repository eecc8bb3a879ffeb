"""What the monitor showed at each measurement, on a scale that a person can read.

Four charts are run, each with limits of its own that change with every measurement. Here each
is held against its own limits, 1 is an early warning and 2 a loss; the highest is shown.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from metrics.outcome.goal import Goal
from metrics.outcome.state import State

WATCH, LOST = 1.0, 2.0
"""Where the limits stand on the scale."""

LOUDEST = 4.0
"""Beyond this nothing is learnt from a longer bar."""

CHARTS = ("ewma", "cusum", "self_starting", "pair")

_REFERENCE_OF = {
    State.RELAPSE: "target",
    State.BELOW_BASELINE: "baseline",
    State.FELL_BEHIND: "comparator",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitored:
    """One measurement: the chart nearest its limit, if it can alarm, and what it raised."""

    period: str
    loudness: float
    loudest: str
    watch: bool
    lost: bool
    can_alarm: bool
    preliminary: bool


def reference_of(readings: pd.DataFrame, goal: Goal) -> str:
    """Name the reference whose monitor explains the state; '' where none is run.

    That of the loss; for a watch that of the alarm; otherwise the target once it has been
    reached, and the baseline until then.
    """
    running = list(dict.fromkeys(readings["reference"])) if len(readings) else []
    said = _REFERENCE_OF.get(goal.verdict.state, "")
    if said in running:
        return said
    latest = readings.drop_duplicates(["reference", "side"], keep="last")
    for alarm in ("lost", "watch"):
        raised = latest[latest[alarm].astype(bool)]["reference"].tolist() if running else []
        for reference in ("target", "baseline", "comparator"):
            if reference in raised:
                return reference
    usual = ("target", "baseline") if goal.verdict.was_reached else ("baseline",)
    return next((one for one in (*usual, *running) if one in running), "")


def monitored(readings: pd.DataFrame, reference: str) -> list[Monitored]:
    """Return what was monitored against one reference, oldest first; of two sides the worse.

    `readings` has the columns of `data.judging.monitoring.readings`.
    """
    mine = readings[readings["reference"] == reference]
    found: dict[str, Monitored] = {}
    for row in mine.sort_values("period_end", kind="stable").to_dict("records"):
        measurement = _monitored(row)
        other = found.get(measurement.period)
        found[measurement.period] = (
            measurement if other is None else _louder(other, measurement)
        )
    return list(found.values())


def first_alarms(
    measurements: Sequence[Monitored],
) -> tuple[Monitored | None, Monitored | None]:
    """Return the measurements at which today's early warning and loss were raised."""
    return _raised(measurements, "watch"), _raised(measurements, "lost")


def _raised(measurements: Sequence[Monitored], alarm: str) -> Monitored | None:
    """Return the first measurement of the latest run with the alarm raised."""
    start = None
    for before, measurement in zip([None, *measurements[:-1]], measurements, strict=True):
        if getattr(measurement, alarm) and not (before is not None and getattr(before, alarm)):
            start = measurement
    return start


def _monitored(row: Mapping[Any, Any]) -> Monitored:
    loud = {
        chart: loudness(row[chart], row[f"{chart}_watch"], row[f"{chart}_lost"])
        for chart in CHARTS
    }
    loudest = max(loud, key=loud.__getitem__)
    return Monitored(
        period=str(row["period"]),
        loudness=loud[loudest],
        loudest=loudest,
        watch=bool(row["watch"]),
        lost=bool(row["lost"]),
        can_alarm=any(math.isfinite(float(row[f"{chart}_watch"])) for chart in CHARTS),
        preliminary=bool(row["preliminary"]),
    )


def _louder(one: Monitored, other: Monitored) -> Monitored:
    loud = max(one, other, key=lambda measurement: measurement.loudness)
    return Monitored(
        period=loud.period,
        loudness=loud.loudness,
        loudest=loud.loudest,
        watch=one.watch or other.watch,
        lost=one.lost or other.lost,
        can_alarm=one.can_alarm or other.can_alarm,
        preliminary=loud.preliminary,
    )


def loudness(value: float, watch: float, lost: float) -> float:
    """Place a chart's value between its own limits: 0 silent, 1 at watch, 2 at loss.

    Without a limit for loss it comes ever closer to 2; without any limit it is silent.
    """
    if not (math.isfinite(value) and math.isfinite(watch)) or value <= 0 or watch <= 0:
        return 0.0
    if value <= watch:
        return WATCH * value / watch
    if not math.isfinite(lost):
        return LOST - watch / value
    if value >= lost:
        return min(LOST * value / lost, LOUDEST)
    return WATCH + (LOST - WATCH) * (value - watch) / (lost - watch)
