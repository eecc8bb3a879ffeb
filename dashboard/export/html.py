"""A deck as one file for any browser: works offline, asks nothing of anybody."""

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib import resources

import pandas as pd

from dashboard.charts import fonts
from dashboard.charts.svg import drawing
from dashboard.charts.theme import palette
from dashboard.export import qr
from dashboard.export.decks.slide import Cell, Deck, Slide, Table, invented_words, plain
from dashboard.text.language import translator

_SIZES = {"wide": (760, 310), "narrow": (380, None)}
"""Two drawings of each chart, in pixels: for a projector and a laptop, and for a phone."""
_SIGN = re.compile(f"([{fonts.GLYPHS}]+)")
_NEUTRALS = ("text", "text3", "accent", "axis", "border", "grid")


def policy() -> str:
    """Return what such a page may load: its own script and what stands in it."""
    digest = base64.b64encode(hashlib.sha256(_file("page.js").encode()).digest()).decode()
    return (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def write(deck: Deck, *, back: str = "") -> bytes:
    """Return a deck as HTML: read from top to bottom, or shown slide by slide.

    `back` is the address it was opened from, where it is served and not kept as a file.
    """
    script = _file("page.js")
    slides = "".join(
        _slide(slide, deck, number) for number, slide in enumerate(deck.slides, start=1)
    )
    page = (
        f'<!doctype html><html lang="{deck.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy()}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(deck.title)} – Kvarvärde</title><style>{_style()}</style></head>"
        f"<body><main>{_opening(deck, back)}{slides}</main>"
        f"<script>{script}</script></body></html>"
    )
    return page.encode()


def _opening(deck: Deck, back: str) -> str:
    """Name the deck and offer to show it; one slide is its own title."""
    _ = translator(deck.language)
    title = f"<h1>{_words(deck.title)}</h1>" if len(deck.slides) > 1 else ""
    keys = _("Pilarna byter bild, Esc går tillbaka.")
    button = f'<button id="start" type="button" hidden>{_("Visa som bilder")}</button>'
    way = f'<p class="topic"><a href="{escape(back)}">{_("Tillbaka")}</a></p>' if back else ""
    return (
        f'<header>{way}{title}<div class="top"><p class="topic">Kvarvärde · {deck.day}</p>'
        f'<span>{button} <span class="topic">{keys}</span></span></div></header>'
    )


def _slide(slide: Slide, deck: Deck, number: int) -> str:
    level = "h2" if len(deck.slides) > 1 else "h1"
    badge = f'<span class="badge">{invented_words(deck.language)}</span>'
    said = f'<p class="said">{_words(slide.said)}</p>' if slide.said else ""
    return (
        f'<section id="s{number}"><div class="top"><p class="topic">{_words(slide.topic)}</p>'
        f"{badge if slide.invented else ''}</div>"
        f'<{level} tabindex="-1">{_words(slide.sentence)}</{level}>{said}'
        f"{_picture(slide, number)}{_table(slide.table)}{_numbers(slide, deck.language)}"
        f"{_notes(slide, deck.language)}{_foot(slide, deck, number)}</section>"
    )


def _picture(slide: Slide, number: int) -> str:
    """Draw the chart for light and dark, a laptop and a phone; only one of them is there."""
    if slide.chart is None:
        return ""
    drawn = "".join(
        f'<div class="picture {theme} {size}">'
        + drawing.of_chart(slide.chart, dark=theme == "dark", width=width, height=height)
        .replace('id="p', f'id="{theme}{size}{number}-p')
        .replace("url(#p", f"url(#{theme}{size}{number}-p")
        + "</div>"
        for size, (width, height) in _SIZES.items()
        for theme in ("light", "dark")
    )
    caption = f'<figcaption class="caption">{_words(slide.chart.explained())}</figcaption>'
    return f"<figure>{drawn}{caption}</figure>"


def _table(table: Table | None) -> str:
    if table is None:
        return ""
    if table.hero:
        cells = [[*cell.text.split(" ", 1), cell.token] for row in table.rows for cell in row]
        figures = "".join(
            f'<li class="strong {token}"><b>{_words(number)}</b>{_words(words)}</li>'
            for number, words, token in cells
        )
        return f'<ul class="heroes">{figures}</ul>'
    return _scrolling(_rows(table), table.alt or ", ".join(table.columns))


def _scrolling(rows: str, label: str) -> str:
    """Let a table that is too wide be scrolled by itself, by keyboard too."""
    said = escape(label)
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{said}">{rows}</div>'


def _rows(table: Table) -> str:
    heads = "".join(f'<th scope="col">{_words(name)}</th>' for name in table.columns)
    body = "".join(
        "<tr>"
        + "".join(_cell(cell, "th" if place == 0 else "td") for place, cell in enumerate(row))
        + "</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: Cell, tag: str) -> str:
    classes = " ".join(part for part in (cell.token, "strong" if cell.strong else "") if part)
    style = f' class="{classes}"' if classes else ""
    scope = ' scope="row"' if tag == "th" else ""
    return f"<{tag}{scope}{style}>{_words(cell.text)}</{tag}>"


def _numbers(slide: Slide, language: str) -> str:
    """Write the numbers of the chart as a table, folded."""
    if slide.chart is None or slide.chart.table.empty:
        return ""
    said = translator(language)("Samma siffror som tabell")
    rows = _scrolling(_rows(_as_table(slide.chart.table)), slide.chart.name)
    return f"<details><summary>{said}</summary>{rows}</details>"


def _as_table(numbers: pd.DataFrame) -> Table:
    rows = numbers.itertuples(index=False, name=None)
    return Table(
        columns=tuple(str(column) for column in numbers.columns),
        rows=tuple(plain([str(text) for text in row]) for row in rows),
    )


def _notes(slide: Slide, language: str) -> str:
    notes = [note for note in slide.notes if note and note != slide.said]
    if not notes:
        return ""
    listed = "".join(f"<li>{_words(note)}</li>" for note in notes)
    said = translator(language)("Underlag")
    return f'<details><summary>{said}</summary><ul class="notes">{listed}</ul></details>'


def _foot(slide: Slide, deck: Deck, number: int) -> str:
    address = deck.address(slide)
    there = f'<br><a href="{escape(address)}">{escape(address)}</a>' if address else ""
    said = translator(deck.language)("QR-kod till samma vy: {address}").format(address=address)
    code = qr.as_svg(address) if address else ""
    code = code.replace("<svg", f'<svg role="img" aria-label="{escape(said)}"', 1)
    return (
        f'<footer><p class="source">{_words(slide.source)}{there}</p>'
        f'<p class="place">{deck.place(number)}</p>'
        f"{f'<div class=code>{code}</div>' if address else ''}</footer>"
    )


def _words(text: str) -> str:
    """Make text harmless in HTML, with the shapes of the states in their own font."""
    return _SIGN.sub(r'<span class="sign">\1</span>', escape(text))


@cache
def _style() -> str:
    """Return fonts, colours and rules: all that the page needs stands in it."""
    return fonts.faces() + _colours(False) + _dark() + _file("page.css")


def _dark() -> str:
    return f"@media screen and (prefers-color-scheme:dark){{{_colours(True)}}}"


def _colours(dark: bool) -> str:
    ink = palette(dark)
    named = "".join(f"--{name}:{ink[name]};" for name in _NEUTRALS)
    named += f"--background:{ink.background};--tint:{ink.state['neutral']['tint']};"
    states = "".join(f".{token}{{color:{hues['text']}}}" for token, hues in ink.state.items())
    scheme = "dark" if dark else "light"
    return f":root{{color-scheme:{scheme};{named}}}{states}"


def _file(name: str) -> str:
    return (resources.files("dashboard.export") / name).read_text("utf-8")
