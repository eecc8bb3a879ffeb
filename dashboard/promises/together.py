"""The two ledgers side by side: what was promised and what came of the goal behind it."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.page import addressed, cards, loaders
from dashboard.page.replay import drawn
from dashboard.promises.chosen import Chosen
from dashboard.series.view import not_proven
from dashboard.text import promises as words
from dashboard.text import states
from dashboard.text.headline import counting
from dashboard.text.language import translator
from data.answers import promises
from metrics.outcome.state import State
from metrics.promise.decision import joined
from metrics.promise.state import Joined, PromiseState


def show(chosen: Chosen, view: str, language: str) -> None:
    """Show each promise that has a goal beside the goal, what is lost in both first."""
    _beside_goals(chosen, view, language)
    _without_goal(chosen, language)


def _without_goal(chosen: Chosen, language: str) -> None:
    """Name the promises whose goal has gone with the file that set it."""
    rows = loaders.ask(promises.without_goal, area_id=chosen.area_id)
    rows = rows[rows["commitment_id"].isin(chosen.ids)]
    said = translator(language)(
        "Målet bakom löftet *{wording}* följs inte längre: filen med målet är ångrad."
    )
    for row in rows.drop_duplicates("commitment_id").to_dict("records"):
        st.markdown(said.format(wording=cards.escape(words.wording(row, language))))


def _beside_goals(chosen: Chosen, view: str, language: str) -> None:
    rows = loaders.ask(promises.links, area_id=chosen.area_id)
    rows = rows[rows["commitment_id"].isin(chosen.ids)]
    if rows.empty:
        return
    _ = translator(language)
    st.divider()
    both = [_joined(row) for row in rows.to_dict("records")]
    cards.heading(_("Löften och utfall"), _title(both, language), level=2)
    order = list(words.JOINED_WORDS)
    ranked = sorted(
        zip(rows.to_dict("records"), both, strict=True), key=lambda pair: order.index(pair[1])
    )
    table = pd.DataFrame([_row(row, one, language) for row, one in ranked])
    if view == addressed.LIST:
        lines = ["  \n".join(cells) for cells in table.itertuples(index=False, name=None)]
        cards.table(pd.DataFrame({"": lines}), header=False)
    else:
        cards.table(table)
    not_proven(language)


def _title(both: list[Joined], language: str) -> str:
    if set(both) == {Joined.NOT_ASSESSED}:
        return translator(language)("Löfte och utfall går inte att läsa ihop än")
    missed = both.count(Joined.LOST_AND_MISSED)
    if not missed:
        return translator(language)("Inget är både tappat och saknat")
    return counting(
        language,
        "{number} löfte är tappat och saknat",
        "{number} löften är tappade och saknade",
        missed,
    )


def _joined(row: dict[Any, Any]) -> Joined:
    outcome = row["outcome"]
    return joined(str(row["promise_state"]), outcome if isinstance(outcome, str) else None)


def _row(row: dict[Any, Any], both: Joined, language: str) -> dict[str, str]:
    _ = translator(language)
    english = row["title_en"] if language == "en" else ""
    goal = cards.escape(str(english or row["title"]))
    outcome = row["outcome"]
    state = states.markdown(State(outcome), language) if isinstance(outcome, str) else "–"
    where = cards.address("utfall", mal=row["goal_id"])
    place = row["goal_area_en"] if language == "en" else row["goal_area"]
    return {
        _("Tillsammans"): words.joined_markdown(both, language),
        _("Löftet"): f"{words.markdown(PromiseState(str(row['promise_state'])), language)}  \n"
        + cards.escape(words.wording(row, language)),
        _("Målet"): f"{state}  \n[{goal}, {cards.escape(str(place))}]({where})",
    }


@drawn
def behind(goal_id: str, language: str) -> None:
    """Show the promise behind one goal, with a link to its chain, where there is one."""
    rows = loaders.ask(promises.links)
    rows = rows[rows["goal_id"] == goal_id]
    if rows.empty:
        return
    _ = translator(language)
    cards.heading(_("Löftet bakom målet"), _behind_title(rows, language), level=3)
    for row in rows.to_dict("records"):
        state = words.markdown(PromiseState(str(row["promise_state"])), language)
        wording = cards.escape(words.wording(row, language))
        st.markdown(f"{state} · {wording}", width=900)
        both = words.joined_markdown(_joined(row), language)
        st.markdown(f":small[{_('Löfte och utfall tillsammans')}: {both}]")
    cards.link("loften", _("Visa hela löfteskedjan"), omrade=str(rows["area_id"].iloc[0]))


def _behind_title(rows: pd.DataFrame, language: str) -> str:
    count = len(rows)
    return counting(
        language,
        "{number} löfte ligger bakom målet",
        "{number} löften ligger bakom målet",
        count,
    )
