"""What does this number mean?"""

import streamlit as st

from dashboard import cards, controls, definition_page, loaders
from dashboard.text.language import translator
from dashboard.text.themes import theme_name
from metrics.indicator import Theme

language = controls.selection().language
_ = translator(language)
catalogue = loaders.catalogue()

asked = controls.selection().indicator_id
names = definition_page.names(catalogue.values(), language)
top = st.container()
picked = controls.choose(
    _("Indikator"), names, key="indikator", placeholder=_("Välj en indikator")
)

if picked:
    with top:
        definition_page.opening(catalogue[picked], language)
    definition_page.one(catalogue[picked], language)
    st.stop()

with top:
    title = _("{number} indikatorer, granskade en och en").format(number=len(catalogue))
    cards.heading(_("Katalog"), title)
    definition_page.introduction(language)
if asked and asked not in names:
    st.info(
        _("Det finns ingen indikator {id}. Välj en ur listan.").format(id=cards.escape(asked))
    )

series = loaders.series()
for theme in Theme:
    mine = [indicator for indicator in catalogue.values() if indicator.theme is theme]
    if mine:
        cards.heading("", theme_name(theme, language), level=2)
        cards.table(definition_page.rows(mine, series, language))
cards.downloads(
    lambda: definition_page.as_rows(catalogue.values(), language), "kvarvarde-katalog"
)
