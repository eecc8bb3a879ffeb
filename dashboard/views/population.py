"""Who lives here now?"""

import streamlit as st

from dashboard.page import controls, loaders, topic
from dashboard.population import homes as population_homes
from dashboard.population import income, moving_chains, page
from dashboard.series import area_picker, people, picking
from dashboard.text.language import translator
from data.answers.areas import all_areas

chosen = controls.selection()
language = chosen.language
_ = translator(language)
areas = loaders.ask(all_areas)
found = areas[areas["area_id"] == chosen.area_id]

if found.empty:
    training = topic.head(_("Befolkning"), language)
    picking.unknown(areas, language)
    page.ask(training, language)
    st.stop()

area = found.iloc[0]
area_id = str(area["area_id"])
lives, homes = people.people(area_id), people.homes(area_id)

area_picker.breadcrumb(area, areas, language)
page.opening(area, lives, homes, language)
st.divider()
population_homes.homes_then_and_now(area, homes, chosen.dark, language)
left, right = st.columns(2, gap="large")
with left:
    page.how_many(area_id, lives, chosen.dark, language)
with right:
    income.income(area, chosen.dark, language)
    income.income_of_parts(homes, language)
    page.by_age(area, chosen.dark, language)
    page.also_followed(area, language)
    page.not_known(area, lives, homes, language)
moving_chains.show(area_id, language)
page.ending(area, lives, homes, language)
