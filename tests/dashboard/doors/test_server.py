"""What the server does by itself while nobody asks for anything."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace

import pytest

from dashboard.doors import server


@pytest.mark.parametrize("error", [ValueError("a fault of ours"), OSError("the disk is full")])
def test_the_calendar_is_asked_again_after_any_error(monkeypatch, caplog, error):
    asked, again = [], asyncio.Event()

    def reassess(*_given, **_asked):
        asked.append("asked")
        if len(asked) == 1:
            raise error
        loop.call_soon_threadsafe(again.set)

    async def until_again():
        calendar = asyncio.create_task(server._follow_the_calendar(here))
        await asyncio.wait_for(again.wait(), timeout=60)
        calendar.cancel()

    here = SimpleNamespace(door=SimpleNamespace(who=lambda: None), catalogue={})
    monkeypatch.setattr(server, "reassess", reassess)
    monkeypatch.setattr(server, "_BETWEEN_CALENDAR_CHECKS", timedelta(0))
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        runner.run(until_again())
    assert str(error) in caplog.text
