"""What was promised here, and what became of it?"""

import streamlit as st

from dashboard.area import background, course, goals, page, parts
from dashboard.export.asking import Asked
from dashboard.map import page as where
from dashboard.map import whole
from dashboard.meetings import reminder
from dashboard.page import addressed, blocks, cards, days, following, paper, topic
from dashboard.series import area_picker
from dashboard.series.offer import offer
from dashboard.text.language import translator

chosen = addressed.selection()
language, dark = chosen.language, chosen.dark
place = area_picker.place(chosen.area_id, language)

if place is None:
    shown = whole.show(translator(language)("Områden"), "vald")
    if area_picker.found(shown.level.invented, language):
        st.rerun()
    where.ending(shown, language)
else:
    paper.name(place.name)
    following.stay_at(place.area_id, invented=place.invented)
    with topic.trail():
        parts.trail(place.area_id, language)
    parts.start(place.area_id, language)
    reminder.of_area(place.area_id, days.day_shown(), language)
    parts.late(place.area_id, language)
    axis = blocks.container()
    goals.at_once(place.area_id, dark, language)
    goals.others(place.area_id, dark, language)
    parts.background_of(place.area_id, dark, language)
    background.others(place.area_id, language)
    parts.municipality(place.area_id, language)
    offer(Asked(area_id=place.area_id, language=language))
    parts.events(place.area_id, language)
    cards.link("nytt-mal", translator(language)("Lägg in ett mål"), omrade=place.area_id)
    page.downloads(place.area_id, invented=place.invented)
    parts.sources(place.area_id, language)
    # The axis takes the longest the first time, so it is drawn last and nothing waits for it.
    with axis:
        parts.axis(place.area_id, dark, language)
        course.others(place.area_id, language)
