"""The acts on Ladda upp, in the order a person does them."""

import re

from playwright.sync_api import Page, expect

from tests.browser.acts import give, heading, press, write

CSV = "text/csv"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def drop(page: Page, name: str, content: str | bytes, kind: str = CSV) -> None:
    """Drop a file and wait until it has been read."""
    data = content.encode() if isinstance(content, str) else content
    give(page.locator('input[type="file"]'), name, data, kind)
    expect(page.get_by_text(re.compile(r"^Steg 4 av 4$|sparad som inläsning"))).to_be_visible()


def say_who(page: Page, name: str = "Test Testsson") -> None:
    """Write the uploader's name, as the page asks."""
    write(page.get_by_label("Ditt namn"), name)


def save(page: Page) -> None:
    """Press the button that saves, and wait for the receipt."""
    press(
        page.get_by_role("button", name=re.compile("^Spara ")),
        then=heading(page).filter(has_text="sparad som inläsning"),
    )


def undo(page: Page) -> None:
    """Undo the file on the page: it asks first, and says afterwards that it is undone."""
    sure = page.get_by_role("button", name=re.compile("^Ja, ångra inläsning")).first
    press(
        page.get_by_test_id("stMain")
        .get_by_role("button", name=re.compile(r"^Ångra \d+"))
        .first,
        then=sure,
    )
    press(sure, then=heading(page).filter(has_text="är ångrad"))


def accept_all(page: Page, *, then: str) -> None:
    """Take every suggestion at once, and wait until the heading says what it is to say."""
    press(
        page.get_by_role("button", name="Ja, för alla"),
        then=heading(page).filter(has_text=then),
    )


def count_clicks(page: Page) -> None:
    """Begin to count how often the pointer is pressed, also past a reload."""
    page.add_init_script(_COUNTING)
    page.evaluate(_COUNTING)


def clicks(page: Page) -> int:
    """How often the pointer has been pressed since `count_clicks`."""
    return int(page.evaluate("() => Number(sessionStorage.getItem('clicks') || 0)"))


_COUNTING = """(() => {
    if (window.counting) return;
    window.counting = true;
    addEventListener("pointerdown", () => sessionStorage.setItem(
        "clicks", Number(sessionStorage.getItem("clicks") || 0) + 1), true);
})()"""
