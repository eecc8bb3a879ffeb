"""Pictures without a browser: the small part of Plotly that the charts are made of."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from dashboard.charts import fonts
from dashboard.charts.describe.stacked import tenure
from dashboard.charts.plotly.drawing import draw
from dashboard.charts.svg import drawing
from dashboard.charts.svg.plot_area import plot_area
from dashboard.export.picture import whole_picture
from tests.dashboard.charts.drawn import a_series
from tests.dashboard.charts.figure_tables import SAFETY, goal, safe_evenings

_NAME = "{http://www.w3.org/2000/svg}"


def drawn(spec, **how) -> ElementTree.Element:
    return ElementTree.fromstring(
        drawing.of_spec(spec, title="Namn", alt="Vad det visar", **how)
    )


def a_chart(dark: bool = False):
    return a_series(safe_evenings(), indicator=SAFETY, goal=goal(), dark=dark, language="sv")


def words(picture: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{_NAME}text")]


def test_a_picture_is_whole_xml_with_title_and_description():
    picture = drawn(a_chart())
    assert picture.find(f"{_NAME}title").text == "Namn"
    assert picture.find(f"{_NAME}desc").text == "Vad det visar"
    assert picture.get("aria-label") == "Vad det visar"


def test_a_picture_says_every_word_of_the_screen_in_swedish():
    spec = a_chart()
    said = words(drawn(spec))
    for label in spec["layout"]["annotations"]:
        plain = re.sub(r"<br>|</?b>", "", label["text"])
        assert plain in said
    assert "57,0\u00a0%" in said
    assert not any(re.search(r"\d\.\d", one) for one in said)


def test_years_stand_under_the_plot_and_values_beside_it():
    spec = a_chart()
    area = plot_area(spec, 900, 400)
    assert area.left > fonts.width("75", 14)
    assert area.x(2025) < area.right
    assert area.y(45) > area.y(70)


@pytest.mark.parametrize("dark", [False, True])
def test_the_theme_is_the_screens(dark):
    colours = re.findall(
        r'stroke="(#[0-9A-F]{6})"', drawing.of_spec(a_chart(dark), title="", alt="")
    )
    assert ("#A9D3E0" in colours) is dark
    assert ("#17404F" in colours) is not dark


def test_the_band_is_drawn_before_the_line():
    picture = drawing.of_spec(a_chart(), title="", alt="")
    assert picture.index("<polygon") < picture.index('class="line"')


def test_bars_are_stacked_from_left_to_right():
    counts = pd.DataFrame(
        {
            "period": ["2020"],
            "tenure:rental": [50.0],
            "tenure:cooperative": [30.0],
            "tenure:owned": [20.0],
        }
    )
    chart = tenure(counts, language="sv")
    bars = [
        one for one in drawn(draw(chart, dark=False)).iter(f"{_NAME}rect") if one.get("class")
    ]
    edges = [(float(bar.get("x")), float(bar.get("width"))) for bar in bars]
    assert [width / edges[0][1] for _x, width in edges] == pytest.approx(
        [1, 0.6, 0.4], abs=1e-3
    )
    assert edges[1][0] == pytest.approx(edges[0][0] + edges[0][1], abs=0.02)


def test_columns_can_be_hatched_and_dashed():
    spec = {
        "data": [
            {
                "type": "bar",
                "x": ["Plan", "Avtal"],
                "y": [5, 3],
                "marker": {"color": "#17404F"},
            },
            {
                "type": "bar",
                "x": ["Plan", "Avtal"],
                "y": [0, 2],
                "marker": {"color": "#FFFFFF", "pattern": {"shape": "/", "fgcolor": "#6B7880"}},
            },
        ],
        "layout": {"barmode": "stack", "height": 300, "yaxis": {"range": [0, 6]}, "xaxis": {}},
    }
    picture = drawn(spec)
    assert len(list(picture.iter(f"{_NAME}pattern"))) == 2
    assert {"Plan", "Avtal"} <= set(words(picture))


def test_what_only_the_screen_can_draw_is_refused_in_swedish():
    spec = {"data": [{"type": "choroplethmap"}], "layout": {}}
    with pytest.raises(drawing.NotDrawnError, match="choroplethmap ritas bara på skärm"):
        drawing.of_spec(spec, title="", alt="")


def test_words_cannot_break_out_of_a_picture():
    spec = a_chart()
    spec["layout"]["annotations"][0]["text"] = '<script>alert(1)</script> & "<b>fet'
    picture = drawn(spec)
    assert not list(picture.iter(f"{_NAME}script"))


def test_a_picture_that_leaves_the_page_says_sentence_source_and_that_it_is_invented(
    goal_slides,
):
    slide = next(one for one in goal_slides if one.invented)
    picture = ElementTree.fromstring(whole_picture(slide, "sv"))
    said = " ".join(words(picture))
    assert "Påhittade siffror" in said
    for part in (slide.sentence, slide.source):
        for word in part.split():
            assert word in said
    right = max(
        float(row.get("x")) + fonts.width("".join(row.itertext()), float(text.get("font-size")))
        for text in picture.findall(f"{_NAME}text")
        for row in text
    )
    assert right <= drawing.WIDTH


def test_every_glyph_has_the_font_that_holds_it(goal_slides):
    for slide in goal_slides:
        picture = ElementTree.fromstring(whole_picture(slide, "sv"))
        for part in picture.iter():
            if part.tag != f"{_NAME}desc" and part.text and set(part.text) & set(fonts.GLYPHS):
                assert fonts.SIGNS in part.get("font-family", "")
