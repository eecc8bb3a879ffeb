"""The pages of the menu: each file is looked for once, not at every rerun."""

from copy import copy
from functools import lru_cache

import streamlit as st
from streamlit.navigation.page import Page


def page(name: str, title: str, url_path: str | None = None) -> Page:
    """Return the page of a file in ``views/``; without a path it is the one shown first."""
    return copy(_page(name, title, url_path))  # each visit marks the page it runs


@lru_cache(maxsize=64)
def _page(name: str, title: str, url_path: str | None) -> Page:
    place = f"views/{name}.py"
    if url_path is None:
        return st.Page(place, title=title, default=True)
    return st.Page(place, title=title, url_path=url_path)
