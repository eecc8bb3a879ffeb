"""Every view for everybody: with a screen reader, a keyboard, a phone, in the dark."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.acts import MAIN, expect_room, heading, idle, settled, type_key
from tests.browser.conftest import Opening

VIEWS = {
    "läget": "/",
    "läget, övning": "/?data=ovning",
    "läget, lista": "/?vy=lista",
    "område": "/omrade?omrade=polis.1480.gardsten",
    "område, övning": "/omrade?omrade=ovning.ekbacken.centrum",
    "utfall": "/utfall?mal=mal.goteborg.sarskilt-utsatt-2025.bergsjon",
    "utfall, övning": "/utfall?mal=ovning.mal.try14.centrum",
    "löftena": "/loften",
    "löftena, övning": "/loften?data=ovning",
    "satsningar": "/satsningar?data=ovning",
    "en satsning": "/satsningar?satsning=satsning.lextorp.granngarden",
    "effektrapport": "/satsningar?satsning=ovning.satsning.kontoret&del=rapport",
    "socialt värde": "/satsningar?satsning=ovning.satsning.kontoret&del=varde",
    "flyttkedjor": "/satsningar?satsning=ovning.satsning.torget",
    "möten": "/mote?data=ovning",
    "ett möte": "/mote?mote=mote.2026-12-03-1",
    "jämför": "/jamfor?indikator=TRY08",
    "jämför, övning": "/jamfor?data=ovning&indikator=MIX01",
    "karta": "/karta?indikator=MIX01&niva=regso&inom=kommun.1480.goteborg",
    "områden": "/omrade?data=ovning&indikator=BOS03&vald=ovning.ekbacken.ang",
    "befolkning": "/befolkning?omrade=polis.1480.gardsten",
    "befolkning, val": "/befolkning",
    "katalog": "/katalog",
    "en indikator": "/katalog?indikator=TRY08",
    "ladda upp": "/ladda-upp",
    "ny plats": "/ny-plats",
    "ett nytt mål": "/nytt-mal?omrade=ovning.ekbacken.norra&indikator=SER08",
    "för hand": "/skriv-in?vad=initiatives",
    "tillgänglighet": "/tillganglighet",
    "administration": "/administration",
}

KNOWN = {
    "presentation-role-conflict",  # Streamlit's own file uploader
}
"""Faults in the components themselves; each stands in the accessibility statement."""


@pytest.mark.parametrize("path", VIEWS.values(), ids=VIEWS)
def test_every_view_has_one_title_no_serious_barrier_and_room_on_a_phone(
    visit: Opening, path: str
) -> None:
    page = visit(path)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert len(heading(page).inner_text()) > len("Läget")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert barriers(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    expect(page.locator(MAIN)).to_have_js_property("clientWidth", 320)
    idle(page)
    for room in ("html", MAIN):
        expect_room(page, room)


@pytest.mark.parametrize("path", VIEWS.values(), ids=VIEWS)
def test_no_view_has_a_serious_barrier_in_the_dark(visit: Opening, path: str) -> None:
    assert barriers(visit(path, scheme="dark")) == []


def barriers(page: Page, *, outside: str = "") -> list[tuple[str, str, str]]:
    """What axe calls serious or critical, apart from the faults that are known.

    `outside` leaves out a part of the page that is not ours.
    """
    context = {"exclude": [[outside]]} if outside else None
    return [
        (violation["id"], violation["help"], violation["nodes"][0]["html"][:300])
        for violation in Axe().run(page, context).response["violations"]
        if violation["impact"] in {"serious", "critical"} and violation["id"] not in KNOWN
    ]


def test_the_page_is_in_the_language_it_says(visit: Opening) -> None:
    swedish, english = visit("/"), visit("/?sprak=en")
    assert swedish.locator("html").get_attribute("lang") == "sv"
    assert english.locator("html").get_attribute("lang") == "en"
    assert heading(swedish).inner_text() != heading(english).inner_text()
    expect(swedish.get_by_text("Till innehållet")).to_have_count(1)
    expect(english.get_by_text("Skip to main content")).to_have_count(1)


def test_what_stays_swedish_on_an_english_page_says_so_to_a_screen_reader(
    visit: Opening,
) -> None:
    page = visit("/omrade?omrade=ovning.ekbacken.centrum&sprak=en")
    event = page.locator("em[lang=sv]", has_text="Torget öppnar")
    expect(event.first).to_be_visible()


def test_the_pages_are_reached_and_used_by_keyboard(visit: Opening) -> None:
    page = visit("/")
    _tab_to(page, "Till innehållet", most=1)
    _tab_to(page, "Läget", most=2)
    _tab_to(page, "Områden", most=2)
    type_key(page, "Enter")
    expect(page.get_by_role("menuitem", name="Utfall")).to_be_visible()
    type_key(page, "ArrowDown")
    type_key(page, "Enter")
    page.wait_for_url(re.compile("/(omrade|utfall)"))
    settled(page)


def _tab_to(page: Page, name: str, most: int) -> None:
    """Press Tab until something that begins with `name` has the focus."""
    met = []
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate("document.activeElement.textContent").strip()
        met.append(said[:40])
        if said.startswith(name) and len(said) < len(name) + 40:
            return
    raise AssertionError(f"{name} was not reached by Tab; met {met}")
