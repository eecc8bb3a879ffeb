"""A presenter takes Läget along: one file, no network, the keyboard, everybody in the room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.export import html
from dashboard.export.decks import story
from data.answers.followed import Gatherer
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.browser.test_everybody import barriers
from tests.dashboard.export.exporting import a_deck
from tests.factories import a_reader


@pytest.fixture(scope="module")
def file(sample: Store, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    slides = story.of_overview(Gatherer(a_reader(sample), catalogue), "sv", training=True)
    place = tmp_path_factory.mktemp("taken") / "laget.html"
    place.write_bytes(html.write(a_deck(slides)))
    return place


@pytest.fixture(params=["light", "dark"])
def slides_page(browser: Browser, file: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open the file without a network; fail on anything it asks for or complains about."""
    context = browser.new_context(
        color_scheme=request.param, offline=True, viewport={"width": 1440, "height": 810}
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("console", lambda said: asked.append(said.text))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []


def test_the_arrows_turn_the_slides_and_escape_goes_back_to_reading(slides_page: Page) -> None:
    shown = slides_page.locator("section:visible")
    expect(shown).to_have_count(10)
    slides_page.get_by_role("button", name="Visa som bilder").click()
    expect(shown).to_have_count(1)
    expect(shown.get_by_role("heading")).to_contain_text("Nio av 28 mål")
    slides_page.keyboard.press("ArrowRight")
    expect(shown.get_by_role("heading")).to_contain_text("Närservicen nådde inte målet")
    expect(shown).to_contain_text("bild 2 av 10")
    slides_page.keyboard.press("End")
    expect(shown).to_contain_text("bild 10 av 10")
    slides_page.keyboard.press("ArrowRight")
    expect(shown).to_contain_text("bild 10 av 10")
    slides_page.keyboard.press("Home")
    slides_page.keyboard.press("PageDown")
    expect(shown).to_contain_text("bild 2 av 10")
    slides_page.keyboard.press("Escape")
    expect(shown).to_have_count(10)


def test_a_slide_fits_its_screen_and_shows_one_drawing(slides_page: Page) -> None:
    for width, height in ((1440, 810), (1024, 768), (1920, 1080)):
        slides_page.set_viewport_size({"width": width, "height": height})
        for number in range(1, 11):
            slides_page.goto(f"{slides_page.url.split('#')[0]}#{number}")
            slides_page.reload()
            slide = slides_page.locator("section:visible")
            expect(slide).to_have_count(1)
            spill = slide.evaluate(
                "slide => [slide.scrollHeight - slide.clientHeight,"
                " slide.scrollWidth - slide.clientWidth]"
            )
            assert max(spill) <= 0, (number, width, spill)
            assert slide.locator("figure svg:visible").count() <= 1


def test_no_serious_barrier_and_no_sideways_scroll_on_a_phone(
    browser: Browser, file: Path
) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(
            color_scheme=scheme, bypass_csp=True, viewport={"width": 320, "height": 640}
        )
        page = context.new_page()
        page.goto(file.as_uri())
        assert barriers(page) == []
        wide = page.locator("html").evaluate("room => room.scrollWidth - room.clientWidth")
        assert wide <= 0
        page.set_viewport_size({"width": 1280, "height": 900})
        assert barriers(page) == []
        context.close()
