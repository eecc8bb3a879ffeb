"""What was promised here, and what became of it?"""

import streamlit as st

from dashboard.area import background, course, homes, page
from dashboard.export.asking import Asked
from dashboard.meetings import reminder
from dashboard.page import controls, loaders
from dashboard.series import area_picker, followed, lateness, promises_of_area
from dashboard.series.offer import offer
from data.answers.areas import all_areas

chosen = controls.selection()
language = chosen.language
areas = loaders.ask(all_areas)
found = areas[areas["area_id"] == chosen.area_id]

if found.empty:
    if area_picker.picker(areas, chosen.training, language):
        st.rerun()
    st.stop()

area = found.iloc[0]
goals = followed.in_area(str(area["area_id"]))

area_picker.breadcrumb(area, areas, language)
page.opening(area, goals, language)
reminder.of_area(str(area["area_id"]), loaders.day_shown(), language)
lateness.of_areas([str(area["area_id"])], language)
axis = st.container()
page.goals_of(goals, chosen.dark, language)
promises_of_area.show(str(area["area_id"]), language)
homes.character(area, chosen.dark, language)
background.without_goals(area, areas, language)
offer(Asked(area_id=str(area["area_id"]), language=language))
page.ending(area, goals, language)
# The axis takes the longest the first time, so it is drawn last and nothing waits for it.
with axis:
    course.show(str(area["area_id"]), goals, chosen.dark, language)
