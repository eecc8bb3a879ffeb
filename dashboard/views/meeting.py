"""What do we do about it?"""

import streamlit as st

from dashboard.installation import now
from dashboard.meetings import decided, ending, listing, parts
from dashboard.page import addressed, blocks, cards, loaders, paper, sharing, topic
from dashboard.text.language import translator
from data.answers import agenda

language = addressed.selection().language
_ = translator(language)
today = now().date()
asked = addressed.asked("mote") or ""
meeting = loaders.ask(agenda.of, asked)

if meeting is None:
    if asked:
        st.info(
            _("Det finns inget möte {id}. Välj ett ur listan.").format(id=cards.escape(asked))
        )
    listing.show(today, language)
    sharing.end()

paper.name(str(meeting.meeting["title"]))
with topic.trail():
    parts.trail(asked, language)
parts.start(asked, language)
ending.take_along(meeting, today, language)
ending.exported(meeting, language)
cards.line()
left, right = blocks.columns((7, 5), gap="large")
with left:
    parts.happened(asked, language)
with right:
    decided.from_before(meeting, today, language)
    decided.decided_here(meeting, today, language)
cards.line()
if not addressed.revision():
    decided.form(meeting, language)
    ending.conclude(meeting, language)
