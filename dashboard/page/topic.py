"""The head of a page: what it is about, and whether its figures are real or invented."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.page import addressed, blocks, cards, controls, sharing
from dashboard.text.language import translator


def figures(language: str) -> bool:
    """Let real or invented figures be chosen; return whether the invented ones are."""
    _ = translator(language)
    sides = {addressed.REAL: _("Verkliga områden"), addressed.TRAINING: _("Övning (påhittat)")}
    picked = controls.segment(_("Siffror"), sides, key="data", default=addressed.REAL)
    return picked == addressed.TRAINING


@contextmanager
def row(name: str, language: str) -> Iterator[None]:
    """Write the topic and let figures be chosen; what is drawn inside stands between them."""
    with blocks.container(horizontal=True, vertical_alignment="center"):
        cards.quiet(name)
        beside = blocks.container(width="content")
        cards.space()
        yield
        invented = figures(language)
        sharing.room()
    if invented:
        with beside:
            cards.invented_badge(language)


@contextmanager
def trail() -> Iterator[None]:
    """Write inside where a page is, with the way to hand it on beside."""
    with blocks.container(horizontal=True, vertical_alignment="center"):
        with blocks.container(width="stretch"):
            yield
        sharing.room()


def head(name: str, language: str) -> bool:
    """Write the topic and let figures be chosen; return whether they are invented."""
    with row(name, language):
        pass
    return addressed.selection().training


def over(name: str, title: str, *, training: bool, language: str) -> None:
    """Write the topic over a title that is always the same, and let figures be chosen."""
    with blocks.container(horizontal=True, gap="small"):
        cards.quiet(name)
        if training:
            cards.invented_badge(language)
    st.title(title, anchor=False)
    figures(language)
