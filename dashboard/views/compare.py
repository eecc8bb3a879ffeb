"""How does it go elsewhere?"""

import streamlit as st

from dashboard import cards, controls, loaders
from dashboard.places import compare_page, compared, picking
from dashboard.text.language import translator

chosen = controls.selection()
language = chosen.language
_ = translator(language)

training = picking.topic(_("Jämför"), language)
top = st.container()
picking.unknown(loaders.areas(), language)
pickers = st.container(horizontal=True, vertical_alignment="bottom")
with pickers:
    level = compare_page.ask(training, language)
if level is None or level.rows.empty:
    with top:
        cards.heading("", _("Inget att jämföra: inga mätvärden är inlästa än"))
    st.stop()

with pickers:
    parent, areas, ids = compare_page.narrow(level, language)
found = compared.compared(level, parent, areas, ids)
with top:
    compare_page.opening(found, language)
compare_page.how_to_read(found, language)
compare_page.panels(found, chosen.dark, language)
compare_page.break_notes(found, language)
compare_page.table(found, language)
compare_page.ending(found, language)
