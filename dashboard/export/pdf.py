"""A deck on paper: a tagged PDF (PDF/UA-1) in its language, set by Typst."""

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from typing import Any

import pandas as pd

from dashboard.charts.svg import drawing
from dashboard.charts.theme import palette
from dashboard.export import qr, typesetting
from dashboard.export.decks.slide import Cell, Deck, Slide, Table, invented_words
from dashboard.text.language import translator

_INK = palette(False)
_MOST_ROWS = 16
_PICTURE_WIDTH = 720


def write(deck: Deck) -> bytes:
    """Return a deck as PDF: one page for one slide; otherwise contents, then all of them."""
    source = (resources.files("dashboard.export") / "paper.typ").read_text("utf-8")
    data = json.dumps(_deck(deck), ensure_ascii=False)
    return typesetting.pdf(source, data, deck.made_on)


def _deck(deck: Deck) -> dict[str, Any]:
    """Lay out a deck as the data the page is set from."""
    _ = translator(deck.language)
    made_on = deck.made_on
    return {
        "title": deck.title,
        "lang": deck.language,
        "region": typesetting.REGIONS[deck.language],
        "day": deck.day,
        "date": [made_on.year, made_on.month, made_on.day],
        "invented": deck.invented,
        "ink": typesetting.ink(),
        "words": {
            "invented": invented_words(deck.language),
            "numbers": _("Samma siffror som tabell"),
            "notes": _("Underlag"),
        },
        "slides": [_slide(slide, deck) for slide in _merged(deck.slides)],
    }


def _merged(slides: Sequence[Slide]) -> list[Slide]:
    """Join tables that were parted only because a slide is low: paper has room for them."""
    joined: list[Slide] = []
    for slide in slides:
        before = joined[-1] if joined else None
        same = before is not None and (before.topic, before.sentence) == (
            slide.topic,
            slide.sentence,
        )
        if same and before is not None and before.table and slide.table:
            rows = (*before.table.rows, *slide.table.rows)
            joined[-1] = replace(before, table=replace(before.table, rows=rows))
        else:
            joined.append(slide)
    return joined


def _slide(slide: Slide, deck: Deck) -> dict[str, Any]:
    _ = translator(deck.language)
    address = deck.address(slide)
    chart = slide.chart
    hero = slide.table is not None and slide.table.hero
    rows = _rows(slide)
    return {
        "topic": slide.topic,
        "sentence": slide.sentence,
        "said": slide.said,
        "invented": slide.invented,
        "picture": drawing.of_chart(chart, width=_PICTURE_WIDTH) if chart else None,
        "alt": chart.alt if chart else "",
        "caption": chart.explained() if chart else "",
        "heroes": _heroes(slide.table) if slide.table is not None and hero else None,
        "table": rows,
        "left_out": _left_out(slide, deck.language),
        "notes": [note for note in slide.notes if note and note != slide.said],
        "source": slide.source,
        "address": address,
        "code": qr.as_svg(address) if address else None,
        "code_alt": _("QR-kod till samma vy: {address}").format(address=address),
    }


def _rows(slide: Slide) -> dict[str, Any] | None:
    """Return the slide's table, or the latest numbers of its chart as one."""
    if slide.table is not None:
        if slide.table.hero:
            return None
        rows = [[_cell(cell) for cell in row] for row in slide.table.rows]
        return {"columns": list(slide.table.columns), "rows": rows, "size": 9.5}
    if slide.chart is None or slide.chart.table.empty:
        return None
    numbers = slide.chart.table.head(_MOST_ROWS)
    return {"columns": list(numbers.columns), "rows": list(_plain(numbers)), "size": 8.5}


def _plain(numbers: pd.DataFrame) -> Sequence[list[dict[str, Any]]]:
    return [
        [_cell(Cell(text=str(text))) for text in row]
        for row in numbers.itertuples(index=False, name=None)
    ]


def _left_out(slide: Slide, language: str) -> str:
    """Say how many older numbers there is no room for on the page."""
    hidden = 0 if slide.chart is None else len(slide.chart.table) - _MOST_ROWS
    if hidden <= 0 or slide.table is not None:
        return ""
    said = translator(language)("{count} äldre mätningar finns i vyn.")
    return said.format(count=hidden)


def _cell(cell: Cell) -> dict[str, Any]:
    colour = _INK.state[cell.token]["text"] if cell.token else _INK["text"]
    return {"text": cell.text, "colour": colour, "strong": cell.strong}


def _heroes(table: Table) -> list[dict[str, Any]]:
    found = []
    for cell in (cell for row in table.rows for cell in row):
        number, words = cell.text.split(" ", 1)
        found.append({**_cell(cell), "number": number, "words": words})
    return found
