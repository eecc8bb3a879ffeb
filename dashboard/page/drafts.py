"""What is written in a form and not saved: kept past a rerun, a language and a reload."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.page import addressed, controls, this_visit
from dashboard.page.visits import VISITS


def begin(form: str, fields: Collection[str]) -> dict[str, Any]:
    """Put what was written in a form back into its fields, where they have lost it.

    They do when the language changes, when another page has been shown, or when the page is
    loaded again. Returns what stands in each field that has something.
    """
    kept, begun = _draft(form), {}
    for field in fields:
        widget = f"{form}-{field}"
        begun[field] = this_visit.answer(widget, _NOTHING)
        if begun[field] is _NOTHING:
            begun[field] = kept.get(field)
            if field in kept:
                st.session_state[widget] = kept[field]
    return begun


_NOTHING = object()
"""What stands in a field that the session knows nothing of."""


def keep(form: str, said: Mapping[str, Any]) -> None:
    """Keep what is written in a form past a reload of the page: texts, lists and days."""
    now = {field: each for field, each in said.items() if each not in (None, "", [], ())}
    if this_visit.answer(f"draft-{form}") != now:
        st.session_state[f"draft-{form}"] = now
        texts = {
            field: f"={each.isoformat()}" if isinstance(each, date) else json.dumps(each)
            for field, each in now.items()
        }
        VISITS.keep(controls.visitor(), f"draft-{form}", texts)


def _draft(form: str) -> dict[str, Any]:
    if (kept := this_visit.answer(f"draft-{form}")) is not None:
        return dict(kept)
    return {
        field: addressed.written(text[1:]) if text.startswith("=") else json.loads(text)
        for field, text in VISITS.kept(controls.visitor(), f"draft-{form}").items()
    }


def write_in(form: str, /, **said: Any) -> None:
    """Write in fields of a form from a callback, before the page is drawn."""
    for field, each in said.items():
        st.session_state[f"{form}-{field}"] = each


def drop(form: str, fields: Collection[str]) -> None:
    """Forget a form that has been saved: the next one is empty."""
    for field in fields:
        st.session_state.pop(f"{form}-{field}", None)
    keep(form, {})


def written_in(form: str, field: str) -> Any:
    """Return what stands in a field of a form, None for nothing."""
    return this_visit.answer(f"{form}-{field}")
