"""What has been read in before, and the way back."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.page import cards
from dashboard.text.language import translator
from dashboard.text.numbers import day
from data.intake import KINDS

SHOWN = 8
_FACTS = {*(kind.revision for kind in KINDS), "undo"}
"""Revisions of facts; definitions and verdicts follow from them and are not undone."""


def show(
    revisions: pd.DataFrame, undo: Callable[[int], None], may: bool, language: str
) -> None:
    """List the latest inläsningar, each with a button that takes it back."""
    _ = translator(language)
    facts = revisions[revisions["kind"].isin(_FACTS)]
    st.divider()
    cards.heading(_("Inläsningar"), _("Allt som lästs in går att ångra"), level=2)
    if facts.empty:
        st.markdown(_("Inget är inläst än."))
        return
    for row in facts.head(SHOWN).to_dict(orient="records"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(described(row, language), width="stretch")
            if pd.isna(row["undone_by"]) and st.button(
                _("Ångra {revision}").format(revision=row["revision_id"]),
                key=f"undo-{row['revision_id']}",
                disabled=not may,
            ):
                undo(int(row["revision_id"]))
    if not may:
        st.caption(_("Skriv ditt namn överst för att kunna ångra."))


def described(row: Mapping[Hashable, Any], language: str) -> str:
    """Describe one inläsning in a line: number, file, who, when, and whether it stands."""
    _ = translator(language)
    what = (
        _("Ångrade inläsning {number}").format(number=int(row["undoes"]))
        if row["kind"] == "undo"
        else cards.escape(str(row["file_name"]) or str(row["note"]))
    )
    committed = row["committed_at"]
    when = day(committed if isinstance(committed, pd.Timestamp) else None, language)
    who = cards.escape(str(row["actor"]))
    line = f"**{row['revision_id']}** · {what}  \n:small[:gray[{who}, {when}]]"
    if pd.isna(row["undone_by"]):
        return line
    undone = _("ångrad i {number}").format(number=int(row["undone_by"]))
    return f"{line} :small[:gray[({undone})]]"
