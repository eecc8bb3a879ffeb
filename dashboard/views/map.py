"""Where?"""

import streamlit as st

from dashboard.map import mapped, page
from dashboard.page import controls
from dashboard.series import picking
from dashboard.text.language import translator

chosen = controls.selection()
language = chosen.language
_ = translator(language)

nothing = _("Inget att visa på kartan: inga mätvärden är inlästa än")
training, level, top, pickers = picking.opened(_("Karta"), page.ask, nothing, language)
with pickers:
    found = mapped.mapped(page.narrow(level, training, language), language)
with top:
    page.opening(found, language)

left, right = st.columns(2, gap="large")
with left:
    page.chart(found, chosen.dark, language)
with right:
    page.one_area(found, language)
    page.table(found, language)
page.ending(found, language)
