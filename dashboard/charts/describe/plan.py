"""A planned goal as a picture: the two ways it may go, and where a fall would be found."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.charts.describe.axes import value_axis, value_span
from dashboard.charts.describe.chart import Axis
from dashboard.charts.describe.timeline import Point, year_ticks_between
from dashboard.text import numbers
from dashboard.text.amounts import amount
from dashboard.text.language import translator, upper_first
from dashboard.text.planning import Plan
from dashboard.text.smallest_seen import bare_size
from metrics.outcome.planned import Foreseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """What the mean of the measurements lies between, from the baseline on: (x, (low, high)).

    `label` and `value` are what is written at its end, where the middle is `level`.
    """

    edges: tuple[tuple[float, tuple[float, float]], ...]
    level: float
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where something is found: `x`, on which level, in which year; found early or for sure."""

    x: float
    y: float
    year: str
    lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fans:
    """The series so far, and how it may go on: as it was, and fallen by what matters."""

    alt: str
    table: pd.DataFrame
    measured: tuple[Point, ...]
    calm: Fan
    fallen: Fan
    certain: float | None
    target: float | None
    target_label: str
    today: float
    today_label: str
    marks: tuple[Mark, ...]
    time: Axis
    values: Axis
    language: str


def fans(plan: Plan, seen: Foreseen, measured: Sequence[Point], target: float | None) -> Fans:
    """Describe the two fans; `measured` is the series so far, oldest first."""
    _, language = translator(plan.language), plan.language
    start = measured[-1].x if measured else float(plan.last.year)
    xs = [start + plan.at(seen, number) for number in range(1, len(seen.calm) + 1)]
    sign = -1.0 if plan.worse != "higher" else 1.0
    fallen_to = plan.level + sign * plan.mid
    calm = _fan(plan, seen.calm, xs, start, plan.level, _("Inget har hänt"))
    fallen = _fan(plan, seen.fallen, xs, start, fallen_to, _change(plan))
    shown = seen.lost and not (plan.exact or plan.only_watched)
    certain = seen.certain if shown else None
    marks = _marks(plan, seen, xs, fallen_to)
    span = (min([point.x for point in measured], default=start) - 0.5, xs[-1] + 0.4)
    values = [point.value for point in measured if point.value is not None]
    values += [*seen.calm.ravel(), *seen.fallen.ravel()]
    values += [each for each in (target, certain) if each is not None]
    return Fans(
        measured=tuple(point for point in measured if point.value is not None),
        calm=calm,
        fallen=fallen,
        certain=certain,
        target=target,
        target_label="" if target is None else _("Målet"),
        today=start + (xs[0] - start) / 2,
        today_label=_("i dag"),
        marks=marks,
        time=Axis(
            low=span[0],
            high=span[1],
            ticks=tuple((year, str(year)) for year in year_ticks_between(span, 5)),
        ),
        values=_value_axis(plan, value_span(values, plan.indicator, below=0.22, above=0.1)),
        alt=_alt(plan, seen, calm, fallen, marks),
        table=_table(plan, seen),
        language=language,
    )


def _value_axis(plan: Plan, span: tuple[float, float]) -> Axis:
    """Write round values, or the classes of a ladder by their short names."""
    if not plan.indicator.ladder:
        return value_axis(span, plan.indicator, plan.language)
    ticks = tuple(
        (float(step.severity), step.en if plan.language == "en" else step.sv)
        for step in plan.indicator.ladder
        if span[0] <= step.severity <= span[1]
    )
    return Axis(low=span[0], high=span[1], ticks=ticks)


def _named(plan: Plan, level: float) -> str:
    """Write a level with its unit, of a ladder as its class."""
    steps = {float(step.severity): step for step in plan.indicator.ladder}
    if step := steps.get(round(level)):
        return step.en if plan.language == "en" else step.sv
    return amount(level, plan.indicator, plan.language)


def _change(plan: Plan) -> str:
    _ = translator(plan.language)
    if plan.indicator.ladder:
        return upper_first(_("{size} sämre").format(size=plan.size))
    said = {"lower": _("Fallit {size}"), "higher": _("Stigit {size}")}
    return said.get(plan.worse, _("Ändrats {size}")).format(
        size=bare_size(plan.mid, plan.indicator, plan.language)
    )


def _fan(
    plan: Plan, edges: np.ndarray, xs: Sequence[float], start: float, level: float, label: str
) -> Fan:
    placed = [(x, (float(low), float(high))) for x, (low, high) in zip(xs, edges, strict=True)]
    return Fan(
        edges=((start, (plan.level, plan.level)), *placed),
        level=level,
        label=label,
        value=_named(plan, level),
    )


def _marks(
    plan: Plan, seen: Foreseen, xs: Sequence[float], fallen_to: float
) -> tuple[Mark, ...]:
    certain = fallen_to if plan.exact else seen.certain
    number = seen.confirming if plan.exact and seen.watch else seen.lost
    number = None if plan.only_watched else number
    found = ((seen.watch, fallen_to, False), (number, certain, True))
    return tuple(
        Mark(x=xs[at - 1], y=level, year=str(plan.year(seen, at)), lost=lost)
        for at, level, lost in found
        if at is not None
    )


def _alt(plan: Plan, seen: Foreseen, calm: Fan, fallen: Fan, marks: Sequence[Mark]) -> str:
    _ = translator(plan.language)
    said = _(
        "Två solfjädrar från {start}: om inget händer ligger medelvärdet {end} mellan {calm}, "
        "efter en försämring på {size} mellan {fallen}."
    ).format(
        start=plan.year(seen, 1),
        end=plan.end(seen),
        size=plan.size,
        calm=_between(plan, calm),
        fallen=_between(plan, fallen),
    )
    early = [mark.year for mark in marks if not mark.lost]
    late = [mark.year for mark in marks if mark.lost]
    if early:
        said += " " + _("Den syns oftast {year}.").format(year=early[0])
    if late and not plan.exact:
        said += " " + _("En dubbelt så stor är säker {year}.").format(year=late[0])
    return said


def _between(plan: Plan, fan: Fan) -> str:
    low, high = fan.edges[-1][1]
    digits = plan.indicator.decimals
    return numbers.span(low, high, digits, plan.language)


def _table(plan: Plan, seen: Foreseen) -> pd.DataFrame:
    _ = translator(plan.language)
    rows = range(1, len(seen.calm) + 1)
    digits = plan.indicator.decimals

    def spans(edges: np.ndarray) -> list[str]:
        return [numbers.span(low, high, digits, plan.language) for low, high in edges]

    return pd.DataFrame(
        {
            _("Mätningar efter start"): [str(number) for number in rows],
            _("År"): [str(plan.year(seen, number)) for number in rows],
            _("Medelvärdet om inget har hänt"): spans(seen.calm),
            _("Medelvärdet efter försämringen"): spans(seen.fallen),
        }
    )
