"""What the monitor heard, under the series and with the same years above each other."""

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.describe.alarms import LOST, LOUDEST, WATCH, Heard, first_alarms
from dashboard.charts.describe.timeline import (
    Point,
    cuts,
    points,
    position,
    reach,
    segments,
    usual_step,
)
from dashboard.charts.plotly import parts
from dashboard.charts.theme import Palette, Spec, figure, palette, rule, text
from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from dashboard.text.states import SIGNS
from metrics.definition.indicator import Indicator
from metrics.outcome.state import State

_PLOT = 150
_ABOVE = 22
_LIMITS = ((WATCH, State.WATCH, "Tidig varning"), (LOST, State.RELAPSE, "Förlust"))


def monitor_chart(
    looks: Sequence[Heard],
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    breaks: pd.DataFrame | None = None,
    left: int,
    right: int,
    waiting: str = "",
    dark: bool,
    language: str,
) -> Spec:
    """Draw how loud the monitor was at each look, against its two limits.

    `observations` and `breaks` are those of the series above, and `left` and `right` its
    margins, so that every year stands under itself. `waiting` says why nobody listened before
    the first look.
    """
    placed, ink = points(observations, indicator), palette(dark)
    edges, where = reach(placed), cuts(breaks, observations, placed)
    top = max([LOST * 1.35, *(look.loudness * 1.2 for look in looks)])
    latest = segments(placed, where)[-1]
    start = latest[0].x if latest else edges[0]
    shapes = [one for cut in where for one in parts.cut_shapes(cut, ink)]
    labels: list[Spec] = []
    for level, state, name in _LIMITS:
        colours = ink.state[SIGNS[state].token]
        shapes.append(
            rule((start, edges[1]), (level, level), colours["mark"], 1.5, dash="7px,4px")
        )
        words = f"{SIGNS[state].glyph}{numbers.NO_BREAK}{translator(language)(name)}"
        labels.append(
            text(start, level, words, colours["text"], anchor=("left", "bottom"), shift=(2, 2))
        )
    if waiting:
        labels.append(
            text(
                start,
                0,
                waiting,
                ink["text3"],
                size=13,
                anchor=("left", "bottom"),
                shift=(2, 3),
            )
        )
    labels += _marks(looks, indicator, ink, language)
    return figure(
        [_bars(looks, placed, indicator, ink, language)],
        dark=dark,
        language=language,
        height=_PLOT + _ABOVE + 32,
        margin={"l": left, "r": right, "t": _ABOVE, "b": 32},
        xaxis={**parts.time_axis(edges, placed, indicator), "automargin": False},
        yaxis={"range": [0, top], "tickvals": [0], "ticktext": ["0 "], "automargin": False},
        shapes=shapes,
        annotations=labels,
    )


def _bars(
    looks: Sequence[Heard],
    placed: Sequence[Point],
    indicator: Indicator,
    ink: Palette,
    language: str,
) -> Spec:
    colours = [_colour(look, ink) for look in looks]
    return {
        "type": "bar",
        "x": [position(look.period, indicator) for look in looks],
        "y": [look.loudness for look in looks],
        "width": usual_step(placed) * 0.42,
        "marker": {
            "color": [
                ink.background if look.preliminary else colour
                for look, colour in zip(looks, colours, strict=True)
            ],
            "line": {"color": colours, "width": 2},
        },
        "hovertext": [_hover(look, language) for look in looks],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _colour(look: Heard, ink: Palette) -> str:
    state = _state_at(look)
    return ink["axis"] if state is None else ink.state[SIGNS[state].token]["mark"]


def _state_at(look: Heard) -> State | None:
    if look.loudness >= LOST:
        return State.RELAPSE
    return State.WATCH if look.loudness >= WATCH else None


def _marks(
    looks: Sequence[Heard], indicator: Indicator, ink: Palette, language: str
) -> list[Spec]:
    """Mark the look where each standing alarm was raised with its shape and its word."""
    labels = []
    watch, lost = first_alarms(looks)
    alarms = [(lost, State.RELAPSE)]
    if watch is not None and (lost is None or watch.period != lost.period):
        alarms.append((watch, State.WATCH))
    for look, state in alarms:
        if look is not None:
            words = f"<b>{SIGNS[state].glyph}{numbers.NO_BREAK}{_times(look, language)}</b>"
            labels.append(
                text(
                    position(look.period, indicator),
                    look.loudness,
                    words,
                    ink.state[SIGNS[state].token]["text"],
                    size=15,
                    anchor=("center", "bottom"),
                    shift=(0, 3),
                )
            )
    return labels


def _times(look: Heard, language: str) -> str:
    """Write how loud a look was: one is the limit of an early warning, two of a loss."""
    more = ">" if look.loudness >= LOUDEST else ""
    return more + numbers.number(look.loudness, 1, language)


_CHART_NAMES = {
    "ewma": "glidande medelvärde (EWMA)",
    "cusum": "kumulativ summa (CUSUM)",
    "self_starting": "självstartande summa",
}


def chart_name(chart: str, language: str) -> str:
    """Name one of the three charts, with its short name in the field."""
    return translator(language)(_CHART_NAMES[chart])


def _hover(look: Heard, language: str) -> str:
    _ = translator(language)
    lines = [f"<b>{sentences.period(look.period, language)}</b>"]
    lines.append(
        _("{times} på skalan 1 varning, 2 förlust").format(times=_times(look, language))
    )
    lines.append(_("hörs mest: {chart}").format(chart=chart_name(look.loudest, language)))
    if not look.can_alarm:
        lines.append(_("för tidigt för larm"))
    if look.preliminary:
        lines.append(_("preliminärt"))
    return "<br>".join(lines)


def alt_monitor(looks: Sequence[Heard], reference: str, language: str) -> str:
    """Say in words what the monitor heard: against what, how loud last, and when it alarmed."""
    _ = translator(language)
    against = reference_words(reference, language)
    if not looks:
        return _("Larmet mot {reference}: inga mätningar att lyssna på.").format(
            reference=against
        )
    said = [
        _("Larmet mot {reference}, staplar {first} till {last}.").format(
            reference=against,
            first=sentences.period(looks[0].period, language),
            last=sentences.period(looks[-1].period, language),
        ),
        _("Senast {times}, där 1 är tidig varning och 2 är förlust.").format(
            times=_times(looks[-1], language)
        ),
    ]
    for look, sentence in zip(first_alarms(looks), _RAISED, strict=True):
        if look is not None:
            when = sentences.period(look.period, language)
            said.append(_(sentence).format(period=when))
    if first_alarms(looks) == (None, None):
        said.append(_("Inget larm står."))
    return " ".join(said)


_RAISED = ("Tidig varning {period}.", "Larm om förlust {period}.")


_REFERENCES = {
    "target": "målet",
    "baseline": "utgångsläget",
    "comparator": "jämförelseområdena",
}


def reference_words(reference: str, language: str) -> str:
    """Name what the monitor holds the series against, inside a sentence."""
    return translator(language)(_REFERENCES[reference])
