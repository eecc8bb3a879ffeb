"""The promises of an area in short, for the pages that are about something else."""

from collections.abc import Collection

import pandas as pd
import streamlit as st

from dashboard.page import cards, loaders
from dashboard.text import promises as words
from dashboard.text.language import plural, translator
from data.answers import promises
from data.answers.two_books import ABOVE, OWN, concerning
from metrics.promise.state import FALLEN, PromiseState


def show(area_id: str, language: str) -> None:
    """Say what became of the promises that concern one area, with the way to Löfteskedjan.

    They are its own, those behind its goals, and those made for a whole that it is part of.
    An area that no promise concerns says so, and what that does not mean.
    """
    _ = translator(language)
    rows = loaders.ask(concerning, area_id=area_id)
    st.divider()
    if rows.empty:
        cards.heading(_("Löften"), _("Inga löften är inlagda här"), level=2)
        st.markdown(
            _("Det betyder inte att inget har lovats, bara att ingen har skrivit in det.")
        )
        return
    falls = loaders.ask(promises.falls, only=tuple(rows["commitment_id"]))
    cards.heading(_("Löften"), words.title(rows, falls, language), level=2)
    st.markdown(words.what_fell(rows, language), width=900)
    badge = words.first_part(
        promises.first_part(loaders.ask(promises.stages, area_id=area_id)), language
    )
    if badge:
        st.badge(badge, color="gray")
    if said := elsewhere(rows, language):
        st.caption(said)
    data = "ovning" if bool(rows["invented"].any()) else ""
    cards.link("loften", _("Visa löfteskedjan"), omrade=_home(rows), data=data)


def elsewhere(rows: pd.DataFrame, language: str) -> str:
    """Say how many of the promises were made for another area, and which; '' for none."""
    other = rows[rows["through"] != OWN]
    english = other["area_name_en"].where(other["area_name_en"].fillna("") != "")
    names = english.fillna(other["area_name"]) if language == "en" else other["area_name"]
    return " ".join(
        plural(
            language, "{n} löfte gavs för {area}.", "{n} löften gavs för {area}.", len(group)
        ).format(n=len(group), area=cards.escape(str(name)))
        for name, group in other.groupby(names)
    )


def _home(rows: pd.DataFrame) -> str:
    """Return the area whose chain of promises is shown: its own where it has any."""
    own = rows[rows["through"] == OWN]
    return str((own if len(own) else rows)["area_id"].iloc[0])


def cells(area_ids: Collection[str], *, training: bool, language: str) -> dict[str, str]:
    """Return, per area of these that promises concern, one cell of Markdown: never a sum of
    goals.

    What is silent comes first, then what is weakened, then what stands; the cell links to
    Löfteskedjan. Promises for a whole that the area is part of are named, and counted there.
    """
    rows = loaders.ask(concerning)
    mine = rows[(rows["invented"] == training) & rows["concerns"].isin(area_ids)]
    return {
        str(area_id): _near_and_above(group, language)
        for area_id, group in mine.groupby("concerns")
    }


def _near_and_above(rows: pd.DataFrame, language: str) -> str:
    near, above = rows[rows["through"] != ABOVE], rows[rows["through"] == ABOVE]
    parts = [_cell(_home(near), near, language)] if len(near) else []
    for area_id, group in above.groupby("area_id"):
        english = group["area_name_en"].iloc[0] if language == "en" else ""
        name = english if isinstance(english, str) and english else group["area_name"].iloc[0]
        said = plural(language, "{n} löfte för {area}", "{n} löften för {area}", len(group))
        where = cards.address("loften", omrade=area_id)
        parts.append(f"[{said.format(n=len(group), area=cards.escape(str(name)))}]({where})")
    return "  \n".join(parts)


def _cell(area_id: str, rows: pd.DataFrame, language: str) -> str:
    _ = translator(language)
    lost = rows["state"].isin([PromiseState.LOST, PromiseState.NOT_DELIVERED]).sum()
    untraced = (rows["state"] == PromiseState.NO_TRACE).sum()
    gone = rows["state"].isin([str(state) for state in FALLEN])
    unknown = rows["state"] == PromiseState.NOT_ASSESSED
    stands = int((~gone & ~unknown).sum())
    weaker = (rows["state"] == PromiseState.WEAKENED).sum()
    if lost:
        first = words.markdown(PromiseState.LOST, language) + f" {lost}"
    elif untraced:
        first = words.markdown(PromiseState.NO_TRACE, language) + f" {untraced}"
    elif weaker:
        first = words.markdown(PromiseState.WEAKENED, language) + f" {weaker}"
    elif stands:
        first = words.markdown(PromiseState.CARRIED, language)
    else:
        first = words.markdown(PromiseState.NOT_ASSESSED, language)
    second = _standing(stands, len(rows) - int(unknown.sum()), int(unknown.sum()), language)
    return f"{first}  \n[{second}]({cards.address('loften', omrade=area_id)})"


def _standing(stands: int, known: int, unknown: int, language: str) -> str:
    """Say how many stand of those that somebody has looked for, and how many nobody has."""
    _ = translator(language)
    if not known:
        return plural(
            language,
            "{n} löfte som ingen har letat efter",
            "{n} löften som ingen har letat efter",
            unknown,
        ).format(n=unknown)
    found = _("{count} av {total} står kvar").format(count=stands, total=known)
    if not unknown:
        return found
    rest = plural(language, "{n} är inte bedömt", "{n} är inte bedömda", unknown)
    return f"{found}; {rest.format(n=unknown)}"
