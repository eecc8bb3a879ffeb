"""A real server with the shipped data, and a real Chromium in front of it."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.conftest import TODAY
from tests.serving import Served, served

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOW_TO_GET_ONE = (
    "No Chromium found. On Debian: sudo apt-get install chromium. "
    "Elsewhere: set CHROMIUM to the program's path."
)

expect.set_options(timeout=30_000)


def chromium() -> str | None:
    """Find the browser: where CHROMIUM says, or on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here; skip it without a Chromium, unless it must not be skipped."""
    required = bool(os.environ.get("KVARVARDE_REQUIRE_BROWSER"))
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker("browser")
        # One server and one browser, whatever number of workers the suite runs on.
        item.add_marker(pytest.mark.xdist_group("browser"))
        if chromium() is None and not required:
            item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_ONE))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.fail(HOW_TO_GET_ONE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a copy of the shipped store, on the day it is judged on in all tests."""
    folder = tmp_path_factory.mktemp("served")
    store = Path(shutil.copy(sample_file, folder / "store.duckdb"))
    with served(store, folder, KVARVARDE_TODAY=TODAY.date().isoformat()) as running:
        yield running


Opening = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, server: Served) -> Iterator[Opening]:
    """Open a path in a browser of its own, and fail on anything the page complains about."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opening(path: str = "/", *, scheme: str = "light", width: int = 1280) -> Page:
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 900},
            locale="sv-SE",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )
        page.goto(server.url + path)
        settled(page)
        return page

    yield opening
    for context in contexts:
        context.close()
    assert complaints == []


def settled(page: Page) -> None:
    """Wait until the page has a title and its script has finished."""
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    idle(page)


def idle(page: Page) -> None:
    """Wait until no script is running."""
    expect(page.locator('[data-test-script-state="notRunning"]')).to_be_attached()
    expect(page.locator('[data-stale="true"]')).to_have_count(0)


def heading(page: Page) -> Locator:
    """The finding at the top of the page."""
    return page.get_by_role("heading", level=1).first


def drop(page: Page, name: str, text: str) -> None:
    """Drop a CSV file on Ladda upp and wait until it has been read."""
    page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    expect(page.get_by_text(re.compile(r"^Steg 4 av 4$|sparad som inläsning"))).to_be_visible()
    idle(page)


def say_who(page: Page, name: str = "Test Testsson") -> None:
    """Write the uploader's name, as the page asks."""
    field = page.get_by_label("Ditt namn")
    field.fill(name)
    field.press("Enter")
    idle(page)


def save(page: Page) -> None:
    """Press the button that saves, and wait for the receipt."""
    page.get_by_role("button", name=re.compile("^Spara ")).click()
    expect(heading(page)).to_contain_text("sparad som inläsning")
    idle(page)


def undo(page: Page) -> None:
    """Take the file on the page back, and wait until it is."""
    page.get_by_role("button", name="Ångra inläsningen").click()
    expect(heading(page)).to_contain_text("är ångrad")
    idle(page)
