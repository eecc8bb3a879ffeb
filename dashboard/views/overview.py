"""What have we lost, what is at risk, what holds, and what don't we know?"""

import streamlit as st

from dashboard import cards, controls, loaders
from dashboard.overview import chosen as choice
from dashboard.overview import followed, matrix, opening, since
from dashboard.text.headline import headline
from dashboard.text.language import translator
from dashboard.text.numbers import day, number

language = controls.selection().language
_ = translator(language)

with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(_("Läget"), width="content")
    options = {
        controls.REAL: _("Verkliga områden"),
        controls.TRAINING: _("Övning (påhittat)"),
    }
    picked = controls.segment(_("Siffror"), options, key="data", default=controls.REAL)
    if picked == controls.TRAINING:
        cards.invented_badge(language)

selection = controls.selection()
chosen = choice.of(loaders.goals(), training=selection.training)
earlier, moved = since.changes(selection)

st.title(headline(chosen.counts, language), anchor=False)
opening.counts(chosen.counts, since.counts_then(chosen.states, moved), language)
opening.unknown(chosen, language)
st.divider()

left, right = st.columns([7, 5], gap="large")
with left:
    opening.biggest_loss(chosen, selection)
with right:
    since.show(earlier, moved, len(chosen.states), selection)

if chosen.goals:
    st.divider()
    cards.heading(_("Områden och teman"), _("Område för område"), level=2)
    views = {controls.TABLE: _("Tabell"), controls.LIST: _("Lista")}
    view = controls.segment(_("Visa som"), views, key="vy", default=selection.view)
    ordinal = [goal for goal in chosen.goals if matrix.is_ordinal(goal)]
    if view == controls.LIST:
        matrix.as_list(chosen, language)
    else:
        if ordinal:
            st.table(matrix.classes(ordinal, language), border="horizontal")
            st.markdown(_("Klassen är en bedömning, inte en mätning. \\* Härledd klass."))
        others = [goal for goal in chosen.goals if not matrix.is_ordinal(goal)]
        if others:
            st.table(matrix.table(others, language), border="horizontal")
    with st.expander(_("Så läser du tecknen"), expanded=view == controls.TABLE):
        matrix.legend(language)
    rows = matrix.as_rows(chosen.goals, language)
    cards.downloads(rows, f"kvarvarde-laget-{selection.data}", invented=selection.training)

st.divider()
followed.show(training=selection.training, language=language)

runs, revisions = loaders.runs(), loaders.revisions()
if len(runs) and len(revisions):
    cards.source_line(
        _(
            "Områdena står i bokstavsordning och rangordnas aldrig. Inläsning {revision}, "
            "{day}. Regelversion {rule}. Väntade falska larm på ett år: högst {watch} Bevaka "
            "och {lost} Förlorat."
        ).format(
            revision=int(revisions["revision_id"].iloc[0]),
            day=day(revisions["committed_at"].iloc[0], language),
            rule=runs["rule_version"].iloc[0],
            watch=number(runs["expected_false_watch"].iloc[0], 2, language),
            lost=number(runs["expected_false_lost"].iloc[0], 2, language),
        )
    )
