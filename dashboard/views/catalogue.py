"""What does this number mean?"""

import streamlit as st

from dashboard import cards, controls, definition_page, loaders, overdue_list
from dashboard.text.language import translator
from dashboard.text.themes import theme_name

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
    parts = {"indikatorer": _("Indikatorer"), "forsenat": _("Försenat")}
    part = controls.segment(_("Visa"), parts, key="del", default="indikatorer")
    if part == "forsenat":
        overdue_list.opening(language)
    else:
        definition_page.introduction(len(catalogue), language)
if part == "forsenat":
    overdue_list.show(language)
    st.stop()
if asked and asked not in names:
    st.info(
        _("Det finns ingen indikator {id}. Välj en ur listan.").format(id=cards.escape(asked))
    )

for theme, rows in loaders.figure(
    "catalogue", lambda: definition_page.by_theme(catalogue, language), language
):
    cards.heading("", theme_name(theme, language), level=2)
    cards.table(rows)
cards.downloads(
    lambda: definition_page.as_rows(catalogue.values(), language), "kvarvarde-katalog"
)
