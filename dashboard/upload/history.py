"""What has been read in before, and the way back."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.page import blocks, cards, loaders, widgets
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn, unchanging
from dashboard.text.language import translator
from dashboard.text.numbers import day
from dashboard.upload import words
from data.answers.before_undo import before_undo
from data.intake import KINDS

SHOWN = 8
_FACTS = {*(kind.revision for kind in KINDS), "undo"}
"""Revisions of facts; definitions and verdicts follow from them and are not undone."""

Row = Mapping[Hashable, Any]


def show(undo: Callable[[int], None], may: Callable[[Row], bool], language: str) -> None:
    """List the latest inläsningar; those that may be taken back have a button that asks."""
    lines = _latest(language)
    _heading(bool(lines), language)
    for row, said in lines:
        with blocks.container(horizontal=True, vertical_alignment="center"):
            _line(said)
            if pd.isna(row["undone_by"]) and may(row):
                ask(row, undo, f"history-{row['revision_id']}", language)


@unchanging
def _line(said: str) -> None:
    st.markdown(said, width="stretch")


@unchanging
def _question(said: str) -> None:
    st.markdown(said)


@drawn
def _heading(known: bool, language: str) -> None:
    _ = translator(language)
    st.divider()
    cards.heading(_("Inläsningar"), _("Det här har lästs in"), level=2)
    if not known:
        st.markdown(_("Inget är inläst än."))
        return
    st.caption(
        _("Den som läste in något kan ångra det, under samma namn, och annars en förvaltare.")
    )


@finished
def _latest(language: str) -> list[tuple[Row, str]]:
    """Return the latest inläsningar of facts, each with what is said of it."""
    revisions = loaders.latest_revisions()
    facts = revisions[revisions["kind"].isin(_FACTS)].head(SHOWN)
    return [(row, described(row, language)) for row in facts.to_dict(orient="records")]


def ask(row: Row, undo: Callable[[int], None], key: str, language: str) -> None:
    """Offer to take an inläsning back; it is not done before a second press."""
    _ = translator(language)
    revision = int(row["revision_id"])
    # With a key of its own: an open question would else be about whoever comes to its place.
    with blocks.popover(_("Ångra {revision}").format(revision=revision), key=f"ask-{key}"):
        asked = _(
            "Ska inläsning {revision} ångras, {what}? Det som stod innan kommer tillbaka, "
            "och målen bedöms på nytt. Också det går att ångra."
        ).format(revision=revision, what=_what(row, language))
        known = loaders.ask_now(before_undo, revision=revision)
        _question(f"{asked} {words.before_undo(known, language)}".strip())
        if widgets.button(
            _("Ja, ångra inläsning {revision}").format(revision=revision),
            key=f"undo-{key}",
        ):
            undo(revision)


def described(row: Row, language: str) -> str:
    """Describe one inläsning in a line: number, file, who, when, and whether it stands."""
    _ = translator(language)
    committed = row["committed_at"]
    when = day(committed if isinstance(committed, pd.Timestamp) else None, language)
    who = cards.escape(str(row["actor"]))
    line = f"**{row['revision_id']}** · {_what(row, language)}  \n:small[:gray[{who}, {when}]]"
    if pd.isna(row["undone_by"]):
        return line
    undone = _("ångrad i {number}").format(number=int(row["undone_by"]))
    return f"{line} :small[:gray[({undone})]]"


def _what(row: Row, language: str) -> str:
    if row["kind"] == "undo":
        said = translator(language)("Ångrade inläsning {number}")
        return said.format(number=int(row["undoes"]))
    return cards.escape(str(row["file_name"]) or str(row["note"]))
