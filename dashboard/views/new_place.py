"""How do I follow a place of my own?"""

from dataclasses import replace

import streamlit as st

from dashboard.page import (
    addressed,
    blocks,
    cards,
    controls,
    file_questions,
    loaders,
    sharing,
    topic,
)
from dashboard.place import answer, as_file, draft, fields, measures, saving, values, where
from dashboard.place.tried import Desk, figures
from dashboard.text.language import translator

chosen = addressed.selection()
language = chosen.language
_ = translator(language)
door, viewer, catalogue = loaders.door(), loaders.viewer(), loaders.catalogue()

if (saved := addressed.asked(saving.SAVED)) and saving.receipt(saved, language):
    sharing.end()

topic.head(_("Områden · Ny plats"), language)
cards.heading("", _("Fem frågor, så har platsen ett första svar."), level=1)

if reason := saving.closed(door, viewer, language):
    st.info(reason)
    sharing.end()

draft.begun()
phone = chosen.view == addressed.LIST
if phone:
    right, left = blocks.container(), blocks.container()
else:
    left, right = blocks.columns((7, 5), gap="large")

with left:
    fields.which(chosen.training, language)
    fields.located(language)
    fields.promised(language)
    indicator = measures.ask(language)
    beside = values.ask(indicator, language)

written = draft.keep()
place = draft.place_of(
    written, catalogue, training=chosen.training, answers=file_questions.answers(draft.FORM)
)
if place.made_of:
    place = replace(
        place, shape=where.union(fields.registered(place.municipality), place.made_of)
    )
desk = Desk(loaders.latest(), viewer, door, catalogue)
trial = figures(desk, place)

with beside:
    answer.how_read(place, trial, language)
with left:
    saving.asked(place, trial, language)
    actor = controls.uploader(_("Ditt namn"))
    pressed = saving.button("last", language)
    told = blocks.container()
with right:
    answer.show(place, trial, language)
    answer.what_is_missing(place, language)
    if not phone:
        pressed = saving.button("beside", language) or pressed
    cards.note(_("Koder och id skapas av sig själva. Utkastet finns kvar om du stänger sidan."))
    as_file.offer(written, language)
if pressed:
    with told:
        saving.save(place, desk, actor, language)
