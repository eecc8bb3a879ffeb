"""What have we lost, what is at risk, what holds, and what don't we know?"""

import streamlit as st

from dashboard import cards, controls, loaders
from dashboard.export.asking import Asked
from dashboard.export.offer import offer
from dashboard.overview import chosen as choice
from dashboard.overview import ending, followed, matrix, opening, since
from dashboard.text.headline import headline
from dashboard.text.language import translator

language = controls.selection().language
_ = translator(language)

with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(_("Läget"), width="content")
    beside = st.container(width="content")
    st.space("stretch")
    options = {
        controls.REAL: _("Verkliga områden"),
        controls.TRAINING: _("Övning (påhittat)"),
    }
    picked = controls.segment(_("Siffror"), options, key="data", default=controls.REAL)
    if picked == controls.TRAINING:
        with beside:
            cards.invented_badge(language)

selection = controls.selection()
training = selection.training
chosen = loaders.figure(
    "goals", lambda: choice.of(loaders.goals(), training=training), training
)
compared = loaders.figure("since", lambda: since.changes(selection), training, selection.since)

st.title(headline(chosen.counts, language), anchor=False)
opening.counts(chosen.counts, since.counts_then(chosen.states, compared), language)
opening.unknown(chosen, language)
st.divider()

left, right = st.columns([7, 5], gap="large")
with left:
    opening.biggest_loss(chosen, selection)
with right:
    since.show(compared, len(chosen.states), selection)

if chosen.goals:
    st.divider()
    cards.heading(_("Områden och teman"), _("Område för område"), level=2)
    views = {controls.TABLE: _("Tabell"), controls.LIST: _("Lista")}
    view = controls.segment(_("Visa som"), views, key="vy", default=selection.view)
    if view == controls.LIST:
        matrix.as_list(chosen, language)
        with st.expander(_("Så läser du tecknen")):
            matrix.legend(language)
    else:
        matrix.legend(language)
        matrix.as_tables(chosen, training=training, language=language)
    cards.downloads(
        lambda: matrix.as_rows(chosen.goals, language),
        f"kvarvarde-laget-{selection.data}",
        invented=selection.training,
    )

st.divider()
followed.show(training=selection.training, language=language)
offer(Asked(training=selection.training, language=language))
ending.show(language)
