"""Who lives here now?"""

import streamlit as st

from dashboard.page import controls, topic
from dashboard.population import page, parts
from dashboard.series import area_picker, picking
from dashboard.text.language import translator

chosen = controls.selection()
language = chosen.language
_ = translator(language)
place = area_picker.place(chosen.area_id, language)

if place is None:
    training = topic.head(_("Befolkning"), language)
    picking.unknown(language)
    page.ask(training, language)
    st.stop()

controls.stay_at(place.area_id, invented=place.invented)
parts.whole(place.area_id, chosen.dark, language)
page.downloads(place.area_id, invented=place.invented)
parts.sources(place.area_id, language)
