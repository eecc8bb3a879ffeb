"""A chart as it is sent: the picture that was drawn, in fewer signs.

Numbers have the decimals that can be seen, what is the same of every point is written once, and
a text is written as it is. Nobody sees or reads anything else.
"""

import json
from collections.abc import Sequence
from itertools import pairwise
from math import floor, log10
from typing import Any

from dashboard.charts.theme import Spec

_SEEN = 4_000
"""So many steps of an axis are told apart: no chart has as many pixels."""

_FEW = 3
"""So many measurements are written out, as briefly as a rule for them could be."""

_WRITTEN = "%{hovertext}<extra></extra>"


def packed(drawn: str) -> str:
    """Return a chart, as Plotly writes it in JSON, with fewer signs.

    Where points can be chosen, what they say of themselves is left as it is.
    """
    spec = json.loads(drawn)
    layout = spec.get("layout", {})
    chosen = "select" in str(layout.get("clickmode", ""))
    for trace in spec.get("data", []):
        _place(trace, layout)
        if isinstance(marker := trace.get("marker"), dict):
            trace["marker"] = _once(marker, trace.get("y"))
        if not chosen:
            _say(trace)
    spec["layout"] = _whole(layout)
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))


def _place(trace: Spec, layout: Spec) -> None:
    """Write where the points of a trace are, on axes as long as they are."""
    for way in ("x", "y"):
        values = trace.get(way)
        if not isinstance(values, list):
            continue
        axis = f"{way}axis{str(trace.get(f'{way}axis', way))[1:]}"
        decimals = _decimals(layout.get(axis, {})) if way == "y" else None
        trace[way] = placed = [_number(one, decimals) for one in values]
        if way == "x" and trace.get("type") == "scatter" and (step := _step(placed)):
            del trace["x"]
            trace |= {"x0": placed[0], "dx": step}


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


def _decimals(axis: Spec) -> int | None:
    """Return how many decimals can be seen on an axis; None where its length is not known."""
    if axis.get("type") == "log":
        return None
    try:
        low, high = (float(end) for end in axis["range"])
        return max(0, -floor(log10(abs(high - low) / _SEEN)))
    except (KeyError, OverflowError, TypeError, ValueError):
        return None


def _step(values: Sequence[Any]) -> int | None:
    """Return what lies between whole numbers that are as far apart, None where they are not."""
    if len(values) <= _FEW or not all(type(one) is int for one in values):
        return None
    apart = {after - before for before, after in pairwise(values)}
    return apart.pop() or None if len(apart) == 1 else None


def _once(marker: Spec, points: Any) -> Spec:
    """Write once what is the same of every point: colours, sizes, and those of its line."""
    return {name: _alike(each, points) for name, each in marker.items()}


def _alike(each: Any, points: Any) -> Any:
    """Return what all points have in common; at a gap there is none."""
    if isinstance(each, dict):
        return _once(each, points)
    if not isinstance(each, list) or not isinstance(points, list) or len(each) != len(points):
        return each
    seen = [one for one, point in zip(each, points, strict=True) if point is not None]
    return seen[0] if seen and all(one == seen[0] for one in seen) else each


def _say(trace: Spec) -> None:
    """Write what the pointer shows as one text with gaps, and what is in them at each point."""
    texts = trace.get("hovertext")
    if trace.get("hovertemplate") != _WRITTEN or not isinstance(texts, list):
        return
    if "customdata" in trace or len(texts) <= _FEW or not _fits(trace, texts):
        return
    lines = [text.split("<br>") for text in texts if text]
    template, gaps = _with_gaps(list(zip(*lines, strict=True)))
    if len(gaps) == 1:
        template = template.replace("%{customdata[0]}", "%{customdata}")
    if gaps:
        filled = iter(gaps[0] if len(gaps) == 1 else zip(*gaps, strict=True))
        trace["customdata"] = [next(filled) if text else "" for text in texts]
    trace["hovertemplate"] = f"{template}<extra></extra>"
    del trace["hovertext"]


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


def _with_gaps(lines: Sequence[Sequence[str]]) -> tuple[str, list[list[str]]]:
    """Return texts, line by line, as what they share with gaps between, and what fills each."""
    written, gaps = [], []
    for same in lines:
        before = _shared(same)
        rest = [one[len(before) :] for one in same]
        after = _shared([one[::-1] for one in rest])[::-1]
        if any(rest):
            gaps.append([one[: len(one) - len(after)] for one in rest])
            before += f"%{{customdata[{len(gaps) - 1}]}}"
        written.append(before + after)
    return "<br>".join(written), gaps


def _shared(texts: Sequence[str]) -> str:
    """Return what all texts begin with: what the first and the last of them do."""
    first, last = min(texts), max(texts)
    for place, (one, other) in enumerate(zip(first, last, strict=False)):
        if one != other:
            return first[:place]
    return first
