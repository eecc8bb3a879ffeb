"""What does this number mean?"""

import streamlit as st

from dashboard.catalogue import definition, overdue
from dashboard.page import addressed, blocks, cards, controls, loaders, paper, search, sharing
from dashboard.text.language import translator

language = addressed.selection().language
_ = translator(language)
catalogue = loaders.catalogue()

asked = addressed.selection().indicator_id
names = definition.every_name(language)
top = blocks.container()
picked = controls.choose(
    _("Indikator"),
    names,
    key="indikator",
    placeholder=_("Välj en indikator"),
    most=search.MOST_INDICATORS,
)

if picked:
    paper.name(catalogue[picked].wording(language).name, _("Katalog"))
    with top:
        definition.opening(picked, language)
    definition.one(picked, language)
    definition.hand_in(picked, language)
    definition.source(picked, language)
    sharing.end()

with top:
    parts = {"indikatorer": _("Indikatorer"), "forsenat": _("Försenat")}
    part = controls.segment(_("Visa"), parts, key="del", default="indikatorer")
    if part == "forsenat":
        overdue.opening(language)
    else:
        definition.introduction(len(catalogue), language)
if part == "forsenat":
    overdue.show(language)
    sharing.end()
if asked and asked not in names:
    st.info(
        _("Det finns ingen indikator {id}. Välj en ur listan.").format(id=cards.escape(asked))
    )

definition.themes(language)
cards.downloads(lambda: definition.as_rows(catalogue.values(), language), "kvarvarde-katalog")
