"""Is the change real?"""

import streamlit as st

from dashboard.outcome import goal_facts, monitor, onsets, page, recompute
from dashboard.page import controls
from dashboard.promises import together
from dashboard.series import followed, view
from dashboard.series.offer import chart_downloads, offer_series

chosen = controls.selection()
language = chosen.language
series = followed.of_goal(chosen.goal_id) or followed.of_series(chosen.series_id)

if series is None:
    page.ask(chosen.training, language)
    st.stop()

page.opening(series, language)
page.what_is_drawn(series, language)
left = view.chart(series, dark=chosen.dark, language=language, key=series.name)
chart_downloads(series, language)
view.break_notes(series, language)
monitor.show(series, left, chosen.dark, language)
if page.sensitivity(series, language):
    onsets.show(series, left, chosen.dark, language)

if series.goal is not None:
    st.divider()
    page.beside(series, language)
    together.behind(series.goal.goal_id, language)
    view.not_proven(language)

page.table(series, language)
recompute.offer(series, language)
page.earlier(series, language)
goal_facts.show(series, language)
view.event_list(series.events, language)
offer_series(series, language)
page.source_line(series, language)
