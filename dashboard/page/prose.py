"""Pages that are only a text, in the language that is asked for.

A long one is read by its first part; the rest is folded.
"""

from importlib import resources

import streamlit as st

from dashboard.page import addressed
from dashboard.page.replay import drawn
from dashboard.text.language import translator

_PART = "\n## "


def show(name: str, *, width: int, folded: bool = False) -> None:
    """Show a text of dashboard/prose, its first line as the title; `width` is in pixels.

    Where it is `folded` every part but the first is.
    """
    _show(f"{name}.{addressed.language()}.md", width, folded)


@drawn
def _show(file: str, width: int, folded: bool) -> None:
    text = (resources.files("dashboard") / "prose" / file).read_text("utf-8")
    title, _, body = text.removeprefix("# ").partition("\n")
    st.title(title, anchor=False)
    before, first, *rest = body.split(_PART) if folded else (body, "")
    st.markdown(_PART.join([before, first] if first else [before]), width=width)
    if rest:
        with st.expander(translator(addressed.language())("Läs hela texten")):
            st.markdown("".join(_PART + part for part in rest), width=width)
