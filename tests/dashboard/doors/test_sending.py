"""What a page is made of is sent together, in its order, and is what Streamlit would send."""

import asyncio
import threading
from unittest.mock import Mock

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent, StopException
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.session_manager import SessionClientDisconnectedError
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server import _get_websocket_protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets import ClientProtocol, ServerProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

from dashboard.doors import sending
from dashboard.page import messages
from dashboard.page.messages import Together


class Session:
    """A browser's session as far as scripts know it: it notes what it is told."""

    _call_soon_on_event_loop = AppSession._call_soon_on_event_loop

    def __init__(self):
        self._event_loop = asyncio.get_running_loop()
        self._scriptrunner = "script"
        self._browser_queue = self
        self.noted = []
        self.woken = 0

    def enqueue(self, message):
        self.noted.append(message.hash)

    def _message_enqueued_callback(self):
        self.woken += 1

    def _handle_scriptrunner_event_on_event_loop(self, sender, event, **_named):
        self.noted.append(event.name)


def message(name):
    return ForwardMsg(hash=name)


def says(session, event, *names, sender="script"):
    given = {"forward_msg": message(*names)} if names else {}
    sending._on_event(session, sender, event, **given)


def test_messages_wake_the_loop_once_and_the_end_comes_after_them_and_at_once():
    async def run():
        session = Session()
        for name in "abcd":
            says(session, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, name)
        says(session, ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return session

    session = asyncio.run(run())
    assert session.noted == ["a", "b", "c", "d", "SCRIPT_STOPPED_WITH_SUCCESS"]
    assert session.woken == 1


def test_a_script_that_goes_on_is_not_waited_for_and_one_that_was_stopped_is_not_heard():
    async def run():
        session = Session()
        says(session, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, "old", sender="stopped")
        says(session, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, "new")
        while not session.noted:
            await asyncio.sleep(0)
        return session

    assert asyncio.run(run()).noted == ["new"]


def test_what_is_sent_once_more_goes_in_its_turn_and_a_script_that_is_stopped_ends_there():
    async def run():
        session = Session()
        runner = session._scriptrunner = ScriptRunner.__new__(ScriptRunner)
        runner._requests, runner._execing = ScriptRequests(), True
        runner._script_thread = threading.current_thread()
        run = Mock(_enqueue=runner._enqueue_forward_msg)
        says(session, ScriptRunnerEvent.SCRIPT_STARTED, sender=runner)
        says(session, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, "a", sender=runner)
        sending._hand_over(run, Together(map(message, "bc")))
        says(session, ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS, sender=runner)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        runner._requests.request_stop()
        with pytest.raises(StopException):
            sending._hand_over(run, Together([message("d")]))
        return session

    noted = asyncio.run(run()).noted
    assert noted == ["SCRIPT_STARTED", "a", "b", "c", "SCRIPT_STOPPED_WITH_SUCCESS"]


def test_what_waits_for_a_browser_is_sent_in_one_turn_of_the_loop_and_in_its_order():
    browser = Mock()
    session = Mock(_browser_queue=ForwardMsgQueue())
    assert list(sending._flush(session)) == []
    for one in (ForwardMsg(hash="a"), ForwardMsg(hash="b")):
        session._browser_queue.enqueue(one)
    (waiting,) = sending._flush(session)
    sending._send(Runtime.__new__(Runtime), Mock(client=browser), waiting)
    assert [call.args[0].hash for call in browser.write_forward_msg.call_args_list] == [
        "a",
        "b",
    ]


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_a_message_of_any_length_is_framed_as_the_protocol_says(length):
    said = bytes(length)
    theirs = Frame(Opcode.BINARY, said).serialize(mask=False)
    assert sending._before(length) + said == theirs


def test_the_theme_is_what_streamlit_reads_itself():
    for section in ("theme", "theme.light", "theme.dark", "theme.sidebar"):
        theirs, ours = CustomThemeConfig(), CustomThemeConfig()
        app_session._populate_theme_msg(theirs, section)
        sending._fill(ours, section)
        assert ours == theirs


class Line:
    """A server's end of a websocket: it notes each write to the line."""

    handshake_complete, initial_response, close_sent, disconnected = True, None, False, False

    def __init__(self):
        self.conn = ServerProtocol(state=State.OPEN)
        self.transport, self.written = self, []
        self.writable = asyncio.Event()
        self.writable.set()

    def write(self, content):
        self.written.append(content)


def received(content):
    browser = ClientProtocol(parse_uri("ws://here"), state=State.OPEN)
    browser.receive_data(content)
    return [ForwardMsg.FromString(one.data).hash for one in browser.events_received()]


def test_what_is_gathered_for_a_browser_is_one_write_and_comes_as_messages():
    async def run():
        line = Line()
        client = sending._Client.__new__(sending._Client)
        client._closed, client._gathered = asyncio.Event(), []
        client._send_queue = asyncio.Queue(maxsize=1)
        client.write_forward_msg(message("a"))
        client.write_forward_msg(message("b"))
        gathered = await client._send_queue.get()
        await sending._write(line, {"type": "websocket.send", "bytes": gathered})
        await sending._write(line, {"type": "websocket.send", "bytes": b"\n\x01c"})
        client._send_queue.put_nowait(b"a browser that takes nothing")
        client.write_forward_msg(message("c"))
        await asyncio.wait_for(client._closed.wait(), 60)
        with pytest.raises(SessionClientDisconnectedError):
            client.write_forward_msg(message("d"))
        return line

    assert [received(one) for one in asyncio.run(run()).written] == [["a", "b"], ["c"]]


def test_those_who_make_a_revision_ready_know_of_a_browser_when_it_comes(monkeypatch):
    told = Mock()
    monkeypatch.setattr(sending, "SHOWN", told)
    monkeypatch.setattr(
        sending.StarletteSessionClient, "__init__", lambda _client, _socket: None
    )
    sending._Client(Mock())
    told.expect.assert_called_once_with()


def at(*path):
    drawn = ForwardMsg(hash=str(path))
    drawn.metadata.delta_path.extend(path)
    drawn.delta.new_element.markdown.body = "x"
    return drawn


@pytest.mark.parametrize(
    "waits",
    [[], [at(0, 0)], [at(0, 1), at(0, 2)], [ForwardMsg(hash="new")]],
    ids=["nothing", "elsewhere", "the same places", "no place"],
)
@pytest.mark.parametrize("said", [[at(0, 1), at(0, 2)], [at(0, 1), ForwardMsg(hash="page")]])
def test_messages_queue_as_if_they_came_one_by_one(waits, said):
    theirs, ours = ForwardMsgQueue(), ForwardMsgQueue()
    for queue in (theirs, ours):
        for one in waits:
            queue.enqueue(one)
    for one in said:
        theirs.enqueue(one)
    sending._queue(ours, Together(said))
    for queue in (theirs, ours):
        queue.enqueue(at(0, 2))
    assert ours.flush() == theirs.flush()


def test_streamlit_has_the_names_that_are_taken_and_gets_them_back():
    before = AppSession._on_scriptrunner_event, WebSocketsSansIOProtocol.send
    with sending.together():
        assert AppSession._on_scriptrunner_event is sending._on_event
        assert starlette_websocket.StarletteSessionClient is sending._Client
        assert WebSocketsSansIOProtocol.send is sending._write
        assert _get_websocket_protocol() == "websockets-sansio"
        assert AppSession.flush_browser_queue is sending._flush
        assert Runtime._send_message is sending._send
        assert messages.in_one_go is sending._hand_over
    assert AppSession.flush_browser_queue is sending._flushed_by
    assert Runtime._send_message is sending._sent_by
    assert (AppSession._on_scriptrunner_event, WebSocketsSansIOProtocol.send) == before
    assert not messages.in_one_go
    for name in ("_scriptrunner", "_browser_queue", "_message_enqueued_callback"):
        assert name in AppSession.__init__.__code__.co_names
