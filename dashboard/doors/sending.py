"""Sends what a page is made of together, where Streamlit sends one message at a time.

A page is some hundred small messages. Each woke the server's loop from the thread of its
script, took a turn of it, and was written to the browser by itself: half of a warm page.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from starlette.types import Message
from starlette.websockets import WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.runtime_util import serialize_forward_msg
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.session_manager import ActiveSessionInfo, SessionClientDisconnectedError
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_websocket import StarletteSessionClient
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from dashboard.page import messages
from dashboard.page.messages import Together
from dashboard.page.shown import SHOWN

_TOGETHER = 0.001
"""Seconds in which what is written to one browser is gathered."""

_UNDER_WAY = 0.005
"""Seconds in which messages of a script that goes on are gathered."""


_written_by = WebSocketsSansIOProtocol.send


async def _write(protocol: WebSocketsSansIOProtocol, message: Message) -> None:
    """Write what is gathered for a browser in one go, each message as itself.

    Every write is a call to the system, in which another thread takes its turn: of a page of
    a hundred messages that was more than a tenth.
    """
    gathered = message.get("bytes")
    if isinstance(gathered, list):
        *first, last = gathered
        await protocol.writable.wait()
        connection = protocol.conn
        if connection.state is not State.OPEN:
            pass  # as for one message alone
        elif connection.extensions:
            for one in first:
                connection.send_binary(one)  # lies there until the last one is written
        else:
            for one in first:
                connection.writes += (_before(len(one)), one)
        message = {**message, "bytes": last}
    await _written_by(protocol, message)  # type: ignore[arg-type]


def _before(length: int) -> bytes:
    """Return what stands before a whole message of a server's websocket: RFC 6455, 5.2."""
    if length < 126:
        return bytes((0x82, length))
    if length < 65_536:
        return b"\x82\x7e" + length.to_bytes(2)
    return b"\x82\x7f" + length.to_bytes(8)


_flushed_by = AppSession.flush_browser_queue
_sent_by = Runtime._send_message


def _flush(session: AppSession) -> list[list[ForwardMsg]]:
    """Return what waits for a browser as one: the loop takes a turn after each it sends."""
    waiting = _flushed_by(session)
    return [waiting] if waiting else []


def _send(runtime: Runtime, to: ActiveSessionInfo, waiting: list[ForwardMsg]) -> None:
    for message in waiting:
        _sent_by(runtime, to, message)


class _Client(StarletteSessionClient):
    """A browser to which messages are written together."""

    def __init__(self, websocket: WebSocket) -> None:
        super().__init__(websocket)
        self._gathered: list[bytes] = []
        SHOWN.expect()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Write a message with what else comes within `_TOGETHER`.

        Raises `SessionClientDisconnectedError` for a browser that is gone or takes nothing.
        """
        if self._closed.is_set():
            raise SessionClientDisconnectedError
        self._gathered.append(serialize_forward_msg(msg))
        if len(self._gathered) == 1:
            asyncio.get_running_loop().call_later(_TOGETHER, self._hand_over)

    def _hand_over(self) -> None:
        gathered, self._gathered = self._gathered, []
        try:
            self._send_queue.put_nowait(gathered)  # type: ignore[arg-type]
        except asyncio.QueueFull:
            self._closed.set()


class _Waiting:
    """What scripts have said that the loop has not seen to, in their order."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._said: deque[tuple[AppSession, Any, _Said]] = deque()
        self._woken = False

    def later(self, session: AppSession, sender: Any, messages: tuple[ForwardMsg, ...]) -> None:
        """Send messages with what else is said within `_UNDER_WAY`."""
        self._said.append((session, sender, messages))
        if not self._woken:
            self._woken = True
            session._call_soon_on_event_loop(self._wait)

    def now(self, session: AppSession, sender: Any, event: Callable[[], None]) -> None:
        """See to an event as soon as the loop can, after what has been said before it."""
        self._said.append((session, sender, event))
        session._call_soon_on_event_loop(self._see_to)

    def _wait(self) -> None:
        self.loop.call_later(_UNDER_WAY, self._see_to)

    def _see_to(self) -> None:
        self._woken = False  # first: what is said from here on wakes the loop again
        told: set[AppSession] = set()
        while self._said:
            session, sender, said = self._said.popleft()
            if not isinstance(said, tuple):
                said()
            elif sender is session._scriptrunner:  # a script that was stopped is not heard
                _queue(session._browser_queue, said)
                told.add(session)
        for session in told:
            if session._message_enqueued_callback is not None:
                session._message_enqueued_callback()


def _queue(queue: ForwardMsgQueue, messages: tuple[ForwardMsg, ...]) -> None:
    """Put messages into a browser's queue, in one go where none takes another's place."""
    places = messages.places if isinstance(messages, Together) else None
    if places is None or not places.keys().isdisjoint(queue._delta_index_map):
        for message in messages:
            queue.enqueue(message)
        return
    first = len(queue._queue)
    queue._queue.extend(messages)
    queue._delta_index_map.update((path, first + nth) for path, nth in places.items())


_Said = tuple[ForwardMsg, ...] | Callable[[], None]

_waiting: _Waiting | None = None
"""Of the one loop of this process."""


def _on_event(session: AppSession, sender: Any, event: ScriptRunnerEvent, **named: Any) -> None:
    """Take what a script says: a message may wait for the next ones, its end may not."""
    global _waiting
    if _waiting is None or _waiting.loop is not session._event_loop:
        _waiting = _Waiting(session._event_loop)
    if event is ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
        _waiting.later(session, sender, (named["forward_msg"],))
    else:
        if event is ScriptRunnerEvent.SCRIPT_STARTED:
            vars(sender)[_SESSION] = session
        handle = session._handle_scriptrunner_event_on_event_loop
        _waiting.now(session, sender, partial(handle, sender, event, **named))


_SESSION = "session-it-runs-for"


def _hand_over(run: ScriptRunContext, sent: Together) -> None:
    """Take what a script sends once more, in one go, as `_on_event` would each message."""
    sender: Any = getattr(run._enqueue, "__self__", None)
    session: AppSession | None = vars(sender).get(_SESSION) if sender is not None else None
    if session is None or _waiting is None:
        for message in sent:
            run.enqueue(message)
    else:
        if sender._requests._state is not ScriptRequestType.CONTINUE:
            sender._maybe_handle_execution_control_request()  # a script is told to stop here
        _waiting.later(session, sender, sent)


_theme_of = app_session._populate_theme_msg


@cache
def _theme(section: str) -> CustomThemeConfig:
    """Read a section of the theme once; Streamlit reads the six of them at each rerun."""
    theme = CustomThemeConfig()
    _theme_of(theme, section)
    return theme


def _fill(theme: CustomThemeConfig, section: str = "theme") -> None:
    known = _theme(section)
    if known.ByteSize():
        theme.MergeFrom(known)


@contextmanager
def together() -> Iterator[None]:
    """Let this process send so while the block runs: see docs/decisions/0095.

    It takes the place of six things in Streamlit that are not public, and of how a server
    writes to a websocket.
    """
    taken: tuple[tuple[Any, str, object], ...] = (
        (AppSession, "_on_scriptrunner_event", _on_event),
        (AppSession, "flush_browser_queue", _flush),
        (Runtime, "_send_message", _send),
        (app_session, "_populate_theme_msg", _fill),
        (starlette_websocket, "StarletteSessionClient", _Client),
        (WebSocketsSansIOProtocol, "send", _write),
        (messages, "in_one_go", _hand_over),
    )
    before = [getattr(owner, name) for owner, name, _mine in taken]
    for owner, name, mine in taken:
        setattr(owner, name, mine)
    try:
        yield
    finally:
        for (owner, name, _mine), theirs in zip(taken, before, strict=True):
            setattr(owner, name, theirs)
