"""What was promised here, and what became of it?"""

import streamlit as st

from dashboard import (
    area_background,
    area_course,
    area_homes,
    area_page,
    area_picker,
    controls,
    followed,
    loaders,
)
from dashboard.export.asking import Asked
from dashboard.export.offer import offer
from dashboard.meetings import reminder
from dashboard.overview import lateness
from dashboard.promises import of_area

chosen = controls.selection()
language = chosen.language
areas = loaders.areas()
found = areas[areas["area_id"] == chosen.area_id]

if found.empty:
    if area_picker.picker(areas, chosen.training, language):
        st.rerun()
    st.stop()

area = found.iloc[0]
goals = followed.in_area(str(area["area_id"]))

area_picker.breadcrumb(area, areas, language)
area_page.opening(area, goals, language)
reminder.of_area(str(area["area_id"]), loaders.day_shown(), language)
lateness.of_areas([str(area["area_id"])], language)
axis = st.container()
area_page.goals_of(goals, chosen.dark, language)
of_area.show(str(area["area_id"]), language)
area_homes.character(area, chosen.dark, language)
area_background.without_goals(area, areas, language)
offer(Asked(area_id=str(area["area_id"]), language=language))
area_page.ending(area, goals, language)
# The axis takes the longest the first time, so it is drawn last and nothing waits for it.
with axis:
    area_course.show(str(area["area_id"]), goals, chosen.dark, language)
