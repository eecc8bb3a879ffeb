"""One server writes and another only shows: real processes, and the folder between them."""

import time

import httpx
import pytest

from dashboard.settings import SettingsError, settings
from data.store.store import Store
from tests import new_owner
from tests.benchmarks.viewers import Viewing, watch
from tests.data.loading import load
from tests.serving import PATIENCE, asked, served

AREAS = Viewing(page="omrade", reruns=1)


def brought_in(url, text):
    return httpx.post(
        f"{url}/api/v1/imports",
        files={"file": ("file.csv", text.encode())},
        timeout=PATIENCE,
        trust_env=False,
    )


def revision_of(url):
    return asked(f"{url}/healthz").json()["revision"]


def waited_for(url, revision):
    give_up = time.monotonic() + PATIENCE
    while revision_of(url) < revision:
        assert time.monotonic() < give_up, f"{url} never came to revision {revision}"
        time.sleep(0.1)  # between two questions, not instead of them


def test_what_is_saved_at_one_server_is_shown_by_another_and_nothing_is_saved_there(
    tmp_path, catalogue
):
    place, copies = tmp_path / "store.duckdb", tmp_path / "copies"
    store = Store(place)
    load(store, new_owner.AREAS, catalogue)
    store.close()
    with served(place, tmp_path, KVARVARDE_PUBLISH=str(copies)) as writer:
        while not (copies / "latest.json").exists():
            assert writer.process.poll() is None
            time.sleep(0.1)
        with served(tmp_path / "none.duckdb", tmp_path, KVARVARDE_FOLLOW=str(copies)) as shows:
            assert revision_of(shows.url) == revision_of(writer.url)
            assert not watch(shows.url, AREAS).exceptions
            refused = brought_in(shows.url, new_owner.THREE_YEARS)
            assert refused.status_code == 403
            assert "visar bara" in refused.json()["error"]
            saved = brought_in(writer.url, new_owner.THREE_YEARS).json()["revision"]
            waited_for(shows.url, saved)
            seen = asked(f"{shows.url}/api/v1/observations?area_id={new_owner.AREA}").json()
            assert (
                seen
                == asked(f"{writer.url}/api/v1/observations?area_id={new_owner.AREA}").json()
            )
            assert seen["rows"]
    assert not (tmp_path / "none.duckdb").exists()


def test_a_server_that_gives_out_copies_and_only_shows_them_is_refused():
    with pytest.raises(SettingsError, match="inte både ge ut och bara visa"):
        settings({"KVARVARDE_PUBLISH": "a", "KVARVARDE_FOLLOW": "b"})
