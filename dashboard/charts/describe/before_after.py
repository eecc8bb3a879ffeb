"""A series as it is saved beside what it becomes with a file."""

from dataclasses import replace

import pandas as pd

from dashboard.charts.describe import axes, timeline
from dashboard.charts.describe.chart import Axis, Chart, Dot, Form, Line, Role
from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator


def before_after(
    values: pd.DataFrame, indicator: Indicator, *, name: str, language: str
) -> Chart:
    """Describe the saved series and the new one.

    `values` has ``period``, ``before`` and ``after`` in the indicator's unit, oldest first, and
    ``changed``; the table is of the changed periods.
    """
    _ = translator(language)
    lines = tuple(
        Line(
            role=role,
            name=named,
            dots=tuple(
                _dot(period, value, indicator, language)
                for period, value in zip(values["period"], values[column], strict=True)
            ),
        )
        for role, named, column in (
            (Role.EARLIER, _("sparat"), "before"),
            (Role.SERIES, _("med filen"), "after"),
        )
    )
    dots = [dot for line in lines for dot in line.measured]
    placed = sorted(dots, key=lambda dot: dot.x)
    span = axes.value_span(
        [dot.y for dot in dots if dot.y is not None], indicator, below=0.15, above=0.15
    )
    table = _table(lines, values["changed"].tolist(), language)
    said = "; ".join(
        _("{period}: i dag {before}, med filen {after}").format(
            period=period, before=before, after=after
        )
        for period, before, after in table.itertuples(index=False, name=None)
    )
    return Chart(
        form=Form.LINE,
        name=name,
        caption="",
        alt=f"{name}. {said}.",
        decimals=indicator.decimals,
        language=language,
        table=table,
        time=_few(axes.time_axis(timeline.reach(placed), placed, indicator)),
        values=axes.value_axis(span, indicator, language, most=4),
        lines=lines,
    )


def _few(axis: Axis) -> Axis:
    """Keep every other year of many: the chart is small, on a phone too."""
    ticks = axis.ticks[::-2][::-1] if len(axis.ticks) > 4 else axis.ticks
    return replace(axis, ticks=ticks)


def _dot(period: str, value: float | None, indicator: Indicator, language: str) -> Dot:
    missing = value is None or value != value
    return Dot(
        x=timeline.position(period, indicator),
        period=sentences.period(period, language),
        y=None if missing else float(value or 0.0),
        written=translator(language)("saknas")
        if missing
        else numbers.measured(
            float(value or 0.0), indicator.unit, indicator.decimals, language
        ),
    )


def _table(lines: tuple[Line, ...], changed: list[bool], language: str) -> pd.DataFrame:
    _ = translator(language)
    before, after = (line.dots for line in lines)
    rows = [
        {_("Period"): old.period, _("Sparat"): old.written, _("I filen"): new.written}
        for old, new, other in zip(before, after, changed, strict=True)
        if other
    ]
    return pd.DataFrame(rows)
