"""What was promised here, and what became of it?"""

import streamlit as st

from dashboard import (
    area_background,
    area_homes,
    area_page,
    area_picker,
    controls,
    followed,
    loaders,
)
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
area_page.goals_of(goals, chosen.dark, language)
of_area.show(str(area["area_id"]), language)
area_homes.character(area, chosen.dark, language)
area_background.without_goals(area, areas, language)
area_page.ending(area, goals, language)
