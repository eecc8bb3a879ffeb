"""Hands on what is shown: the address of the view, to copy, and as a code for a phone."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import lru_cache
from typing import NoReturn
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import StopException

from dashboard.export import qr
from dashboard.installation import now
from dashboard.page import addressed, blocks, loaders, paper
from dashboard.page.replay import unchanging
from dashboard.settings import base_path
from dashboard.text.language import translator
from dashboard.text.numbers import day

_PLACE: ContextVar[DeltaGenerator | None] = ContextVar("where a page has room", default=None)

_ON_WHITE = ("<svg ", '<svg style="background:#fff" ')
"""A code is read dark on light, in a dark theme too."""

_SIZE = 180
"""Pixels along a side: a telephone reads it from the other side of a desk."""


def room() -> None:
    """Keep a place here for the way to hand the page on: see `offered`."""
    _PLACE.set(blocks.container(width="content"))


def end() -> NoReturn:
    """End a page that has said all it has to say; it can be handed on as any other.

    After ``st.stop`` nothing more could be drawn.
    """
    raise StopException


@contextmanager
def offered(path: str, foot: DeltaGenerator, language: str) -> Iterator[None]:
    """Draw a page inside, and offer its address where it kept a place, otherwise in the foot.

    That comes last, because what is chosen on a page is written into its address as it goes.
    """
    _PLACE.set(foot)
    with suppress(StopException):
        yield
    _offer(path, language)


def _offer(path: str, language: str) -> None:
    place = _PLACE.get()
    if place is None:
        return
    _ = translator(language)
    asked = addressed.without()
    where = f"{public_address()}/{path}" + (
        f"?{urlencode(asked, quote_via=quote)}" if asked else ""
    )
    paper.signature(f"{where} · {day(now().date(), language)}")
    with place, blocks.popover(_("Dela"), icon=":material/ios_share:"):
        _address(where, language)


@unchanging
def _address(where: str, language: str) -> None:
    _ = translator(language)
    st.markdown(_("Den som öppnar adressen ser samma vy, om den får se den."))
    st.code(where, language=None, wrap_lines=True)
    st.image(_code(where), width=_SIZE, alt=_("QR-kod till adressen"))


@lru_cache(maxsize=256)
def _code(address: str) -> str:
    return qr.as_svg(address).replace(*_ON_WHITE, 1)


def public_address() -> str:
    """Return where others reach this dashboard: as is set, else as this visit did."""
    if chosen := loaders.settings().public_url:
        return chosen
    visited = urlsplit(st.context.url or "")
    here = f"{visited.scheme}://{visited.netloc}{base_path()}"
    return here if visited.netloc else ""
