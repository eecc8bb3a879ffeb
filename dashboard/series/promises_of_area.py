"""The promises of an area in short, for the pages that are about something else."""

import pandas as pd
import streamlit as st

from dashboard.page import cards, loaders
from dashboard.text import promises as words
from dashboard.text.language import translator
from data.answers import promises
from metrics.promise.state import FALLEN, PromiseState


def show(area_id: str, language: str) -> None:
    """Say what became of the promises of one area, with the way to Löfteskedjan.

    An area without promises says so, and what that does not mean.
    """
    _ = translator(language)
    rows = loaders.ask(promises.promises, area_id=area_id)
    st.divider()
    if rows.empty:
        cards.heading(_("Löften"), _("Inga löften är inlagda här"), level=2)
        st.markdown(
            _("Det betyder inte att inget har lovats, bara att ingen har skrivit in det.")
        )
        return
    falls = loaders.ask(promises.falls, area_id=area_id)
    cards.heading(_("Löften"), words.title(rows, falls, language), level=2)
    st.markdown(words.what_fell(rows, language), width=900)
    badge = words.first_part(
        promises.first_part(loaders.ask(promises.stages, area_id=area_id)), language
    )
    if badge:
        st.badge(badge, color="gray")
    data = "ovning" if bool(rows["invented"].any()) else ""
    cards.link("loften", _("Visa löfteskedjan"), omrade=area_id, data=data)


def cells(*, training: bool, language: str) -> dict[str, str]:
    """Return, per area with promises, one cell of Markdown for a matrix: never a sum of goals.

    What is silent comes first, then what stands; the cell links to Löfteskedjan.
    """
    rows = loaders.ask(promises.promises)
    mine = rows[rows["invented"] == training]
    return {
        str(area_id): _cell(str(area_id), group, language)
        for area_id, group in mine.groupby("area_id")
    }


def _cell(area_id: str, rows: pd.DataFrame, language: str) -> str:
    _ = translator(language)
    lost = rows["state"].isin([PromiseState.LOST, PromiseState.NOT_DELIVERED]).sum()
    untraced = (rows["state"] == PromiseState.NO_TRACE).sum()
    gone = rows["state"].isin([str(state) for state in FALLEN])
    unknown = rows["state"] == PromiseState.NOT_ASSESSED
    stands = int((~gone & ~unknown).sum())
    if lost:
        first = words.markdown(PromiseState.LOST, language) + f" {lost}"
    elif untraced:
        first = words.markdown(PromiseState.NO_TRACE, language) + f" {untraced}"
    elif stands:
        first = words.markdown(PromiseState.CARRIED, language)
    else:
        first = words.markdown(PromiseState.NOT_ASSESSED, language)
    second = _("{count} av {total} står kvar").format(count=stands, total=len(rows))
    return f"{first}  \n[{second}]({cards.address('loften', omrade=area_id)})"
