"""What the monitor showed, under the series and with the same years above each other."""

from dashboard.charts.describe.monitor import Bar, Limit, Mark, Monitor
from dashboard.charts.plotly import parts
from dashboard.charts.theme import TARGET_DASH, Palette, Spec, palette, rule, text
from dashboard.text import numbers
from dashboard.text.states import SIGNS

_PLOT = 150
_ABOVE = 22


def draw_monitor(monitor: Monitor, *, left: int, right: int, dark: bool) -> Spec:
    """Draw how loud the monitor was at each measurement, against its two limits.

    `left` and `right` are the margins of the series above, so that the years stand in line.
    """
    ink = palette(dark)
    shapes = [one for x in monitor.cuts for one in parts.cut_shapes(x, ink)]
    labels: list[Spec] = []
    for limit in monitor.limits:
        shapes.append(_limit(monitor, limit, ink))
        labels.append(_limit_name(monitor, limit, ink))
    if monitor.waiting:
        labels.append(_waiting(monitor, ink))
    labels += [_mark(mark, monitor, ink) for mark in monitor.marks]
    return parts.strip(
        [_bars(monitor, ink)],
        monitor.time,
        monitor.measured,
        top=monitor.top,
        height=_PLOT,
        margins=(left, right, _ABOVE),
        dark=dark,
        language=monitor.language,
        shapes=shapes,
        labels=labels,
    )


def _limit(monitor: Monitor, limit: Limit, ink: Palette) -> Spec:
    colour = ink.state[SIGNS[limit.state].token]["mark"]
    across, up = (monitor.start, monitor.time.high), (limit.height, limit.height)
    return rule(across, up, colour, 1.5, dash=TARGET_DASH)


def _limit_name(monitor: Monitor, limit: Limit, ink: Palette) -> Spec:
    sign = SIGNS[limit.state]
    words, colour = f"{sign.glyph}{numbers.NO_BREAK}{limit.name}", ink.state[sign.token]["text"]
    anchor = ("left", "bottom")
    return text(monitor.start, limit.height, words, colour, anchor=anchor, shift=(2, 2))


def _waiting(monitor: Monitor, ink: Palette) -> Spec:
    anchor, colour = ("left", "bottom"), ink["text3"]
    # On two rows: on a phone the bars begin where one row would end.
    words = monitor.waiting.replace(": ", ":<br>", 1)
    return text(monitor.start, 0, words, colour, size=13, anchor=anchor, shift=(2, 3))


def _bars(monitor: Monitor, ink: Palette) -> Spec:
    colours = [_colour(bar, ink) for bar in monitor.bars]
    return {
        "type": "bar",
        "x": [bar.x for bar in monitor.bars],
        "y": [bar.height for bar in monitor.bars],
        "width": monitor.step * 0.42,
        "marker": {
            "color": [
                ink.background if bar.preliminary else colour
                for bar, colour in zip(monitor.bars, colours, strict=True)
            ],
            "line": {"color": colours, "width": 2},
        },
        "hovertext": [_hover(bar) for bar in monitor.bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _colour(bar: Bar, ink: Palette) -> str:
    return ink["axis"] if bar.state is None else ink.state[SIGNS[bar.state].token]["mark"]


def _hover(bar: Bar) -> str:
    first, *rest = bar.words
    return "<br>".join([f"<b>{first}</b>", *rest])


def _mark(mark: Mark, monitor: Monitor, ink: Palette) -> Spec:
    """Mark where a standing alarm was raised with its shape, and how loud it was.

    A late one stands to the left of its bar: the bars that follow are as high, or higher.
    """
    late = mark.x > (monitor.start + monitor.time.high) / 2
    sign = SIGNS[mark.state]
    words = f"<b>{sign.glyph}{numbers.NO_BREAK}{mark.words}</b>"
    colour, anchor = ink.state[sign.token]["text"], ("right" if late else "center", "bottom")
    return text(mark.x, mark.height, words, colour, size=15, anchor=anchor, shift=(0, 3))
