"""How does it go elsewhere?"""

import streamlit as st

from dashboard.compare import compared, page
from dashboard.page import cards, controls
from dashboard.series import picking
from dashboard.text.language import translator

chosen = controls.selection()
language = chosen.language
_ = translator(language)

training, top, pickers = picking.opened(_("Jämför"), language)
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
