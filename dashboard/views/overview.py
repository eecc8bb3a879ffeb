"""What have we lost, what is at risk, what holds, and what don't we know?"""

import streamlit as st

from dashboard.export.asking import Asked
from dashboard.meetings import reminder
from dashboard.overview import (
    ending,
    filters,
    followed,
    matrix,
    opening,
    promised,
    since,
    together,
)
from dashboard.page import cards, controls, loaders, topic
from dashboard.series import lateness
from dashboard.series.offer import offer
from dashboard.text.headline import headline, nothing_fits
from dashboard.text.language import translator

language = controls.selection().language
_ = translator(language)

with topic.row(_("Läget"), language):
    needed = any(controls.asked(key) for key in (*filters.KEYS, since.KEY))
    unfolded = controls.revealed(_("Filtrera och jämför"), key="laget", needed=needed)

selection = controls.selection()
training = selection.training
given = filters.offered(training, language)
missing = filters.strangers(given)
if unfolded:
    filters.controls_of(given, language)
    with st.grid(2, min_column_width=240):
        since.control(language)
by = filters.picked(given)
chosen = filters.shown(training, by)
compared = since.compared(training, by, controls.asked(since.KEY), language)

filters.name_strangers(missing, language)
filters.say(chosen, filters.goals(training).counts.total, by, given, language)
st.title(
    nothing_fits(language) if by and not chosen.goals else headline(chosen.counts, language),
    anchor=False,
)
opening.counts(
    chosen.counts, since.counts_then(chosen.states, compared), compared.since.short, language
)
opening.unknown(chosen, language)
promised.show(chosen, language)
lateness.say(chosen, language)
reminder.of_all(training=training, today=loaders.day_shown(), language=language)
st.divider()

left, right = st.columns([7, 5], gap="large")
with left:
    opening.biggest_loss(chosen, selection)
with right:
    since.show(compared, chosen, language)

if chosen.goals:
    st.divider()
    cards.heading(_("Områden och teman"), _("Område för område"), level=2)
    views = {controls.TABLE: _("Tabell"), controls.LIST: _("Lista")}
    view = controls.segment(_("Visa som"), views, key="vy", default=selection.view)
    matrix.show(chosen, language, as_list=view == controls.LIST)
    cards.downloads(
        lambda: matrix.as_rows(chosen.goals, language),
        f"kvarvarde-laget-{selection.data}",
        invented=training,
    )

st.divider()
followed.show(training=training, by=by, language=language)
beneath = st.container()
offer(Asked(training=training, language=language))
ending.show(training=training, language=language)
# Every area of every indicator is looked at, so it comes last and nothing waits for it.
with beneath:
    together.show(training=training, language=language)
