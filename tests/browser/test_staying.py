"""Where I am stays: back and forward, a switch of language, the menu, and the browser's tab."""

import re

from playwright.sync_api import Page, expect

from tests.browser.acts import MAIN, choose, follow, heading, idle, path_of, press, settled
from tests.browser.conftest import Opening

GARDSTEN = "polis.1480.gardsten"
A_GOAL = "/utfall?mal=ovning.mal.try14.centrum"


def through_the_menu(page: Page, group: str, name: str) -> None:
    """Choose a page in the menu, as a hand does."""
    idle(page)
    page.get_by_role("button", name=group, exact=True).click()
    page.get_by_role("menuitem", name=name, exact=True).click()
    page.wait_for_url(lambda where: where != "about:blank")
    settled(page)


def went(page: Page, way: str) -> str:
    """Press Back or Forward, and return where that led."""
    idle(page)
    (page.go_back if way == "back" else page.go_forward)()
    settled(page)
    return path_of(page)


def test_back_and_forward_lead_to_each_page_once_as_it_was_left(visit: Opening) -> None:
    page = visit("/")
    link = page.locator(MAIN).locator(f'a[href*="{GARDSTEN}"]').first
    assert follow(link, to=f"**/*{GARDSTEN}*") is page
    seen = [path_of(page)]
    for group, name, title in (
        ("Löften", "Löfteskedjan", "Gårdsten · Löfteskedjan · Kvarvärde"),
        ("Områden", "Befolkning", "Gårdsten · Befolkning · Kvarvärde"),
        ("Arbete", "Möte", "Möte · Kvarvärde"),
    ):
        through_the_menu(page, group, name)
        expect(page).to_have_title(title)
        seen.append(path_of(page))
    assert [went(page, "back") for _ in range(3)] == seen[2::-1]
    expect(page).to_have_title("Gårdsten · Kvarvärde")
    assert went(page, "back").startswith("/?")
    assert [went(page, "forward") for _ in range(4)] == seen


def test_a_switch_of_language_is_one_step_and_keeps_what_is_chosen(visit: Opening) -> None:
    page = visit("/katalog")
    choose(
        page.get_by_role("combobox", name="Indikator"),
        "(TRY14)",
        then=heading(page).filter(has_text="Trygg på kvällen"),
    )
    in_swedish = path_of(page)
    press(
        page.get_by_text("English", exact=True),
        then=heading(page).filter(has_text="Feels safe"),
    )
    assert "indikator=TRY14" in page.url
    expect(page.get_by_role("banner")).to_contain_text("About the figures")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert went(page, "back") == in_swedish
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    assert "indikator=" not in went(page, "back")
    expect(heading(page)).to_contain_text("indikatorer")


def test_a_goal_is_left_behind_and_its_place_and_measure_follow(visit: Opening) -> None:
    page = visit(A_GOAL)
    expect(page).to_have_title(re.compile(r"Ekbacken centrum .*· Kvarvärde$"))
    at_the_goal = path_of(page)
    page.get_by_role("link", name="Läget", exact=True).first.click()
    expect(heading(page)).to_contain_text("28 mål")
    idle(page)
    assert "mal=" not in page.url
    assert went(page, "back") == at_the_goal
    through_the_menu(page, "Områden", "Jämför")
    assert "indikator=TRY14" in page.url
    through_the_menu(page, "Områden", "Utfall")
    expect(page.get_by_role("heading", name="Mål i ")).to_be_visible()
    through_the_menu(page, "Arbete", "Lägg in ett mål")
    expect(heading(page)).to_contain_text("skulle")


def test_every_page_can_be_handed_on(visit: Opening) -> None:
    for path in (A_GOAL, f"/omrade?omrade={GARDSTEN}", "/befolkning", "/katalog", "/utfall"):
        expect(visit(path).get_by_role("button", name="Dela")).to_have_count(1)
