"""What many areas did together: told once, so that nobody reads it as many losses."""

import streamlit as st

from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.text import common_movement as words
from dashboard.text import sentences
from dashboard.text.language import translator
from data.answers.goal_records import goal_records
from data.answers.goals import all_goals
from data.answers.rows import rows_of
from data.judging import common_movement


@drawn
def show(*, training: bool, language: str) -> None:
    """Write a sentence per common movement; nothing where there is none."""
    if parts := _said(training, language):
        cards.heading("", translator(language)("Samma utveckling nästan överallt"), level=2)
        st.markdown("\n".join(f"- {one}" for one in parts), width=900)


@finished
def _said(training: bool, language: str) -> list[str]:
    catalogue = loaders.catalogue()
    movements = [
        movement
        for movement in rows_of(loaders.ask(common_movement.common_movement))
        if movement["invented"] == training and movement["indicator_id"] in catalogue
    ]
    areas = _areas({one for movement in movements for one in movement["follow"]}, language)
    parts = []
    for movement in movements:
        indicator = catalogue[movement["indicator_id"]]
        follow = set(movement["follow"])
        names = [name for goal_id, name in areas.items() if goal_id in follow]
        said = (
            words.sentence(movement, indicator, language),
            words.common_loss(movement, indicator, names, language),
        )
        parts += [cards.escape(one) for one in said if one]
    return parts


def _areas(goal_ids: set[str], language: str) -> dict[str, str]:
    """Return the area of each goal, by its id and in the order of the goals."""
    goals = loaders.ask(all_goals)
    mine = goals[goals["goal_id"].isin(goal_ids)]
    return {goal.goal_id: sentences.area(goal, language) for goal in goal_records(mine)}
