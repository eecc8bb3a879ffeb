"""Figures that only some see until somebody says yes."""

from datetime import datetime
from functools import partial
from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard.administration.asking import asked, do
from dashboard.page import blocks, cards, loaders, widgets
from dashboard.page.replay import unchanging
from dashboard.text.language import translator
from dashboard.text.numbers import day
from data.acts import release
from data.answers import people

_WAITING, _RELEASED = 20, 3


def show(language: str) -> None:
    """List what was read in, what waits first, each with its button."""
    _ = translator(language)
    cards.heading(_("Släppa siffror"), _("Ej släppt tills någon säger ja"), level=2)
    uploads, many = _uploads()
    if not uploads:
        cards.words(_("Inget är inläst sedan inloggning infördes. Allt äldre är släppt."))
        return
    cards.note(
        _(
            "Det som inte är släppt ser bara den egna organisationen och den som läser "
            "hela området. Allt som fanns innan inloggning infördes räknas som släppt."
        )
    )
    for row in uploads:
        _row(row, language)
    if many > len(uploads):
        cards.note(_("De {n} senaste visas.").format(n=len(uploads)))


class _Upload(NamedTuple):
    """Figures that were read in: by which revision, from what, by whom, when, and whether they
    wait to be released."""

    revision: int
    file_name: str
    actor: str
    committed_at: datetime
    waits: bool


@loaders.finished
def _uploads() -> tuple[tuple[_Upload, ...], int]:
    """Return what is shown, what waits first, and how many there are."""
    every = asked(people.uploads)
    waits = every["released_at"].isna()
    shown = pd.concat([every[waits].head(_WAITING), every[~waits].head(_RELEASED)])
    columns = (shown["revision_id"], shown["file_name"], shown["actor"], shown["committed_at"])
    rows = zip(*columns, shown["released_at"].isna(), strict=True)
    return tuple(
        _Upload(int(revision), str(file), str(who), when.to_pydatetime(), bool(still))
        for revision, file, who, when, still in rows
    ), len(every)


@unchanging
def _badge(waits: bool, language: str) -> None:
    _ = translator(language)
    if waits:
        st.badge(_("Ej släppt"), color="orange")
    else:
        st.badge(_("Släppt"), color="blue")


def _row(row: _Upload, language: str) -> None:
    _ = translator(language)
    revision, waits = row.revision, row.waits
    with blocks.container(horizontal=True, vertical_alignment="center"):
        who, when = cards.escape(row.actor), day(row.committed_at, language)
        name = cards.escape(row.file_name)
        cards.words(f"**{revision}** · {name}  \n:small[:gray[{who}, {when}]]")
        _badge(waits, language)
        label = _("Släpp") if waits else _("Ta tillbaka")
        if widgets.button(label, key=f"release-{revision}", type="secondary"):
            act = release.release if waits else release.withdraw
            done = (
                _("Inläsning {n} är släppt.")
                if waits
                else _("Inläsning {n} visas inte längre.")
            )
            do(
                partial(act, loaders.door(), loaders.viewer(), [revision]),
                done.format(n=revision),
            )
