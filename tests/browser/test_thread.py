"""From an ugly workbook with a loss in it to the same sentence wherever the loss is shown."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from data.store.store import Store
from tests.browser.acts import choose, downloaded, heading, press, settled
from tests.browser.conftest import Opening, Windows, visiting
from tests.browser.uploads import WORKBOOK, drop, save, say_who
from tests.conftest import TODAY
from tests.serving import Served, asked, served

AREA, GOAL, INDICATOR = "ovning.kvarnen", "ovning.mal.kvarnen", "TRY14"
PLACE = "Kvarnen (påhittat)"

AREAS = f"""område_id;slag;namn;namn_en;påhittat;källa
{AREA};development_area;{PLACE};Kvarnen (invented);ja;Påhittat för test
"""

_TERMS = {
    "goal_id": GOAL,
    "area_id": AREA,
    "indicator_id": INDICATOR,
    "form": "at_least",
    "worse": "lower",
    "target": "65",
    "due": "2025-12-31",
    "baseline_periods": "2020",
    "title": "Minst 65 procent trygga på kvällen",
    "title_en": "At least 65 percent safe in the evening",
    "frozen_on": "2020-06-01",
    "frozen_by": "Test",
    "owner_role": "testare",
    "document": "Testprogram (påhittat)",
    "reason": "För test",
}
GOALS = ";".join(_TERMS) + "\n" + ";".join(_TERMS.values()) + "\n"

SHARE_OF_ONE = 0.689
ROWS: list[list[object]] = [
    ["Trygghetsmätningen i Kvarnen"],
    ["Sammanställd av bostadsbolaget, hösten 2025"],
    [],
    ["Områdesnamn", "År", "Mätvärde", "Antal svarande", "Kommentar"],
    [PLACE, 2020, "58,5", 904, None],
    [PLACE, 2021, 61.4, 911, None],
    [PLACE, 2022, "66,2 %", 897, "ny belysning"],
    [PLACE, 2023, "70,1", 902, None],
    [PLACE, 2024, SHARE_OF_ONE, 899, None],
    [PLACE, 2025, "41,7", 905, "sammanställt för hand"],
]
"""What the housing company sends: titles above the header, text and numbers mixed, and no
column that says what was measured. The last year is the loss."""
PLANTED = "Värdet var 42\u00a0procent 2025, målet var minst 65\u00a0procent."


def workbook() -> bytes:
    """The rows as Excel keeps them: merged titles, and a share that is shown as percent."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Trygghet"
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    next(cell for cell in sheet["C"] if cell.value == SHARE_OF_ONE).number_format = "0.0%"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Served]:
    """Serve a store in which there is nothing yet."""
    store = tmp_path / "store.duckdb"
    Store(store).close()
    with served(store, tmp_path, KVARVARDE_TODAY=TODAY.date().isoformat()) as running:
        yield running


@pytest.fixture
def visit(browser: Browser, empty_server: Served, windows: Windows) -> Iterator[Opening]:
    with visiting(browser, empty_server.url, windows) as opening:
        yield opening


def test_a_planted_loss_is_the_same_sentence_on_every_surface(
    visit: Opening, empty_server: Served, tmp_path: Path
) -> None:
    hand_in_the_place_and_its_goal(visit("/ladda-upp"))
    hand_in_the_workbook(visit("/ladda-upp"))
    goal = visit(f"/utfall?mal={GOAL}")
    sentence = sentence_of_the_verdict(goal)
    assert sentence_of_the_slide(goal, tmp_path) == sentence
    with_its_grounds = sentence_of_the_api(empty_server.url)
    assert with_its_grounds.startswith(f"{sentence} {PLANTED}")
    assert_overview_says(visit("/?data=ovning"), with_its_grounds)


def hand_in_the_place_and_its_goal(page: Page) -> None:
    """Upload what is to be followed, and what was promised."""
    say_who(page)
    for name, text in {"omraden.csv": AREAS, "mal.csv": GOALS}.items():
        drop(page, name, text)
        save(page)


def hand_in_the_workbook(page: Page) -> None:
    """Upload the measurements, say what they measure when the page asks, and save them."""
    say_who(page)
    drop(page, "trygghetsmätning 2025 (slutlig).xlsx", workbook(), WORKBOOK)
    say_what_is_measured(page)
    expect(page.get_by_role("button", name="Spara 6 mätvärden")).to_be_enabled()
    save(page)


def say_what_is_measured(page: Page) -> None:
    """Answer which indicator the file is about, which has no column that says it."""
    field = page.get_by_role("combobox", name=re.compile("Filen säger inte vilken indikator"))
    choose(field, INDICATOR, then=heading(page).filter(has_text="Inget har sparats än."))


def sentence_of_the_verdict(goal: Page) -> str:
    """Read what Utfall says has become of the goal, and see that it is the loss."""
    settled(goal)
    sentence = heading(goal).inner_text()
    assert "var vid målet till och med 2024, men inte 2025" in sentence
    expect(goal.get_by_text("Uteblev").first).to_be_visible()
    expect(goal.get_by_text(PLANTED)).to_be_visible()
    return sentence


def sentence_of_the_slide(goal: Page, folder: Path) -> str:
    """Export the page as slides, and read the title of the first."""
    slides = goal.get_by_role("button", name="Bilder (PowerPoint)")
    press(goal.locator("summary", has_text="Exportera"), then=slides)
    file = downloaded(goal, "Bilder (PowerPoint)", folder)
    first, *others = Presentation(str(file)).slides
    assert others == []
    return str(first.shapes.title.text_frame.text)


def sentence_of_the_api(url: str) -> str:
    """Ask as another system does for the one verdict there is."""
    answer = asked(f"{url}/api/v1/assessments")
    (row,) = answer.raise_for_status().json()["rows"]
    assert (row["goal_id"], row["state"]) == (GOAL, "never_came")
    return str(row["sentence_sv"])


def assert_overview_says(overview: Page, sentence: str) -> None:
    """Läget tells the one loss there is in the same words."""
    expect(overview.get_by_text("Största förlusten")).to_be_visible()
    expect(overview.get_by_text(sentence, exact=True)).to_be_visible()
