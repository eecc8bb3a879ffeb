"""Where along the way did the promise go?"""

import streamlit as st

from dashboard.page import addressed, blocks, cards, controls, paper, sharing, topic
from dashboard.promises import chosen as choice
from dashboard.promises import course, entry, listing, opening, parts, stairs
from dashboard.series import area_picker, picking
from dashboard.text.language import translator

language = addressed.selection().language
_ = translator(language)
training = topic.head(_("Löfteskedjan"), language)
selection = addressed.selection()
known = choice.known(training=training)

if not known:
    opening.nothing(language)
    entry.show(None, language)
    sharing.end()

asked = selection.area_id
area_id = str(asked if asked in known else known[0])
if (here := area_picker.place(area_id, language)) is not None:
    paper.name(here.name, _("Löfteskedjan"))
headline = blocks.container()
key = (area_id, *choice.filters(area_id, language))
shown = choice.sort(*key)

with headline:
    if asked and asked not in picking.kinds():
        cards.unknown(asked, language)
    elif asked and asked not in known:
        st.info(_("Området har inga löften här. Vi visar ett som har det."))
    parts.headline(key, language)

if not shown.empty:
    views = {addressed.TABLE: _("Tabell"), addressed.LIST: _("Lista")}
    view = controls.segment(_("Visa som"), views, key="vy", default=selection.view)
    stairs.show(key, view, dark=selection.dark, language=language)
    finding = blocks.container()
    place = stairs.step(key, language)
    if place is not None:
        with finding:
            parts.step(key, place, language)
        parts.fallen(key, place, view, language)
    parts.both_books(key, view, place is not None, language)
    if (followed := course.pick(key, language)) is not None:
        parts.way(key, followed, language)
    listing.downloads(key, language, invented=shown.invented)
    parts.sources(key, language)

parts.places(area_id, training, language)
entry.show(area_id, language)
