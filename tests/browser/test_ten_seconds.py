"""What is read in ten seconds, on the desk and on a phone; and the way without a mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import MAIN, heading, idle, path_of, settled
from tests.browser.conftest import Opening
from tests.browser.uploads import clicks, count_clicks


def inside(page: Page, what: Locator) -> bool:
    """Whether all of something is seen without scrolling."""
    box, screen = what.bounding_box(), page.viewport_size
    assert box is not None
    assert screen is not None
    return box["y"] >= 0 and box["y"] + box["height"] <= screen["height"]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_first_screen_says_what_is_lost_how_many_and_where_to_begin(
    visit: Opening, width: int, height: int
) -> None:
    page = visit("/", width=width)
    page.set_viewport_size({"width": width, "height": height})
    idle(page)
    lost = page.get_by_test_id("stMetric").filter(has_text="förlorade")
    begin = page.get_by_role("link", name=re.compile("^Börja här: "))
    for what in (heading(page), lost, begin):
        assert inside(page, what)
    expect(heading(page)).to_contain_text("fem förlorade")
    expect(lost).to_contain_text("5")
    count_clicks(page)
    begin.click()
    page.wait_for_url("**/utfall**")
    settled(page)
    assert clicks(page) == 1
    expect(heading(page)).to_contain_text("nådde inte målet")
    expect(page).to_have_title(re.compile("BoStad2021 · Kvarvärde$"))
    assert len(page.context.pages) == 1


def tabbed_to(page: Page, name: str, *, most: int) -> None:
    """Press Tab until what has the focus is named `name`, and see that it is shown."""
    met = []
    for _turn in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "document.activeElement.ariaLabel || document.activeElement.textContent"
        )
        met.append(said.strip()[:60])
        if name in met[-1]:
            shown = page.evaluate(
                "(one => [one.outlineStyle, one.boxShadow])"
                "(getComputedStyle(document.activeElement))"
            )
            assert shown != ["none", "none"], f"nobody sees that {name} has the focus"
            return
    raise AssertionError(f"{name} was not reached by Tab; met {met}")


def test_from_laget_to_the_table_of_a_goal_and_back_without_a_mouse(visit: Opening) -> None:
    page = visit("/")
    came_from = path_of(page)
    expect(page.get_by_role("link", name=re.compile("^Börja här: "))).to_be_visible()
    tabbed_to(page, "Börja här: ", most=20)
    page.keyboard.press("Enter")
    page.wait_for_url("**/utfall**")
    settled(page)
    tabbed_to(page, "Samma siffror som tabell", most=40)
    page.keyboard.press("Enter")
    expect(page.locator(MAIN).get_by_role("columnheader", name="Period").first).to_be_visible()
    idle(page)
    page.go_back()
    settled(page)
    assert path_of(page) == came_from


def test_the_fields_of_a_new_place_are_written_in_without_a_mouse(visit: Opening) -> None:
    page = visit("/ny-plats")
    for name, text in (
        ("Namn", "Torgkvarteret"),
        ("Löftet, med sina egna ord", "Minst 65 procent ska vara trygga."),
        ("Till vem", "boende"),
        ("Sök med egna ord", "trygg"),
    ):
        expect(page.get_by_label(name, exact=True)).to_be_visible()
        tabbed_to(page, name, most=25)
        page.keyboard.type(text)
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        idle(page)
    expect(page.get_by_label("Namn", exact=True)).to_have_value("Torgkvarteret")
    tabbed_to(page, "Trygg", most=10)
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile(r"^Målet \("))).to_be_visible()
    idle(page)
    tabbed_to(page, "Spara platsen", most=30)
