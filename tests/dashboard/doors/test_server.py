"""What the server does by itself while nobody asks for anything."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest

from dashboard.doors import server


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
