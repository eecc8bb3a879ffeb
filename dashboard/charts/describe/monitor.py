"""What the monitor showed, under the series and with the same years above each other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.describe import timeline
from dashboard.charts.describe.alarms import LOST, LOUDEST, WATCH, Monitored, first_alarms
from dashboard.charts.describe.axes import time_axis
from dashboard.charts.describe.chart import Axis
from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator
from metrics.outcome.state import State

_LIMITS = ((WATCH, State.WATCH, "Tidig varning"), (LOST, State.RELAPSE, "Förlust"))
MOST_BARS = 90
"""So many bars can be told apart. Of more measurements the highest of every few is shown."""

_RAISED = ("Tidig varning {period}.", "Larm om förlust {period}.")
_CHART_NAMES = {
    "ewma": "glidande medelvärde (EWMA)",
    "cusum": "kumulativ summa (CUSUM)",
    "self_starting": "självstartande summa",
    "pair": "summa av de två senaste",
}
_REFERENCES = {
    "target": "målet",
    "baseline": "utgångsläget",
    "comparator": "jämförelseområdena",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One measurement: how near an alarm it is, the state that is, and all of it in words."""

    x: float
    height: float
    state: State | None
    preliminary: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A height above which the monitor gives an alarm, and what that is called."""

    height: float
    state: State
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The measurement at which an alarm was raised, and how far it went, in words."""

    x: float
    height: float
    state: State
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """The monitor of a series. `start` is the year it is run from, `waiting` why not before.

    `measured` are the years of the series above, `step` the usual distance between two bars.
    """

    bars: tuple[Bar, ...]
    limits: tuple[Limit, ...]
    marks: tuple[Mark, ...]
    cuts: tuple[float, ...]
    time: Axis
    top: float
    start: float
    step: float
    measured: tuple[timeline.Placed, ...]
    waiting: str
    alt: str
    language: str


def monitor(
    measurements: Sequence[Monitored],
    observations: pd.DataFrame,
    reference: str,
    *,
    indicator: Indicator,
    breaks: pd.DataFrame | None = None,
    waiting: str = "",
    language: str,
) -> Monitor:
    """Describe how loud the monitor was at each measurement, against its two limits.

    `observations` and `breaks` are those of the series above, so that every year stands under
    itself; `reference` is what the monitor holds it against.
    """
    placed = timeline.points(observations, indicator)
    span, where = timeline.reach(placed), timeline.cuts(breaks, observations, placed)
    latest = timeline.segments(placed, where)[-1]
    return Monitor(
        bars=tuple(_bar(one, indicator, language) for one in _shown(measurements)),
        limits=tuple(
            Limit(height=height, state=state, name=translator(language)(name))
            for height, state, name in _LIMITS
        ),
        marks=_marks(measurements, indicator, language),
        cuts=tuple(cut.x for cut in where),
        time=time_axis(span, placed, indicator),
        top=max([LOST * 1.35, *(measurement.loudness * 1.2 for measurement in measurements)]),
        start=latest[0].x if latest else span[0],
        step=timeline.usual_step(placed) * in_one_bar(measurements),
        measured=tuple(placed),
        waiting=waiting,
        alt=_alt(measurements, reference, language),
        language=language,
    )


def in_one_bar(measurements: Sequence[Monitored]) -> int:
    """Return of how many measurements in a row the highest is shown: one where all are."""
    return max(1, math.ceil(len(measurements) / MOST_BARS))


def _shown(measurements: Sequence[Monitored]) -> list[Monitored]:
    """Return the measurements that have a bar: the highest of every few, and where an alarm
    was raised.
    """
    every, alarms = in_one_bar(measurements), first_alarms(measurements)
    # Counted from the last, so that the latest few are as many as the others.
    starts = range(-(-len(measurements) % every), len(measurements), every)
    few = (measurements[max(start, 0) : start + every] for start in starts)
    highest = [max(reversed(some), key=lambda one: one.loudness) for some in few]
    return [one for one in measurements if one in highest or one in alarms]


def _bar(measurement: Monitored, indicator: Indicator, language: str) -> Bar:
    return Bar(
        x=timeline.position(measurement.period, indicator),
        height=measurement.loudness,
        state=_state_at(measurement),
        preliminary=measurement.preliminary,
        words=tuple(_words(measurement, language)),
    )


def _state_at(measurement: Monitored) -> State | None:
    if measurement.loudness >= LOST:
        return State.RELAPSE
    return State.WATCH if measurement.loudness >= WATCH else None


def _words(measurement: Monitored, language: str) -> list[str]:
    _ = translator(language)
    said = [
        sentences.period(measurement.period, language),
        _("{times} på skalan 1 varning, 2 förlust").format(times=_times(measurement, language)),
        _("hörs mest: {chart}").format(chart=chart_name(measurement.loudest, language)),
    ]
    if not measurement.can_alarm:
        said.append(_("för tidigt för larm"))
    if measurement.preliminary:
        said.append(_("preliminärt"))
    return said


def _times(measurement: Monitored, language: str) -> str:
    """Write how far a measurement went: one is the limit of an early warning, two of a loss."""
    more = ">" if measurement.loudness >= LOUDEST else ""
    return more + numbers.number(measurement.loudness, 1, language)


def _marks(
    measurements: Sequence[Monitored], indicator: Indicator, language: str
) -> tuple[Mark, ...]:
    """Mark the measurement at which each alarm was raised, once where both were."""
    watch, lost = first_alarms(measurements)
    alarms = [(lost, State.RELAPSE)]
    if watch is not None and (lost is None or watch.period != lost.period):
        alarms.append((watch, State.WATCH))
    return tuple(
        Mark(
            x=timeline.position(measurement.period, indicator),
            height=measurement.loudness,
            state=state,
            words=_times(measurement, language),
        )
        for measurement, state in alarms
        if measurement is not None
    )


def chart_name(chart: str, language: str) -> str:
    """Name one of the charts, with its short name in the field."""
    return translator(language)(_CHART_NAMES[chart])


def reference_words(reference: str, language: str) -> str:
    """Name what the monitor holds the series against, inside a sentence."""
    return translator(language)(_REFERENCES[reference])


def _alt(measurements: Sequence[Monitored], reference: str, language: str) -> str:
    """Say in words what the monitor showed: against what, how far last, and when it alarmed."""
    _ = translator(language)
    against = reference_words(reference, language)
    if not measurements:
        return _("Larmet mot {reference}: inga mätningar att lyssna på.").format(
            reference=against
        )
    said = [
        _("Larmet mot {reference}, staplar {first} till {last}.").format(
            reference=against,
            first=sentences.period(measurements[0].period, language),
            last=sentences.period(measurements[-1].period, language),
        ),
        _("Senast {times}, där 1 är tidig varning och 2 är förlust.").format(
            times=_times(measurements[-1], language)
        ),
    ]
    for measurement, sentence in zip(first_alarms(measurements), _RAISED, strict=True):
        if measurement is not None:
            when = sentences.period(measurement.period, language)
            said.append(_(sentence).format(period=when))
    if first_alarms(measurements) == (None, None):
        said.append(_("Inget larm står."))
    return " ".join(said)
