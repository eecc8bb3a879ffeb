"""The template of the slides: the clean one made here, or the municipality's own.

Ours is made from the empty presentation of python-pptx: 16:9, Georgia and Arial, the colours
of the dashboard, Swedish, and one layout with a title where the sentence stands.
"""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.charts.powerpoint.measures import HEIGHT, WIDTH, px
from dashboard.charts.theme import palette

LAYOUT = "Kvarvärde: en mening, ett diagram"
SENTENCE_PT = 33

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


class TemplateError(Exception):
    """The municipality's template cannot be used; the text says why and what to do."""


def opened(place: Path | None) -> Any:
    """Open the template at `place`, or ours; its own slides are left out.

    Raises `TemplateError` where it is no presentation, or has no layout with a title.
    """
    if place is None:
        return Presentation(BytesIO(_ours()))
    try:
        found = Presentation(str(place))
    except Exception as error:
        # Whatever python-pptx stumbles on in somebody's file, the colleague needs one sentence.
        raise TemplateError(
            f"Mallen {place.name} går inte att läsa som en PowerPoint-fil (.pptx). "
            "Spara den som .pptx, eller ta bort KVARVARDE_PPTX_TEMPLATE."
        ) from error
    layout(found)
    _without_slides(found)
    return found


def layout(presentation: Any) -> Any:
    """Return the layout to use: ours by name, else the one with a title and least beside it."""
    every = [one for master in presentation.slide_masters for one in master.slide_layouts]
    for one in every:
        if one.name == LAYOUT:
            return one
    titled = [one for one in every if any(_is_title(p) for p in one.placeholders)]
    if not titled:
        raise TemplateError(
            "Mallen har ingen layout med en rubrik. Lägg till layouten ”Endast rubrik” i "
            "PowerPoint (Visa, Bildbakgrund) och spara mallen igen."
        )
    return min(titled, key=lambda one: len(list(one.placeholders)))


def _is_title(placeholder: Any) -> bool:
    return bool(placeholder.placeholder_format.idx == 0)


def _without_slides(presentation: Any) -> None:
    """Leave out the slides of a template: only its master and layouts are wanted."""
    listed = presentation.slides._sldIdLst
    for slide_id in list(listed):
        presentation.part.drop_rel(slide_id.rId)
        listed.remove(slide_id)


@cache
def _ours() -> bytes:
    """Make the clean template."""
    made = Presentation()
    made.slide_width, made.slide_height = px(WIDTH), px(HEIGHT)
    master = made.slide_master
    kept = next(one for one in made.slide_layouts if one.name == "Title Only")
    for one in list(made.slide_layouts):
        if one is not kept:
            made.slide_layouts.remove(one)
    kept.name = LAYOUT
    for holder in (master, kept):
        for shape in list(holder.placeholders):
            if not _is_title(shape):
                shape._element.getparent().remove(shape._element)
        _title_place(holder)
    _theme(master)
    for properties in _text_properties(master):
        properties.set("lang", "sv-SE")
    made.core_properties.language = "sv-SE"
    made.core_properties.author = "Kvarvärde"
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _title_place(holder: Any) -> None:
    title = next(shape for shape in holder.placeholders if _is_title(shape))
    title.left, title.top, title.width, title.height = px(72), px(62), px(1296), px(146)
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    for side in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
        setattr(title.text_frame, side, 0)


def _text_properties(master: Any) -> Iterator[Any]:
    """Set the type of titles, and yield every default so that it can be told its language."""
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    run = title.find(qn("a:defRPr"))
    run.set("sz", str(Pt(SENTENCE_PT).centipoints))
    yield from styles.iter(qn("a:defRPr"))


def _theme(master: Any) -> None:
    """Put our fonts and colours into the theme, so that new slides look the same."""
    part = master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    )
    root = etree.fromstring(part.blob)
    for kind, face in (("majorFont", "Georgia"), ("minorFont", "Arial")):
        root.find(f".//{{{_DRAWING}}}{kind}/{{{_DRAWING}}}latin").set("typeface", face)
    ink = palette(False)
    colours = {
        "dk1": ink["text"],
        "lt1": ink.background,
        "dk2": ink["accent"],
        "lt2": ink["ribbon"],
        "accent1": ink["accent"],
        "accent2": ink.state["lost"]["mark"],
        "accent3": ink.state["watch"]["mark"],
        "accent4": ink.state["holds"]["mark"],
        "accent5": ink.state["regained"]["mark"],
        "accent6": ink.state["break"]["mark"],
        "hlink": ink["accent"],
        "folHlink": ink["text3"],
    }
    for name, colour in colours.items():
        holder = root.find(f".//{{{_DRAWING}}}clrScheme/{{{_DRAWING}}}{name}")
        for child in list(holder):
            holder.remove(child)
        etree.SubElement(holder, f"{{{_DRAWING}}}srgbClr", val=colour.removeprefix("#"))
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
