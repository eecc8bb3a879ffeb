"""What the journeys rest on: a page that is waiting for its server is not still."""

import os
import signal
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.acts import answered, asking, idle
from tests.browser.conftest import Opening
from tests.serving import Served


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be stopped for a while")
def test_a_page_is_not_still_before_the_server_has_begun(
    visit: Opening, server: Served
) -> None:
    page = visit("/ladda-upp")
    field = page.get_by_label("Ditt namn")
    # The code of a kind of field is fetched when it is first drawn: not from a stopped server.
    expect(field).to_be_visible()
    assert answered(page)
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        with asking(page):
            field.fill("Test Testsson")
            field.press("Enter")
        # This is all that the page itself has to say, and it says so too early.
        expect(page.locator('[data-test-script-state="notRunning"]')).to_be_attached()
        expect(page.locator('[data-stale="true"]')).to_have_count(0)
        assert not answered(page)
    finally:
        os.kill(server.process.pid, signal.SIGCONT)
    idle(page)
    assert answered(page)
