"""What is judged next is worked out when nobody is there, once for each revision."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.doors import server


class Looking:
    """A server that looks ahead, with so much to work out, and what it has done by then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *left: int | Exception) -> None:
        self.here: Any = SimpleNamespace(door=SimpleNamespace(revision=1, path="store"))
        self.left, self.worked, self.busy = list(left), 0, False
        self.stop: Any = None
        monkeypatch.setattr(server, "_BETWEEN_LOOKS_AHEAD", 0)
        monkeypatch.setattr(server, "_busy", lambda: self.busy)
        monkeypatch.setattr(server, "work_ahead", self.work)

    def work(self, store: str, stop: Any) -> int:
        assert store == "store"
        self.worked, self.stop = self.worked + 1, stop
        found = self.left.pop(0) if self.left else 0
        if isinstance(found, Exception):
            raise found
        return found

    def until(self, *steps: Callable[[], object]) -> None:
        """Let it look for a while, and again after each of the steps."""

        async def looked() -> None:
            looking = asyncio.create_task(server._look_ahead(self.here))
            for step in (lambda: None, *steps):
                step()
                before = -1
                while before != self.worked:
                    before = self.worked
                    await asyncio.sleep(0.05)
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)

        asyncio.run(looked())


def test_all_there_is_is_worked_out_once_for_each_revision(monkeypatch):
    looking = Looking(monkeypatch, 3, 2, 0)
    seen = []
    looking.until(
        lambda: seen.append(looking.worked),
        lambda: setattr(looking.here.door, "revision", 2),
    )
    assert seen == [3], "until nothing was left, and no more"
    assert looking.worked == 4


def test_nothing_is_worked_out_while_somebody_is_there(monkeypatch):
    looking = Looking(monkeypatch)
    looking.busy = True
    seen = []
    looking.until(lambda: seen.append(looking.worked), lambda: setattr(looking, "busy", False))
    assert (seen, looking.worked) == ([0], 1)


def test_what_fails_is_told_and_tried_with_the_next_revision(monkeypatch, caplog):
    looking = Looking(monkeypatch, OSError("full"), 0)
    looking.until(lambda: setattr(looking.here.door, "revision", 2))
    assert looking.worked == 2
    assert [one.message for one in caplog.records if one.name == server._LOG.name] == [
        "What is judged next was not worked out ahead"
    ]


def test_a_server_that_ends_tells_what_works_ahead_to_stop(monkeypatch):
    looking = Looking(monkeypatch)
    looking.until()
    assert looking.stop.is_set()
