"""A member of the steering group: from Läget to why, and the same view for a colleague."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.acts import (
    MAIN,
    dismiss,
    expect_room,
    follow,
    heading,
    idle,
    path_of,
    press,
    settled,
    type_key,
)
from tests.browser.conftest import Opening
from tests.browser.test_everybody import barriers

STREAMLITS_MENU = '[data-testid="stSidebarNavItems"]'
"""The list of pages on a phone: Streamlit's markup, named in the accessibility statement."""

FILTERED = "/?data=ovning&tema=safety&lage=lost&sedan=2026-11-22"


def test_the_biggest_loss_leads_to_why_and_the_link_shows_a_colleague_the_same(
    visit: Opening,
) -> None:
    page = visit("/?data=ovning")
    expect(page.get_by_text("Största förlusten")).to_be_visible()
    page = follow(page.get_by_role("link", name="Visa varför"), to=re.compile("/utfall"))
    why = heading(page).inner_text()
    assert "halkar efter" not in why, "a fall that can be seen comes before one beside others"
    expect(page.get_by_text("Ekbacken äng").first).to_be_visible()
    colleague = visit(path_of(page))
    assert heading(colleague).inner_text() == why


def test_a_filtered_link_shows_a_colleague_the_same(visit: Opening) -> None:
    page = visit("/?data=ovning")
    # The switch itself is drawn by its label, which is what a hand hits.
    press(page.get_by_text("Filtrera och jämför"), then=page.get_by_text("Tema", exact=True))
    said = page.get_by_text(re.compile(r"^Visar \d+ av 28 mål: tema Trygghet\.$"))
    press(page.get_by_test_id("stButtonGroup").get_by_text("Trygghet"), then=said)
    page.wait_for_url(re.compile("tema=safety"))
    colleague = visit(path_of(page))
    expect(colleague.get_by_text(said.inner_text())).to_be_visible()
    assert heading(colleague).inner_text() == heading(page).inner_text()


def test_the_filters_are_unfolded_and_left_by_keyboard(visit: Opening) -> None:
    page = visit("/?data=ovning&tema=safety&lage=lost")
    switch = page.get_by_label("Filtrera och jämför")
    expect(switch).to_be_checked()
    everything = page.get_by_role("button", name="Visa alla mål")
    everything.focus()
    type_key(page, "Enter")
    expect(page.get_by_text(re.compile("^Visar"))).to_have_count(0)
    expect(heading(page)).to_contain_text("28 mål")
    idle(page)
    switch.focus()
    type_key(page, "Space")
    expect(page.get_by_text("Slag av område")).to_have_count(0)
    expect(page.get_by_text("Tema", exact=True)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [FILTERED, "/katalog?del=forsenat", "/katalog?indikator=MIX03", "/?datum=2026-11-22"],
)
def test_what_is_new_has_no_serious_barrier_and_room_on_a_phone(
    visit: Opening, path: str, scheme: str
) -> None:
    page = visit(path, scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert barriers(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    expect(page.locator(MAIN)).to_have_js_property("clientWidth", 320)
    idle(page)
    expect_room(page, MAIN)
    assert barriers(page, outside=STREAMLITS_MENU) == []


def test_a_day_is_marked_on_the_next_page_of_the_menu_and_left_by_the_way_back(
    visit: Opening,
) -> None:
    page = visit("/?datum=2026-11-22")
    mark = page.get_by_text("Så här såg det ut den 22 november 2026")
    expect(mark).to_be_visible()
    catalogue = page.get_by_role("menuitem", name="Katalog")
    press(page.get_by_text("Om siffrorna"), then=catalogue)
    catalogue.click()
    page.wait_for_url(re.compile("/katalog"))
    settled(page)
    expect(mark).to_be_visible()
    page.wait_for_url(re.compile("datum=2026-11-22"))
    dismiss(page.get_by_role("link", name="Visa hur det är nu"), gone=mark)
    assert "datum" not in page.url
