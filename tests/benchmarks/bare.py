"""The floor: plain Streamlit with one sentence, and nothing of ours.

Started as a program, with a server's settings as JSON, it is the server; run by that server it
is the page.
"""

import json
import sys
from pathlib import Path

import streamlit as st

if len(sys.argv) == 2:
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    settings = json.loads(sys.argv.pop())
    healthz = Route("/healthz", lambda _request: JSONResponse({"status": "ok"}))
    st.App(Path(__file__), routes=[healthz]).run(config=settings)
else:
    st.write("En mening.")
