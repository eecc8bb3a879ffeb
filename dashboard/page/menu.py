"""The pages of the menu: each file is looked for once, not at every rerun."""

from copy import copy
from functools import lru_cache

import streamlit as st
from streamlit.navigation.page import Page

from data.store.access import Verb, Viewer


def page(name: str, title: str, url_path: str | None = None, *, shown: bool = True) -> Page:
    """Return the page of a file in ``views/``; without a path it is the one shown first.

    One that is not `shown` answers at its address, and stands in no menu.
    """
    return copy(_page(name, title, url_path, shown))  # each visit marks the page it runs


KEEPERS = {"administration": Verb.ADMINISTER}
"""Pages that are only for who may do something; all others are for everybody who may read."""


def reaches(viewer: Viewer, name: str) -> bool:
    """Say whether somebody reaches the page of a file in ``views/``."""
    if name in KEEPERS:
        return viewer.may(KEEPERS[name])
    return viewer.areas is None or bool(viewer.areas)


def for_keepers(viewer: Viewer, name: str, title: str) -> list[Page]:
    """Return a page of `KEEPERS` for whoever reaches it; nobody else has the address."""
    return [page(name, title, name)] if reaches(viewer, name) else []


@lru_cache(maxsize=64)
def _page(name: str, title: str, url_path: str | None, shown: bool) -> Page:
    place = f"views/{name}.py"
    if url_path is None:
        return st.Page(place, title=title, default=True)
    return st.Page(
        place, title=title, url_path=url_path, visibility="visible" if shown else "hidden"
    )
