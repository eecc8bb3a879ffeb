"""Handing in figures: a file with faults, the mended one, what changes, and the way back."""

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests import new_owner
from tests.browser.acts import MAIN, choose, downloaded, heading, idle, press, reload
from tests.browser.conftest import Opening, serving_a_copy
from tests.browser.uploads import (
    WORKBOOK,
    accept_all,
    clicks,
    count_clicks,
    drop,
    save,
    say_who,
    undo,
)
from tests.serving import Served

AREA = "/omrade?omrade=ovning.ekbacken.centrum"

FAULTY = """område;indikator;period;värde;antal_svar
ovning.ekbacken.centrum;TRY14;2025;0,47;905
ovning.ekbacken.centrum;TRY99;2026;57,0;905
ovning.ekbacken.mitten;TRY14;2026;57,0;905
"""
MENDED = """område;indikator;period;värde;antal_svar
ovning.ekbacken.centrum;TRY14;2026;31,0;905
"""
PUBLISHED = """{"class": "dataset", "label": "Trygg på kvällen, områdets egen enkät",
"id": ["område", "Tid"], "size": [2, 1], "value": [31, 7], "dimension": {
"område": {"category": {"index": ["ovning.ekbacken.centrum", "finns.inte"]}},
"Tid": {"category": {"index": ["2026"]}}}}"""
"""A table that leaves two things open: what it measures, and an area that is unknown here."""


OUTSIDE = 2
"""Presses that no page sees: into the field for the name, and the file that is dropped."""


def workbook(year: int) -> bytes:
    """An office's own table: title rows, its own headers and names, a point among commas."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"Hyresvärdens trygghetsmätning {year} (påhittad)"])
    sheet.append([f"Uttag {year}-11-14"])
    sheet.append([])
    sheet.append(["Delområde", "Mått", "År", "Andel", "Antal svar"])
    measure = "Trygg på kvällen, områdets egen enkät"
    values = {"Centrum": "51.9", "Ekbacken norra": "59,8", "Ekbacken södra": "58,1"}
    for name, share in {**values, "Ängen": "55,2", "Totalt": "56,3"}.items():
        sheet.append([name, measure, year, share, 640])
    sheet.append(["Källa: områdets egen enkät"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture(scope="module")
def server(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of their own for journeys that save."""
    with serving_a_copy(sample_file, tmp_path_factory.mktemp("own")) as running:
        yield running


def test_a_faulty_file_is_explained_mended_saved_and_taken_back(visit: Opening) -> None:
    before = whole(visit(AREA)).text_content() or ""
    page = visit("/ladda-upp")
    say_who(page)
    drop(page, "trygghet.csv", FAULTY)
    expect(heading(page)).to_have_text(
        "Inget har sparats. En fråga väntar på svar och två rader stoppar."
    )
    expect(page.get_by_text("ovning.ekbacken.mitten är inget känt").first).to_be_visible()
    expect(page.get_by_text("0,47 ser ut som en andel, men").first).to_be_visible()
    expect(page.get_by_text("Menar du 47?").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Spara "))).to_be_disabled()

    drop(page, "trygghet.csv", MENDED)
    expect(heading(page)).to_contain_text("Inget har sparats än.")
    save(page)
    expect(whole(visit(AREA))).not_to_have_text(before)

    undo(page)
    expect(whole(visit(AREA))).to_have_text(before)


def test_the_file_comes_back_with_a_column_of_remarks(visit: Opening, tmp_path: Path) -> None:
    page = visit("/ladda-upp")
    drop(page, "trygghet.csv", FAULTY)
    text = downloaded(page, "Din fil med anmärkningar", tmp_path).read_text("utf-8-sig")
    assert "anmärkning" in text.splitlines()[0]
    assert "Menar du 47?" in text


def test_a_published_table_is_asked_about_once_and_saved(visit: Opening) -> None:
    page = visit("/ladda-upp")
    say_who(page)
    drop(page, "enkät.json", PUBLISHED, "application/json")
    expect(heading(page)).to_contain_text("Två frågor återstår")
    expect(page.get_by_role("button", name=re.compile("^Spara "))).to_be_disabled()
    accept_all(page, then="Inget har sparats än.")
    save(page)
    undo(page)


def test_an_office_brings_its_own_workbook_and_next_year_it_is_known(visit: Opening) -> None:
    page = visit("/ladda-upp")
    began = time.monotonic()
    count_clicks(page)
    say_who(page, "Nya kontoret")
    drop(page, "enkät 2025.xlsx", workbook(2025), WORKBOOK)
    expect(heading(page)).to_contain_text("Åtta frågor återstår")
    accept_all(page, then="En fråga återstår")
    choose(
        page.get_by_role("combobox", name=re.compile("Ängen är inget känt område")),
        "Ekbacken äng",
        then=heading(page).filter(has_text="Inget har sparats än."),
    )
    save(page)
    first = clicks(page) + OUTSIDE
    print(f"first time: {first} clicks, {time.monotonic() - began:.0f} s")
    assert first <= 12

    reload(page)
    expect(page.get_by_label("Ditt namn")).to_have_value("Nya kontoret")
    began, before = time.monotonic(), clicks(page)
    drop(page, "enkät 2026.xlsx", workbook(2026), WORKBOOK)
    expect(heading(page)).to_contain_text("Inget har sparats än.")
    save(page)
    second = clicks(page) - before + 1
    print(f"second time: {second} clicks, {time.monotonic() - began:.0f} s")
    assert second <= 4
    undo(page)


def test_answers_and_name_are_there_again_after_a_reload(visit: Opening) -> None:
    page = visit("/ladda-upp")
    say_who(page)
    drop(page, "trygghet.csv", FAULTY)
    press(
        page.get_by_role("button", name="Läs som 47"),
        then=heading(page).filter(has_text="väntar på svar och en rad stoppar"),
    )
    expect(page.get_by_text("0,47 ser ut som en andel")).to_have_count(0)
    reload(page)
    expect(page.get_by_label("Ditt namn")).to_have_value("Test Testsson")
    drop(page, "trygghet.csv", FAULTY)
    expect(page.get_by_text("0,47 ser ut som en andel")).to_have_count(0)


@pytest.mark.parametrize("kind", ["mätvärden", "områden", "mål", "omläggningar", "händelser"])
def test_there_is_a_template_of_every_kind(visit: Opening, kind: str, tmp_path: Path) -> None:
    page = visit("/ladda-upp")
    file = downloaded(page, f"Mall för {kind}", tmp_path)
    assert file.name.startswith("mall-")
    assert len(file.read_text("utf-8-sig").splitlines()) > 1


def test_a_new_owner_follows_a_place_of_their_own(visit: Opening) -> None:
    page = visit("/ladda-upp")
    say_who(page, "Ny ägare")
    for name, text in {
        "omraden.csv": new_owner.AREAS,
        "varden.csv": new_owner.THREE_YEARS,
        "mal.csv": new_owner.GOAL,
    }.items():
        drop(page, name, text)
        save(page)
    own = visit(f"/omrade?omrade={new_owner.AREA}")
    expect(own.get_by_text("Nått målet").first).to_be_visible()

    drop(page, "fjarde.csv", new_owner.FOURTH_YEAR)
    expect(page.get_by_text("Ett av")).to_be_visible()
    save(page)
    reload(own)
    expect(own.get_by_text("Uteblev").first).to_be_visible()

    undo(page)
    reload(own)
    expect(own.get_by_text("Nått målet").first).to_be_visible()
    expect(own.get_by_text("Uteblev")).to_have_count(0)


def whole(page: Page) -> Locator:
    """All that the page of an area says, from its title to its source line."""
    main = page.locator(MAIN)
    expect(main).to_contain_text("Källa:")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    idle(page)
    return main


def test_the_question_before_an_undo_goes_with_it_and_is_about_no_other_file(
    visit: Opening,
) -> None:
    page = visit("/ladda-upp")
    say_who(page)
    for year in ("2027", "2028"):
        drop(page, f"trygghet-{year}.csv", MENDED.replace("2026", year))
        save(page)
    listed = visit("/ladda-upp")
    say_who(listed)
    earlier = listed.get_by_role("button", name=re.compile(r"^Ångra \d+")).nth(1)
    sure = listed.get_by_role("button", name=re.compile("^Ja, ångra inläsning"))
    press(earlier, then=sure.first)
    press(sure.first, then=listed.get_by_text(re.compile(r"^Inläsning \d+ är ångrad")))
    expect(sure).to_have_count(0)
