"""What was promised here, and what became of it?"""

import streamlit as st

from dashboard import area_page, controls, followed, loaders

chosen = controls.selection()
language = chosen.language
areas = loaders.areas()
found = areas[areas["area_id"] == chosen.area_id]

if found.empty:
    if area_page.picker(areas, chosen.training, language):
        st.rerun()
    st.stop()

area = found.iloc[0]
goals = followed.in_area(str(area["area_id"]))

area_page.breadcrumb(area, areas, language)
area_page.opening(area, goals, language)
area_page.goals_of(goals, chosen.dark, language)
area_page.character(area, chosen.dark, language)
area_page.without_goals(area, areas, language)
area_page.ending(area, goals, language)
