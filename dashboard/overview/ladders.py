"""Goals about classes, such as the police list: every list that was made, area by area."""

from collections import defaultdict
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.overview import pages
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.text import sentences, states
from dashboard.text.language import translator
from dashboard.text.numbers import DASH, NO_BREAK
from dashboard.text.themes import theme_name
from data.answers.headline_goals import Chosen, Picked
from data.answers.series import all_breaks, observations_of
from metrics.definition.indicator import Evidence, Indicator
from metrics.outcome.goal import Goal


def is_ordinal(goal: Goal) -> bool:
    """Whether a goal is about classes."""
    return loaders.catalogue()[goal.indicator_id].evidence is Evidence.ORDINAL


def show(chosen: Chosen, language: str) -> None:
    """Show a table per indicator with classes."""
    for indicator_id in dict.fromkeys(
        goal.indicator_id for goal in chosen.goals if is_ordinal(goal)
    ):
        indicator = loaders.catalogue()[indicator_id]
        name = indicator.wording(language).short
        by_list = _table(chosen.training, chosen.by, chosen.page, indicator_id, language)
        with st.container(gap="xsmall"):
            st.caption(f"{theme_name(indicator.theme, language)} · {name}")
            st.table(by_list, border="horizontal")
        st.markdown(
            translator(language)("Klassen är en bedömning, inte en mätning. \\* Härledd klass.")
        )


@finished
def _table(
    training: bool, by: Picked, page: int, indicator_id: str, language: str
) -> pd.DataFrame:
    goals = pages.shown(training, by, page).goals
    mine = [goal for goal in goals if goal.indicator_id == indicator_id]
    return table(mine, loaders.catalogue()[indicator_id], language)


def table(goals: list[Goal], indicator: Indicator, language: str) -> pd.DataFrame:
    """Lay class goals out: a row per area and a column per list, the state last."""
    _ = translator(language)
    observations = loaders.ask(
        observations_of, series_ids=tuple(goal.series_id for goal in goals)
    )
    periods = list(dict.fromkeys(observations.sort_values("period_start")["period"]))
    cuts = _cuts(indicator, goals)
    rows = {}
    for goal in goals:
        mine = observations[observations["series_id"] == goal.series_id]
        measured = {row["period"]: row for row in mine.to_dict("records")}
        row = {
            _header(period, cuts, language): _class(
                measured.get(period),
                indicator,
                bool({"", goal.area_id} & cuts.get(period, set())),
                language,
            )
            for period in periods
        }
        where = cards.address("utfall", mal=goal.goal_id)
        row[_("Läge")] = f"[{states.markdown(goal.verdict.state, language)}]({where})"
        rows[cards.area_link(goal.area_id, sentences.area(goal, language))] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(_("Område"))


def _cuts(indicator: Indicator, goals: list[Goal]) -> dict[str, set[str]]:
    """Return the periods that begin something new, and for which areas; '' is all of them."""
    areas = {"", *(goal.area_id for goal in goals)}
    cuts: dict[str, set[str]] = defaultdict(set)
    for row in loaders.ask(all_breaks).to_dict("records"):
        if row["indicator_id"] == indicator.id and row["area_id"] in areas:
            cuts[row["first_period"]].add(row["area_id"])
    return cuts


def _header(period: str, cuts: dict[str, set[str]], language: str) -> str:
    if period not in cuts:
        return period
    new = translator(language)("ny skala")
    return f"‖{NO_BREAK}{period}, {new}" if "" in cuts[period] else f"‖{NO_BREAK}{period}"


def _class(row: Any, indicator: Indicator, cut: bool, language: str) -> str:
    """Write a class: the worst in bold, a mark where the scale was cut, a star if inferred."""
    words = {step.code: step.en if language == "en" else step.sv for step in indicator.ladder}
    worst = max(indicator.ladder, key=lambda step: step.severity).code
    code = row["class_code"] if row else None
    if not isinstance(code, str) or not code:
        return DASH
    word = words[code].lower()
    word = f"**{word}**" if code == worst else word
    star = "\\*" if row["evidence"] == "inferred" else ""
    return f":violet[‖]{NO_BREAK}{word}{star}" if cut else f"{word}{star}"
