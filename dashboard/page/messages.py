"""Where on a page something is drawn next, and the messages that it comes to.

It reaches four names of Streamlit that are not public (`context_dg_stack`, `_event`, `_cursor`,
`_index`): see docs/decisions/0071, and for `Spot` 0147.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st
from streamlit.cursor import RunningCursor
from streamlit.delta_generator import DeltaGenerator
from streamlit.delta_generator_singletons import context_dg_stack
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import (
    ScriptRunContext,
    ThreadState,
)
from streamlit.runtime.scriptrunner_utils.script_run_context_attr import (
    SCRIPT_RUN_CONTEXT_ATTR_NAME,
)
from streamlit.runtime.state import SafeSessionState, SessionState

Address = tuple[str, int, tuple[int, ...], int]


class Together(tuple[ForwardMsg, ...]):
    """Messages that were sent together once, and are sent so again."""

    @cached_property
    def hashes(self) -> frozenset[str]:
        """By what a browser knows each; one that has not been sent yet has none."""
        return frozenset(one.hash for one in self)

    @cached_property
    def places(self) -> dict[tuple[int, ...], int] | None:
        """Where on the page each stands; None where one takes the place of another, or none.

        A browser that waits is told only the last of what stands in one place.
        """
        elements = [one.delta.WhichOneof("type") for one in self]
        paths = {tuple(one.metadata.delta_path): nth for nth, one in enumerate(self)}
        whole = len(paths) == len(self) and set(elements) <= {"new_element", "add_block"}
        return paths if whole else None


@dataclass(slots=True)
class Place:
    """Where on a page something is drawn next: in which block, and of which script.

    One is made for each piece of a page, so that it is not frozen: that costs as much again.
    """

    run: ScriptRunContext
    cursor: RunningCursor
    block: DeltaGenerator
    script: str

    @property
    def address(self) -> Address:
        """The page, and the way there from its top."""
        at = self.cursor
        return self.script, at.root_container, at.parent_path, at.index

    @property
    def spot(self) -> "Spot":
        """The place as it can be returned to when its session is gone."""
        return Spot(self.address, self.run.pages_manager)

    def draw(self, function: Callable[[], Any]) -> tuple[Any, Together, int]:
        """Draw; return what the function does, what was sent, and how many places it took."""
        first = self.cursor.index
        with recording(self.run) as sent:
            value = function()
        return value, Together(sent), self.cursor.index - first

    def send(self, messages: Together, places: int) -> None:
        """Send what was sent, and go on after it."""
        run = self.run
        if in_one_go and "enqueue" not in vars(run) and _as_they_were(run, messages):
            in_one_go(run, messages)
        else:
            for message in messages:
                run.enqueue(message)
        self.cursor._index += places


@dataclass(slots=True)
class Spot:
    """A place on a page, where nobody is: which pages a link may lead to is all it has kept."""

    address: Address
    pages: PagesManager

    def visit(self, draw: Callable[[Place], Any], **kept: Any) -> None:
        """Let something be drawn there, for nobody, by a visit of which so much is kept."""
        copy_context().run(self._visit, draw, kept)

    def _visit(self, draw: Callable[[Place], Any], kept: dict[str, Any]) -> None:
        script, root, above, index = self.address
        run, thread = _of_nobody(self.pages), threading.current_thread()
        vars(run)["kept-by-us"] = kept
        cursor = RunningCursor(root_container=root, parent_path=above)
        cursor._index = index
        block = DeltaGenerator(root, cursor, st._main)
        ThreadState.initialize(active_script_hash=script)
        setattr(thread, SCRIPT_RUN_CONTEXT_ATTR_NAME, run)
        try:
            with block:
                draw(Place(run, cursor, block, script))
        finally:
            delattr(thread, SCRIPT_RUN_CONTEXT_ATTR_NAME)


def _of_nobody(pages: PagesManager) -> ScriptRunContext:
    """Return what a script is to Streamlit, of a session that has no browser and no answers."""
    return ScriptRunContext(
        session_id="",
        _enqueue=lambda _message: None,
        query_string="",
        session_state=SafeSessionState(SessionState(), lambda: None),
        uploaded_file_mgr=MemoryUploadedFileManager(""),
        main_script_path=str(pages.main_script_path),
        user_info={},
        fragment_storage=MemoryFragmentStorage(),
        pages_manager=pages,
    )


in_one_go: Callable[[ScriptRunContext, Together], None] | None = None
"""How what was sent before is handed over in one go, by a server that can take it so."""


def _as_they_were(run: ScriptRunContext, messages: Together) -> bool:
    """Whether messages are sent word for word: none is new, or kept by the browser itself."""
    return "" not in messages.hashes and messages.hashes.isdisjoint(run.cached_message_hashes)


def here() -> Place | None:
    """Return where something is drawn next; None off a page, and where it replaces something.

    None in a fragment too: what is sent there says which fragment it belongs to.
    """
    return _next(context_dg_stack.get()[-1])


def beside() -> Place | None:
    """Return where what stands nowhere on a page is drawn next, as a style; None as `here`."""
    return _next(st._event)


def _next(block: DeltaGenerator) -> Place | None:
    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        return None
    state, cursor = ThreadState.get(), block._cursor
    if state.fragment_id or not isinstance(cursor, RunningCursor):
        return None
    return Place(run, cursor, block, state.active_script_hash)


@contextmanager
def changing(run: ScriptRunContext, change: Callable[[ForwardMsg], None]) -> Iterator[None]:
    """Change what is sent while the block runs, before it is sent."""

    def first(message: ForwardMsg) -> None:
        change(message)
        send(message)

    send, before = run.enqueue, vars(run).get("enqueue")
    vars(run)["enqueue"] = first
    try:
        yield
    finally:
        _put_back(run, before)


@contextmanager
def recording(run: ScriptRunContext) -> Iterator[list[ForwardMsg]]:
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
        _put_back(run, before)


def _put_back(run: ScriptRunContext, before: Any) -> None:
    if before is None:
        del vars(run)["enqueue"]
    else:
        vars(run)["enqueue"] = before
