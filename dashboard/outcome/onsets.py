"""How small a worsening would have been seen, by when it began, under what the alarm showed."""

import pandas as pd
import streamlit as st

from dashboard.charts.describe.onsets import about, onsets
from dashboard.charts.plotly.lines import RIGHT
from dashboard.charts.plotly.onsets import draw_onsets
from dashboard.charts.theme import Spec
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.series.followed import with_goal
from dashboard.text.language import translator
from data.answers.followed import Followed
from data.judging.monitoring import seen_from


def show(followed: Followed, left: int, dark: bool, language: str) -> None:
    """Draw the bars under the series, whose left margin is `left`; nothing where all is seen.

    What is counted in full shows every worsening that matters, whenever it began.
    """
    goal = followed.goal
    if goal is None or followed.indicator.evidence.is_exact:
        return
    drawn = _drawn(goal.goal_id, left, dark, language)
    if drawn is None:
        return
    spec, alt, table = drawn
    _ = translator(language)
    st.caption(
        about(goal, followed.indicator, language)
        + (" " + _("Tom ram: inget hade synts.") if _("inget hade synts") in alt else "")
    )
    cards.plot(spec, alt=alt, key=f"onsets-{followed.name}")
    with st.expander(_("Vad vi hade sett, som tabell")):
        cards.table(table)


@finished
def _drawn(
    goal_id: str, left: int, dark: bool, language: str
) -> tuple[Spec, str, pd.DataFrame] | None:
    goal, followed = with_goal(goal_id)
    described = onsets(
        loaders.ask(seen_from, indicator=followed.indicator, goal_id=goal_id),
        followed.observations,
        goal,
        indicator=followed.indicator,
        language=language,
    )
    if described is None:
        return None
    return (
        draw_onsets(described, left=left, right=RIGHT, dark=dark),
        described.alt,
        described.table,
    )
