"""Where?"""

import streamlit as st

from dashboard.map import asking, page
from dashboard.page import controls
from dashboard.series import picking
from dashboard.text.language import translator

chosen = controls.selection()
language = chosen.language
_ = translator(language)

nothing = _("Inget att visa på kartan: inga mätvärden är inlästa än")
_training, level, top, pickers = picking.opened(_("Karta"), asking.ask, nothing, language)
with pickers:
    key = asking.narrow(level, language)
with top:
    page.opening(key, language)

left, right = st.columns(2, gap="large")
with left:
    page.chart(key, chosen.dark, language)
with right:
    page.one_area(key, language)
    page.table(key, language)
    page.downloads(key, language)
page.ending(key, language)
