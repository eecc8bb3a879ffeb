"""Drives the pages without a browser: one installation, one day, one patience."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import installation
from dashboard.page import loaders
from dashboard.settings import settings
from data.door import Door
from data.store import store as stores
from data.store.store import Store
from metrics.definition.catalogue import load_catalogue
from tests.conftest import TODAY
from tests.factories import a_door

ROOT = Path(installation.__file__).parent

PATIENCE = 600
"""Seconds a page may take on a machine that does much else: only a page that hangs fails."""


@contextmanager
def installed(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this process be an installation with the store at `place`, on the tests' day."""
    with _installed(place, monkeypatch):
        yield
    if opened := stores._open.pop(str(place.resolve()), None):
        opened.close()


@contextmanager
def installed_to_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this process be an installation whose store stays open for whoever reads next.

    What the pages worked out for one test is still true for the next one, as it is from one
    visitor to another, as long as nobody writes: that is checked.
    """
    door = Door.shared(place)
    before = door.revision
    with _installed(place, monkeypatch):
        yield
    assert door.revision == before, "This store is read by other tests too: take own_sample."


@contextmanager
def _installed(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KVARVARDE_STORE", str(place))
    monkeypatch.setenv("KVARVARDE_TODAY", TODAY.date().isoformat())
    installation.installation.cache_clear()
    yield
    installation.installation.cache_clear()


def lent(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages read a store that is open already, on the tests' day."""
    monkeypatch.setenv("KVARVARDE_TODAY", TODAY.date().isoformat())
    monkeypatch.setattr(loaders, "door", lambda: a_door(store))
    monkeypatch.setattr(loaders, "settings", settings)
    monkeypatch.setattr(loaders, "catalogue", load_catalogue)


def scripted(script: str) -> AppTest:
    """Return a page of a few lines that has not run, with all the time that it may need."""
    return AppTest.from_string(script, default_timeout=PATIENCE)


def app_of(script: str = "app.py", **query: str) -> AppTest:
    """The app, or one view of it, asked for with `query` and not yet run."""
    app = AppTest.from_file(str(ROOT / script), default_timeout=PATIENCE)
    for name, value in query.items():
        app.query_params[name] = value
    return app


def checked(page: AppTest) -> AppTest:
    """A page that has run, and did not break."""
    assert not page.exception, page.exception
    return page


def shown(app: AppTest, view: str = "", **query: str) -> AppTest:
    """The app run with `query`: on the page `view`, or where it opens. It shows no error."""
    if view:
        app.run()
        app.switch_page(f"views/{view}.py")
    for name, value in query.items():
        app.query_params[name] = value
    checked(app.run())
    assert not app.error, [error.value for error in app.error]
    return app


def words(page: AppTest) -> str:
    """All words of a page, but for those of its tables."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "error", "success")
    return "\n".join(str(element.value) for kind in kinds for element in page.get(kind))


def everything(page: AppTest) -> str:
    """All words of a page, those of its tables included."""
    cells = [
        str(cell)
        for table in page.table
        for cell in (*table.value.columns, *table.value.to_numpy().ravel())
    ]
    return "\n".join([words(page), *cells])


def specs(page: AppTest) -> list[dict[str, Any]]:
    """The charts of a page, as they are drawn."""
    return [json.loads(chart.proto.spec) for chart in page.get("plotly_chart")]


def field(page: AppTest, label: str) -> Any:
    """The only field of a page with a label."""
    kinds = ("text_input", "text_area", "date_input", "selectbox", "button_group")
    (found,) = [each for kind in kinds for each in page.get(kind) if each.label == label]
    return found


def press(page: AppTest, label: str) -> AppTest:
    """The page after its only button with a label has been pressed."""
    (button,) = [button for button in page.button if button.label == label]
    return checked(button.click().run())
