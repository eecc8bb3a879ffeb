"""Many viewers at once, speaking the pages' own websocket protocol.

A figure is the time a viewer waits from asking for a page to the page's script having
finished, with everything it drew received.
"""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.Checkbox_pb2 import Checkbox
from streamlit.proto.DateInput_pb2 import DateInput
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.MultiSelect_pb2 import MultiSelect
from streamlit.proto.Selectbox_pb2 import Selectbox
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.TextArea_pb2 import TextArea
from streamlit.proto.TextInput_pb2 import TextInput
from streamlit.proto.WidgetStates_pb2 import WidgetState

SETTLED = 25
"""Seconds after a start in which the server loads what judges and sweeps: that is no page's."""


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


def most_mb(pid: int) -> float:
    """Return the most memory a process has had, in MB; Linux only."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


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
        browser = _Browser(viewing)
        await opened.wait()
        waits.first.append(await _draw(socket, browser, waits))
        await opened.wait()
        await asyncio.sleep(viewing.reading * turn)  # who reads does not click in step
        for _ in range(viewing.reruns):
            waits.reruns.append(await _draw(socket, browser, waits))
            await asyncio.sleep(viewing.reading)


class _Browser:
    """What a browser remembers between two reruns: its address, and what the controls say.

    It sends both with every rerun. Without them the server would think each time that somebody
    has come from another address, and set every control anew.
    """

    def __init__(self, viewing: Viewing) -> None:
        self._viewing = viewing
        self._asked = viewing.query
        self._controls: dict[str, WidgetState] = {}

    def asks(self) -> bytes:
        """Return what it sends to have the page drawn."""
        asked = BackMsg()
        rerun = asked.rerun_script
        rerun.query_string = self._asked
        rerun.page_name = self._viewing.page
        rerun.context_info.color_scheme = "dark" if self._viewing.dark else "light"
        rerun.widget_states.widgets.extend(self._controls.values())
        return asked.SerializeToString()

    def receives(self, message: ForwardMsg) -> None:
        """Take the address from the server, and what a control begins with."""
        if message.WhichOneof("type") == "page_info_changed":
            self._asked = message.page_info_changed.query_string
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind not in _CONTROLS:
            return
        control = getattr(element, kind)
        if control.set_value or control.id not in self._controls:
            self._controls[control.id] = _CONTROLS[kind](control)


def _of_group(control: ButtonGroup) -> WidgetState:
    names = [control.options[place].content for place in control.default]
    state = WidgetState(id=control.id)
    state.string_array_value.data.extend(control.raw_values if control.set_value else names)
    return state


def _of_selectbox(control: Selectbox) -> WidgetState:
    if control.set_value:
        return WidgetState(id=control.id, string_value=control.raw_value)
    if not control.HasField("default"):
        return WidgetState(id=control.id)
    return WidgetState(id=control.id, string_value=control.options[control.default])


def _of_several(control: MultiSelect) -> WidgetState:
    names = [control.options[place] for place in control.default]
    state = WidgetState(id=control.id)
    state.string_array_value.data.extend(control.raw_values if control.set_value else names)
    return state


def _of_slider(control: Slider) -> WidgetState:
    state = WidgetState(id=control.id)
    state.double_array_value.data.extend(
        control.value if control.set_value else control.default
    )
    return state


def _of_text(control: TextInput | TextArea) -> WidgetState:
    said = control.value if control.set_value else control.default
    return WidgetState(id=control.id, string_value=said)


def _of_day(control: DateInput) -> WidgetState:
    state = WidgetState(id=control.id)
    state.string_array_value.data.extend(
        control.value if control.set_value else control.default
    )
    return state


def _of_toggle(control: Checkbox) -> WidgetState:
    return WidgetState(
        id=control.id, bool_value=control.value if control.set_value else control.default
    )


_CONTROLS: dict[str, Callable[[Any], WidgetState]] = {
    "button_group": _of_group,
    "selectbox": _of_selectbox,
    "multiselect": _of_several,
    "slider": _of_slider,
    "text_input": _of_text,
    "text_area": _of_text,
    "date_input": _of_day,
    "checkbox": _of_toggle,
}


async def _draw(socket: websockets.ClientConnection, browser: _Browser, waits: Waits) -> float:
    start, size = time.perf_counter(), 0
    await socket.send(browser.asks())
    while True:
        raw = await socket.recv()
        assert isinstance(raw, bytes)
        size += len(raw)
        answer = ForwardMsg()
        answer.ParseFromString(raw)
        browser.receives(answer)
        if answer.delta.new_element.WhichOneof("type") == "exception":
            waits.exceptions.append(answer.delta.new_element.exception.message[:200])
        if answer.WhichOneof("type") == "script_finished":
            waits.bytes.append(size)
            return (time.perf_counter() - start) * 1_000
