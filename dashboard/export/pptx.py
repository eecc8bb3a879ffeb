"""Slides for PowerPoint: native charts and tables that can be changed, and notes."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.charts import fonts
from dashboard.charts.describe.chart import Chart
from dashboard.charts.powerpoint import native, overlay
from dashboard.charts.powerpoint.measures import HEIGHT, WIDTH, px
from dashboard.charts.powerpoint.native_axes import INK, rgb
from dashboard.charts.powerpoint.native_data import chart_data, kind
from dashboard.charts.powerpoint.overlay import label
from dashboard.export import qr, template
from dashboard.export.decks.slide import Deck, Slide, Table, invented_words
from dashboard.export.template import SENTENCE_PT
from dashboard.text.language import translator

_LEFT, _RIGHT = 72, WIDTH - 72
_TOP, _FOOT = 214, 742
_GEORGIA = 1.12
"""How much wider Georgia is than the shipped serif that lines are measured in."""
_ARIAL = 1.12
"""The same of Arial beside the shipped sans."""
_SIZES = (SENTENCE_PT, 30, 27, 24, 21)
_RULE = (
    '<a:lnB xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" w="9525">'
    f'<a:solidFill><a:srgbClr val="{INK["border"].removeprefix("#")}"/></a:solidFill></a:lnB>'
)
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own name of a table without style and grid."""
_LOCALES = {"sv": "sv-SE", "en": "en-GB"}


def write(deck: Deck, place: Path | None = None) -> bytes:
    """Return a deck as a PPTX file, on the municipality's template at `place` or on ours.

    Raises `template.TemplateError` where that template cannot be used.
    """
    made = template.opened(place)
    used = template.layout(made)
    for number, slide in enumerate(deck.slides, start=1):
        _slide(made.slides.add_slide(used), slide, deck, number)
    made.core_properties.title = deck.title
    made.core_properties.language = _LOCALES[deck.language]
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _slide(drawn: Any, slide: Slide, deck: Deck, number: int) -> None:
    """Fill a slide in the order it is read: sentence, topic, chart or table, source, code."""
    _sentence(drawn.shapes.title, slide.sentence)
    for holder in list(drawn.placeholders):
        if holder.placeholder_format.idx != 0:
            holder._element.getparent().remove(holder._element)
    label(
        drawn.shapes, slide.topic, (_LEFT, 30, 980, 30), size=13.5, colour=INK["text3"]
    ).name = translator(deck.language)("Ämne")
    if slide.invented:
        _badge(drawn.shapes, deck.language)
    if slide.chart is not None:
        _chart(drawn.shapes, slide.chart)
    if slide.table is not None:
        _table(drawn.shapes, slide.table, deck.language)
    _foot(drawn.shapes, slide, deck, number)
    notes = drawn.notes_slide.notes_text_frame
    if notes is not None:
        notes.text = "\n".join(_spoken(slide, deck))
        _in_language(drawn.notes_slide._element, deck.language)
    _in_language(drawn._element, deck.language)


def _sentence(title: Any, words: str) -> None:
    """Write the sentence as large as two lines allow, or three where it is long."""
    title.text_frame.text = words
    width = title.width / px(1)
    size = next((size for size in _SIZES if _fits(words, size, width)), _SIZES[-1])
    for run in title.text_frame.paragraphs[0].runs:
        run.font.size = Pt(size)


def _fits(words: str, points: float, width: float) -> bool:
    """Whether a sentence fits: two lines when large, three from 27 points down."""
    size = points * 1.5 * _GEORGIA
    return len(fonts.lines(words, size, width, family=fonts.SERIF)) <= (2 if points > 27 else 3)


def _badge(shapes: Any, language: str) -> None:
    words = invented_words(language)
    box = label(
        shapes,
        words,
        (_RIGHT - 220, 26, 220, 36),
        size=13.5,
        colour=INK.state["neutral"]["text"],
        side="center",
        middle=True,
        bold=True,
    )
    box.fill.solid()
    box.fill.fore_color.rgb = rgb(INK.state["neutral"]["tint"])
    box.name = words


def _chart(shapes: Any, chart: Chart) -> None:
    said = chart.explained(ribbon=False)
    room = 28 * len(fonts.lines(said, 18 * _ARIAL, _RIGHT - _LEFT))
    box = (_LEFT, _TOP, _RIGHT - _LEFT, _FOOT - _TOP - room - 20)
    frame = shapes.add_chart(kind(chart), *(px(length) for length in box), chart_data(chart))
    native.style(frame.chart, chart)
    _described(frame, chart.name, chart.alt)
    _in_language(frame.chart._chartSpace, chart.language)
    overlay.arrange(shapes, chart, box)
    place = (_LEFT, _FOOT - room - 12, _RIGHT - _LEFT, room)
    label(shapes, said, place, size=12, colour=INK["text3"])


def _described(shape: Any, name: str, alt: str) -> None:
    properties = shape._element._nvXxPr.cNvPr
    properties.set("name", name)
    properties.set("descr", alt)


def _table(shapes: Any, table: Table, language: str) -> None:
    """Write a native table; one of few large figures stands as figures in a row."""
    if table.hero:
        _figures(shapes, table)
        return
    rows = len(table.rows) + 1
    height = min(54, (_FOOT - _TOP - 20) / rows)
    box = (_LEFT, _TOP, _RIGHT - _LEFT, height * rows)
    frame = shapes.add_table(rows, len(table.columns), *(px(length) for length in box))
    made = frame.table
    _plain_style(made)
    for place, width in enumerate(_widths(table)):
        made.columns[place].width = px(width)
    for place, name in enumerate(table.columns):
        _cell(made.cell(0, place), name, colour=INK["text3"], bold=False)
    for row, cells in enumerate(table.rows, start=1):
        made.rows[row].height = px(height)
        for place, cell in enumerate(cells):
            colour = INK.state[cell.token]["text"] if cell.token else INK["text"]
            _cell(made.cell(row, place), cell.text, colour=colour, bold=cell.strong)
    _described(frame, translator(language)("Tabell"), table.alt)


def _plain_style(made: Any) -> None:
    """Take away the bands: rules between the rows, nothing else."""
    properties = made._tbl.tblPr
    properties.set("bandRow", "0")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = _NO_STYLE


def _widths(table: Table) -> list[float]:
    """Share the width after the longest words of each column."""
    longest = [
        max(
            fonts.width(text, 24, bold=True)
            for text in (name, *(row[place].text for row in table.rows))
        )
        + 40
        for place, name in enumerate(table.columns)
    ]
    room = _RIGHT - _LEFT
    return [room * width / sum(longest) for width in longest]


def _cell(cell: Any, words: str, *, colour: str, bold: bool) -> None:
    cell.text_frame.text = words
    cell.margin_left, cell.margin_right = px(8), px(8)
    cell.margin_top = cell.margin_bottom = px(6)
    cell.fill.background()
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(_RULE))
    for run in cell.text_frame.paragraphs[0].runs:
        run.font.size, run.font.bold, run.font.name = Pt(16), bold, "Arial"
        run.font.color.rgb = rgb(colour)


def _figures(shapes: Any, table: Table) -> None:
    """Write each figure large, with its words under it."""
    cells = [cell for row in table.rows for cell in row]
    width = (_RIGHT - _LEFT) / max(len(cells), 1)
    for place, cell in enumerate(cells):
        number, words = cell.text.split(" ", 1)
        left = _LEFT + place * width
        label(shapes, number, (left, 300, width - 20, 150), size=88, font="Georgia")
        colour = INK.state[cell.token]["text"] if cell.token else INK["text"]
        label(shapes, words, (left, 452, width - 20, 64), size=20, colour=colour, bold=True)


def _foot(shapes: Any, slide: Slide, deck: Deck, number: int) -> None:
    address = deck.address(slide)
    right = _RIGHT - (104 if address else 0)
    quiet = {"size": 11, "colour": INK["text3"]}
    box = label(shapes, slide.source, (_LEFT, _FOOT, 880, 48), **quiet)  # type: ignore[arg-type]
    box.name = translator(deck.language)("Källa")
    where = f"Kvarvärde · {deck.place(number)}\n{deck.day}"
    label(shapes, where, (right - 320, _FOOT, 308, 48), side="right", **quiet)  # type: ignore[arg-type]
    if address:
        picture = shapes.add_picture(
            BytesIO(qr.as_png(address)), px(_RIGHT - 88), px(HEIGHT - 104), px(88), px(88)
        )
        said = translator(deck.language)("QR-kod till samma vy: {address}")
        _described(picture, "QR", said.format(address=address))
        picture.click_action.hyperlink.address = address


def _spoken(slide: Slide, deck: Deck) -> Iterable[str]:
    """Return the notes: the words behind the sentence, and where the view is."""
    if slide.invented:
        yield f"{invented_words(deck.language)}."
    yield from (note for note in slide.notes if note)
    if slide.chart is not None:
        yield slide.chart.alt
    if address := deck.address(slide):
        yield address


def _in_language(element: Any, language: str) -> None:
    """Say of every run which language it is in, for spelling and for screen readers."""
    for tag in ("a:rPr", "a:endParaRPr", "a:defRPr"):
        for properties in element.iter(qn(tag)):
            properties.set("lang", _LOCALES[language])
