"""The menu and its pages: written once for all who see the same."""

from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.source_util import PageInfo

from dashboard.page.messages import recording
from dashboard.text.language import translator
from data.store.access import Verb, Viewer

KEEPERS = {"administration": Verb.ADMINISTER}
"""Pages that are only for who may do something; all others are for everybody who may read."""


def reaches(viewer: Viewer, name: str) -> bool:
    """Say whether somebody reaches the page of a file in ``views/``."""
    if name in KEEPERS:
        return viewer.may(KEEPERS[name])
    return viewer.areas is None or bool(viewer.areas)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A menu as it was sent with one page open, and what Streamlit knows of all pages."""

    known: dict[str, PageInfo]
    first: str
    message: ForwardMsg
    page: Page


_SHOWN: dict[tuple[str, bool], dict[str, _Shown]] = {}
"""By language and what somebody reaches, and by the page that is open."""


def shown(looking: Viewer, language: str) -> Page:
    """Show the menu of whoever is looking; return the page that the address asks for.

    Streamlit names, checks and writes every page of a menu anew at each rerun.
    """
    run, keeps = get_script_run_ctx(suppress_warning=True), reaches(looking, "administration")
    if run is None:
        return st.navigation(_pages(language, keeps), position="top")
    before = _SHOWN.setdefault((language, keeps), {})
    if (again := _again(run.pages_manager, before)) is not None:
        run.set_mpa_v2_page(again.page._script_hash)
        run.enqueue(again.message)
        return _callable(again.page)
    with recording(run) as sent:
        page = st.navigation(_pages(language, keeps), position="top")
    if [one.WhichOneof("type") for one in sent] == ["navigation"]:  # and not that there is none
        known = run.pages_manager.get_pages()
        first = next(one for one, told in known.items() if not told["url_pathname"])
        before[page._script_hash] = _Shown(known, first, sent[0], copy(page))
    return page


def _again(manager: PagesManager, before: dict[str, _Shown]) -> _Shown | None:
    """Return the menu with the page open that the address asks for, if it was shown before."""
    for menu in before.values():  # they all know the same pages
        found = manager.set_pages_and_resolve(dict(menu.known), menu.first)
        return before.get(found["page_script_hash"]) if found else None
    return None


def _callable(page: Page) -> Page:
    """Return a page that may be run once, as Streamlit would have marked it."""
    mine = copy(page)
    mine._can_be_called = True
    return mine


def _pages(language: str, keeps: bool) -> dict[str, list[Page]]:
    _ = translator(language)
    keepers = [_page("administration", _("Administration"), "administration")] if keeps else []
    return {
        "": [_page("overview", _("Läget"))],
        _("Områden"): [
            _page("area", _("Alla områden"), "omrade"),
            _page("outcome", _("Utfall"), "utfall"),
            _page("compare", _("Jämför"), "jamfor"),
            _page("population", _("Befolkning"), "befolkning"),
            _page("new_place", _("Ny plats"), "ny-plats"),
        ],
        _("Löften"): [
            _page("promises", _("Löfteskedjan"), "loften"),
            _page("initiatives", _("Satsningar"), "satsningar"),
        ],
        _("Arbete"): [
            _page("meeting", _("Möte"), "mote"),
            _page("new_goal", _("Lägg in ett mål"), "nytt-mal"),
            _page("upload", _("Ladda upp"), "ladda-upp"),
            _page("by_hand", _("Skriv in för hand"), "skriv-in"),
        ],
        _("Om siffrorna"): [
            _page("catalogue", _("Katalog"), "katalog"),
            _page("method", _("Så avgörs en förlust"), "metod"),
            _page("accessibility", _("Tillgänglighet"), "tillganglighet"),
            _page("map", _("Karta"), "karta", shown=False),
            *keepers,
        ],
    }


def _page(name: str, title: str, url_path: str | None = None, *, shown: bool = True) -> Page:
    """Return the page of a file in ``views/``; without a path it is the one shown first.

    One that is not `shown` answers at its address, and stands in no menu.
    """
    return copy(_of_file(name, title, url_path, shown))  # each visit marks the page it runs


@lru_cache(maxsize=64)
def _of_file(name: str, title: str, url_path: str | None, shown: bool) -> Page:
    place = f"views/{name}.py"
    if url_path is None:
        return st.Page(place, title=title, default=True)
    return st.Page(
        place, title=title, url_path=url_path, visibility="visible" if shown else "hidden"
    )
