"""Small multiples: one area per panel, all on the same scale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.describe import timeline
from dashboard.charts.describe.axes import value_axis, value_span, year_name
from dashboard.charts.describe.chart import Axis, Chart, Form
from dashboard.charts.describe.ladder import on_rungs, places_of, rungs
from dashboard.charts.describe.levels import levels
from dashboard.charts.describe.lines import comparator_line, lines, named_cuts
from dashboard.charts.describe.series import caption
from dashboard.text import sentences
from dashboard.text.language import translator
from metrics.definition.indicator import Evidence, Indicator
from metrics.methods.timeline import Cut, Point
from metrics.outcome.goal import Goal

_TICKS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """What every panel has in common: the span of time and of values."""

    x: tuple[float, float]
    y: tuple[float, float]
    years: tuple[int, ...]


def common_scale(
    observations: pd.DataFrame,
    indicator: Indicator,
    goals: Sequence[Goal] = (),
) -> Scale:
    """Return the scale that holds every value, interval and goal of all the panels."""
    placed = timeline.points(observations, indicator)
    xs = [point.x for point in placed] or [2020.0, 2021.0]
    pad = max((max(xs) - min(xs)) * 0.03, 0.2)
    x = (min(xs) - pad, max(xs) + pad)
    years = tuple(sorted({math.floor(min(xs)), math.floor(max(xs))}))
    if indicator.evidence is Evidence.ORDINAL:
        return Scale(x, (-0.5, len(indicator.ladder) - 0.5), years)
    values = [
        value
        for point in placed
        for value in (point.value, point.low, point.high)
        if value is not None
    ]
    values += [bound for goal in goals for bound in goal.targets if bound is not None]
    return Scale(x, value_span(values, indicator, below=0.12, above=0.14), years)


def panel(
    observations: pd.DataFrame,
    *,
    name: str,
    indicator: Indicator,
    scale: Scale,
    goal: Goal | None = None,
    breaks: pd.DataFrame | None = None,
    comparator: pd.DataFrame | None = None,
    language: str,
) -> Chart:
    """Describe one area: its line, its own goal, what it is compared with, its last value.

    `name` is the area's. `observations` and `breaks` have the columns `Reader` gives them,
    `comparator` ``period`` and ``value``. Classes are steps, the worst at the bottom.
    """
    placed = timeline.points(observations, indicator)
    where = timeline.cuts(breaks, observations, placed)
    pieces = timeline.segments(placed, where)
    ordinal = indicator.evidence is Evidence.ORDINAL
    own = (
        on_rungs(pieces, places_of(indicator), indicator, language)
        if ordinal
        else lines(pieces, indicator, language)
    )
    return Chart(
        form=Form.STEPS if ordinal else Form.LINE,
        name=name,
        caption=caption(indicator, language),
        alt=_alt(name, pieces[-1], where, indicator, goal, comparator, language),
        decimals=0 if ordinal else indicator.decimals,
        language=language,
        time=Axis(
            low=scale.x[0],
            high=scale.x[1],
            ticks=tuple((year, year_name(year, indicator)) for year in scale.years),
        ),
        values=Axis(low=scale.y[0], high=scale.y[1])
        if ordinal
        else value_axis(scale.y, indicator, language, most=_TICKS),
        lines=(*own, *comparator_line(comparator, pieces[-1], indicator, language)),
        levels=() if ordinal else levels(goal, pieces, indicator, language, baseline=False),
        cuts=named_cuts(where, language),
        rungs=rungs(where, indicator, goal, language) if ordinal else (),
    )


def _alt(
    name: str,
    latest: Sequence[Point],
    where: Sequence[Cut],
    indicator: Indicator,
    goal: Goal | None,
    comparator: pd.DataFrame | None,
    language: str,
) -> str:
    """Say in words what a panel shows since the last cut, and that there is a cut."""
    _ = translator(language)
    known = [point for point in latest if point.value is not None or point.class_code]
    if not known:
        return _("{area}: inga värden att visa.").format(area=name)
    said = [
        _("{area}: {first} {then}, {last} {now}.").format(
            area=name,
            first=_said(known[0], indicator, language),
            then=sentences.period(known[0].period, language),
            last=_said(known[-1], indicator, language),
            now=sentences.period(known[-1].period, language),
        )
    ]
    asked = "" if goal is None else sentences.target(goal, indicator, language)
    if asked:
        said.append(_("Målet är {target}.").format(target=asked))
    said += _compared(comparator, known, indicator, language)
    broken = _("Serien är bruten {year}; före och efter jämförs inte.")
    return " ".join([*said, *(broken.format(year=cut.year) for cut in where)])


def _said(point: Point, indicator: Indicator, language: str) -> str:
    if point.class_code:
        return sentences.lower_first(
            sentences.class_name(point.class_code, indicator, language)
        )
    return sentences.amount(point.value, indicator, language)


def _compared(
    comparator: pd.DataFrame | None, known: Sequence[Point], indicator: Indicator, language: str
) -> list[str]:
    """Say what was beside the last measurement, or when it last was: only final values are."""
    _ = translator(language)
    found = beside_latest([point.period for point in known], comparator)
    if found is None:
        return []
    period, value = found
    said = _("Jämförelsen är {value}.")
    if period != known[-1].period:
        said = _("Jämförelsen var {value} {period}.")
    amount = sentences.amount(value, indicator, language)
    return [said.format(value=amount, period=sentences.period(period, language))]


def beside_latest(
    measured: Sequence[str], comparator: pd.DataFrame | None
) -> tuple[str, float] | None:
    """Return the last of the measured periods that has something beside it, and what.

    What is preliminary is compared with nothing yet.
    """
    if comparator is None or comparator.empty:
        return None
    known = comparator.dropna(subset=["value"]).set_index("period")["value"]
    both = [period for period in measured if period in known.index]
    return (both[-1], float(known[both[-1]])) if both else None
