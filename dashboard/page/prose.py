"""Pages that are only a text, in the language that is asked for.

A long one is read by its first part; the others are unfolded by their headings.
"""

from importlib import resources

import streamlit as st

from dashboard.page import controls
from dashboard.page.replay import drawn

_PART = "\n## "


def show(name: str, *, width: int, folded: bool = False) -> None:
    """Show a text of dashboard/prose, its first line as the title; `width` is in pixels.

    Where it is `folded` every part but the first is under its heading.
    """
    _show(f"{name}.{controls.language()}.md", width, folded)


@drawn
def _show(file: str, width: int, folded: bool) -> None:
    text = (resources.files("dashboard") / "prose" / file).read_text("utf-8")
    title, _, body = text.removeprefix("# ").partition("\n")
    st.title(title, anchor=False)
    before, *parts = body.split(_PART) if folded else [body]
    first = parts[:1]
    st.markdown(_PART.join([before, *first]), width=width)
    for part in parts[1:]:
        heading, _, text = part.partition("\n")
        with st.expander(heading):
            st.markdown(text, width=width)
