"""The floor: a page with one sentence, served with the settings of the dashboard.

Started as a program it is the server, and as a script of that server it is the page.
"""

import sys
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def _healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


if len(sys.argv) == 2:
    from dashboard.doors.server import production

    port = int(sys.argv.pop())
    page = st.App(Path(__file__), routes=[Route("/healthz", _healthz)])
    page.run(config=production("127.0.0.1", port, 200))
else:
    st.write("En mening.")
