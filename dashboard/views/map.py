"""Where?"""

import streamlit as st

from dashboard import cards, controls, loaders
from dashboard.places import map_page, mapped, picking
from dashboard.text.language import translator

chosen = controls.selection()
language = chosen.language
_ = translator(language)

training = picking.topic(_("Karta"), language)
top = st.container()
picking.unknown(loaders.areas(), language)
pickers = st.container(horizontal=True, vertical_alignment="bottom")
with pickers:
    level = map_page.ask(training, language)
if level is None:
    with top:
        cards.heading("", _("Inget att visa på kartan: inga mätvärden är inlästa än"))
    st.stop()

with pickers:
    parent, shown, period = map_page.narrow(level, training, language)
found = mapped.mapped(level, parent, shown, period, language)
with top:
    map_page.opening(found, language)

left, right = st.columns(2, gap="large")
with left:
    map_page.chart(found, chosen.dark, language)
with right:
    map_page.one_area(found, language)
    map_page.table(found, language)
map_page.ending(found, language)
