"""What a native chart cannot say by itself: cuts, events and names, laid over it as shapes."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Pt

from dashboard.charts import fonts
from dashboard.charts.describe.chart import Chart, Form, Level, Line, Role, Verdict
from dashboard.charts.describe.timeline import usual_step
from dashboard.charts.powerpoint.measures import px
from dashboard.charts.powerpoint.native_axes import INK, TEXT_PT, rgb
from dashboard.charts.powerpoint.scales import Scale, scale_of

Box = tuple[float, float, float, float]
"""Left, top, width and height in the pixels of the drawings."""

_SIDES = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_TOO_NEAR = 0.045
"""The share of the height under which a quiet name would lie on a line: left out then."""
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
    ' val="1"/></a:ext></a:extLst>'
)


def arrange(shapes: Any, chart: Chart, box: Box) -> None:
    """Lay names and cuts over the chart in `box`."""
    if chart.form in {Form.COLUMNS, Form.BARS}:
        return
    scale = scale_of(chart)
    for number, cut in enumerate(reversed(chart.cuts)):
        _cut(shapes, scale.across(cut.x), cut.note, number, scale, box)
    for row, event in enumerate(reversed(chart.events)):
        _event(shapes, scale.across(event.x), event.title, row, scale, box)
    for level in _named(chart):
        _level(shapes, chart, level, scale, box)
    for line in chart.of(Role.COMPARATOR):
        _comparator(shapes, chart, line, scale, box)
    for x, year in scale.written_years:
        place = (scale.across(x), scale.inner[1] + scale.inner[3])
        _at(shapes, year, place, box, INK["text3"], lift=-1)
    _rungs(shapes, chart, scale, box)
    if chart.verdict:
        _verdict(shapes, chart, chart.verdict, scale, box)


def label(
    shapes: Any,
    words: str,
    place: Box,
    *,
    size: float = TEXT_PT,
    colour: str = "",
    bold: bool = False,
    side: str = "left",
    font: str = "Arial",
    middle: bool = False,
) -> Any:
    """Write words in a box without margins."""
    box = shapes.add_textbox(*(px(length) for length in place))
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    frame.text = words
    for paragraph in frame.paragraphs:
        paragraph.alignment = _SIDES[side]
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, font
            run.font.color.rgb = rgb(colour or INK["text"])
    return box


def decorative(shape: Any) -> None:
    """Mark a shape as decoration, so that a screen reader passes it."""
    shape._element._nvXxPr.cNvPr.append(parse_xml(_DECORATIVE))


def _cut(shapes: Any, share: float, note: str, number: int, scale: Scale, box: Box) -> None:
    """Draw a cut as two thin bars, with what happened beside it."""
    x = box[0] + share * box[2]
    top, height = box[1] + scale.inner[1] * box[3], scale.inner[3] * box[3]
    for left, width, colour in (
        (-4, 8, INK.background),
        (-5, 2.5, INK.state["break"]["mark"]),
        (3, 2.5, INK.state["break"]["mark"]),
    ):
        _bar(shapes, (x + left, top, width, height), colour)
    wide = 330
    right = share > 0.42
    place = (x - wide - 14 if right else x + 14, top + 28 * number, wide, 28)
    label(
        shapes,
        f"‖ {note}",
        place,
        colour=INK.state["break"]["text"],
        bold=True,
        side="right" if right else "left",
    )


def _bar(shapes: Any, place: Box, colour: str) -> None:
    bar = shapes.add_shape(MSO_SHAPE.RECTANGLE, *(px(length) for length in place))
    bar.fill.solid()
    bar.fill.fore_color.rgb = rgb(colour)
    bar.line.fill.background()
    bar.shadow.inherit = False
    decorative(bar)


def _event(shapes: Any, share: float, title: str, row: int, scale: Scale, box: Box) -> None:
    """Draw an event as a dotted upright with its name above."""
    x, top = box[0] + share * box[2], box[1] + scale.inner[1] * box[3]
    name_top = top - 28 * (row + 1)
    rule = shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT,
        px(x),
        px(name_top + 26),
        px(x),
        px(top + scale.inner[3] * box[3]),
    )
    rule.line.color.rgb, rule.line.width = rgb(INK["axis"]), Pt(1)
    rule.line.dash_style = 3
    decorative(rule)
    wide = 360
    side = "left" if share < 0.35 else "right" if share > 0.6 else "center"
    left = {"left": x, "center": x - wide / 2, "right": x - wide}[side]
    label(shapes, title, (left, name_top, wide, 26), colour=INK["text3"], side=side)


def _named(chart: Chart) -> Sequence[Level]:
    """Return the levels to name: a band has one name for its two bounds."""
    found: dict[str, Level] = {}
    for level in chart.levels:
        if level.role is Role.GOAL or level.name not in found:
            found[level.name] = level
    return list(found.values())


def _level(shapes: Any, chart: Chart, level: Level, scale: Scale, box: Box) -> None:
    """Write the name of a level on the side of it where the series is not."""
    goal = level.role is Role.GOAL
    width = fonts.width(level.name, TEXT_PT * 1.5, bold=goal) * 1.12
    x, lift, room = _free(chart, level, scale, width / box[2])
    if not goal and room < _TOO_NEAR:
        return
    colour = INK["accent"] if goal else INK["text3"]
    where = (scale.across(x), scale.down(level.y))
    _at(shapes, level.name, where, box, colour, lift=lift, bold=goal, side="left")


def _free(chart: Chart, level: Level, scale: Scale, width: float) -> tuple[float, int, float]:
    """Return where along a level, on which side, and with how much room a name can stand."""
    span = level.end - level.start
    reach = width * (scale.end - scale.start) / scale.inner[2]
    room = max(span - reach, 0.0)
    places = [level.start + room * step / 8 for step in range(9)]
    others = [one.y for one in chart.levels if one is not level]

    def distance(x: float, lift: int) -> float:
        """Return how near anything comes on that side, in shares of the height."""
        near = [
            value
            for line in chart.lines
            for dot in line.measured
            for value in (dot.y, *(chart.ribbon_at(dot) or ()))
            if value is not None and x - reach * 0.15 <= dot.x <= x + reach * 1.15
        ]
        height = scale.high - scale.low
        sides = [
            lift * ((y or 0.0) - level.y) / height
            for y in [*near, *others]
            if lift * ((y or 0.0) - level.y) > -0.02 * height
        ]
        edge = (scale.high - level.y if lift > 0 else level.y - scale.low) / height
        crossed = any(_crosses(line, level.y, (x, x + reach), chart) for line in chart.lines)
        uprights = [*(cut.x for cut in chart.cuts), *(event.x for event in chart.events)]
        crossed |= any(x - 0.1 * reach <= upright <= x + reach for upright in uprights)
        return 0.0 if crossed else min([*sides, edge, 0.14])

    return max(
        ((x, lift, distance(x, lift)) for x in places for lift in (1, -1)),
        key=lambda place: (round(place[2], 3), place[1], -place[0]),
    )


def _crosses(line: Line, y: float, span: tuple[float, float], chart: Chart) -> bool:
    """Whether a line goes through a level somewhere in a span of time."""
    for before, after in pairwise(line.measured):
        through = ((before.y or 0.0) - y) * ((after.y or 0.0) - y) < 0
        start = after.x if chart.form is Form.STEPS else before.x
        if through and start <= span[1] and after.x >= span[0]:
            return True
    return False


def _comparator(shapes: Any, chart: Chart, line: Line, scale: Scale, box: Box) -> None:
    """Name the comparator where it is furthest from the series, on its far side."""
    series = {dot.x: dot.y for own in chart.of(Role.SERIES) for dot in own.measured}
    inside = line.dots[len(line.dots) // 8 : -max(len(line.dots) // 8, 1)] or line.dots
    gaps = [(dot, (dot.y or 0.0) - (series.get(dot.x, dot.y) or 0.0)) for dot in inside]
    dot, gap = max(gaps, key=lambda pair: abs(pair[1]))
    where = (scale.across(dot.x), scale.down(dot.y or 0.0))
    lift = 1 if gap >= 0 else -1
    # The words end where the dot is: a line that rises or falls away does not cross them.
    _at(shapes, line.name, where, box, INK["text3"], lift=lift, side="right")


def _at(
    shapes: Any,
    words: str,
    where: tuple[float, float],
    box: Box,
    colour: str,
    *,
    lift: int,
    bold: bool = False,
    side: str = "center",
    apart: float = 0,
) -> None:
    """Write words over (`lift` 1) or under (-1) a place given in shares of the frame."""
    x, y = box[0] + where[0] * box[2], box[1] + where[1] * box[3]
    wide = 420
    left = {"center": x - wide / 2, "right": x - wide - 12}.get(side, x + 2)
    place = (left, y - 30 - apart if lift > 0 else y + 6 + apart, wide, 26)
    label(shapes, words, place, colour=colour, bold=bold, side=side)


def _rungs(shapes: Any, chart: Chart, scale: Scale, box: Box) -> None:
    """Write the classes where a ladder's rungs stand, and a quiet rule for each."""
    edge = box[0] + scale.inner[0] * box[2]
    for height, rung in enumerate(chart.rungs):
        y = box[1] + scale.down(height) * box[3]
        place = (box[0], y - 26, edge - box[0] - 14, 52)
        label(shapes, rung.name, place, colour=INK["text2"], side="right", middle=True)


def _verdict(shapes: Any, chart: Chart, verdict: Verdict, scale: Scale, box: Box) -> None:
    """Write the state over the judged measurement, unless the chart's own last label does."""
    own = [dot for line in chart.of(Role.SERIES) for dot in line.measured]
    if chart.form is Form.LINE and (not own or own[-1].x == verdict.dot.x):
        return
    step = 1.2 * usual_step(own)
    near = [dot for dot in own if abs(dot.x - verdict.dot.x) <= step] or [verdict.dot]
    top = max(max(dot.y or 0.0, *(chart.ribbon_at(dot) or (0.0,))) for dot in near)
    where = (scale.across(verdict.dot.x), scale.down(min(top, scale.high)))
    under = chart.form is Form.STEPS and not verdict.dot.y
    colour = INK.state[verdict.token]["text"]
    words, lift = verdict.label, -1 if under else 1
    _at(shapes, words, where, box, colour, lift=lift, bold=True, apart=12)
