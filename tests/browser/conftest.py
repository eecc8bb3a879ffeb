"""A real server with the shipped data, and a real Chromium in front of it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.acts import follow_runs, settled
from tests.browser.script_runs import PATIENCE
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

expect.set_options(timeout=PATIENCE)


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
        if chromium() is None and not required:
            item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_ONE))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all journeys, closed after them: its loop would be in others' way."""
    program = chromium()
    if program is None:
        pytest.fail(HOW_TO_GET_ONE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a copy of the shipped store to journeys that save nothing."""
    with serving_a_copy(sample_file, tmp_path_factory.mktemp("served")) as running:
        yield running


@contextmanager
def serving_a_copy(store: Path, folder: Path) -> Iterator[Served]:
    """Serve a copy of a store, on the day it is judged on in all tests."""
    copy = Path(shutil.copy(store, folder / "store.duckdb"))
    with served(copy, folder, KVARVARDE_TODAY=TODAY.date().isoformat()) as running:
        yield running


Opening = Callable[..., Page]


Windows = dict[tuple[str, int], BrowserContext]
"""The open windows by colour scheme and width: what a browser keeps is fetched once in each."""


@pytest.fixture(scope="package")
def windows(browser: Browser) -> Iterator[Windows]:
    opened: Windows = {}
    yield opened
    for context in opened.values():
        context.close()


@contextmanager
def visiting(browser: Browser, url: str, windows: Windows) -> Iterator[Opening]:
    """Open paths as somebody who has not been here, and fail on what a page complains about."""
    used: set[BrowserContext] = set()
    complaints: list[str] = []

    def opening(path: str = "/", *, scheme: str = "light", width: int = 1280) -> Page:
        context = _window(browser, windows, scheme, width)
        used.add(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )
        page.goto(url + path)
        settled(page)
        return page

    try:
        yield opening
    finally:
        for context in used:
            _forget(context)
    assert complaints == []


def _window(browser: Browser, windows: Windows, scheme: str, width: int) -> BrowserContext:
    if (scheme, width) not in windows:
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 900},
            locale="sv-SE",
        )
        context.set_default_timeout(PATIENCE)
        context.on("page", follow_runs)
        windows[scheme, width] = context
    return windows[scheme, width]


def _forget(context: BrowserContext) -> None:
    """Close every page and forget who was there, but not what was fetched."""
    for page in context.pages:
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.close()
    context.clear_cookies()


@pytest.fixture
def visit(browser: Browser, server: Served, windows: Windows) -> Iterator[Opening]:
    """Open a path of the server with the shipped data."""
    with visiting(browser, server.url, windows) as opening:
        yield opening
