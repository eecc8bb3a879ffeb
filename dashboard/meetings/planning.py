"""The form in which a meeting is planned."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.installation import now
from dashboard.page import cards, controls, loaders, search
from dashboard.page.loaders import finished
from dashboard.text import numbers
from dashboard.text.language import translator
from data.acts import meetings
from data.acts.meeting_terms import Plan
from data.answers.areas import all_areas
from data.answers.rows import rows_of
from data.store.errors import StoreError


def form(mine: pd.DataFrame, *, training: bool, today: date, language: str) -> None:
    """Ask what is needed for a meeting; what was written stays when something is missing."""
    _ = translator(language)
    names = _areas(training, language)
    earlier = _earlier(mine, language)
    cards.heading("", _("Planera ett möte"), level=2)
    many = len(names) > _IN_VIEW
    area_ids = _areas_asked(names, language) if many else []
    with st.form("plan", border=False, width=760):
        title = st.text_input(_("Vad heter mötet?"), max_chars=120)
        held_on = st.date_input(_("Dag"), value=today, format="YYYY-MM-DD")
        if not many:
            area_ids = _areas_asked(names, language)
        previous = st.selectbox(
            _("Följer på"),
            ["", *earlier],
            index=_latest_held(mine, today),
            format_func=lambda one: earlier.get(one, _("inget, det är det första")),
        )
        actor = controls.uploader(_("Ditt namn"))
        pressed = st.form_submit_button(_("Planera mötet"), type=cards.button_type())
    if not pressed:
        return
    asked = Plan(
        title=title,
        held_on=held_on,
        area_ids=tuple(area_ids),
        previous_meeting_id=previous,
    )
    try:
        meeting_id = meetings.plan(
            loaders.door(), loaders.viewer(), asked, actor=actor, now=now()
        )
    except StoreError as error:
        st.error(cards.escape(str(error)))
        return
    controls.turn_to("mote", meeting_id)


_IN_VIEW = 60
"""So many areas can be picked among in the form; more are searched above it."""


def _areas_asked(names: dict[str, str], language: str) -> list[str]:
    """Ask for areas, with pills: the chips of a multiselect cannot be read in dark."""
    key = "plan-areas"
    label, offered = search.narrowed(
        translator(language)("Områden"), names, language, key=key,
        kept=controls.picked_before(key), most=_IN_VIEW,
    )  # fmt: skip
    if not offered:
        return []
    return list(
        st.pills(
            label, list(offered), selection_mode="multi", key=key,
            format_func=lambda one: cards.escape(names[one]),
        )
    )  # fmt: skip


@finished
def _areas(training: bool, language: str) -> dict[str, str]:
    """Return the areas that have goals, by id: those a meeting has something to say about."""
    areas = loaders.ask(all_areas)
    mine = areas[(areas["invented"] == training) & (areas["goals"] > 0)]
    column = "name_en" if language == "en" else "name"
    return dict(zip(mine["area_id"], mine[column], strict=True))


def _latest_held(mine: pd.DataFrame, today: date) -> int:
    """Return the place among the choices of the latest meeting that has been; 0 for none."""
    been = (mine["held_on"] <= pd.Timestamp(today)).to_numpy()
    return int(been.argmax()) + 1 if been.any() else 0


def _earlier(mine: pd.DataFrame, language: str) -> dict[str, str]:
    return {
        str(row["meeting_id"]): f"{row['title']}, {numbers.day(row['held_on'], language)}"
        for row in rows_of(mine)
    }
