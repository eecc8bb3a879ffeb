"""What did the money do?"""

import streamlit as st

from dashboard.export.effect_report import report
from dashboard.initiatives import card, chosen, listing, report_page, worth_page
from dashboard.page import controls
from dashboard.population import moving_chains

selected = controls.selection()
language = selected.language
asked = controls.asked("satsning")
initiative = chosen.of(asked, language)

if initiative is None:
    listing.show(asked, selected.training, language)
    st.stop()

filled = report.report(initiative, chosen.shown_on(language), language)
part = card.opening(initiative, filled, language)

if part == card.REPORT:
    report_page.show(initiative, filled, language)
elif part == card.WORTH:
    worth_page.show(initiative, filled, language)
else:
    card.show(initiative, filled, language)
    moving_chains.show(initiative.area_id, selected.dark, language)

card.ending(initiative, language)
