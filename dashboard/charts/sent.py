"""A chart as it is sent: the picture that was drawn, in fewer signs.

Numbers have the decimals that can be seen, what is the same of every point is written once, and
a text is written as it is. Nobody sees or reads anything else.
"""

import json
from collections.abc import Sequence
from math import floor, log10
from typing import Any

from dashboard.charts.plotly.fitted import fitted
from dashboard.charts.theme import Spec

_SEEN = 4_000
"""So many steps of an axis are told apart: no chart has as many pixels."""

_FEW = 2
"""So many measurements are written out, as briefly as a rule for them could be."""

_MOST_DECIMALS = 4

_MANY, _FEW_COLOURS = 24, 6
"""So many points have colours of a scale of their own, where these are no more than so few."""

_WRITTEN_OUT = len("#17404F")

_WRITTEN = "%{hovertext}<extra></extra>"


def packed(drawn: str, width: float | None = None) -> str:
    """Return a chart, as Plotly writes it in JSON, with fewer signs.

    Of one with a `width` in pixels the axes have only the labels that it has room for. Where
    points can be chosen, what they say of themselves is left as it is.
    """
    spec = json.loads(drawn)
    if width is not None:
        spec = fitted(spec, width)
    layout = spec.get("layout", {})
    chosen = "select" in str(layout.get("clickmode", ""))
    for trace in spec.get("data", []):
        _place(trace, layout)
        if isinstance(marker := trace.get("marker"), dict):
            trace["marker"] = _once(marker, trace.get("y"))
        if not chosen:
            _say(trace, layout)
    spec["layout"] = _whole(layout)
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))


def _place(trace: Spec, layout: Spec) -> None:
    """Write where the points of a trace are, on axes as long as they are."""
    for way in ("x", "y"):
        values = trace.get(way)
        if not isinstance(values, list):
            continue
        steps = _steps(trace, layout)
        decimals = _decimals(_axis(trace, layout, way), steps) if way == "y" else None
        trace[way] = [_number(one, decimals) for one in values]
    if trace.get("type") != "scatter":
        return
    if evenly := _evenly(trace.get("x"), trace.get("y"), _axis(trace, layout, "x")):
        del trace["x"]
        trace |= {"x0": evenly[0], "dx": evenly[1]}


def _steps(trace: Spec, layout: Spec) -> int:
    """Return how many steps of its axis are told apart in a trace.

    Of an edge that no line is drawn along, only to fill something up to it, half a pixel is
    not seen.
    """
    edge = (trace.get("line") or {}).get("width") == 0
    return int(layout.get("height", 0)) or _SEEN if edge else _SEEN


def _axis(trace: Spec, layout: Spec, way: str) -> Spec:
    axis: Spec = layout.get(f"{way}axis{str(trace.get(f'{way}axis', way))[1:]}", {})
    return axis


def _whole(part: Any) -> Any:
    """Return a part where no whole number has decimals."""
    if isinstance(part, dict):
        return {name: _whole(each) for name, each in part.items()}
    return [_whole(each) for each in part] if isinstance(part, list) else _number(part, None)


def _number(value: Any, decimals: int | None) -> Any:
    """Return a number as briefly as it is written; other things as they are."""
    if not isinstance(value, float):
        return value
    short = value if decimals is None else round(value, decimals)
    return int(short) if short.is_integer() and abs(short) < 1e15 else short


def _decimals(axis: Spec, steps: int = _SEEN) -> int | None:
    """Return how many decimals can be seen on an axis; None where its length is not known."""
    if axis.get("type") == "log" or not steps:
        return None
    try:
        low, high = (float(end) for end in axis["range"])
        return max(0, -floor(log10(abs(high - low) / steps)))
    except (KeyError, OverflowError, TypeError, ValueError):
        return None


def _evenly(places: Any, points: Any, axis: Spec) -> tuple[float, float] | None:
    """Return where places begin and what lies between two, None where that is seen to differ.

    Months are as far apart as each other, as far as anybody sees. A place without a point may
    be left out.
    """
    if not isinstance(places, list) or not isinstance(points, list) or len(places) <= _FEW:
        return None
    known = [(at, one) for at, one in enumerate(places) if isinstance(one, int | float)]
    gone = [at for at, one in enumerate(places) if one is None]
    if len(known) + len(gone) < len(places) or len(places) != len(points) or len(known) < 2:
        return None
    (begin, first), (end, last) = known[0], known[-1]
    step = (last - first) / (end - begin)
    step = int(step) if float(step).is_integer() else round(step, 7)
    start = first - begin * step
    off = max(abs(start + at * step - one) for at, one in known)
    if not step or off > _unseen(axis) or any(points[at] is not None for at in gone):
        return None
    return start, step


def _unseen(axis: Spec) -> float:
    """Return how far from its place on an axis nobody sees that a point stands."""
    try:
        low, high = (float(end) for end in axis["range"])
    except (KeyError, TypeError, ValueError):
        return 0.0
    return 0.0 if axis.get("type") == "log" else abs(high - low) / _SEEN


def _once(marker: Spec, points: Any) -> Spec:
    """Write once what is the same of every point: colours, sizes, and those of its line.

    No size at all is said of each point: Plotly takes one 0 for a size that was never given.
    """
    once = {name: _alike(each, points) for name, each in marker.items()}
    once |= _coloured(once.get("color"))
    return once if once.get("size") != 0 else {**once, "size": marker["size"]}


def _alike(each: Any, points: Any) -> Any:
    """Return what all points have in common; at a gap there is none."""
    if isinstance(each, dict):
        return _once(each, points)
    if not isinstance(each, list) or not isinstance(points, list) or len(each) != len(points):
        return each
    seen = [one for one, point in zip(each, points, strict=True) if point is not None]
    return seen[0] if seen and all(one == seen[0] for one in seen) else each


def _coloured(colours: Any) -> Spec:
    """Return a few colours of many points as a scale, and each point's place on it."""
    if not isinstance(colours, list) or len(colours) < _MANY:
        return {}
    scale = list(dict.fromkeys(colours))
    if not 1 < len(scale) <= _FEW_COLOURS or not all(_is_a_colour(one) for one in scale):
        return {}
    last = len(scale) - 1
    return {
        "color": [scale.index(one) for one in colours],
        "colorscale": [[place / last, one] for place, one in enumerate(scale)],
        "cmin": 0,
        "cmax": last,
    }


def _is_a_colour(one: Any) -> bool:
    return isinstance(one, str) and len(one) == _WRITTEN_OUT and one[0] == "#"


def _say(trace: Spec, layout: Spec) -> None:
    """Write what the pointer shows as one text with gaps, and what is in them at each point.

    What says where the point is, in its time or its value, Plotly reads off the point.
    """
    texts = trace.get("hovertext")
    if trace.get("hovertemplate") != _WRITTEN or not isinstance(texts, list):
        return
    if "customdata" in trace or len(texts) <= _FEW or not _fits(trace, texts):
        return
    lines = [text.split("<br>") for text in texts if text]
    written: list[str] = []
    gaps: list[list[Any]] = []
    for same in zip(*lines, strict=True):
        read = _read_off(same, trace, layout)
        template, filled = (read, []) if read else _with_gap(same, len(gaps))
        written.append(template)
        gaps += filled
    template = "<br>".join(written)
    if len(gaps) == 1:
        template = template.replace("%{customdata[0]}", "%{customdata}")
    if gaps:
        each = iter(gaps[0] if len(gaps) == 1 else zip(*gaps, strict=True))
        trace["customdata"] = [next(each) if text else "" for text in texts]
    trace["hovertemplate"] = f"{template}<extra></extra>"
    del trace["hovertext"]


def _read_off(texts: Sequence[str], trace: Spec, layout: Spec) -> str | None:
    """Return texts as one that Plotly fills in with where a point is; None where it can not."""
    said = [place for place, text in enumerate(trace["hovertext"]) if text]
    xs = _times(trace)
    if xs and all(type(xs[place]) is int for place in said):
        times = _around(texts, [str(xs[place]) for place in said], "%{x:d}")
        if times:
            return times
    marks = layout.get("template", {}).get("layout", {}).get("separators", "")
    for decimals in range(_MOST_DECIMALS if len(marks) == 2 else 0):
        values = _values(trace, layout, decimals)
        if any(values[place] is None for place in said):
            continue
        written = [f"{values[place]:,.{decimals}f}" for place in said]
        names = [one.translate({46: marks[0], 44: marks[1]}) for one in written]
        if found := _around(texts, names, f"%{{y:,.{decimals}f}}"):
            trace["y"] = [_number(one, None) for one in values]
            return found
    return None


def _times(trace: Spec) -> list[Any]:
    if "x0" in trace:
        return [trace["x0"] + trace["dx"] * place for place in range(len(trace["y"]))]
    placed: list[Any] = trace.get("x", [])
    return placed if isinstance(placed, list) and len(placed) == len(trace["y"]) else []


def _values(trace: Spec, layout: Spec, decimals: int) -> list[Any]:
    """Return the values with so many decimals, None where somebody would see the difference.

    A fourth of a pixel to either side nobody does.
    """
    finest = _decimals(_axis(trace, layout, "y"), 2 * layout.get("height", 0))
    unseen = finest is not None and decimals >= finest
    return [
        rounded
        if isinstance(one, int | float)
        and (rounded := round(float(one), decimals)) >= 0
        and (unseen or rounded == one)
        else None
        for one in trace["y"]
    ]


def _around(texts: Sequence[str], names: Sequence[str], filled: str) -> str | None:
    """Return texts as what stands around a name in all of them, with what fills it in."""
    place = texts[0].find(names[0])
    while place >= 0:
        before, after = texts[0][:place], texts[0][place + len(names[0]) :]
        pairs = zip(texts, names, strict=True)
        if all(text == f"{before}{name}{after}" for text, name in pairs):
            return f"{before}{filled}{after}"
        place = texts[0].find(names[0], place + 1)
    return None


def _fits(trace: Spec, texts: Sequence[Any]) -> bool:
    """Whether all that is said has as many lines, and nothing is said only where nothing is."""
    points = trace.get("y")
    if not isinstance(points, list) or len(points) != len(texts):
        return False
    if any(not text and point is not None for text, point in zip(texts, points, strict=True)):
        return False
    said = [str(text) for text in texts if text]
    plain = not any("%{" in text or "</extra" in text for text in said)
    return plain and len({text.count("<br>") for text in said}) == 1


def _with_gap(same: Sequence[str], gaps: int) -> tuple[str, list[list[Any]]]:
    """Return texts as what they share, with the gap after so many others, and what fills it."""
    before = _shared(same)
    rest = [one[len(before) :] for one in same]
    after = _shared([one[::-1] for one in rest])[::-1]
    if not any(rest):
        return before, []
    filled = [one[: len(one) - len(after)] for one in rest]
    return f"{before}%{{customdata[{gaps}]}}{after}", [_counts(filled)]


def _counts(filled: list[str]) -> list[Any]:
    """Return texts that are whole numbers as such: they are filled in as they were written."""
    plain = all(one.isdecimal() and one.isascii() and str(int(one)) == one for one in filled)
    return [int(one) for one in filled] if plain else filled


def _shared(texts: Sequence[str]) -> str:
    """Return what all texts begin with: what the first and the last of them do."""
    first, last = min(texts), max(texts)
    for place, (one, other) in enumerate(zip(first, last, strict=False)):
        if one != other:
            return first[:place]
    return first
