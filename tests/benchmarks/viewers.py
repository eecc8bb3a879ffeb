"""Many viewers at once, speaking the pages' own websocket protocol.

A figure is the time a viewer waits from asking for a page to the page's script having
finished, with everything it drew received.
"""

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long the viewers of a page waited, in milliseconds, and what went wrong for them."""

    first: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)

    def p50(self) -> float:
        return quantile(self.reruns, 0.50)

    def p95(self) -> float:
        return quantile(self.reruns, 0.95)


def quantile(waits: Sequence[float], share: float) -> float:
    """Return the wait that `share` of the viewers do not exceed."""
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewing:
    """What viewers look at, in which theme, how often, and how long they read in between."""

    page: str = ""
    query: str = ""
    dark: bool = False
    reruns: int = 8
    reading: float = 0.0


def watch(url: str | Sequence[str], viewing: Viewing, *, viewers: int = 1) -> Waits:
    """Open a page with that many viewers at once, and let each rerun it.

    Of several servers each has its share of the viewers.
    """
    waits = Waits()
    asyncio.run(_everybody([url] if isinstance(url, str) else url, viewing, viewers, waits))
    return waits


def processor_ms(pid: int) -> float:
    """Return the processor time a process has used, in milliseconds; Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return 1_000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost(url: str, pid: int, viewing: Viewing) -> float:
    """Return the server's processor time of a warm rerun for one viewer, in milliseconds."""
    before = processor_ms(pid)
    waits = watch(url, viewing)
    assert not waits.exceptions
    return (processor_ms(pid) - before) / (len(waits.first) + len(waits.reruns))


async def _everybody(urls: Sequence[str], viewing: Viewing, viewers: int, waits: Waits) -> None:
    streams = [url.replace("http", "ws", 1) + "/_stcore/stream" for url in urls]
    # Everybody reruns at the same time, but only once all have the page open.
    opened = asyncio.Barrier(viewers)
    await asyncio.gather(
        *(
            _viewer(streams[one % len(streams)], viewing, waits, opened, one / viewers)
            for one in range(viewers)
        )
    )


async def _viewer(
    stream: str, viewing: Viewing, waits: Waits, opened: asyncio.Barrier, turn: float
) -> None:
    async with websockets.connect(
        stream, max_size=None, subprotocols=["streamlit"], open_timeout=120
    ) as socket:
        await opened.wait()
        waits.first.append(await _draw(socket, viewing, waits))
        await opened.wait()
        await asyncio.sleep(viewing.reading * turn)  # who reads does not click in step
        for _ in range(viewing.reruns):
            waits.reruns.append(await _draw(socket, viewing, waits))
            await asyncio.sleep(viewing.reading)


async def _draw(socket: websockets.ClientConnection, viewing: Viewing, waits: Waits) -> float:
    asked = BackMsg()
    asked.rerun_script.query_string = viewing.query
    asked.rerun_script.page_name = viewing.page
    asked.rerun_script.context_info.color_scheme = "dark" if viewing.dark else "light"
    start, size = time.perf_counter(), 0
    await socket.send(asked.SerializeToString())
    while True:
        raw = await socket.recv()
        assert isinstance(raw, bytes)
        size += len(raw)
        answer = ForwardMsg()
        answer.ParseFromString(raw)
        if answer.delta.new_element.WhichOneof("type") == "exception":
            waits.exceptions.append(answer.delta.new_element.exception.message[:200])
        if answer.WhichOneof("type") == "script_finished":
            waits.bytes.append(size)
            return (time.perf_counter() - start) * 1_000
