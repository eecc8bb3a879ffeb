"""The data behind a native chart: what opens when somebody asks PowerPoint to edit it."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE

from dashboard.charts.describe.chart import Chart, Form, Line, Role
from dashboard.charts.describe.timeline import usual_step
from dashboard.charts.powerpoint.scales import date_of
from dashboard.text.language import translator

_ORDER = (Role.EARLIER, Role.COMPARATOR, Role.SERIES)
_KINDS = {
    Form.LINE: XL_CHART_TYPE.LINE_MARKERS,
    Form.STEPS: XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
    Form.COLUMNS: XL_CHART_TYPE.COLUMN_STACKED,
    Form.BARS: XL_CHART_TYPE.BAR_STACKED,
}


def kind(chart: Chart) -> Any:
    """Return which of PowerPoint's charts it is."""
    return _KINDS[chart.form]


def chart_data(chart: Chart) -> Any:
    """Return the data that stands behind the chart on the slide, unrounded."""
    if chart.form is Form.LINE:
        return _over_time(chart)
    if chart.form is Form.STEPS:
        return _on_rungs(chart)
    data = CategoryChartData(number_format=number_format(chart.decimals))
    data.categories = list(chart.categories)
    for stack in chart.stacks:
        data.add_series(stack.name, list(stack.amounts))
    return data


def lines_of(chart: Chart) -> list[Line]:
    """Return the lines in the order they are drawn: the series itself last of them."""
    return [line for role in _ORDER for line in chart.of(role)]


def edges_of(chart: Chart) -> list[tuple[str, dict[float, float]]]:
    """Return the two edges of where the level is, by name; none where it is not followed."""
    if not chart.follows_level:
        return []
    _ = translator(chart.language)
    known = [(dot.x, dot.level) for dot in chart.dots if dot.level is not None]
    return [
        (_("Nivån, undre gräns"), {x: low for x, (low, _high) in known}),
        (_("Nivån, övre gräns"), {x: high for x, (_low, high) in known}),
    ]


def number_format(decimals: int) -> str:
    """Return how PowerPoint writes a number, with the separators of its own machine."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _over_time(chart: Chart) -> Any:
    """Lay lines and levels over the same days; a day between two segments is empty."""
    days = days_of(chart)
    data = CategoryChartData(number_format=number_format(chart.decimals))
    data.categories = [date_of(x) for x in days]
    for line in lines_of(chart):
        values = {dot.x: dot.y for dot in line.dots}
        data.add_series(line.name, [values.get(x) for x in days])
    for level in chart.levels:
        held = [level.y if level.start <= x <= level.end else None for x in days]
        data.add_series(level.name, held)
    for name, edge in edges_of(chart):
        data.add_series(name, [edge.get(x) for x in days])
    if chart.verdict:
        judged = chart.verdict.dot
        data.add_series(
            chart.verdict.label, [judged.y if x == judged.x else None for x in days]
        )
    return data


def days_of(chart: Chart) -> list[float]:
    """Return the times that a chart's data has a row for, oldest first."""
    return sorted({*_days(chart), *_gaps(chart)})


def _days(chart: Chart) -> Iterable[float]:
    return (dot.x for line in chart.lines for dot in line.dots)


def _gaps(chart: Chart) -> Iterable[float]:
    """Return a time inside every hole in a line, so that PowerPoint does not bridge it."""
    for line in chart.lines:
        step = usual_step(line.dots)
        for before, after in pairwise(line.dots):
            if after.x - before.x > 1.6 * step:
                yield (before.x + after.x) / 2


def _on_rungs(chart: Chart) -> Any:
    """Lay the classes out as steps, the lists themselves as dots, and the goal's border."""
    data = XyChartData(number_format="0")
    for line in lines_of(chart):
        steps = data.add_series(line.name)
        for x, y in _steps(line):
            steps.add_data_point(x, y)
        dots = data.add_series(chart.name)
        for dot in line.measured:
            dots.add_data_point(dot.x, float(dot.y or 0))
    for level in chart.levels:
        border = data.add_series(level.name)
        border.add_data_point(level.start, level.y)
        border.add_data_point(level.end, level.y)
    if chart.verdict:
        judged = data.add_series(chart.verdict.label)
        judged.add_data_point(chart.verdict.dot.x, float(chart.verdict.dot.y or 0))
    return data


def _steps(line: Line) -> list[tuple[float, float]]:
    found = [(dot.x, float(dot.y or 0)) for dot in line.measured[:1]]
    for before, after in pairwise(line.measured):
        found += [(after.x, float(before.y or 0)), (after.x, float(after.y or 0))]
    return found
