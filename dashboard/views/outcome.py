"""Is the change real?"""

import streamlit as st

from dashboard.outcome import monitor, page, parts, recompute
from dashboard.page import cards, controls
from dashboard.promises import together
from dashboard.series import followed, view
from dashboard.series.offer import chart_downloads, offer_series

chosen = controls.selection()
language, dark = chosen.language, chosen.dark
series = followed.of_goal(chosen.goal_id) or followed.of_series(chosen.series_id)

if series is None:
    if asked := controls.asked("mal") or controls.asked("serie"):
        cards.unknown(asked, language)
    page.ask(chosen.training, language)
    st.stop()

controls.stay_at(series.area_id, invented=series.invented)
shown = (series.goal_id, series.series_id)

left = parts.start(*shown, dark, language)
chart_downloads(series, language)
if parts.alarm(*shown, left, dark, language):
    monitor.in_figures(series, language)
parts.what_would_be_seen(*shown, left, dark, language)

if series.goal is not None:
    together.behind(series.goal.goal_id, language)
    view.not_proven(language)

parts.numbers(*shown, language)
page.downloads(series)
recompute.offer(series, language)
parts.background(*shown, language)
offer_series(series, language)
parts.sources(*shown, language)
