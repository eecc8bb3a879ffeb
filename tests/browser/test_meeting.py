"""A presenter holds a meeting, writes down a decision, and finds it at the next one."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opening, heading, idle

DECISION = "Bjud in fastighetsägarna till torget (påhittat beslut)"


def fill(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True).first
    field.fill(text)
    field.press("Tab")


def plan(page: Page, title: str) -> None:
    """Fill in the form by keyboard and open the meeting."""
    fill(page, "Vad heter mötet?", title)
    page.get_by_role("button", name="Ekbacken centrum").first.click()
    fill(page, "Ditt namn", "Test Testsson")
    page.get_by_role("button", name="Planera mötet").click()
    expect(page.get_by_role("button", name="Spara beslutet")).to_be_visible()
    idle(page)


def test_a_decision_is_found_at_the_next_meeting(visit: Opening) -> None:
    page = visit("/mote?data=ovning")
    plan(page, "Nätverket, första gången")
    fill(page, "Ditt namn", "Test Testsson")
    fill(page, "Vad beslutades?", DECISION)
    fill(page, "Ansvarig roll", "centrumledare")
    page.get_by_role("button", name="Spara beslutet").click()
    expect(page.get_by_text("Välj vilken dag beslutet ska vara klart.")).to_be_visible()
    for part, written in (("year", "2027"), ("month", "03"), ("day", "31")):
        spin = page.get_by_role("spinbutton", name=f"{part}, Klart senast")
        spin.press_sequentially(written)
    page.get_by_role("button", name="Spara beslutet").click()
    expect(page.get_by_text("centrumledare, klart senast 31 mars 2027")).to_be_visible()
    page.get_by_text("Avsluta mötet").first.click()
    page.get_by_role("button", name="Avsluta mötet").last.click()
    expect(page.get_by_text("Mötet är avslutat")).to_be_visible()

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
