"""Is the change real?"""

import streamlit as st

from dashboard import area_people, controls, followed, outcome_page, series_view
from dashboard.promises import together

chosen = controls.selection()
language = chosen.language
series = followed.of_goal(chosen.goal_id) or followed.of_series(chosen.series_id)

if series is None:
    outcome_page.ask(chosen.training, language)
    st.stop()

outcome_page.opening(series, language)
outcome_page.what_is_drawn(series, language)
series_view.chart(series, dark=chosen.dark, language=language, key=series.name)
series_view.break_notes(series, language)
outcome_page.sensitivity(series, language)

if series.goal is not None:
    series_view.three_questions(series, area_people.of_series(series, language), language)
    together.behind(str(series.goal["goal_id"]), language)
    outcome_page.not_proven(language)

outcome_page.table(series, language)
outcome_page.earlier(series, language)
outcome_page.facts(series, language)
series_view.event_list(series.events, language)
outcome_page.source_line(series, language)
