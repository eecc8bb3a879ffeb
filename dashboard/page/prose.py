"""Pages that are only a text, in the language that is asked for."""

from importlib import resources

import streamlit as st

from dashboard.page import controls
from dashboard.page.replay import drawn


def show(name: str, *, width: int) -> None:
    """Show a text of dashboard/prose, its first line as the title; `width` is in pixels."""
    _show(f"{name}.{controls.language()}.md", width)


@drawn
def _show(file: str, width: int) -> None:
    text = (resources.files("dashboard") / "prose" / file).read_text("utf-8")
    title, _, body = text.removeprefix("# ").partition("\n")
    st.title(title, anchor=False)
    st.markdown(body, width=width)
