"""The paper: a tagged PDF (PDF/UA-1) with language, title, headings, described figures."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from dashboard.charts.svg import drawing
from dashboard.export import pdf, typesetting
from dashboard.export.decks import story
from dashboard.export.decks.slide import Cell, Slide, Table
from dashboard.export.picture import whole_picture
from tests.dashboard.export.exporting import HOME, a_deck

RELAPSE = "ovning.mal.try14.centrum"


def opened(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def tags(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every element of the tag tree, in reading order."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop(0)
        element = element.get_object() if isinstance(element, IndirectObject) else element
        if not isinstance(element, DictionaryObject):
            continue
        if "/S" in element:
            yield element
        kids = element.get("/K", ArrayObject())
        kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
        waiting = [*(kids if isinstance(kids, ArrayObject) else [kids]), *waiting]


@pytest.fixture(scope="module")
def report(gathered) -> PdfReader:
    return opened(pdf.write(a_deck(story.of_goal(gathered, RELAPSE, "sv"))))


@pytest.fixture(scope="module")
def pack(gathered) -> PdfReader:
    return opened(pdf.write(a_deck(story.of_overview(gathered, "sv", training=True))))


def words(reader: PdfReader) -> str:
    return " ".join(page.extract_text() for page in reader.pages).replace("\n", " ")


def test_a_goal_is_one_page(report):
    assert len(report.pages) == 1


def test_the_file_says_that_it_is_accessible_in_swedish_and_what_it_is_called(report):
    root = report.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own boolean
    assert root["/Lang"] == "sv-SE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert report.metadata.title == "Läget i mars"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_headings_stand_in_order_and_the_sentence_is_the_first(report):
    kinds = [element["/S"] for element in tags(report)]
    headings = [kind for kind in kinds if kind in {"/H1", "/H2", "/H3"}]
    assert headings == ["/H1", "/H2", "/H2"]


def test_every_figure_has_the_words_of_its_chart(gathered, report):
    (slide,) = story.of_goal(gathered, RELAPSE, "sv")
    figures = [element for element in tags(report) if element["/S"] == "/Figure"]
    said = [str(element.get("/Alt", "")) for element in figures]
    assert all(said)
    assert slide.chart.alt in said
    assert any(HOME in one for one in said)


def test_tables_have_headings(report):
    kinds = [element["/S"] for element in tags(report)]
    assert kinds.count("/Table") == 1
    # Period, value, answers, uncertainty, level and status.
    assert kinds.count("/TH") == 6


def test_the_paper_says_the_numbers_the_source_and_that_they_are_invented(report):
    said = words(report)
    for one in ("50,8", "47,5–54,1", "898", "Påhittade siffror", "Källa:", "Regelversion"):
        assert one in said


def test_a_pack_has_contents_and_joins_tables_parted_for_the_screen(pack):
    headings = [element["/S"] for element in tags(pack)].count("/H2")
    assert headings == 7
    assert len(pack.pages) <= headings, "they follow each other, after the contents"
    assert words(pack).count("Alla mål, i bokstavsordning efter område") == 2


def test_nothing_anybody_has_written_is_run(gathered):
    nasty = '#panic("x") $x^2$ *fet* <etikett> @hänvisning \\ [a](b) "citat" {{ #let'
    table = Table(columns=(nasty,), rows=((Cell(text=nasty),),))
    slide = Slide(topic=nasty, sentence=nasty, said=nasty, notes=(nasty,), table=table)
    said = words(opened(pdf.write(a_deck((slide,)))))
    assert said.count("#panic(") >= 5
    assert "*fet*" in said


def test_the_same_deck_gives_the_same_paper(gathered):
    deck = a_deck(story.of_goal(gathered, RELAPSE, "sv"))
    assert pdf.write(deck) == pdf.write(deck)


def test_a_picture_can_be_made_without_a_browser(gathered):
    (slide,) = story.of_goal(gathered, RELAPSE, "sv")
    made = typesetting.png(whole_picture(slide, "sv"))
    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20], "big") == 2 * drawing.WIDTH
