"""Native PowerPoint charts of a description: a colleague can open the data and change it."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import (
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from dashboard.charts.describe.chart import Chart, Form, Line, Role, Stack
from dashboard.charts.powerpoint.native_axes import (
    INK,
    TEXT_PT,
    fixed_plot,
    rgb,
    rung_axes,
    stack_axes,
    tallest,
    time_axis,
    value_axis,
)
from dashboard.charts.powerpoint.native_data import days_of, edges_of, lines_of
from dashboard.charts.powerpoint.scales import scale_of


def style(made: Any, chart: Chart) -> None:
    """Give a chart that stands on a slide its axes, colours and direct labels."""
    made.font.name, made.font.size = "Arial", Pt(TEXT_PT)
    made.font.color.rgb = rgb(INK["text2"])
    made.has_title, made.has_legend = False, False
    scale = scale_of(chart)
    fixed_plot(made, scale)
    if chart.form is Form.LINE:
        time_axis(made, scale)
        value_axis(made.value_axis, scale, chart)
        _style_lines(made, chart)
    elif chart.form is Form.STEPS:
        rung_axes(made, scale)
        _style_steps(made, chart)
    else:
        _style_stacks(made, chart)


def _style_lines(made: Any, chart: Chart) -> None:
    drawn = list(made.plots[0].series)
    lines = lines_of(chart)
    for line, series in zip(lines, drawn, strict=False):
        _style_line(series, line)
    for level, series in zip(chart.levels, drawn[len(lines) :], strict=False):
        goal = level.role is Role.GOAL
        _rule(series, INK["accent"] if goal else INK["axis"], 1.75 if goal else 1.25, goal)
    after = len(lines) + len(chart.levels)
    for series in drawn[after : after + len(edges_of(chart))]:
        _edge(series)
    days = days_of(chart)
    for line, series in zip(lines, drawn, strict=False):
        if line.role is not Role.COMPARATOR:
            if not chart.follows_level:
                _intervals(series, line, days)
            _quality(series, line, days)
    if chart.of(Role.SERIES):
        _label_end(drawn[len(lines) - 1], chart, days)
    if chart.verdict:
        _sign(drawn[-1], chart, days.index(chart.verdict.dot.x))


def _style_line(series: Any, line: Line) -> None:
    series.smooth = False
    if line.role is Role.COMPARATOR:
        _rule(series, INK["axis"], 1.75, False)
        return
    colour = INK["accent"] if line.role is Role.SERIES else INK["axis"]
    series.format.line.color.rgb = rgb(colour)
    series.format.line.width = Pt(2.5 if line.role is Role.SERIES else 1.75)
    _marker(series.marker, colour, 6)


def _marker(marker: Any, colour: str, size: int, *, hollow: bool = False) -> None:
    marker.style = XL_MARKER_STYLE.CIRCLE
    marker.size = size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(INK.background if hollow else colour)
    marker.format.line.color.rgb = rgb(colour)
    if hollow:
        marker.format.line.width = Pt(2)


def _rule(series: Any, colour: str, width: float, dashed: bool) -> None:
    series.smooth = False
    series.format.line.color.rgb = rgb(colour)
    series.format.line.width = Pt(width)
    series.format.line.dash_style = MSO_LINE.DASH if dashed else MSO_LINE.ROUND_DOT
    series.marker.style = XL_MARKER_STYLE.NONE


def _edge(series: Any) -> None:
    """Draw an edge of where the level is as a thin line."""
    _rule(series, INK["axis"], 0.75, False)
    series.format.line.dash_style = MSO_LINE.SOLID


def _quality(series: Any, line: Line, days: Sequence[float]) -> None:
    """Draw what is preliminary hollow."""
    places = {x: place for place, x in enumerate(days)}
    colour = INK["accent"] if line.role is Role.SERIES else INK["axis"]
    for dot in line.measured:
        if dot.preliminary:
            _marker(series.points[places[dot.x]].marker, colour, 8, hollow=True)


def _intervals(series: Any, line: Line, days: Sequence[float]) -> None:
    """Draw 95 % intervals as thin error bars; the numbers stand in the chart itself."""
    known = {dot.x: dot for dot in line.measured if dot.low is not None}
    if not known:
        return
    bars = OxmlElement("c:errBars")
    for tag, value in (("errDir", "y"), ("errBarType", "both"), ("errValType", "cust")):
        _child(bars, tag, value)
    _child(bars, "noEndCap", "1")
    for tag in ("plus", "minus"):
        listed = _child(_child(bars, tag), "numLit")
        _child(listed, "formatCode").text = "General"
        _child(listed, "ptCount", str(len(days)))
        for place, x in enumerate(days):
            if x in known:
                dot = known[x]
                y, end = dot.y or 0.0, (dot.high if tag == "plus" else dot.low) or 0.0
                point = OxmlElement("c:pt")
                point.set("idx", str(place))
                _child(point, "v").text = repr(abs(end - y))
                listed.append(point)
    _thin(bars, INK["axis"])
    element = series._element
    element.insert(list(element).index(element.find(qn("c:cat"))), bars)


def _child(parent: Any, tag: str, value: str | None = None) -> Any:
    element = OxmlElement(f"c:{tag}")
    if value is not None:
        element.set("val", value)
    parent.append(element)
    return element


def _thin(bars: Any, colour: str) -> None:
    properties = _child(bars, "spPr")
    line = OxmlElement("a:ln")
    line.set("w", str(Pt(1.25)))
    solid, hue = OxmlElement("a:solidFill"), OxmlElement("a:srgbClr")
    hue.set("val", colour.removeprefix("#"))
    solid.append(hue)
    line.append(solid)
    properties.append(line)


def _label_end(series: Any, chart: Chart, days: Sequence[float]) -> None:
    """Write the last value at the end of the line, and mark the judged one with its state."""
    own = chart.of(Role.SERIES)
    measured = own[-1].measured if own else ()
    if not measured:
        return
    places = {x: place for place, x in enumerate(days)}
    verdict, last = chart.verdict, measured[-1]
    colour = INK.state[verdict.token]["text"] if verdict else INK["accent"]
    words = last.written
    if verdict and verdict.dot.x == last.x:
        words = f"{verdict.label}\n{last.written}"
    write(series.points[places[last.x]], words, colour, XL_LABEL_POSITION.RIGHT)


def _sign(series: Any, chart: Chart, place: int) -> None:
    """Draw the judged measurement as the glyph of its state: a label, for it is text."""
    if chart.verdict is None:
        return
    series.format.line.fill.background()
    series.marker.style = XL_MARKER_STYLE.NONE
    colour = INK.state[chart.verdict.token]["mark"]
    glyph = chart.verdict.label[:1]
    write(series.points[place], glyph, colour, XL_LABEL_POSITION.CENTER, size=22)


def write(point: Any, words: str, colour: str, position: Any, *, size: int = 16) -> None:
    """Write a label at a point of a chart."""
    frame = point.data_label.text_frame
    frame.text = words
    frame.word_wrap = False
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), True
            run.font.color.rgb = rgb(colour)
    point.data_label.position = position


def _style_steps(made: Any, chart: Chart) -> None:
    drawn = list(made.plots[0].series)
    for line in lines_of(chart):
        steps, dots = drawn.pop(0), drawn.pop(0)
        colour = INK["accent"] if not chart.cuts or line.role is Role.EARLIER else INK["axis"]
        _rule(steps, colour, 3, False)
        steps.format.line.dash_style = MSO_LINE.SOLID
        dots.format.line.fill.background()
        for place, dot in enumerate(line.measured):
            after = bool(chart.cuts) and dot.x > chart.cuts[-1].x
            size = 7 if dot.inferred else 11
            _marker(dots.points[place].marker, colour, size, hollow=after)
    if chart.verdict:
        _sign(drawn.pop(), chart, 0)
    for series in drawn:
        _rule(series, INK["accent"], 1.75, True)


def _style_stacks(made: Any, chart: Chart) -> None:
    plot = made.plots[0]
    plot.gap_width, plot.overlap = 35, 100
    stack_axes(made, chart)
    for place, (stack, series) in enumerate(zip(chart.stacks, plot.series, strict=True)):
        ground = _fill(series.format, stack, place, chart)
        for number, (amount, words) in enumerate(
            zip(stack.amounts, stack.written, strict=True)
        ):
            size = _label_size(amount or 0.0, chart)
            if words and size:
                point = series.points[number]
                write(point, words, ground, XL_LABEL_POSITION.CENTER, size=size)
    made.has_legend = True
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    made.legend.font.size = Pt(TEXT_PT)


def _label_size(amount: float, chart: Chart) -> int:
    """Return how large an amount is written in its part; 0 where there is no room for it."""
    share = amount / tallest(chart)
    if chart.form is Form.BARS:
        return 16 if share > 0.08 else 12 if share > 0.035 else 0
    return 16 if share > 0.075 else 0


def _fill(properties: Any, stack: Stack, place: int, chart: Chart) -> str:
    """Fill a part of the columns, and return the colour of words on it."""
    if stack.role is Role.DECIDED:
        properties.fill.patterned()
        properties.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        properties.fill.fore_color.rgb, properties.fill.back_color.rgb = (
            rgb(INK["glyph"]),
            rgb(INK.background),
        )
        properties.line.color.rgb = rgb(INK["glyph"])
        return INK["text"]
    if stack.role is Role.UNKNOWN:
        properties.fill.background()
        properties.line.color.rgb = rgb(INK["glyph"])
        properties.line.dash_style = MSO_LINE.DASH
        return INK["text"]
    properties.fill.solid()
    if stack.role is Role.LOST:
        properties.fill.fore_color.rgb = rgb(INK.state["lost"]["mark"])
        return INK.background
    several = chart.form is Form.BARS and place < len(INK.tenure)
    properties.fill.fore_color.rgb = rgb(INK.tenure[place] if several else INK["ribbon"])
    return INK.on_tenure[place] if several else INK["text"]
