"""The effect report as a file: one page, tagged, in its language, and the same words."""

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from dashboard.export.effect_report import paper
from dashboard.export.effect_report.effects import Effect
from dashboard.export.effect_report.report import Report, Section
from metrics.outcome.state import State

DAY = date(2026, 11, 22)


def a_report(**changed):
    effect = Effect(
        name="Tomma lokaler",
        place="Ekbacken",
        baseline="8,0 % (2017)",
        now="6,1 % (2025)",
        interval="alla räknas",
        target="högst 1 %, 31 december 2030",
        state=State.REGAINED,
        verdict="▲ Återvunnet",
        sentence="Andelen tomma lokaler var ett förlorat värde men är tillbaka.",
        indicator_id="BOS03",
    )
    whole = {
        "title": "Eget kontor (påhittat)",
        "place": "Ekbacken",
        "finding": "Båda målen håller",
        "why": "",
        "money": "Investering 6 miljoner kronor.",
        "invented": True,
        "requirements": (
            Section(heading="Är långsiktig", text="Hyresavtal på tio år."),
            Section(heading="Målgrupp", text="", missing="Saknas: ingen uppgift är inlagd."),
        ),
        "effects": (effect,) * 4,
        "components": (Section(heading="Use of Proceeds", text="Ombyggda lokaler."),),
        "reported": "Över 100 anställda.",
        "footer": "Sambandet är inte bevisat.",
        "source": "Källa till satsningen: påhittat.",
    }
    return Report(**{**whole, **changed})


def opened(filled, language="sv", address=""):
    made = paper.write(filled, address=address, made_on=DAY, language=language)
    return PdfReader(io.BytesIO(made))


def words(pdf):
    read = " ".join(page.extract_text() for page in pdf.pages)
    return " ".join(read.replace("-\n", "").split())


def test_the_report_is_one_page_with_everything_on_it():
    pdf = opened(a_report())
    assert len(pdf.pages) == 1
    said = words(pdf)
    for part in (
        "Eget kontor (påhittat): båda målen håller",
        "Påhittade siffror",
        "6,1 % (2025)",
        "alla räknas",
        "Återvunnet",
        "Saknas: ingen uppgift är inlagd.",
        "Över 100 anställda.",
        "Sambandet är inte bevisat.",
    ):
        assert part in said.replace("\u00a0", " "), part


@pytest.mark.parametrize(("language", "tag"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_the_report_is_tagged_in_its_language_with_a_title(language, tag):
    pdf = opened(a_report(), language)
    catalog = pdf.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"].casefold() == tag.casefold()
    assert "/StructTreeRoot" in catalog
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Eget kontor (påhittat): Båda målen håller"
    assert b"pdfuaid" in catalog["/Metadata"].get_data()


def test_a_long_report_still_fits_one_page():
    long = Section(heading="Är långsiktig", text="Hyresavtal på tio år. " * 14)
    pdf = opened(a_report(requirements=(long,) * 5, components=(long,) * 6))
    assert len(pdf.pages) == 1


def test_an_address_is_a_link_and_nothing_is_one_without():
    address = "https://kvarvarde.example/satsningar?satsning=ovning"
    assert address in words(opened(a_report(), address=address)).replace(" ", "")
    assert "https" not in words(opened(a_report()))


@settings(max_examples=8)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=60))
def test_no_text_of_anybodys_is_run(text):
    risky = f"#panic() $x$ *fet* @ref <etikett> {text}"
    assert len(opened(a_report(title=risky, reported=risky)).pages) == 1
