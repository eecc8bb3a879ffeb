"""Every page of a store that an earlier program left, before anything is judged again."""

import pytest

from tests import old_stores
from tests.dashboard.driving import app_of, installed, shown, words
from tests.dashboard.page.test_every_page import PAGES
from tests.invited_people import NORTH

pytestmark = pytest.mark.app


def test_every_page_of_an_old_store_draws_itself(lived_in, tmp_path, monkeypatch):
    place = old_stores.as_left_by(old_stores.FIRST, lived_in, tmp_path / "store.duckdb")
    with installed(place, monkeypatch):
        for page in PAGES:
            assert shown(app_of(), page, data="ovning").title[0].value
        said = words(shown(app_of(), "area", omrade=NORTH))
    assert "Minst 65 procent trygga" in said
