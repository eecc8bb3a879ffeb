"""What a meeting leaves behind: minutes, and a fixed point for the next one to start from."""

from datetime import date
from typing import Literal
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.export import minutes
from dashboard.export.asking import Asked
from dashboard.installation import now
from dashboard.page import addressed, blocks, cards, controls, loaders, widgets
from dashboard.page.replay import unchanging
from dashboard.series.offer import offer
from dashboard.settings import base_path
from dashboard.text.language import translator
from data.acts import meetings
from data.answers.agenda import Agenda
from data.store.errors import StoreError


def take_along(agenda: Agenda, today: date, language: str) -> None:
    """Offer what people carry from the meeting."""
    _ = translator(language)
    query = {"mote": str(agenda.meeting["meeting_id"]), "sprak": language}
    if addressed.moment():
        query["revision"] = str(loaders.shown_revision())
    with blocks.container(horizontal=True):
        _presented(_("Presentera"), urlencode(query), cards.button_type())
        widgets.download_button(
            _("Minnesanteckningar (Word)"),
            loaders.later(
                lambda: minutes.document(minutes_of(agenda, language), today, language)
            ),
            file_name=f"{agenda.meeting['meeting_id']}.docx",
            mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            icon=":material/download:",
            on_click="ignore",
        )


@unchanging
def _presented(label: str, query: str, look: Literal["primary", "secondary"]) -> None:
    place = f"{base_path()}/presentera?{query}#1"
    st.link_button(label, place, icon=":material/slideshow:", type=look)


def exported(agenda: Agenda, language: str) -> None:
    """Offer the meeting's slides as files."""
    offer(
        Asked(meeting_id=str(agenda.meeting["meeting_id"]), language=language),
    )


def minutes_of(agenda: Agenda, language: str) -> minutes.Minutes:
    """Gather what the minutes say, in the words of the page."""
    return minutes.of(
        agenda, loaders.catalogue(), revision=loaders.shown_revision(), language=language
    )


def conclude(agenda: Agenda, language: str) -> None:
    """Offer to fix what the meeting saw, or to add a link to its minutes afterwards."""
    _ = translator(language)
    over = pd.notna(agenda.meeting["shown_revision"])
    with blocks.expander(_("Länka protokollet") if over else _("Avsluta mötet")):
        cards.words(
            _(
                "När mötet avslutas sparas vad det såg. Nästa möte börjar med vad som har "
                "hänt sedan dess."
            )
        )
        url = widgets.text_input(
            _("Länk till det justerade protokollet (kan läggas till senare)"), max_chars=400
        )
        if not widgets.button(
            _("Spara länken") if over else _("Avsluta mötet"), key="conclude"
        ):
            return
        try:
            meetings.conclude(
                loaders.door(),
                loaders.viewer(),
                str(agenda.meeting["meeting_id"]),
                actor=controls.who(),
                now=now(),
                minutes_url=url.strip(),
            )
        except StoreError as error:
            st.error(cards.escape(str(error)))
            return
        st.rerun()
