"""What somebody has answered about a file: kept past a reload of the page."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.page import controls, this_visit
from dashboard.page.visits import VISITS
from dashboard.text.markdown import escape

_FEW = 4
"""So many answers stand in view; more are a list that can be searched."""


def answers(about: str) -> dict[str, str]:
    """Return what this browser has answered about a file, by the id of the question."""
    given = this_visit.answer(f"answers-{about}")
    return VISITS.kept(controls.visitor(), f"answers-{about}") if given is None else dict(given)


def answer(about: str, given: Mapping[str, str]) -> None:
    """Keep answers about a file, known by its fingerprint, past a reload of the page."""
    st.session_state[f"answers-{about}"] = {**answers(about), **given}
    VISITS.keep(controls.visitor(), f"answers-{about}", st.session_state[f"answers-{about}"])
    st.session_state[f"decided-{about}"] = ()


def decided(about: str) -> tuple[str, ...]:
    """Return the ids of the questions answered one by one, the latest last.

    It is empty again once several have been answered at once.
    """
    return tuple(this_visit.answer(f"decided-{about}", ()))


def decide(
    label: str,
    options: Mapping[str, str],
    *,
    about: str,
    question: str,
    picked: str | None,
    placeholder: str,
    listed: bool = False,
) -> None:
    """Let somebody answer a question about a file: few options in view, many in a list.

    They are always in a list where it is `listed`.

    `picked` stands there already. Another answer is kept before the page is drawn again.
    """
    widget = f"decide-{about}-{question}"
    if st.session_state.get(widget) != picked or widget not in st.session_state:
        st.session_state[widget] = picked
    shared: dict[str, Any] = {
        "index": None if picked is None else 0,
        "format_func": options.__getitem__,
        "key": widget,
        "on_change": _decided,
        "args": (widget, about, question),
        "label_visibility": "collapsed",
    }
    if len(options) <= _FEW and not listed:
        shared["format_func"] = lambda one: escape(options[one])
        st.radio(label, list(options), **shared)
    else:
        st.selectbox(label, list(options), placeholder=placeholder, **shared)


def _decided(widget: str, about: str, question: str) -> None:
    if (picked := st.session_state[widget]) is None:
        return
    earlier = tuple(each for each in decided(about) if each != question)
    answer(about, {question: str(picked)})
    st.session_state[f"decided-{about}"] = (*earlier, question)
