"""Who lives here now?"""

import streamlit as st

from dashboard import area_picker, controls, loaders, moving_chains
from dashboard.places import (
    people,
    picking,
    population_homes,
    population_income,
    population_page,
)
from dashboard.text.language import translator

chosen = controls.selection()
language = chosen.language
_ = translator(language)
areas = loaders.areas()
found = areas[areas["area_id"] == chosen.area_id]

if found.empty:
    training = picking.topic(_("Befolkning"), language)
    picking.unknown(areas, language)
    population_page.ask(training, language)
    st.stop()

area = found.iloc[0]
area_id = str(area["area_id"])
lives, homes = people.people(area_id), people.homes(area_id)

area_picker.breadcrumb(area, areas, language)
population_page.opening(area, lives, homes, language)
st.divider()
population_homes.homes_then_and_now(area, homes, chosen.dark, language)
left, right = st.columns(2, gap="large")
with left:
    population_page.how_many(area_id, lives, chosen.dark, language)
with right:
    population_income.income(area, chosen.dark, language)
    population_income.income_of_parts(homes, language)
    population_page.by_age(area, chosen.dark, language)
    population_page.also_followed(area, language)
    population_page.not_known(area, lives, homes, language)
moving_chains.show(area_id, language)
population_page.ending(area, lives, homes, language)
