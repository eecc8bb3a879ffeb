"""The axes of a native chart: the screen's own range, quiet, and the plot at a known place."""

from datetime import date, timedelta
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_AXIS_CROSSES
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from dashboard.charts.describe.chart import Chart, Form
from dashboard.charts.powerpoint.native_data import number_format
from dashboard.charts.powerpoint.scales import Scale, date_of
from dashboard.charts.theme import palette

TEXT_PT = 14
INK = palette(False)

_MANY = 6
_SMALL_PT = 11


def rgb(colour: str) -> RGBColor:
    """Return a ``#RRGGBB`` colour as python-pptx wants it."""
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))


def fixed_plot(made: Any, scale: Scale) -> None:
    """Say exactly where the plot stands in the chart, so that cuts can stand in it."""
    area = made._chartSpace.chart.plotArea
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = OxmlElement("c:layout")
        area.insert(0, layout)
    for child in list(layout):
        layout.remove(child)
    manual = OxmlElement("c:manualLayout")
    layout.append(manual)
    places = zip("xywh", scale.inner, strict=True)
    settings = [("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge")]
    for tag, value in [*settings, *((name, f"{share:.5f}") for name, share in places)]:
        element = OxmlElement(f"c:{tag}")
        element.set("val", value)
        manual.append(element)


def _quiet_axis(axis: Any, *, line: bool) -> None:
    axis.has_major_gridlines = False
    axis.tick_labels.font.size = Pt(TEXT_PT)
    axis.tick_labels.font.color.rgb = rgb(INK["text3"])
    if line:
        axis.format.line.color.rgb = rgb(INK["axis"])
        axis.format.line.width = Pt(1)
    else:
        axis.format.line.fill.background()


def time_axis(made: Any, scale: Scale) -> None:
    """Count the days along the axis and label whole years, the last one among them."""
    axis = made.category_axis
    _quiet_axis(axis, line=True)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "yyyy", False
    axis.minimum_scale, axis.maximum_scale = _serial(scale.start), _serial(scale.end)
    for tag, value in (
        ("baseTimeUnit", "days"),
        ("majorUnit", str(scale.years)),
        ("majorTimeUnit", "years"),
    ):
        found = axis._element.find(qn(f"c:{tag}"))
        if found is not None:
            axis._element.remove(found)
        element = OxmlElement(f"c:{tag}")
        element.set("val", value)
        axis._element.append(element)
    if scale.written_years:
        _no_tick_labels(axis)


def _serial(x: float) -> int:
    """Return a time as the number of days PowerPoint counts."""
    return (date_of(x) - date(1899, 12, 30)) // timedelta(days=1)


def _no_tick_labels(axis: Any) -> None:
    element = axis._element.find(qn("c:tickLblPos"))
    if element is not None:
        element.set("val", "none")


def value_axis(axis: Any, scale: Scale, chart: Chart) -> None:
    """Label round values between quiet rules, on the screen's own range."""
    _quiet_axis(axis, line=False)
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(INK["grid"])
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = scale.low, scale.high, scale.unit
    whole = scale.unit == round(scale.unit) and scale.low == round(scale.low)
    axis.tick_labels.number_format = number_format(0 if whole else max(chart.decimals, 1))
    axis.tick_labels.number_format_is_linked = False
    axis.crosses = XL_AXIS_CROSSES.MINIMUM
    between = axis._element.find(qn("c:crossBetween"))
    if between is not None:
        between.set("val", "midCat")


def rung_axes(made: Any, scale: Scale) -> None:
    """Draw a rule per class and no numbers: classes are written beside, as words."""
    across, up = made.category_axis, made.value_axis
    _quiet_axis(across, line=True)
    _quiet_axis(up, line=False)
    across.minimum_scale, across.maximum_scale = scale.start, scale.end
    across.major_unit = scale.years
    across.tick_labels.number_format = "0"
    across.tick_labels.number_format_is_linked = False
    up.has_major_gridlines = True
    up.major_gridlines.format.line.color.rgb = rgb(INK["grid"])
    up.crosses = XL_AXIS_CROSSES.MINIMUM
    up.minimum_scale, up.maximum_scale, up.major_unit = scale.low, scale.high, 1
    for axis in (up, across):
        _no_tick_labels(axis)


def stack_axes(made: Any, chart: Chart) -> None:
    """Name the categories upright, in small type where they are many; hide the values."""
    names, values = made.category_axis, made.value_axis
    _quiet_axis(names, line=chart.form is Form.COLUMNS)
    names.reverse_order = chart.form is Form.BARS
    if len(chart.categories) > _MANY:
        names.tick_labels.font.size = Pt(_SMALL_PT)
    upright = names._element.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}")
    upright.set("rot", "0")
    upright.set("vert", "horz")
    values.visible, values.has_major_gridlines = False, False
    values.minimum_scale, values.maximum_scale = 0, tallest(chart)


def tallest(chart: Chart) -> float:
    """Return the height of the tallest pile."""
    piles = zip(*(stack.amounts for stack in chart.stacks), strict=True)
    return max((sum(amount or 0.0 for amount in pile) for pile in piles), default=1.0) or 1.0
