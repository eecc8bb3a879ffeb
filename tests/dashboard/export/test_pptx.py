"""The file for PowerPoint: titles, notes, alt texts, language, template, and room for words."""

import re
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.charts import fonts
from dashboard.charts.describe.chart import Role
from dashboard.charts.describe.stacked import columns
from dashboard.charts.powerpoint.measures import px
from dashboard.charts.theme import palette
from dashboard.export import pptx, qr, template
from dashboard.export.decks import story
from dashboard.export.decks.slide import Cell, Slide, Table
from tests.dashboard.export.exporting import HOME, a_deck

GARDSTEN = "mal.goteborg.sarskilt-utsatt-2025.gardsten"
RELAPSE = "ovning.mal.try14.centrum"


def opened(content: bytes):
    return Presentation(BytesIO(content))


@pytest.fixture(scope="module")
def two(gathered):
    """A real class goal and an invented survey goal, as slides."""
    slides = tuple(story.of_goal(gathered, one, "sv")[0] for one in (GARDSTEN, RELAPSE))
    return slides, opened(pptx.write(a_deck(slides)))


def texts(slide) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_the_sentence_is_a_real_title_and_is_read_first(two):
    slides, made = two
    for parts, slide in zip(slides, made.slides, strict=True):
        first = next(iter(slide.shapes))
        assert first.is_placeholder
        assert first.placeholder_format.idx == 0
        assert slide.shapes.title.text_frame.text == parts.sentence


def test_every_chart_and_code_is_described_and_the_rest_is_decoration(two):
    slides, made = two
    for parts, slide in zip(slides, made.slides, strict=True):
        chart = next(shape for shape in slide.shapes if shape.has_chart)
        code = next(shape for shape in slide.shapes if shape.shape_type == 13)
        assert chart._element._nvXxPr.cNvPr.get("descr") == parts.chart.alt
        assert HOME + parts.path in code._element._nvXxPr.cNvPr.get("descr")
        for shape in slide.shapes:
            silent = not shape.has_text_frame or not shape.text_frame.text
            if silent and shape not in (chart, code) and not shape.is_placeholder:
                described = shape._element._nvXxPr.cNvPr
                assert described.get("descr") or b"decorative" in _xml(described), shape.name


def _xml(element) -> bytes:
    from lxml import etree

    return etree.tostring(element)


def test_notes_say_n_interval_source_revision_and_rule(two):
    _slides, made = two
    said = made.slides[1].notes_slide.notes_text_frame.text
    assert said.startswith("Påhittade siffror.")
    for words in (
        "898 svar.",
        "95\u00a0% osäkerhet: 47,5–54,1.",
        "Källa: Påhittade siffror för övning.",
        "Inläsning",
        "Regelversion",
        "Sambandet är inte bevisat.",
        f"{HOME}/utfall?mal={RELAPSE}",
    ):
        assert words in said


def test_only_invented_slides_say_so(two):
    _slides, made = two
    assert "Påhittade siffror" not in texts(made.slides[0])
    assert "Påhittade siffror" in texts(made.slides[1])


@pytest.mark.parametrize(("language", "locale"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_every_run_says_its_language(gathered, language, locale):
    slides = story.of_goal(gathered, RELAPSE, language)
    made = opened(pptx.write(a_deck(slides, language=language)))
    runs = [
        properties.get("lang")
        for part in (made.slides[0]._element, made.slides[0].notes_slide._element)
        for properties in part.iter(qn("a:rPr"), qn("a:endParaRPr"))
    ]
    assert runs
    assert set(runs) == {locale}
    assert made.core_properties.language == locale


def test_a_cut_is_two_bars_on_the_break_and_its_note(two):
    _slides, made = two
    colour = palette(False).state["break"]["mark"].removeprefix("#")
    bars = [
        shape
        for shape in made.slides[0].shapes
        if shape.shape_type == 1
        and shape.fill.type == 1
        and str(shape.fill.fore_color.rgb) == colour
    ]
    assert len(bars) == 2
    assert "‖ Klasserna görs om 2025" in texts(made.slides[0])


def test_the_goal_is_named_on_its_line(two):
    _slides, made = two
    assert "Mål: minst 65\u00a0%" in texts(made.slides[1])
    assert "Målet 2025: ovanför linjen" in texts(made.slides[0])


def test_no_writing_is_smaller_than_the_back_row_can_read(two):
    _slides, made = two
    sizes = [
        run.font.size
        for slide in made.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.font.size
    ]
    assert min(sizes) >= Pt(11)
    charts = [shape.chart for slide in made.slides for shape in slide.shapes if shape.has_chart]
    assert {chart.font.size for chart in charts} == {Pt(14)}


def test_the_longest_sentence_of_all_goals_fits_its_place(goal_slides):
    longest = sorted(goal_slides, key=lambda slide: -len(slide.sentence))[:3]
    made = opened(pptx.write(a_deck(tuple(longest))))
    for slide in made.slides:
        title = slide.shapes.title
        size = title.text_frame.paragraphs[0].runs[0].font.size.pt * 1.5
        room = title.width / px(1)
        lines = fonts.lines(title.text_frame.text, size * 1.12, room, family=fonts.SERIF)
        assert len(lines) * size * 1.2 <= title.height / px(1)


def test_a_sentence_that_is_far_too_long_gets_smaller_but_stays_whole():
    words = "Andelen som känner sig trygga " * 9
    made = opened(pptx.write(a_deck((Slide(topic="", sentence=words),))))
    run = made.slides[0].shapes.title.text_frame.paragraphs[0].runs[0]
    assert run.text == words
    assert run.font.size == Pt(21)


def test_a_table_is_native_with_state_as_shape_word_and_colour():
    table = Table(
        columns=("Område", "Läge"),
        rows=((Cell(text="Norra"), Cell(text="▼ Återfall", token="lost", strong=True)),),
        alt="Ett mål.",
    )
    made = opened(pptx.write(a_deck((Slide(topic="", sentence="Ett mål.", table=table),))))
    frame = next(shape for shape in made.slides[0].shapes if shape.has_table)
    assert [cell.text for cell in frame.table.rows[1].cells] == ["Norra", "▼ Återfall"]
    assert frame.table.first_row
    run = frame.table.cell(1, 1).text_frame.paragraphs[0].runs[0]
    assert str(run.font.color.rgb) == palette(False).state["lost"]["text"].removeprefix("#")


def test_no_code_where_others_cannot_come(gathered):
    slides = story.of_goal(gathered, GARDSTEN, "sv")
    for home in ("", "http://127.0.0.1:8501", "http://localhost:8501"):
        made = opened(pptx.write(a_deck(slides, home=home)))
        assert not [shape for shape in made.slides[0].shapes if shape.shape_type == 13]


def test_a_code_is_a_square_with_its_quiet_edge():
    drawn = qr.as_svg(f"{HOME}/utfall?mal=a")
    left, top, width, height = map(int, re.search(r'viewBox="([\d ]+)"', drawn)[1].split())
    assert (left, top) == (0, 0)
    assert width == height > 20


def test_a_municipality_may_have_its_own_template(gathered, tmp_path):
    place = tmp_path / "kommunen.pptx"
    theirs = Presentation()
    theirs.slides.add_slide(theirs.slide_layouts[0]).shapes.title.text = "Exempelbild"
    theirs.save(str(place))
    slides = story.of_goal(gathered, GARDSTEN, "sv")
    made = opened(pptx.write(a_deck(slides), place))
    assert [slide.shapes.title.text_frame.text for slide in made.slides] == [slides[0].sentence]
    assert made.slides[0].slide_layout.name == "Title Only"


def test_a_template_that_is_no_presentation_is_refused_in_swedish(tmp_path):
    place = tmp_path / "mall.pptx"
    place.write_text("detta är ingen presentation")
    with pytest.raises(template.TemplateError, match=r"mall\.pptx går inte att läsa"):
        template.opened(place)


def test_a_template_without_a_title_is_refused_in_swedish(tmp_path):
    place = tmp_path / "mall.pptx"
    theirs = Presentation()
    for layout in list(theirs.slide_layouts):
        if layout.name != "Blank":
            theirs.slide_layouts.remove(layout)
    theirs.save(str(place))
    with pytest.raises(template.TemplateError, match="ingen layout med en rubrik"):
        template.opened(place)


def a_staircase():
    return columns(
        name="Löften per skede",
        caption="Antal löften",
        alt="Tjugofyra löften blev nio.",
        categories=["Detaljplan", "Avtal"],
        stacks=[
            (Role.KEPT, "bärs", [19, 14]),
            (Role.DECIDED, "bortvalda", [2, 0]),
            (Role.UNKNOWN, "utan spår", [0, 2]),
            (Role.LOST, "tappade", [1, 3]),
        ],
        heading="Skede",
        language="sv",
    )


@pytest.fixture(scope="module")
def staircase():
    slide = Slide(topic="", sentence="Nio av 24 löften är i bruk.", chart=a_staircase())
    made = opened(pptx.write(a_deck((slide,))))
    return next(shape.chart for shape in made.slides[0].shapes if shape.has_chart)


def test_a_staircase_is_stacked_columns_that_can_be_changed(staircase):
    assert list(staircase.plots[0].categories) == ["Detaljplan", "Avtal"]
    held = {series.name: tuple(series.values) for series in staircase.plots[0].series}
    assert held == {
        "bärs": (19, 14),
        "bortvalda": (2, 0),
        "utan spår": (0, 2),
        "tappade": (1, 3),
    }


def test_decided_is_hatched_silent_is_solid_and_no_trace_an_empty_frame(staircase):
    fills = {series.name: series.format.fill.type for series in staircase.plots[0].series}
    assert fills["bortvalda"] == MSO_FILL.PATTERNED
    assert fills["tappade"] == MSO_FILL.SOLID
    assert fills["utan spår"] == MSO_FILL.BACKGROUND


def test_what_falls_is_in_the_table_beside_the_staircase():
    table = a_staircase().table
    assert list(table.columns) == ["Skede", "bärs", "bortvalda", "utan spår", "tappade"]
    assert list(table["tappade"]) == ["1", "3"]
