"""What a person does on a page: each act begins on a still page and ends with what came of it.

Streamlit draws a page by running its script; elements are put in and taken out while it runs,
and a click in the middle of that can land on something that is about to go. So no journey
clicks or writes by itself: it uses these, and waits for a named consequence, never for time.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.script_runs import ScriptRuns

MAIN = '[data-testid="stMain"]'
"""What a page shows, without the menu."""

_NOTHING_MOVES = """() => !document.getAnimations().some(one =>
    one.playState === "running" && isFinite(one.effect?.getComputedTiming().endTime))"""
"""Whether what fades, slides or unfolds has come to rest; what spins for ever is left out."""

_RUNS: WeakKeyDictionary[Page, ScriptRuns] = WeakKeyDictionary()


def follow_runs(page: Page) -> None:
    """Begin to follow the script runs of a page that has not loaded anything yet."""
    _RUNS[page] = ScriptRuns(page)


def answered(page: Page) -> bool:
    """Whether the server has answered all that a page has asked of it."""
    return _RUNS[page].answered


def asking(page: Page) -> AbstractContextManager[None]:
    """Wait, when the block is done, until it has led the page to ask for a run."""
    return _RUNS[page].asked()


def idle(page: Page) -> None:
    """Wait until all that was asked of the server is answered and drawn, and nothing moves."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    _RUNS[page].wait()
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    page.wait_for_function(_NOTHING_MOVES)


def settled(page: Page) -> None:
    """Wait until a page that has just been asked for has a title and is still."""
    expect(heading(page)).to_be_visible()
    idle(page)


def heading(page: Page) -> Locator:
    """The finding at the top of the page."""
    return page.get_by_role("heading", level=1).first


def expect_room(page: Page, room: str) -> None:
    """Expect that nothing in `room` has to be scrolled sideways once it is laid out."""
    inside = page.locator(room)
    wide = "room => room.scrollWidth - room.clientWidth"
    try:
        page.wait_for_function(f"room => ({wide})(room) <= 0", arg=inside.element_handle())
    except TimeoutError:
        raise AssertionError(f"{room} is {inside.evaluate(wide)} px too wide") from None


def path_of(page: Page) -> str:
    """The address of a page without the server: what somebody sends to a colleague."""
    parts = urlsplit(page.url)
    return f"{parts.path}?{parts.query}"


def act(page: Page, do: Callable[[], object], *, then: Locator) -> None:
    """Do something on a still page, and wait until `then`, which was not there, is shown."""
    idle(page)
    expect(then).not_to_be_visible()
    do()
    expect(then).to_be_visible()
    idle(page)


def press(what: Locator, *, then: Locator) -> None:
    """Press something that makes `then` appear."""
    act(what.page, what.click, then=then)


def dismiss(what: Locator, *, gone: Locator) -> None:
    """Press something on a still page that takes `gone` away."""
    idle(what.page)
    expect(gone.first).to_be_visible()
    what.click()
    expect(gone).to_have_count(0)
    idle(what.page)


def write(field: Locator, text: str) -> None:
    """Write in a field and leave it, as with the Tab key."""
    idle(field.page)
    field.fill(text)
    field.press("Tab")
    idle(field.page)
    expect(field).to_have_value(text)


def choose(field: Locator, text: str, *, then: Locator) -> None:
    """Search in a list for `text` and press the one that is found, as a hand does."""
    found = field.page.get_by_role("option").filter(has_text=text)
    idle(field.page)
    field.click()
    field.press_sequentially(text)
    expect(field).to_have_value(text)
    expect(found).to_have_count(1)
    press(found, then=then)


def give(field: Locator, name: str, content: bytes, kind: str) -> None:
    """Give a file field a file, and wait until the server has done something with it."""
    page = field.page
    idle(page)
    with _RUNS[page].asked():
        field.set_input_files({"name": name, "mimeType": kind, "buffer": content})
    idle(page)


def type_key(page: Page, key: str) -> None:
    """Press a key where the focus is, on a still page."""
    idle(page)
    page.keyboard.press(key)


def follow(link: Locator, *, to: str | re.Pattern[str]) -> Page:
    """Follow a link, in this window or a new one, to a page whose address matches `to`."""
    page = link.page
    idle(page)
    if link.get_attribute("target") == "_blank" and not is_page(link):
        with page.context.expect_page() as opened:
            link.click()
        page = opened.value
    else:
        link.click()
    page.wait_for_url(to)
    settled(page)
    return page


def is_page(link: Locator) -> bool:
    """Whether a link in a text leads to another page of ours: those are followed here."""
    where = link.get_attribute("href") or ""
    return where.startswith("/") and "/presentera" not in where and "/api/" not in where


def downloaded(page: Page, button: str, folder: Path) -> Path:
    """Press a button and keep the file it gives."""
    idle(page)
    with page.expect_download() as given:
        page.get_by_role("button", name=button).click()
    file = folder / given.value.suggested_filename
    given.value.save_as(file)
    return file


def reload(page: Page) -> None:
    """Ask for the page again."""
    page.reload()
    settled(page)
