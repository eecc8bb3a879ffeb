"""Ink, greys and the colours of the states, and the Plotly template made of them."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from dashboard.text.numbers import THIN

SANS = "Kvarvarde Tecken, Source Sans, sans-serif"
SERIF = "Kvarvarde Tecken, Source Serif, serif"

TARGET_DASH = "7px,4px"
BASELINE_DASH = "1px,3px"
COMPARATOR_DASH = "2px,3px"
EVENT_DASH = "2px,2px"

Spec = dict[str, Any]
"""A figure, or a part of one, as Plotly's JSON."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme: neutrals by name, and `text`, `mark`, `tint` per state."""

    background: str
    neutral: dict[str, str]
    state: dict[str, dict[str, str]]
    series: tuple[str, ...]
    tenure: tuple[str, ...]
    on_tenure: tuple[str, ...]
    sequence: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        """Return a neutral colour by its name in the tokens: text, axis, ribbon, accent ..."""
        return self.neutral[name]


@cache
def palette(dark: bool) -> Palette:
    """Return the colours of the dark or the light theme."""
    tokens = json.loads((resources.files(__package__) / "tokens.json").read_text("utf-8"))
    chosen = tokens["dark" if dark else "light"]
    return Palette(
        background=chosen["background"],
        neutral=chosen["neutral"],
        state=chosen["state"],
        series=tuple(chosen["series"]),
        tenure=tuple(chosen["tenure"]),
        on_tenure=tuple(chosen["on_tenure"]),
        sequence=tuple(chosen["sequence"]),
    )


def tinted(colour: str, share: float) -> str:
    """Return a ``#RRGGBB`` colour as rgba with the opacity `share`."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


@cache
def template(dark: bool, language: str) -> Spec:
    """Return the Plotly template: type, margins, axes; no legend, no zoom, no title."""
    ink = palette(dark)
    return {
        "layout": {
            "font": {"family": SANS, "size": 15, "color": ink["text2"]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 8, "r": 24, "t": 24, "b": 36, "pad": 0},
            "separators": ".," if language == "en" else f",{THIN}",
            "colorway": list(ink.series),
            "showlegend": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": ink.background,
                "bordercolor": ink["axis"],
                "font": {"family": SANS, "size": 15, "color": ink["text"]},
                "align": "left",
                "namelength": -1,
            },
            "xaxis": _axis(ink, showline=True, linecolor=ink["axis"], ticks="outside"),
            "yaxis": _axis(ink, showgrid=True, gridcolor=ink["grid"], ticks=""),
            "annotationdefaults": {
                "font": {"family": SANS, "size": 14, "color": ink["text2"]},
                "showarrow": False,
                "align": "left",
            },
            "dragmode": False,
        },
        "data": {
            "scatter": [{"type": "scatter", "cliponaxis": False}],
            "bar": [{"type": "bar", "cliponaxis": False}],
        },
    }


def _axis(ink: Palette, **settings: Any) -> Spec:
    return {
        "showgrid": False,
        "showline": False,
        "ticklen": 5,
        "tickcolor": ink["axis"],
        "tickfont": {"size": 14, "color": ink["text3"]},
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
        **settings,
    }


_NOT_OURS = re.compile(r'<(?!/?b>|br>|/?extra>|/span>|span style="color:#[0-9A-Fa-f]{6}">)')
"""A sign that Plotly would read as the beginning of a tag that is none of ours."""


def figure(data: list[Spec], *, dark: bool, language: str, height: int, **layout: Any) -> Spec:
    """Put traces and layout together; the width is the page's own.

    Texts may hold the tags that we write ourselves; any other was written by somebody else, and
    stands as the signs it is.
    """
    layout = _own_tags_only(layout)
    return {
        "data": _own_tags_only(data),
        "layout": {
            "template": template(dark, language),
            "autosize": True,
            "height": height,
            **layout,
        },
    }


def _own_tags_only(part: Any) -> Any:
    """Return a part of a drawing where no text is a tag but ours."""
    if isinstance(part, str):
        return _NOT_OURS.sub("&lt;", part) if "<" in part else part
    if isinstance(part, dict):
        return {name: _own_tags_only(each) for name, each in part.items()}
    if isinstance(part, (list, tuple)) and not (part and isinstance(part[0], (int, float))):
        return [_own_tags_only(each) for each in part]
    return part


def text(
    x: float | str,
    y: float,
    words: str,
    colour: str,
    *,
    size: int = 14,
    anchor: tuple[str, str] = ("left", "middle"),
    shift: tuple[float, float] = (0, 0),
    **settings: Any,
) -> Spec:
    """Write a label in the chart. `anchor` is (x, y), `shift` in pixels, up is positive."""
    return {
        "x": x,
        "y": y,
        "text": words,
        "showarrow": False,
        "align": anchor[0],
        "xanchor": anchor[0],
        "yanchor": anchor[1],
        "xshift": shift[0],
        "yshift": shift[1],
        "font": {"color": colour, "size": size},
        **settings,
    }


def rule(
    x: tuple[float, float], y: tuple[float, float], colour: str, width: float, **line: Any
) -> Spec:
    """Draw a straight line in data coordinates; `dash` among others goes to its line."""
    placed: Spec = {key: line.pop(key) for key in ("xref", "yref", "layer") if key in line}
    return {
        "type": "line",
        "x0": x[0],
        "x1": x[1],
        "y0": y[0],
        "y1": y[1],
        "line": {"color": colour, "width": width, **line},
        **placed,
    }
