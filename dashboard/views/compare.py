"""How does it go elsewhere?"""

import streamlit as st

from dashboard.compare import compared, page
from dashboard.page import cards, controls, loaders
from dashboard.series import picking
from dashboard.text.language import translator
from data.answers.areas import all_areas

chosen = controls.selection()
language = chosen.language
_ = translator(language)

training = picking.topic(_("Jämför"), language)
top = st.container()
picking.unknown(loaders.ask(all_areas), language)
pickers = st.container(horizontal=True, vertical_alignment="bottom")
with pickers:
    level = page.ask(training, language)
if level is None or level.rows.empty:
    with top:
        cards.heading("", _("Inget att jämföra: inga mätvärden är inlästa än"))
    st.stop()

with pickers:
    found = compared.compared(page.narrow(level, language))
with top:
    page.opening(found, language)
page.how_to_read(found, language)
page.panels(found, chosen.dark, language)
page.break_notes(found, language)
page.table(found, language)
page.ending(found, language)
