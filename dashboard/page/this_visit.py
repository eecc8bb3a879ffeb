"""What is known of this visit: its address, and what is kept of it that no control answers."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.page.visits import COOKIE, VISITS

Found = TypeVar("Found")


def address() -> Mapping[str, str]:
    """Return the questions of the address, read once: each look at it has a price."""
    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        return st.query_params.to_dict()
    known: tuple[str, dict[str, str]] | None = vars(run).get("read-address")
    if known is None or known[0] != run.query_string:
        known = vars(run)["read-address"] = (run.query_string, st.query_params.to_dict())
    return known[1]


def once(what: str, found_out: Callable[[], Found]) -> Found:
    """Return what is found out once in a rerun, and is the same to its end."""
    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        return found_out()
    known: tuple[Any, dict[str, Any]] | None = vars(run).get("found-out")
    if known is None or known[0] is not run.cursors:  # these are made anew for every rerun
        known = vars(run)["found-out"] = (run.cursors, {})
    if what not in known[1]:
        known[1][what] = found_out()
    found: Found = known[1][what]
    return found


def answer(widget: str, otherwise: Any = None) -> Any:
    """Return what a control answers, or what the session has under its name.

    A form asks for each of its fields thrice in a rerun; Streamlit's own way there takes a lock
    and asks each time whether the script is to stop.
    """
    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        return st.session_state.get(widget, otherwise)
    try:
        return run.session_state._state[widget]
    except KeyError:
        return otherwise


def kept() -> MutableMapping[str, Any]:
    """Return what is kept of this visit that no control answers, without Streamlit's care.

    It looks at each of its own keys as if it were a control that had just been changed.
    """
    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        return {} if repeated_in() else st.session_state  # type: ignore[return-value]
    found: MutableMapping[str, Any] | None = vars(run).get("kept-by-us")
    if found is None:
        if "kept-by-us" not in st.session_state:
            st.session_state["kept-by-us"] = {}
        found = vars(run)["kept-by-us"] = st.session_state["kept-by-us"]
    return found


def saved(revision: int) -> None:
    """Remember the latest revision that this visitor has saved."""
    kept()["saved"] = revision
    VISITS.keep(_visitor(), "saved", {"revision": str(revision)})


def has_saved() -> int:
    """Return the latest revision that this visitor has saved, before a reload too; or 0."""
    before = VISITS.kept(_visitor(), "saved").get("revision", "0")
    return max(int(kept().get("saved", 0)), int(before))


def _visitor() -> str:
    return str(st.context.cookies.get(COOKIE, ""))


def tell(key: str, sentence: str) -> None:
    """Keep a sentence for the next time the page is drawn."""
    kept()[f"said-{key}"] = sentence
    kept()[f"times-{key}"] = times_said(key) + 1


def said(key: str) -> str:
    """Return the sentence that `tell` kept, once."""
    return str(kept().pop(f"said-{key}", ""))


def still_said(key: str) -> str:
    """Return the sentence that `tell` kept, which stands: a second click does not lose it."""
    return str(kept().get(f"said-{key}", ""))


def times_said(key: str) -> int:
    """Return how often something has been said to this visit: a form named so starts anew."""
    return int(kept().get(f"times-{key}", 0))


_repeated: ContextVar[str] = ContextVar("language of a visit that is repeated", default="")


@contextmanager
def repeated(language: str) -> Iterator[None]:
    """Let what is asked inside be asked as on a visit in a language, of which nobody is there.

    Its address says nothing else.
    """
    token = _repeated.set(language)
    try:
        yield
    finally:
        _repeated.reset(token)


def repeated_in() -> str:
    """Return the language of a visit that is repeated, '' where somebody is there."""
    return _repeated.get()
