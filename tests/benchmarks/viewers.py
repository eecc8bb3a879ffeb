"""Many viewers at once, speaking the pages' own websocket protocol.

A figure is the time a viewer waits from asking for a page to the page's script having
finished, with everything it drew received.
"""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

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


def watch(url: str, *, viewers: int, reruns: int = 8, page: str = "", query: str = "") -> Waits:
    """Open a page with that many viewers at once, and let each rerun it."""
    waits = Waits()
    asyncio.run(_everybody(url, viewers, reruns, page, query, waits))
    return waits


async def _everybody(
    url: str, viewers: int, reruns: int, page: str, query: str, waits: Waits
) -> None:
    stream = url.replace("http", "ws", 1) + "/_stcore/stream"
    # Everybody reruns at the same time, but only once all have the page open.
    opened = asyncio.Barrier(viewers)
    await asyncio.gather(
        *(_viewer(stream, reruns, page, query, waits, opened) for _ in range(viewers))
    )


async def _viewer(
    stream: str, reruns: int, page: str, query: str, waits: Waits, opened: asyncio.Barrier
) -> None:
    async with websockets.connect(
        stream, max_size=None, subprotocols=["streamlit"], open_timeout=120
    ) as socket:
        waits.first.append(await _draw(socket, page, query, waits))
        await opened.wait()
        for _ in range(reruns):
            waits.reruns.append(await _draw(socket, page, query, waits))


async def _draw(
    socket: websockets.ClientConnection, page: str, query: str, waits: Waits
) -> float:
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.page_name = page
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


def line(name: str, waits: Waits, floor: Waits) -> str:
    """One line of the table: a page over the floor."""
    return (
        f"{name:<32} {waits.p50():8.0f} {waits.p95():8.0f}   "
        f"{floor.p50():8.0f} {floor.p95():8.0f}   "
        f"{waits.p50() / floor.p50():6.2f} {waits.p95() / floor.p95():6.2f}   "
        f"{statistics.median(waits.bytes) / 1_000:8.0f}"
    )
