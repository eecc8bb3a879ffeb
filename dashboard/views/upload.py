"""Is my file right, and what becomes of it?"""

import streamlit as st

from dashboard.page import addressed, blocks, cards, file_questions, loaders, sharing
from dashboard.text.language import translator
from dashboard.upload import (
    changes,
    deliveries,
    dropping,
    findings,
    history,
    own_rows,
    proposals,
    reading,
    saving,
    templates,
    understood,
    words,
)
from dashboard.upload.replacing import Seen
from data.answers import waiting
from data.answers.goals import all_goals

chosen = addressed.selection()
language = chosen.language
_ = translator(language)
door, viewer, catalogue = loaders.door(), loaders.viewer(), loaders.catalogue()

if door.written_at is not None:
    cards.heading(_("Ladda upp"), _("Den här servern visar bara"), level=1)
    said = (
        _("Lämna in filer på {where}.")
        if door.written_at
        else _("Lämna in filer på den server som skriver. Fråga den som sköter Kvarvärde.")
    )
    st.info(said.format(where=cards.escape(door.written_at)))
    sharing.end()

# The title is what became of the file, which is only known further down.
top = blocks.container()
given = dropping.ask(catalogue, loaders.settings().upload_mb, language)
desk = saving.Desk(
    door=door, viewer=viewer, catalogue=catalogue, actor=given.actor, language=language
)
facts = door.reader(viewer)
revisions = loaders.latest_revisions()

saving.undo_receipt(desk, revisions, language)
if given.file is None:
    title = _("Släpp en fil, så ser du vad den ändrar innan något sparas")
else:
    place = reading.Place(door.path, facts.revision, viewer, door, catalogue)
    beside = (given.kind, given.indicator_id)
    answers = file_questions.answers(given.file.sha256)
    file = reading.with_answers(place, given.file, *beside, answers)
    asked = (place, file, *beside)
    examination = reading.examined(*asked)
    title = words.finding_title(examination, language)
    saved = saving.saved_as(revisions, examination.sha256)
    if undone := saving.undone(revisions, examination.sha256):
        title = _("Inläsning {number} är ångrad").format(number=undone)
    if saved and not examination.new + examination.changed:
        title = _("Filen är sparad som inläsning {number}").format(number=saved)
        row = revisions[revisions["revision_id"] == saved].iloc[0]
        saving.receipt(desk, row, desk.undo, language)
    else:
        understood.show(examination, reading.format_name(file), language)
        proposals.show(examination, cards.button_type(), language)
        understood.show_first_rows(examination, catalogue, language)
        own_rows.show(examination, language)
        findings.show(examination, file.content, language)
        if examination.kind and not words.unread(examination):
            rehearsed = reading.rehearsed(*asked)
            seen = Seen(catalogue=catalogue, language=language, dark=chosen.dark)
            changes.show(
                examination,
                rehearsed,
                facts.ask(all_goals),
                seen,
                kept_back=facts.ask(waiting.kept_back),
            )
        saving.offer(desk, examination, cards.button_type(), language)

with top:
    cards.heading(_("Ladda upp"), title, level=1)

if given.file is None:
    deliveries.show(language)
history.show(desk.undo, desk.may_undo, language)
templates.show(catalogue, language)
