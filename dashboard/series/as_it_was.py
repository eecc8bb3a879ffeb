"""A page as it was: marked at the top, with the way back, and a day to choose in the foot."""

from datetime import date
from typing import Any

import streamlit as st

from dashboard.page import addressed, cards, controls, days, loaders
from dashboard.page.replay import unchanging
from dashboard.text.language import translator
from dashboard.text.numbers import day
from data.answers.revisions import all_revisions
from data.store.swedish_time import day_of


def opening(page: Any, language: str) -> bool:
    """Mark a page that shows an earlier state; return whether there is something to show.

    A day that cannot be shown, because it is none or because nothing was there yet, is told in
    a sentence instead.
    """
    _ = translator(language)
    written = addressed.asked("datum")
    if addressed.revision() is None and written:
        asked = addressed.day_asked()
        if asked is None:
            said = _("{day} är ingen dag. Skriv den som 2026-11-03.")
            return _nothing(page, said.format(day=cards.escape(written)), language)
        if loaders.pinned() == 0:
            said = _("Den {day} fanns inget inläst än")
            return _nothing(page, said.format(day=day(asked, language)), language)
    if mark := _mark(language):
        _marked(mark)
        way_back(page, language)
    return True


@unchanging
def _marked(mark: str) -> None:
    st.info(mark, icon=":material/history:")


def way_back(page: Any, language: str) -> None:
    """Link to this page as it is now."""
    st.page_link(
        page,
        label=translator(language)("Visa hur det är nu"),
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=addressed.without(*addressed.MOMENT),
    )


def chooser(language: str) -> None:
    """Let somebody choose the day to be shown."""
    first = days.first_day()
    if first is not None:
        controls.pick_day(
            translator(language)("Visa hur det var den"),
            key="datum",
            first=first,
            last=max(first, loaders.this_day()),  # a clock that has gone back
            instead_of=("revision",),
        )


def _nothing(page: Any, sentence: str, language: str) -> bool:
    st.title(sentence, anchor=False)
    if (first := days.first_day()) is not None:
        began = translator(language)("Det första lästes in den {day}.")
        st.markdown(began.format(day=day(first, language)))
    way_back(page, language)
    return False


def _mark(language: str) -> str:
    """Say which moment is shown; empty when it is now."""
    asked, pinned = addressed.day_asked(), loaders.pinned()
    if addressed.revision() is not None:
        return _of_revision(pinned, language)
    return "" if asked is None else _of_day(asked, pinned, language)


def _of_revision(pinned: int | None, language: str) -> str:
    if pinned is None or pinned >= loaders.latest():
        return ""
    shown = loaders.ask(all_revisions)
    moment = day_of(shown["committed_at"].iloc[0]) if len(shown) else None
    said = translator(language)("Så här såg det ut efter inläsning {revision}, {day}.")
    return said.format(revision=pinned, day=day(moment, language))


def _of_day(asked: date, pinned: int | None, language: str) -> str:
    _ = translator(language)
    if pinned is None:
        said = _("Den {day} har inte varit än. Så här är det nu.")
    elif pinned >= loaders.latest():
        said = _("Så här såg det ut den {day}. Inget har lästs in sedan dess.")
    else:
        said = _("Så här såg det ut den {day}, efter inläsning {revision}.")
    return said.format(day=day(asked, language), revision=pinned)
