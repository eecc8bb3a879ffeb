"""A value over time: its line, interval, goal, baseline, comparator, cuts and events."""

from collections.abc import Iterator, Sequence

import pandas as pd

from dashboard.charts.describe import measurement_table, timeline
from dashboard.charts.describe.axes import time_axis, value_axis, value_span
from dashboard.charts.describe.chart import Chart, Form, Gap, Verdict, same_words
from dashboard.charts.describe.events import event_words, events_within
from dashboard.charts.describe.levels import levels
from dashboard.charts.describe.lines import (
    Levels,
    comparator_line,
    dot,
    judged,
    levels_by_period,
    lines,
    named_cuts,
    verdict,
)
from dashboard.text import numbers, sentences, smallest_seen, states
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator
from metrics.methods.timeline import Cut, Point
from metrics.outcome.goal import Goal
from metrics.outcome.state import Group, State, group_of

_FEW_TICKS = 3
"""The values written beside a small line."""

_ALIKE = 0.1
"""How much of a loss the drawn distance to the comparator may differ from it."""


def series(
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    goal: Goal | None = None,
    breaks: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    comparator: pd.DataFrame | None = None,
    ribbon: pd.DataFrame | None = None,
    language: str,
) -> Chart:
    """Describe one series with its ribbon, goal, baseline, comparator, cuts and events.

    `observations`, `breaks` and `events` have the columns `Reader` gives them; `comparator` has
    ``period`` and ``value``, `ribbon` the limits of the level that the goal is judged by:
    ``period``, ``low`` and ``high``. Without them the ribbon is 95 % intervals. Values are in
    the indicator's unit. Missing values are gaps, and nothing may be joined across a cut.
    """
    limits = levels_by_period(ribbon)
    placed = timeline.points(observations, indicator)
    where = timeline.cuts(breaks, observations, placed)
    pieces, span = timeline.segments(placed, where), timeline.reach(placed)
    beside = [] if comparator is None else comparator["value"].dropna().astype(float).tolist()
    heights = value_span(
        [*_heights(placed, limits), *_levels_of(goal), *beside],
        indicator,
        below=0.1 if goal is None else 0.18,
        above=0.28 if where else 0.14,
    )
    return Chart(
        form=Form.LINE,
        name=indicator.wording(language).name,
        caption=caption(indicator, language),
        alt=_alt(
            placed,
            indicator,
            goal,
            language,
            where=where,
            happened=event_words(events, indicator, span, language),
        ),
        decimals=indicator.decimals,
        language=language,
        table=measurement_table.as_drawn(placed, indicator, language, levels=limits),
        time=time_axis(span, placed, indicator),
        values=value_axis(heights, indicator, language),
        lines=(
            *lines(pieces, indicator, language, levels=limits),
            *comparator_line(comparator, pieces[-1], indicator, language),
        ),
        levels=levels(goal, pieces, indicator, language),
        cuts=named_cuts(where, language),
        events=events_within(events, indicator, span),
        verdict=_verdict(goal, pieces[-1], indicator, language),
    )


def small_line(
    observations: pd.DataFrame,
    goal: Goal,
    indicator: Indicator,
    breaks: pd.DataFrame | None,
    *,
    events: pd.DataFrame | None = None,
    comparator: pd.DataFrame | None = None,
    ribbon: pd.DataFrame | None = None,
    language: str,
) -> Chart:
    """Describe what can be compared of one goal's series: what `series` has of it, no more."""
    limits = levels_by_period(ribbon)
    placed = timeline.points(observations, indicator)
    where = timeline.cuts(breaks, observations, placed)
    pieces = timeline.segments(placed, where)
    latest = pieces[-1]
    span = timeline.reach(latest)
    beside = comparator_line(comparator, latest, indicator, language)
    held_against = levels(goal, pieces, indicator, language)
    compared = [one.y for line in beside for one in line.measured if one.y is not None]
    heights = value_span(
        [*_heights(latest, limits), *(level.y for level in held_against), *compared],
        indicator,
        below=0.18,
        above=0.14,
    )
    return Chart(
        form=Form.LINE,
        name=indicator.wording(language).name,
        caption=caption(indicator, language),
        alt=_alt(placed, indicator, goal, language),
        decimals=indicator.decimals,
        language=language,
        table=measurement_table.as_drawn(placed, indicator, language, levels=limits),
        time=time_axis(span, latest, indicator),
        values=value_axis(heights, indicator, language, most=_FEW_TICKS),
        lines=(*lines([latest], indicator, language, levels=limits), *beside),
        levels=held_against,
        events=events_within(events, indicator, span),
        verdict=_verdict(goal, latest, indicator, language),
        gap=_gap(goal, latest, compared, indicator, language),
    )


def _gap(
    goal: Goal,
    latest: Sequence[Point],
    compared: Sequence[float],
    indicator: Indicator,
    language: str,
) -> Gap | None:
    """Return the loss the sentence is about, where it is a distance in the chart."""
    size, last = goal.gap, latest[-1] if latest else None
    if group_of(goal.verdict.state) is not Group.LOST or not size or last is None:
        return None
    if last.value is None or last.value != goal.verdict.value:
        return None
    if goal.judged_value != last.value:
        return None  # Without its season it is another number than the point that is drawn.
    down = goal.worsens_down
    start = last.value + (size if down else -size)
    behind = goal.verdict.state is State.FELL_BEHIND
    if behind and not (compared and abs(compared[-1] - start) < _ALIKE * size):
        return None
    sign = numbers.MINUS if down else "+"
    words = f"{sign}{smallest_seen.bare_size(size, indicator, language)}"
    return Gap(x=last.x, start=start, end=last.value, words=words)


def caption(indicator: Indicator, language: str) -> str:
    """Say what is counted, and in which unit."""
    words = indicator.wording(language)
    return same_words(f"{words.numerator.rstrip('.')}, {words.unit.split(' (')[0]}")


def _heights(placed: Sequence[Point], limits: Levels) -> Iterator[float]:
    """Yield every value and edge of the ribbon that the chart must hold."""
    for point in placed:
        interval = (point.low, point.high) if not limits else limits.get(point.period, ())
        yield from (number for number in (point.value, *interval) if number is not None)


def _levels_of(goal: Goal | None) -> list[float]:
    """Return every level of a goal that the chart must hold."""
    if goal is None:
        return []
    return [level for level in (*goal.targets, goal.baseline_value) if level is not None]


def _verdict(
    goal: Goal | None,
    piece: Sequence[Point],
    indicator: Indicator,
    language: str,
) -> Verdict | None:
    """Put the state on the measurement it began with, was last assessed at, or the last."""
    measured = [point for point in piece if point.value is not None]
    if goal is None or not measured:
        return None
    final = [point for point in measured if not point.preliminary]
    at = judged(measured, goal) or (final or measured)[-1]
    return verdict(dot(at, indicator, language), goal, language)


def _alt(
    placed: Sequence[Point],
    indicator: Indicator,
    goal: Goal | None,
    language: str,
    *,
    where: Sequence[Cut] = (),
    happened: str = "",
) -> str:
    """Say in words what the chart shows: span, last value, goal, cuts, gaps and events."""
    _ = translator(language)
    known = [point for point in placed if point.value is not None]
    name = indicator.wording(language).name
    if not known:
        return _("{name}: inga värden att visa.").format(name=name)
    first, last = known[0], known[-1]
    said = [
        _("{name}, linje {first} till {last}. Senast {value}.").format(
            name=name,
            first=sentences.period(first.period, language),
            last=sentences.period(last.period, language),
            value=sentences.amount(last.value, indicator, language),
        )
    ]
    if goal is not None:
        said.append(_goal_words(goal, indicator, language))
    broken = _("Serien är bruten {year}; före och efter jämförs inte.")
    said += [broken.format(year=cut.year) for cut in where]
    if missing := len(placed) - len(known):
        said.append(_("Perioder utan värde: {count}.").format(count=missing))
    return " ".join(part for part in (*said, happened) if part)


def _goal_words(goal: Goal, indicator: Indicator, language: str) -> str:
    _ = translator(language)
    asked = sentences.target(goal, indicator, language)
    state = states.word(goal.verdict.state, language)
    if not asked:
        return _("Läge: {state}.").format(state=state)
    return _("Målet är {target}. Läge: {state}.").format(target=asked, state=state)
