"""Screen, slide, picture and store say the same: number by number, for every goal there is."""

import re
from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from dashboard.charts.describe.chart import Chart, Form, Role
from dashboard.charts.plotly.drawing import draw
from dashboard.charts.powerpoint.native_data import lines_of
from dashboard.charts.powerpoint.scales import date_of
from dashboard.charts.svg import drawing
from dashboard.charts.svg.plot_area import PlotArea, plot_area
from dashboard.export import pptx
from data.answers.goals import all_goals
from data.answers.series import observations_of
from tests.dashboard.export.exporting import a_deck

PIXEL = 0.006
"""A picture is written to a hundredth of a pixel; half of that may be lost."""


@pytest.fixture(scope="module")
def charts(goal_slides) -> list[Chart]:
    return [slide.chart for slide in goal_slides]


@pytest.fixture(scope="module")
def opened(goal_slides):
    """Every native chart, in a file that has been saved and opened again."""
    made = Presentation(BytesIO(pptx.write(a_deck(goal_slides))))
    return [next(s.chart for s in slide.shapes if s.has_chart) for slide in made.slides]


def measured(chart: Chart) -> list[tuple[float, float]]:
    return [(dot.x, dot.y) for dot in chart.dots if dot.y is not None]


def test_there_are_goals_of_every_kind_to_compare(charts):
    assert len(charts) > 30
    assert {chart.form for chart in charts} == {Form.LINE, Form.STEPS}
    assert any(chart.cuts for chart in charts)
    assert any(chart.of(Role.COMPARATOR) for chart in charts)


def test_a_description_holds_every_value_of_the_store(gathered, charts):
    for (_row, goal), chart in zip(gathered.ask(all_goals).iterrows(), charts, strict=True):
        stored = gathered.ask(observations_of, series_ids=[int(goal["series_id"])])
        if chart.form is Form.LINE:
            kept = stored["value"].astype(float).dropna().tolist()
            assert [y for _x, y in measured(chart)] == kept
        else:
            codes = [code for code in stored["class_code"] if code]
            assert len(measured(chart)) == len(codes)


def test_the_screen_draws_every_number_of_the_description(charts):
    for chart in charts:
        spec = draw(chart, dark=False)
        drawn = {
            (x, y)
            for trace in spec["data"]
            if "hovertext" in trace
            for x, y in zip(trace["x"], trace["y"], strict=True)
            if y is not None
        }
        assert drawn == set(measured(chart))


def test_the_screen_draws_the_ribbon_the_goal_and_the_comparator(charts):
    for chart in (chart for chart in charts if chart.form is Form.LINE):
        spec = draw(chart, dark=False)
        traces, shapes = spec["data"], spec["layout"]["shapes"]
        edges = {y for trace in traces if "hovertext" not in trace for y in trace["y"]}
        edges |= {shape[end] for shape in shapes for end in ("y0", "y1")}
        levels = {shape["y0"] for shape in shapes if shape["y0"] == shape["y1"]}
        for dot in chart.dots:
            assert set(chart.ribbon_at(dot) or ()) <= edges
        for line in chart.of(Role.COMPARATOR):
            assert {dot.y for dot in line.dots} <= edges
        for level in chart.levels:
            assert level.y in levels


def test_whoever_cannot_see_a_chart_is_told_of_the_events_in_it(charts):
    with_events = [chart for chart in charts if chart.events]
    assert with_events
    for chart in with_events:
        assert all(event.title in chart.alt for event in chart.events)


def test_a_slide_holds_the_numbers_of_the_description(charts, opened):
    for chart, native in zip(charts, opened, strict=True):
        if chart.form is Form.LINE:
            _same_line(chart, native)
        else:
            _same_steps(chart, native)


def _same_line(chart, native):
    days = list(native.plots[0].categories)
    drawn = list(native.plots[0].series)
    for line, series in zip(lines_of(chart), drawn, strict=False):
        held = {
            round(float(str(day))): value
            for day, value in zip(days, series.values, strict=True)
            if value is not None
        }
        assert series.name == line.name
        assert held == {_day(dot.x): dot.y for dot in line.measured}
    for level, series in zip(chart.levels, drawn[len(chart.lines) :], strict=False):
        assert {value for value in series.values if value is not None} == {level.y}


def _day(x):
    """A time as the opened file gives it: days as PowerPoint counts them."""
    return (date_of(x) - date(1899, 12, 30)).days


def _same_steps(chart, native):
    dots = [
        (x, y)
        for series in native.plots[0].series
        if series.name == chart.name
        for x, y in zip(_across(series), series.values, strict=True)
    ]
    assert dots == measured(chart)


def _across(series):
    return [float(v.text) for v in series._element.find(qn("c:xVal")).iter(qn("c:v"))]


def test_a_slide_never_joins_what_lies_on_both_sides_of_a_cut(charts, opened):
    broken = [(c, n) for c, n in zip(charts, opened, strict=True) if c.cuts]
    assert broken
    for chart, native in broken:
        if chart.form is Form.LINE:
            spans = [
                [place for place, value in enumerate(series.values) if value is not None]
                for series in list(native.plots[0].series)[: len(chart.lines)]
            ]
            before, after = spans[0], spans[-1]
            assert max(before) < min(after)


def test_the_bars_of_a_slide_are_the_intervals(charts, opened):
    seen = 0
    for chart, native in zip(charts, opened, strict=True):
        known = [dot for dot in chart.dots if dot.low is not None and dot.y is not None]
        if chart.form is not Form.LINE or not known or chart.follows_level:
            continue
        written = [
            float(value.text)
            for bars in native._chartSpace.iter(qn("c:errBars"))
            for value in bars.find(qn("c:plus")).iter(qn("c:v"))
        ]
        assert written == pytest.approx([dot.high - dot.y for dot in known])
        seen += 1
    assert seen


def test_the_thin_lines_of_a_slide_are_the_edges_of_the_level(charts, opened):
    followed = [(c, n) for c, n in zip(charts, opened, strict=True) if c.follows_level]
    assert len(followed) > 5
    for chart, native in followed:
        held = {series.name: series.values for series in native.plots[0].series}
        for place, name in enumerate(("Nivån, undre gräns", "Nivån, övre gräns")):
            edge = [dot.level[place] for dot in chart.dots if dot.level is not None]
            assert [value for value in held[name] if value is not None] == edge


def test_a_picture_draws_every_number_where_it_belongs(charts):
    for chart in charts:
        spec, picture = draw(chart, dark=False), drawing.of_chart(chart, width=900)
        area = plot_area(spec, 900, spec["layout"]["height"])
        places = _places(picture)
        for x, y in measured(chart):
            assert any(_near(area, x, y, place) for place in places), (chart.name, x, y)


def _places(picture: str) -> set[tuple[float, float]]:
    """The corners of every line, and the middle of every round marker, in pixels."""
    lines = re.findall(r'class="line" d="M([^"]+)"', picture)
    corners = [tuple(map(float, corner.split())) for d in lines for corner in d.split("L")]
    round_ones = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', picture)
    return {*corners, *((float(x), float(y)) for x, y in round_ones)}


def _near(area: PlotArea, x: float, y: float, place: tuple[float, float]) -> bool:
    return abs(area.x(x) - place[0]) <= PIXEL and abs(area.y(y) - place[1]) <= PIXEL


def test_the_years_of_a_picture_run_from_left_to_right(charts):
    for chart in charts:
        area = plot_area(spec := draw(chart, dark=False), 900, spec["layout"]["height"])
        across = [area.x(x) for x, _y in measured(chart)]
        assert all(before < after for before, after in pairwise(across))
