"""The second book on Läget: what became of the promises, counted by themselves."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.overview import filters
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.text import promises as words
from dashboard.text import two_books
from dashboard.text.language import plural, translator
from data.answers import promises
from data.answers.headline_goals import Chosen, Picked
from data.answers.two_books import lost_and_missed
from metrics.promise.state import Joined


def show(chosen: Chosen, language: str) -> None:
    """Say what became of the promises, what is lost in both books first; nothing of none."""
    rows = _promises(chosen.training, chosen.by)
    if rows.empty:
        return
    _ = translator(language)
    missed = _missed(chosen.training, chosen.by)
    with st.container(border=True):
        left, right = st.columns([7, 5], gap="large")
        with left:
            said = two_books.sentence(rows, missed["commitment_id"].nunique(), language)
            cards.heading(_("Löften, räknade för sig"), said, level=2)
            if len(missed):
                table = pd.DataFrame([_row(row, language) for row in missed.to_dict("records")])
                cards.table(table, header=False)
            cards.link("loften", _("Visa löfteskedjan"), data=_data(chosen.training))
        with right:
            every = plural(language, "Ett löfte", "Alla {n} löften", len(rows))
            st.caption(every.format(n=len(rows)))
            counted = two_books.counts(rows, language)
            cards.table(pd.DataFrame(counted, columns=["state", "means"]), header=False)


@finished
def _promises(training: bool, by: Picked) -> pd.DataFrame:
    """Return the promises that fit what is picked."""
    rows = loaders.ask(promises.promises)
    mine = rows[rows["invented"] == training]
    links = loaders.ask(promises.links)
    goal_ids = filters.shown(training, by).goal_ids
    behind = set(links[links["goal_id"].isin(goal_ids)]["commitment_id"])
    return filters.keep_promises(mine, by, behind).reset_index(drop=True)


@finished
def _missed(training: bool, by: Picked) -> pd.DataFrame:
    """Return the promises that are lost in both books, among those that are shown."""
    rows = loaders.ask(lost_and_missed)
    mine = rows["commitment_id"].isin(_promises(training, by)["commitment_id"])
    return rows[mine & rows["goal_id"].isin(filters.shown(training, by).goal_ids)]


def _row(row: dict[Any, Any], language: str) -> dict[str, str]:
    _ = translator(language)
    place = (
        row["goal_area_en"] if language == "en" and row["goal_area_en"] else row["goal_area"]
    )
    between = words.between(pd.DataFrame([row]), language)
    where = cards.address("loften", omrade=str(row["area_id"]), lofte=row["commitment_id"])
    state = words.joined_markdown(Joined.LOST_AND_MISSED, language)
    there = cards.area_link(str(row["goal_area_id"]), str(place))
    fell = _("föll {between}").format(between=between)
    what = f"{state}  \n[{cards.escape(words.wording(row, language))}]({where})"
    return {_("Vad"): f"{what}  \n{there}: {fell}"}


def _data(training: bool) -> str:
    return "ovning" if training else ""
