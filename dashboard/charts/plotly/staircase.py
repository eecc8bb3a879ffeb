"""The staircase: how many promises each stage still carries, and what fell before it.

Decided is hatched, silent is solid, no trace is an empty dashed frame: pattern, not colour,
carries the difference. What fell hangs above what is carried, so that each column starts at the
height of the one before.
"""

from typing import Any

import pandas as pd

from dashboard.charts.theme import Palette, Spec, figure, palette, rule, text
from dashboard.text import promises
from dashboard.text.language import plural, translator
from dashboard.text.numbers import MINUS, NO_BREAK
from metrics.promise.records import BUILT
from metrics.promise.state import PromiseState

_HALF = 0.42
_HEIGHT = 470
_SILENT = ("lost", "not_delivered")
_DECIDED = ("decided_away", "replaced")
_ORDER = (*_DECIDED, "no_trace", *_SILENT)
"""What fell, from the bottom of the column upwards."""

_AXIS = (
    "Konsekvens-<br>analys",
    "Hållbarhets-<br>program",
    "Detaljplan",
    "Avtal",
    "Projektering<br>och bygglov",
    "Byggt",
    "I bruk<br>år 1",
    "I bruk<br>år 3",
    "I bruk<br>år 5",
    "I bruk<br>år 10",
)
_FELL = {
    "lost": ("{count} tappat", "{count} tappade"),
    "not_delivered": ("{count} ej levererat", "{count} ej levererade"),
    "no_trace": ("{count} utan spår", "{count} utan spår"),
    "decided_away": ("{count} bortvalt", "{count} bortvalda"),
    "replaced": ("{count} ersatt", "{count} ersatta"),
    "restored": ("{count} återfört", "{count} återförda"),
    "unknown": ("{count} ej bedömt", "{count} ej bedömda"),
    "new": ("{count} nytt", "{count} nya"),
}

Row = dict[Any, Any]


def shown(stairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the stages there is something to say about: reached, planned or skipped."""
    known = stairs["reached"] | stairs["skipped"] | stairs["reached_on"].notna()
    known |= stairs[list(_ORDER)].sum(axis=1) > 0
    return stairs[known].reset_index(drop=True)


def staircase(stairs: pd.DataFrame, *, dark: bool, language: str) -> Spec:
    """Draw the staircase of one area; `stairs` is `data.answers.promises.staircase`.

    The x of every bar is the position 0-9 of its stage, so that a click says which was meant.
    """
    ink, rows = palette(dark), shown(stairs).to_dict("records")
    tallest = max([_height(row) for row in rows] + [1])
    shapes: list[Spec] = []
    labels: list[Spec] = []
    before = 0
    for place, row in enumerate(rows):
        shapes += _frames(row, place, ink)
        labels += _written(row, place, ink, language)
        if not row["reached"]:
            shapes += _to_come(row, place, before, ink)
            labels += _why_empty(row, place, before, ink, language)
            continue
        if place:
            shapes.append(
                rule(
                    (place - 1 + _HALF, place - _HALF),
                    (before,) * 2,
                    ink["axis"],
                    1,
                    dash="2px,3px",
                )
            )
        before = row["carried"] + row["unknown"]
        shapes.append(rule((place - _HALF, place + _HALF), (before,) * 2, ink["accent"], 3))
    return figure(
        [_bars(rows, kind, ink, language) for kind in ("carried", "unknown", *_ORDER)],
        dark=dark,
        language=language,
        height=_HEIGHT,
        barmode="stack",
        bargap=1 - 2 * _HALF,
        margin={"l": 4, "r": 4, "t": 84, "b": 70},
        xaxis={
            "range": [-0.5, len(rows) - 0.5],
            "tickvals": list(range(len(rows))),
            "ticktext": [_tick(row, ink, language) for row in rows],
            "ticks": "",
            "tickangle": 0,
            "tickfont": {"size": 13, "color": ink["text2"]},
        },
        yaxis={"range": [0, tallest * 1.02], "visible": False},
        clickmode="event+select",
        shapes=shapes,
        annotations=labels,
    )


def _height(row: Row) -> int:
    return int(row["carried"] + row["unknown"] + sum(row[kind] for kind in _ORDER))


def _bars(rows: list[Row], kind: str, ink: Palette, language: str) -> Spec:
    """Draw one kind of segment in every column; no trace and not assessed are only frames."""
    lost = ink.state["lost"]["mark"]
    marker: Spec = {"color": "rgba(0,0,0,0)", "line": {"width": 0}}
    if kind == "carried":
        marker = {"color": ink["ribbon"], "line": {"width": 0}}
    elif kind in _SILENT:
        marker = {"color": lost, "line": {"color": ink.background, "width": 2}}
    elif kind in _DECIDED:
        marker = {
            "color": ink.background,
            "line": {"color": ink["glyph"], "width": 1},
            "pattern": {
                "shape": "/",
                "fgcolor": ink["glyph"],
                "bgcolor": ink.background,
                "size": 7,
            },
        }
    still = {"marker": {"opacity": 1}}
    return {
        "type": "bar",
        "x": list(range(len(rows))),
        "y": [int(row[kind]) if row["reached"] else 0 for row in rows],
        "marker": marker,
        "hovertext": [_hover(row, language) for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": still,
        "unselected": still,
    }


def _hover(row: Row, language: str) -> str:
    lines = [f"<b>{_name(row['position'], language)}</b>"]
    lines.append(carried(row, language))
    return "<br>".join([*lines, *told(row, language)])


def _name(position: int, language: str) -> str:
    said = promises.stage(position, language)
    return said[:1].upper() + said[1:]


def carried(row: Row, language: str) -> str:
    """Say how many promises a stage carries."""
    return plural(
        language, "{count} löfte bärs", "{count} löften bärs", int(row["carried"])
    ).format(count=int(row["carried"]))


def told(row: Row, language: str) -> list[str]:
    """Say what fell, came back, was new or was not looked for, with shape and word."""
    kinds = ("lost", "not_delivered", "no_trace", "decided_away", "replaced")
    said_of = []
    for kind in (*kinds, "restored", "unknown", "new"):
        if not row[kind] or (kind == "new" and not row["position"]):
            continue
        one, many = _FELL[kind]
        said = plural(language, one, many, int(row[kind])).format(count=int(row[kind]))
        said_of.append(f"{_glyph(kind)}{NO_BREAK}{said}")
    return said_of


def _glyph(kind: str) -> str:
    states = {"unknown": PromiseState.NOT_ASSESSED, "new": PromiseState.CARRIED}
    state = states.get(kind) or PromiseState(kind)
    return promises.SIGNS[state].glyph


def _frames(row: Row, place: int, ink: Palette) -> list[Spec]:
    """Frame what nobody has found (dashed) and what nobody has looked for (dotted)."""
    base = int(row["carried"])
    frames = []
    if row["unknown"]:
        frames.append(_box(place, base, base + int(row["unknown"]), ink["glyph"], "1px,3px"))
    base += int(row["unknown"]) + sum(int(row[kind]) for kind in _DECIDED)
    if row["no_trace"]:
        frames.append(_box(place, base, base + int(row["no_trace"]), ink["glyph"], "4px,3px"))
    return frames


def _box(place: int, low: float, high: float, colour: str, dash: str) -> Spec:
    return {
        "type": "rect",
        "x0": place - _HALF,
        "x1": place + _HALF,
        "y0": low,
        "y1": high,
        "line": {"color": colour, "width": 1.5, "dash": dash},
    }


def _to_come(row: Row, place: int, before: int, ink: Palette) -> list[Spec]:
    """Draw a stage that is not reached as an empty frame; a skipped one as nothing."""
    return [] if row["skipped"] else [_box(place, 0, before, ink["glyph"], "5px,4px")]


def _why_empty(row: Row, place: int, before: int, ink: Palette, language: str) -> list[Spec]:
    _ = translator(language)
    if row["skipped"]:
        words = _("finns inte<br>i projektet")
    else:
        due: Any = row["reached_on"]
        said = _("mäts {year}") if row["stage"] > BUILT else _("väntas {year}")
        year = "" if pd.isna(due) else "<br>" + said.format(year=due.year)
        words = f"◐{NO_BREAK}{_('För tidigt')}{year}"
    return [text(place, before / 2, words, ink["text3"], size=12, anchor=("center", "middle"))]


def _written(row: Row, place: int, ink: Palette, language: str) -> list[Spec]:
    """Write the number that is carried, and above the column what happened on the way there."""
    labels = []
    if row["reached"]:
        labels.append(
            text(
                place,
                row["carried"],
                f"<b>{int(row['carried'])}</b>",
                ink["accent"],
                size=22,
                anchor=("center", "top"),
                shift=(0, -5),
            )
        )
    lines_above = told(row, language)
    if not lines_above:
        return labels
    fell = sum(int(row[kind]) for kind in _ORDER)
    lines = [f"<b>{MINUS}{fell}</b>"] if fell else []
    for line in lines_above:
        red = line.startswith(promises.SIGNS[PromiseState.LOST].glyph)
        colour = ink.state["lost"]["text"] if red else ink["text3"]
        lines.append(f'<span style="color:{colour}">{line}</span>')
    top = text(
        place,
        _height(row),
        "<br>".join(lines),
        ink["text"],
        size=12,
        anchor=("center", "bottom"),
        shift=(0, 4),
    )
    return [*labels, top]


def _tick(row: Row, ink: Palette, language: str) -> str:
    name = translator(language)(_AXIS[row["position"]])
    day = row["reached_on"]
    if pd.isna(day):
        return name
    return f'{name}<br><span style="color:{ink["text3"]}">{pd.Timestamp(day).year}</span>'


def alt_staircase(stairs: pd.DataFrame, *, language: str) -> str:
    """Say what the staircase says: per stage what is carried, and what fell on the way."""
    _ = translator(language)
    said = []
    for row in shown(stairs).to_dict("records"):
        if not row["reached"]:
            continue
        parts = [part.replace(NO_BREAK, " ").split(" ", 1)[1] for part in told(row, language)]
        fell = f" ({', '.join(parts)})" if parts else ""
        said.append(f"{_name(row['position'], language)}: {carried(row, language)}{fell}.")
    if not said:
        return _("Inget skede är nått än.")
    return _("Trappa över löften, skede för skede.") + " " + " ".join(said)
