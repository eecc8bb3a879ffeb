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
    """Undo the file on the page, and wait until it is undone."""
    press(
        page.get_by_role("button", name="Ångra inläsningen"),
        then=heading(page).filter(has_text="är ångrad"),
    )
