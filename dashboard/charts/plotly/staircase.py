"""The staircase: how many promises each stage still carries, and what fell before it.

Decided is hatched, silent is solid, no trace is an empty dashed frame: pattern, not colour,
carries the difference. What fell hangs above what is carried, so that each column starts at the
height of the one before.
"""

from collections.abc import Iterator, Sequence

from dashboard.charts.describe.staircase import DECIDED, FELL, SILENT, Staircase, Step
from dashboard.charts.theme import Palette, Spec, figure, palette, rule, text
from dashboard.text import promises
from dashboard.text.numbers import MINUS, NO_BREAK
from metrics.promise.state import PromiseState

_HALF = 0.42
_HEIGHT = 470


def draw_staircase(stairs: Staircase, *, dark: bool, brief: bool = False) -> Spec:
    """Draw a described staircase; the x of every bar is the place of its step, from 0.

    A `brief` one is narrow: above a column stand signs and numbers, without their words.
    """
    ink, steps = palette(dark), stairs.steps
    shapes: list[Spec] = []
    labels: list[Spec] = []
    before = 0
    for place, step in enumerate(steps):
        shapes += [*_frames(step, place, ink), *_levels(step, place, before, ink)]
        labels += _written(step, place, ink, brief=brief)
        if step.reached:
            before = step.remaining
        else:
            labels.append(_why_empty(step, place, before, ink))
    tallest = max([step.height for step in steps] + [1])
    return figure(
        [_bars(steps, kind, ink) for kind in ("carried", "unknown", *FELL)],
        dark=dark,
        language=stairs.language,
        height=_HEIGHT,
        barmode="stack",
        bargap=1 - 2 * _HALF,
        margin={"l": 4, "r": 4, "t": 84, "b": 70},
        xaxis={
            "range": [-0.5, len(steps) - 0.5],
            "tickvals": list(range(len(steps))),
            "ticktext": [_tick(step, ink) for step in steps],
            "ticks": "",
            "tickangle": 0,
            "tickfont": {"size": 11 if brief else 13, "color": ink["text2"]},
        },
        yaxis={"range": [0, tallest * 1.02], "visible": False},
        clickmode="event+select",
        shapes=shapes,
        annotations=labels,
    )


def _bars(steps: Sequence[Step], kind: str, ink: Palette) -> Spec:
    """Draw one kind of segment in every column; no trace and not assessed are only frames."""
    still = {"marker": {"opacity": 1}}
    return {
        "type": "bar",
        "x": list(range(len(steps))),
        "y": [step.counts[kind] if step.reached else 0 for step in steps],
        "marker": _marker(kind, ink),
        "hovertext": [
            "<br>".join([f"<b>{step.name}</b>", step.says, *step.happened]) for step in steps
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": still,
        "unselected": still,
    }


def _marker(kind: str, ink: Palette) -> Spec:
    if kind == "carried":
        return {"color": ink["ribbon"], "line": {"width": 0}}
    if kind in SILENT:
        lost = ink.state["lost"]["mark"]
        return {"color": lost, "line": {"color": ink.background, "width": 2}}
    if kind in DECIDED:
        return {
            "color": ink.background,
            "line": {"color": ink["glyph"], "width": 1},
            "pattern": {
                "shape": "/",
                "fgcolor": ink["glyph"],
                "bgcolor": ink.background,
                "size": 7,
            },
        }
    return {"color": "rgba(0,0,0,0)", "line": {"width": 0}}


def _frames(step: Step, place: int, ink: Palette) -> Iterator[Spec]:
    """Frame what nobody has found (dashed) and what nobody has looked for (dotted)."""
    base, unknown = step.counts["carried"], step.counts["unknown"]
    if unknown:
        yield _box(place, base, base + unknown, ink["glyph"], "1px,3px")
    base += unknown + sum(step.counts[kind] for kind in DECIDED)
    if untraced := step.counts["no_trace"]:
        yield _box(place, base, base + untraced, ink["glyph"], "4px,3px")


def _box(place: int, low: float, high: float, colour: str, dash: str) -> Spec:
    return {
        "type": "rect",
        "x0": place - _HALF,
        "x1": place + _HALF,
        "y0": low,
        "y1": high,
        "line": {"color": colour, "width": 1.5, "dash": dash},
    }


def _levels(step: Step, place: int, before: int, ink: Palette) -> Iterator[Spec]:
    """Draw what goes on from a stage; one not reached is an empty frame, a skipped nothing."""
    if not step.reached:
        if not step.skipped:
            yield _box(place, 0, before, ink["glyph"], "5px,4px")
        return
    if place:
        across = (place - 1 + _HALF, place - _HALF)
        yield rule(across, (before, before), ink["axis"], 1, dash="2px,3px")
    height = (step.remaining, step.remaining)
    yield rule((place - _HALF, place + _HALF), height, ink["accent"], 3)


def _why_empty(step: Step, place: int, before: int, ink: Palette) -> Spec:
    words, anchor = "<br>".join(step.waiting), ("center", "middle")
    return text(place, before / 2, words, ink["text3"], size=12, anchor=anchor)


def _written(step: Step, place: int, ink: Palette, *, brief: bool) -> Iterator[Spec]:
    """Write the number that is carried, and above the column what happened on the way there."""
    if step.reached:
        count = step.counts["carried"]
        anchor, words = ("center", "top"), f"<b>{count}</b>"
        yield text(place, count, words, ink["accent"], size=22, anchor=anchor, shift=(0, -5))
    if step.happened:
        lines = [f"<b>{MINUS}{step.fell}</b>"] if step.fell else []
        lines += [_coloured(_sign(line) if brief else line, ink) for line in step.happened]
        words, anchor = "<br>".join(lines), ("center", "bottom")
        yield text(place, step.height, words, ink["text"], size=12, anchor=anchor, shift=(0, 4))


def _sign(line: str) -> str:
    """Return the sign and the number of what happened: ``▼ 4``."""
    return NO_BREAK.join(line.split()[:2])


def _coloured(line: str, ink: Palette) -> str:
    red = line.startswith(promises.SIGNS[PromiseState.LOST].glyph)
    colour = ink.state["lost"]["text"] if red else ink["text3"]
    return f'<span style="color:{colour}">{line}</span>'


def _tick(step: Step, ink: Palette) -> str:
    name = "<br>".join(step.axis)
    if not step.year:
        return name
    return f'{name}<br><span style="color:{ink["text3"]}">{step.year}</span>'
