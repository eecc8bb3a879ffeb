"""A slide's chart as one picture that can leave the page: sentence, chart and source."""

from dashboard.charts import fonts
from dashboard.charts.plotly.drawing import draw
from dashboard.charts.svg import drawing, lettering
from dashboard.charts.svg.drawing import FAMILY
from dashboard.charts.svg.plot_area import whole
from dashboard.charts.theme import palette
from dashboard.export.decks.slide import Slide, invented_words

_EDGE = 28
_SERIF = f"'{fonts.SERIF}', 'Source Serif', Georgia, serif"


def whole_picture(slide: Slide, language: str, *, width: int = drawing.WIDTH) -> str:
    """Return a slide's chart as a picture that can leave the page: with sentence and source.

    What is made up says so in the picture itself. Raises `drawing.NotDrawnError`, also for a
    slide without a chart.
    """
    if slide.chart is None:
        raise drawing.NotDrawnError("Bilden har inget diagram.")
    inner, room = width - 2 * _EDGE, palette(False)
    picture = drawing.of_chart(slide.chart, width=inner)
    height = int(whole(draw(slide.chart, dark=False)["layout"]).get("height", 360))
    topic = f"{slide.topic} · {invented_words(language)}" if slide.invented else slide.topic
    y, body = 30.0, [_row(topic, 30, 14, room["text3"])]
    for line in fonts.lines(slide.sentence, 26, inner, family=fonts.SERIF):
        y += 36
        body.append(_row(line, y, 26, room["text"], _SERIF))
    nested = picture.replace("<svg ", f'<svg x="{_EDGE}" y="{y + 16:.0f}" ', 1)
    foot = y + 16 + height + 14
    for text_below in (slide.chart.explained(), slide.source):
        for line in fonts.lines(text_below, 13, inner):
            foot += 19
            body.append(_row(line, foot, 13, room["text3"]))
    whole_height = int(foot + 22)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{whole_height}" '
        f'viewBox="0 0 {width} {whole_height}" font-family="{FAMILY}" lang="{language}">'
        f'<rect width="100%" height="100%" fill="{room.background}"/>'
        f"{nested}{''.join(body)}</svg>"
    )


def _row(words: str, y: float, size: float, colour: str, family: str = "") -> str:
    face = f' font-family="{family}"' if family else ""
    drawn = lettering.line([lettering.Run(words)], (_EDGE, y), "left", size)
    return f'<text font-size="{size}" fill="{colour}"{face}>{drawn}</text>'
