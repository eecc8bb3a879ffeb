"""A page is many small messages, and none of them waits for the one before it."""

import asyncio
import socket
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvicorn
from streamlit.web.server.starlette.starlette_server import _bind_socket

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uvloop is not for Windows")


class Accepted(asyncio.Protocol):
    def __init__(self) -> None:
        self.delay: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        accepted = transport.get_extra_info("socket")
        said = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        self.delay.set_result(not said)
        transport.close()


async def delayed() -> bool:
    """Connect to a socket made as Streamlit makes it; whether answers are held back there."""
    accepted = Accepted()
    listening = _bind_socket("127.0.0.1", 0, 1)
    server = await asyncio.get_running_loop().create_server(lambda: accepted, sock=listening)
    async with server:
        _reader, writer = await asyncio.open_connection(*listening.getsockname())
        answer = await accepted.delay
        writer.close()
    return answer


def test_the_loop_of_the_server_holds_no_message_back():
    loop = uvicorn.Config("dashboard.doors.server:app").get_loop_factory()

    def asked() -> bool:
        with asyncio.Runner(loop_factory=loop) as runner:
            return runner.run(delayed())

    # In a thread of its own: a browser test before it leaves its loop running in this one.
    with ThreadPoolExecutor(1) as alone:
        assert not alone.submit(asked).result()
