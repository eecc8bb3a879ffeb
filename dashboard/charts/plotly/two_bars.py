"""What was promised and what came of it, where it is counted once: two bars from nothing."""

from dashboard.charts.describe.chart import Chart, Dot, Gap, Level, Role
from dashboard.charts.theme import Palette, Spec, figure, palette, text

_HEIGHT = 190
_THICK = 0.3
_PROMISED, _BECAME = 1.0, 0.0
"""The heights that the two bars stand at."""


def counted_once(chart: Chart) -> tuple[Level, Dot, Gap] | None:
    """Return the goal, the only measurement and what is missing; None where there is more."""
    measured = [dot for line in chart.lines for dot in line.measured]
    goals = [one for one in chart.levels if one.role is Role.GOAL]
    if chart.gap is None or len(measured) != 1 or len(goals) != 1 or goals[0].y <= 0:
        return None
    (goal,), (dot,) = goals, measured
    return (goal, dot, chart.gap) if 0 <= (dot.y or 0) < goal.y else None


def draw_two_bars(chart: Chart, goal: Level, dot: Dot, gap: Gap, *, dark: bool) -> Spec:
    """Draw the goal as a bar, and under it what there was, with what is missing as a frame."""
    ink = palette(dark)
    value = dot.y or 0.0
    lost = ink.state[chart.verdict.token if chart.verdict else "lost"]
    return figure(
        [_bar(goal.y, _PROMISED, goal.name, ink), _bar(value, _BECAME, dot.written, ink)],
        dark=dark,
        language=chart.language,
        height=_HEIGHT,
        barmode="overlay",
        margin={"l": 2, "r": 8, "t": 8, "b": 4},
        xaxis={"range": [0, goal.y], "visible": False, "fixedrange": True},
        yaxis={"range": [-0.4, 1.75], "visible": False, "fixedrange": True},
        shapes=[_frame(value, goal.y, lost["mark"])],
        annotations=[
            _named(_PROMISED, f"<b>{goal.name}</b>", ink["text"]),
            _named(_BECAME, f"{dot.period}: <b>{dot.written}</b>", ink["text"]),
            text(
                (value + goal.y) / 2, _BECAME, f"<b>{gap.words}</b>", lost["text"],
                size=18, anchor=("center", "middle"),
            ),
        ],
    )  # fmt: skip


def _bar(value: float, height: float, words: str, ink: Palette) -> Spec:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [value],
        "y": [height],
        "width": [2 * _THICK],
        "marker": {"color": ink["ribbon"] if height == _PROMISED else ink["accent"]},
        "hovertext": [words],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _frame(left: float, right: float, colour: str) -> Spec:
    """Frame what is missing: empty and dashed, so that it is not taken for a third bar."""
    return {
        "type": "rect",
        "x0": left,
        "x1": right,
        "y0": _BECAME - _THICK,
        "y1": _BECAME + _THICK,
        "line": {"color": colour, "width": 2, "dash": "5px,4px"},
    }


def _named(height: float, words: str, colour: str) -> Spec:
    return text(0, height + _THICK, words, colour, anchor=("left", "bottom"), shift=(0, 2))
