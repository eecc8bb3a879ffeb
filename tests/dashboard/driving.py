"""Drives the pages without a browser: one installation, one day, one patience."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import installation
from data import store as stores
from tests.conftest import TODAY

ROOT = Path(installation.__file__).parent

PATIENCE = 600
"""Seconds a page may take on a machine that does much else: only a page that hangs fails."""


@contextmanager
def installed(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this process be an installation with the store at `place`, on the tests' day."""
    monkeypatch.setenv("KVARVARDE_STORE", str(place))
    monkeypatch.setenv("KVARVARDE_TODAY", TODAY.date().isoformat())
    installation.installation.cache_clear()
    yield
    installation.installation.cache_clear()
    if opened := stores._open.pop(str(place.resolve()), None):
        opened.close()


def app_of(script: str = "app.py", **query: str) -> AppTest:
    """The app, or one view of it, asked for with `query` and not yet run."""
    app = AppTest.from_file(str(ROOT / script), default_timeout=PATIENCE)
    for name, value in query.items():
        app.query_params[name] = value
    return app
