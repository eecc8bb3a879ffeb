"""How much room the browser has, so that what is narrow is a list."""

import streamlit as st

from dashboard.page import this_visit

NARROW, MIDDLE, WIDE = "narrow", "middle", "wide"
"""How much room a browser has: as a phone or with very large letters, as a tablet, or more."""

_ROOM = "kvarvarde_room"
"""The cookie by which the browser tells it when it connects: see ``doors/browser.js``."""


def now() -> str:
    """Return how much room the browser has said that there is."""
    if "Mobi" in (st.context.headers.get("User-Agent") or ""):
        return NARROW
    told = str(st.context.cookies.get(_ROOM, WIDE))
    return told if told in {NARROW, MIDDLE} else WIDE


def of_visit() -> str:
    """Return how much there is, as `addressed.selection` last read it: cheap per table."""
    return str(this_visit.kept().get("kept-room", WIDE))


def told(size: str) -> dict[str, str]:
    """Return what is kept of a visit with so much room, for `of_visit`."""
    return {"kept-room": size}


def on_a_phone() -> bool:
    """Whether there is as little room as on a phone: the sentence and lists come first."""
    return of_visit() == NARROW
