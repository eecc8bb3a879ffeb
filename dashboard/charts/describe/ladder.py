"""Classes over time: the words are the values; the rung is only where they are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.charts.describe import measurement_table, timeline
from dashboard.charts.describe.axes import time_axis
from dashboard.charts.describe.chart import (
    Axis,
    Chart,
    Dot,
    Form,
    Level,
    Line,
    Role,
    Rung,
    Verdict,
    same_words,
)
from dashboard.charts.describe.events import event_words, events_within
from dashboard.charts.describe.lines import dot, judged, lines, named_cuts, verdict
from dashboard.text import numbers, sentences, states
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator, LadderClass
from metrics.methods.timeline import Cut, Point
from metrics.outcome.goal import Goal


def ladder(
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    goal: Goal | None = None,
    breaks: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    language: str,
) -> Chart:
    """Describe the classes of one area; `y` counts the rungs from the worst, 0.

    `observations` has the columns of `Reader.observations`, with ``class_code`` on the
    indicator's ladder; other classes and missing ones are gaps. Classes are never numbers.
    """
    placed = timeline.points(observations, indicator)
    where = timeline.cuts(breaks, observations, placed)
    places, span = places_of(indicator), _span(placed)
    happened = event_words(events, indicator, timeline.reach(placed), language)
    return Chart(
        form=Form.STEPS,
        name=indicator.wording(language).name,
        caption=same_words(indicator.wording(language).numerator),
        alt=_alt(placed, where, indicator, goal, happened, language),
        decimals=0,
        language=language,
        table=measurement_table.as_drawn(placed, indicator, language),
        time=time_axis(span, placed, indicator),
        values=Axis(low=-0.5, high=len(places) - 0.5),
        lines=on_rungs(timeline.segments(placed, where), places, indicator, language),
        levels=_goal(goal, places, placed, language),
        cuts=named_cuts(where, language),
        events=events_within(events, indicator, span),
        rungs=rungs(where, indicator, goal, language),
        verdict=_verdict(goal, placed, places, indicator, language),
    )


def _span(placed: Sequence[Point]) -> tuple[float, float]:
    """Return the years of the chart, with room for the state after the last list."""
    xs = [point.x for point in placed] or [2020.0, 2021.0]
    pad = max((xs[-1] - xs[0]) * 0.055, 0.3)
    return xs[0] - pad, xs[-1] + pad * 3


def places_of(indicator: Indicator) -> dict[str, int]:
    """Return the rung of each class by its code, the worst lowest, 0."""
    return {step.code: place for place, step in enumerate(_worst_first(indicator))}


def _worst_first(indicator: Indicator) -> list[LadderClass]:
    return sorted(indicator.ladder, key=lambda step: -step.severity)


def rungs(
    where: Sequence[Cut],
    indicator: Indicator,
    goal: Goal | None,
    language: str,
) -> tuple[Rung, ...]:
    """Return the classes of a ladder, worst first, as the goal and the cuts leave them."""
    kept = goal.target_classes if goal is not None else []
    return tuple(
        Rung(
            name=sentences.class_name(step.code, indicator, language),
            ruled_out=bool(kept) and step.code not in kept,
            removed_at=_removed_at(step, where),
        )
        for step in _worst_first(indicator)
    )


def _removed_at(step: LadderClass, where: Sequence[Cut]) -> float | None:
    if step.retired_on is None:
        return None
    return next((cut.x for cut in where if cut.year == str(step.retired_on.year)), None)


def on_rungs(
    pieces: Sequence[Sequence[Point]],
    places: Mapping[str, int],
    indicator: Indicator,
    language: str,
) -> tuple[Line, ...]:
    """Return one line per segment, with the rung of each class as its height."""
    found = lines(pieces, indicator, language)
    filled = [piece for piece in pieces if piece]
    return tuple(
        replace(
            line, dots=tuple(_stepped(point, places, indicator, language) for point in piece)
        )
        for line, piece in zip(found, filled, strict=True)
    )


def _stepped(
    point: Point, places: Mapping[str, int], indicator: Indicator, language: str
) -> Dot:
    return replace(
        dot(point, indicator, language),
        y=places.get(point.class_code),
        written=sentences.class_name(point.class_code, indicator, language),
    )


def _goal(
    goal: Goal | None,
    places: Mapping[str, int],
    placed: Sequence[Point],
    language: str,
) -> tuple[Level, ...]:
    """Return the border under the classes that fulfil the goal, where it can be drawn."""
    kept = goal.target_classes if goal is not None else []
    fulfil = [places[code] for code in kept if code in places]
    if goal is None or not fulfil or not placed:
        return ()
    _, due = translator(language), goal.target_due
    name, short = _("Målet: ovanför linjen"), _("Målet ↑")
    if due is not None:
        name = _("Målet {year}: ovanför linjen").format(year=due.year)
        short = _("Målet<br>{year} ↑").format(year=due.year)
    frozen = goal.frozen_on
    return (
        Level(
            role=Role.GOAL,
            name=name,
            short=tuple(short.split("<br>")),
            y=min(fulfil) - 0.5,
            start=placed[0].x,
            end=placed[-1].x,
            onwards=True,
            since=frozen.year if frozen else None,
        ),
    )


def _verdict(
    goal: Goal | None,
    placed: Sequence[Point],
    places: Mapping[str, int],
    indicator: Indicator,
    language: str,
) -> Verdict | None:
    """Put the state on the list it began with, was last assessed at, or the last there is."""
    known = [point for point in placed if point.class_code in places]
    if goal is None or not known:
        return None
    at = judged(known, goal) or known[-1]
    return verdict(_stepped(at, places, indicator, language), goal, language)


def _alt(
    placed: Sequence[Point],
    where: Sequence[Cut],
    indicator: Indicator,
    goal: Goal | None,
    happened: str,
    language: str,
) -> str:
    """Say in words what the chart shows: every class in order, cuts, events and the state."""
    _ = translator(language)
    name = indicator.wording(language).name
    listed = ", ".join(
        f"{sentences.period(point.period, language)} {_class(point, indicator, language)}"
        for point in placed
        if point.class_code
    )
    if not listed:
        return _("{name}: inga värden att visa.").format(name=name)
    said = [_("{name}, stegdiagram: {classes}.").format(name=name, classes=listed)]
    redone = _("Klasserna gjordes om {year}; steget dit jämförs inte.")
    said += [redone.format(year=cut.year) for cut in where]
    if goal is not None:
        state = states.word(goal.verdict.state, language)
        said.append(_("Läge: {state}.").format(state=state))
    return " ".join(part for part in (*said, happened) if part)


def _class(point: Point, indicator: Indicator, language: str) -> str:
    name = sentences.lower_first(sentences.class_name(point.class_code, indicator, language))
    inferred = translator(language)("härledd")
    return f"{name} ({inferred})".replace(" ", numbers.NO_BREAK) if point.inferred else name
