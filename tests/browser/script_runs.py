"""Follows what a page asks the server for, so that a test knows when all is answered."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 60_000
"""Milliseconds to wait for a consequence: only what never comes fails, however busy it is."""

_DONE = {
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
}
"""How a run ends that no other run takes over from."""


class ScriptRuns:
    """The runs of the app's script that one page has asked for.

    A page says that no script is running in two cases: when all is answered, and when the
    server has not begun with what was just pressed. Only the socket tells them apart: every
    request to run must be followed by a run that begins and ends.
    """

    def __init__(self, page: Page) -> None:
        self._socket: WebSocket | None = None
        self._asked = self._begun = False
        page.on("websocket", self._opened)

    @property
    def answered(self) -> bool:
        """Whether the latest request of the page is answered in full."""
        return not (self._asked or self._begun)

    def wait(self) -> None:
        """Wait until the latest request of the page is answered in full."""
        while self._socket is not None and not self.answered:
            self._socket.wait_for_event("framereceived", timeout=PATIENCE)

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Wait, when the block is done, until it has led the page to ask for a run."""
        assert self._socket is not None
        with self._socket.expect_event("framesent", _asks, timeout=PATIENCE):
            yield

    def _opened(self, socket: WebSocket) -> None:
        # A page that loads, or has lost the server, always asks for a run.
        self._socket, self._asked, self._begun = socket, True, False
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, payload: str | bytes) -> None:
        self._asked = self._asked or _asks(payload)

    def _received(self, payload: str | bytes) -> None:
        if not isinstance(payload, bytes):
            return
        message = ForwardMsg.FromString(payload)
        if message.HasField("new_session"):
            self._asked, self._begun = False, True
        elif message.WhichOneof("type") == "script_finished":
            # A run that stops early is followed by another, without a request.
            self._begun = self._begun and message.script_finished not in _DONE


def _asks(payload: str | bytes) -> bool:
    """Whether a message of the page asks the server to run the script."""
    return isinstance(payload, bytes) and BackMsg.FromString(payload).HasField("rerun_script")
