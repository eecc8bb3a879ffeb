"""Is the change real?"""

import streamlit as st

from dashboard import (
    controls,
    followed,
    goal_facts,
    monitor_view,
    outcome_page,
    recompute_view,
    series_view,
)
from dashboard.export.offer import chart_downloads, offer_series
from dashboard.promises import together

chosen = controls.selection()
language = chosen.language
series = followed.of_goal(chosen.goal_id) or followed.of_series(chosen.series_id)

if series is None:
    outcome_page.ask(chosen.training, language)
    st.stop()

outcome_page.opening(series, language)
outcome_page.what_is_drawn(series, language)
left = series_view.chart(series, dark=chosen.dark, language=language, key=series.name)
chart_downloads(series, language)
series_view.break_notes(series, language)
outcome_page.sensitivity(series, language)
monitor_view.show(series, left, chosen.dark, language)

if series.goal is not None:
    st.divider()
    outcome_page.beside(series, language)
    together.behind(str(series.goal["goal_id"]), language)
    outcome_page.not_proven(language)

outcome_page.table(series, language)
recompute_view.offer(series, language)
outcome_page.earlier(series, language)
goal_facts.show(series, language)
series_view.event_list(series.events, language)
offer_series(series, language)
outcome_page.source_line(series, language)
