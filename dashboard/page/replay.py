"""Sends what has been drawn once more, without drawing it: pieces of a page without controls.

Streamlit builds every element of a page again at each rerun. What is decorated with `drawn` is
kept as the messages it came to, and these are sent again until something that it read changes.
Streamlit's own caches replay elements too, but are told by hand when they are out of date.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import streamlit as st
from streamlit.cursor import RunningCursor
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import (
    ScriptRunContext,
    ThreadState,
)

from dashboard.page import loaders
from dashboard.page.cache import Cache, key_of, refuse_closures

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_DRAWN = Cache(most=1000, heaviest=100e6)

_STILL = (
    "add_block", "alert", "arrow_table", "dataframe", "empty", "heading", "html", "markdown",
    "metric", "page_link", "plotly_chart", "space", "table",
)  # fmt: skip
"""Elements that may be sent again: they ask nothing, and the server keeps nothing of them."""

_AROUND = ("logo", "page_config_changed")
"""Messages that stand nowhere on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """What a function sent, how many places it took in its container, and what it returned."""

    messages: tuple[ForwardMsg, ...]
    places: int
    value: Any


def drawn(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep what a function of a module draws where it is called, and what it returns.

    It is as with `loaders.finished`: its arguments are hashable, and it reads nothing of the
    address or the session but language and moment. It draws in its own place, no controls.
    Raises `TypeError` for a function inside another, and for one that draws something else.
    """
    refuse_closures(function)

    @wraps(function)
    def kept(*given: Asked.args, **asked: Asked.kwargs) -> Answer:
        place = _here()
        if place is None:
            return function(*given, **asked)
        now: list[_Drawn] = []

        def draw() -> _Drawn:
            now.append(place.draw(lambda: function(*given, **asked)))
            return now[0]

        found = loaders.keep(_DRAWN, (function, given, asked), draw, *place.address)
        if not now:
            place.draw_again(found)
        answer: Answer = found.value
        return answer

    return kept


def unchanging(function: Callable[Asked, None]) -> Callable[Asked, None]:
    """Keep what a function draws of nothing but its arguments: it is never drawn again.

    As with `drawn`, but nothing of the store is read, so that it can stand around a page.
    """
    refuse_closures(function)

    @wraps(function)
    def kept(*given: Asked.args, **asked: Asked.kwargs) -> None:
        place = _here()
        if place is None:
            function(*given, **asked)
            return
        key = (place.address, key_of(function, given, asked))
        if (found := _UNCHANGING.get(key)) is None:
            _UNCHANGING[key] = place.draw(lambda: function(*given, **asked))
        else:
            place.draw_again(found)

    return kept


_UNCHANGING: dict[Hashable, _Drawn] = {}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where on a page something is drawn next."""

    run: ScriptRunContext
    cursor: RunningCursor

    @property
    def address(self) -> tuple[str, int, tuple[int, ...], int]:
        """The page, and the way there from its top."""
        at = self.cursor
        script = ThreadState.get().active_script_hash
        return script, at.root_container, at.parent_path, at.index

    def draw(self, function: Callable[[], Any]) -> _Drawn:
        """Draw, and return what was sent. Raises `TypeError` for what cannot be sent again."""
        first, above = self.cursor.index, list(self.cursor.delta_path[:-1])
        with _recording(self.run) as sent:
            value = function()
        for message in sent:
            _check(message, above, first)
        return _Drawn(messages=tuple(sent), places=self.cursor.index - first, value=value)

    def draw_again(self, piece: _Drawn) -> None:
        """Send what was sent, and go on after it."""
        for message in piece.messages:
            self.run.enqueue(message)
        self.cursor._index += piece.places


def _here() -> _Place | None:
    """Return where something is drawn next; None off a page, and where it replaces something.

    In a fragment too: what is sent there says which fragment it belongs to.
    """
    run = get_script_run_ctx(suppress_warning=True)
    if run is None or ThreadState.get().fragment_id:
        return None
    cursor = st._main._active_dg._cursor
    return _Place(run, cursor) if isinstance(cursor, RunningCursor) else None


@contextmanager
def _recording(run: ScriptRunContext) -> Iterator[list[ForwardMsg]]:
    """Note what is sent while the block runs; it is sent all the same."""
    sent: list[ForwardMsg] = []
    send = run.enqueue

    def note(message: ForwardMsg) -> None:
        send(message)
        sent.append(message)

    before = vars(run).get("enqueue")
    vars(run)["enqueue"] = note
    try:
        yield sent
    finally:
        if before is None:
            del vars(run)["enqueue"]
        else:
            vars(run)["enqueue"] = before


def _check(message: ForwardMsg, above: list[int], first: int) -> None:
    if message.WhichOneof("type") in _AROUND:
        return
    path = list(message.metadata.delta_path)
    kind = message.delta.WhichOneof("type")
    element = message.delta.new_element
    what = element.WhichOneof("type") if kind == "new_element" else kind
    if path[: len(above)] != above or path[len(above)] < first:
        raise TypeError(f"{what} was drawn elsewhere, and cannot be drawn again from here.")
    asks = bool(element.plotly_chart.selection_mode or element.dataframe.selection_mode)
    if what not in _STILL or asks or message.delta.add_block.HasField("form"):
        raise TypeError(f"{what} asks something, and cannot be drawn without its session.")
