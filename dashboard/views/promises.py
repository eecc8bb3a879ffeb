"""Where along the way did the promise go?"""

import streamlit as st

from dashboard.page import cards, controls, topic
from dashboard.promises import chosen as choice
from dashboard.promises import course, entry, listing, opening, stairs, together
from dashboard.text.language import translator

language = controls.selection().language
_ = translator(language)
training = topic.head(_("Löfteskedjan"), language)
selection = controls.selection()
areas = choice.areas(training=training)

if areas.empty:
    opening.nothing(language)
    entry.show(None, language)
    st.stop()

known = set(areas["area_id"])
asked = selection.area_id
area_id = str(asked if asked in known else areas["area_id"].iloc[0])
headline = st.container()
theme, strength = choice.filters(area_id, language)
chosen = choice.of(area_id, theme, strength)

with headline:
    if asked and asked not in known:
        st.info(_("Området har inga löften här. Vi visar ett som har det."))
    if chosen.promises.empty:
        st.title(_("Inga löften med det valet"), anchor=False)
    else:
        opening.headline(chosen, language)

if not chosen.promises.empty:
    views = {controls.TABLE: _("Tabell"), controls.LIST: _("Lista")}
    view = controls.segment(_("Visa som"), views, key="vy", default=selection.view)
    stairs.show(chosen, view, dark=selection.dark, language=language)
    finding = st.container()
    place = stairs.step(chosen, language)
    if place is not None:
        with finding:
            st.divider()
            stairs.heading(chosen, place, language)
        listing.fallen(chosen, place, view, language)
        st.caption(stairs.came_back(chosen, place, language))
    together.show(chosen, view, language)
    st.divider()
    with st.expander(_("Alla löften med läge och källa"), expanded=place is None):
        listing.everything(chosen, view, language)
    course.show(chosen, language)
    cards.downloads(
        lambda: listing.as_rows(chosen, language),
        f"kvarvarde-loften-{area_id}",
        invented=chosen.invented,
    )
    listing.sources(chosen, language)

opening.places(areas, area_id, language)
entry.show(area_id, language)
