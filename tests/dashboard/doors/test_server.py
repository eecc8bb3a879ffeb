"""What the server does by itself while nobody asks for anything."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest

from dashboard.doors import server
from data.store.store import Store
from tests.factories import a_door, saved_row


@pytest.mark.parametrize("error", [ValueError("a fault of ours"), OSError("the disk is full")])
def test_the_calendar_is_asked_again_after_any_error(monkeypatch, caplog, error):
    asked, again, loop = [], asyncio.Event(), None

    def reassess(*_given, **_asked):
        asked.append("asked")
        if len(asked) == 1:
            raise error
        loop.call_soon_threadsafe(again.set)

    async def until_again():
        nonlocal loop
        loop = asyncio.get_running_loop()
        calendar = asyncio.create_task(server._follow_the_calendar(here))
        await asyncio.wait_for(again.wait(), timeout=60)
        calendar.cancel()

    here = SimpleNamespace(door=SimpleNamespace(who=lambda: None), catalogue={})
    monkeypatch.setattr(server, "reassess", reassess)
    monkeypatch.setattr(server, "_BETWEEN_CALENDAR_CHECKS", timedelta(0))
    # In a thread of its own: a browser test before it leaves its loop running in this one.
    with ThreadPoolExecutor(1) as alone:
        alone.submit(lambda: asyncio.run(until_again())).result()
    assert str(error) in caplog.text


def test_after_each_revision_what_was_asked_lately_is_worked_out_again(monkeypatch, caplog):
    store, asked, twice = Store(":memory:"), [], threading.Event()

    def ask_again():
        asked.append(store.revision)
        if len(asked) == 1:
            saved_row(store, "event", {"event_id": "f"})
            raise ValueError("a fault of ours")
        twice.set()

    async def saved():
        pages = asyncio.create_task(
            server._follow_what_is_saved(SimpleNamespace(door=a_door(store)))
        )
        await asyncio.sleep(0)
        await asyncio.to_thread(saved_row, store, "event", {"event_id": "e"})
        assert await asyncio.to_thread(twice.wait, 60)
        pages.cancel()

    monkeypatch.setattr(server, "ask_again", ask_again)
    monkeypatch.setattr(server, "_LONGEST_WAIT", 1)
    with ThreadPoolExecutor(1) as alone:
        alone.submit(lambda: asyncio.run(saved())).result()
    assert asked == [1, 2]
    assert "a fault of ours" in caplog.text
