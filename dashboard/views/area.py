"""What was promised here, and what became of it?"""

import streamlit as st

from dashboard.area import page, parts
from dashboard.export.asking import Asked
from dashboard.meetings import reminder
from dashboard.page import controls, loaders
from dashboard.series import area_picker
from dashboard.series.offer import offer

chosen = controls.selection()
language, dark = chosen.language, chosen.dark
place = area_picker.place(chosen.area_id)

if place is None:
    if area_picker.picker(chosen.training, language):
        st.rerun()
    st.stop()

parts.start(place.area_id, language)
reminder.of_area(place.area_id, loaders.day_shown(), language)
parts.late(place.area_id, language)
axis = st.container()
parts.goals_and_background(place.area_id, dark, language)
offer(Asked(area_id=place.area_id, language=language))
parts.events(place.area_id, language)
page.downloads(place.area_id, invented=place.invented)
parts.sources(place.area_id, language)
# The axis takes the longest the first time, so it is drawn last and nothing waits for it.
with axis:
    parts.axis(place.area_id, dark, language)
