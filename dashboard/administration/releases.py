"""Figures that only some see until somebody says yes."""

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

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
    uploads = asked(people.uploads)
    if uploads.empty:
        cards.words(_("Inget är inläst sedan inloggning infördes. Allt äldre är släppt."))
        return
    cards.note(
        _(
            "Det som inte är släppt ser bara den egna organisationen och den som läser "
            "hela området. Allt som fanns innan inloggning infördes räknas som släppt."
        )
    )
    waits = uploads["released_at"].isna()
    shown = pd.concat([uploads[waits].head(_WAITING), uploads[~waits].head(_RELEASED)])
    for row in shown.to_dict(orient="records"):
        _row(row, language)
    if len(uploads) > len(shown):
        cards.note(_("De {n} senaste visas.").format(n=len(shown)))


@unchanging
def _badge(waits: bool, language: str) -> None:
    _ = translator(language)
    if waits:
        st.badge(_("Ej släppt"), color="orange")
    else:
        st.badge(_("Släppt"), color="blue")


def _row(row: Mapping[Hashable, Any], language: str) -> None:
    _ = translator(language)
    revision, waits = int(row["revision_id"]), pd.isna(row["released_at"])
    with blocks.container(horizontal=True, vertical_alignment="center"):
        who, when = cards.escape(str(row["actor"])), day(row["committed_at"], language)
        name = cards.escape(str(row["file_name"]))
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
