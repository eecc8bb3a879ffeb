"""A presenter holds a meeting, writes down a decision, and finds it at the next one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import heading, idle, press, write
from tests.browser.conftest import Opening, serving_a_copy
from tests.serving import Served

DECISION = "Bjud in fastighetsägarna till torget (påhittat beslut)"


@pytest.fixture(scope="module")
def server(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of their own for journeys that save."""
    with serving_a_copy(sample_file, tmp_path_factory.mktemp("own")) as running:
        yield running


def named(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def plan(page: Page, title: str) -> None:
    """Fill in the form and open the meeting."""
    write(named(page, "Vad heter mötet?"), title)
    area = button(page, "Ekbacken centrum")
    area.click()
    expect(area).to_have_attribute("aria-pressed", "true")
    write(named(page, "Ditt namn"), "Test Testsson")
    press(button(page, "Planera mötet"), then=button(page, "Spara beslutet"))


def choose_day(page: Page, label: str, *, year: str, month: str, day: str) -> None:
    """Write a day in its three parts, as the keyboard does."""
    for part, written in (("år", year), ("månad", month), ("dag", day)):
        spin = page.get_by_role("spinbutton", name=f"{part}, {label}")
        spin.press_sequentially(written)
        expect(spin).to_have_attribute("aria-valuenow", str(int(written)))
    idle(page)


def test_a_decision_is_found_at_the_next_meeting(visit: Opening) -> None:
    page = visit("/mote?data=ovning")
    plan(page, "Nätverket, första gången")
    write(named(page, "Vad beslutades?"), DECISION)
    write(named(page, "Ansvarig roll"), "centrumledare")
    press(
        button(page, "Spara beslutet"),
        then=page.get_by_text("Välj vilken dag beslutet ska vara klart."),
    )
    choose_day(page, "Klart senast", year="2027", month="03", day="31")
    press(
        button(page, "Spara beslutet"),
        then=page.get_by_text("centrumledare, klart senast 31 mars 2027"),
    )
    press(page.locator("summary", has_text="Avsluta mötet"), then=button(page, "Avsluta mötet"))
    press(button(page, "Avsluta mötet"), then=page.get_by_text("Mötet är avslutat"))

    following = visit("/mote?data=ovning")
    plan(following, "Nätverket, andra gången")
    expect(heading(following)).to_have_text(
        "Inget har ändrats sedan mötet den 22 november 2026"
    )
    expect(following.get_by_text(DECISION)).to_be_visible()


def test_a_presenter_goes_through_the_slides_by_keyboard(visit: Opening) -> None:
    page = visit("/mote?mote=mote.2026-12-03-1")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Presentera").click()
    shown = opened.value
    expect(shown.locator("section.now h2")).to_contain_text("Sedan förra mötet")
    shown.keyboard.press("End")
    expect(shown.locator("section.now h2")).to_have_text("Beslut från tidigare möten")
    shown.keyboard.press("Home")
    shown.keyboard.press("ArrowRight")
    expect(shown.locator("section.now")).to_have_id("s2")
    shown.keyboard.press("Escape")
    expect(shown.locator("html")).not_to_have_class("present")
    shown.get_by_role("link", name="Tillbaka").click()
    expect(heading(shown)).to_contain_text("Sedan förra mötet")
