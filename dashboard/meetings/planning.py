"""The form in which a meeting is planned."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.installation import now
from dashboard.page import addressed, blocks, cards, controls, loaders, search, widgets
from dashboard.page.loaders import finished
from dashboard.text import numbers
from dashboard.text.language import translator
from data.acts import meetings
from data.acts.meeting_terms import Plan
from data.answers import meetings as asked
from data.answers.areas import all_areas
from data.answers.rows import rows_of
from data.store.errors import StoreError


def form(*, training: bool, today: date, language: str) -> None:
    """Ask what is needed for a meeting; what was written stays when something is missing."""
    _ = translator(language)
    names = _areas(training, language)
    earlier, latest = _earlier(today, language, training=training)
    cards.heading("", _("Planera ett möte"), level=2)
    many = len(names) > _IN_VIEW
    area_ids = _areas_asked(names, language) if many else []
    with blocks.form("plan", border=False, width=760):
        title = widgets.text_input(_("Vad heter mötet?"), max_chars=120)
        held_on = widgets.date_input(_("Dag"), value=today, format="YYYY-MM-DD")
        if not many:
            area_ids = _areas_asked(names, language)
        previous = widgets.selectbox(
            _("Följer på"),
            {"": _("inget, det är det första"), **earlier},
            index=latest,
        )
        actor = controls.uploader(_("Ditt namn"))
        pressed = widgets.submit(_("Planera mötet"), type=cards.button_type())
    if not pressed:
        return
    plan = Plan(
        title=title,
        held_on=held_on,
        area_ids=tuple(area_ids),
        previous_meeting_id=previous or "",
    )
    try:
        meeting_id = meetings.plan(
            loaders.door(), loaders.viewer(), plan, actor=actor, now=now()
        )
    except StoreError as error:
        st.error(cards.escape(str(error)))
        return
    addressed.turn_to("mote", meeting_id)


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
    written = {one: cards.escape(name) for one, name in offered.items()}
    return widgets.pills(label, written, key=key)


@finished
def _areas(training: bool, language: str) -> dict[str, str]:
    """Return the areas that have goals, by id: those a meeting has something to say about."""
    areas = loaders.ask(all_areas)
    mine = areas[(areas["invented"] == training) & (areas["goals"] > 0)]
    column = "name_en" if language == "en" else "name"
    return dict(zip(mine["area_id"], mine[column], strict=True))


@finished
def mine(*, training: bool) -> pd.DataFrame:
    """Return every real meeting, or every one of training, the latest first."""
    every = loaders.ask(asked.meetings)
    return every[every["invented"] == training] if len(every) else every


@finished
def _earlier(today: date, language: str, *, training: bool) -> tuple[dict[str, str], int]:
    """Return the meetings that one may follow on, by name, and the place of the latest held."""
    known = mine(training=training)
    named = {
        str(row["meeting_id"]): f"{row['title']}, {numbers.day(row['held_on'], language)}"
        for row in rows_of(known)
    }
    return named, _latest_held(known, today)


def _latest_held(mine: pd.DataFrame, today: date) -> int:
    """Return the place among the choices of the latest meeting that has been; 0 for none."""
    been = (mine["held_on"] <= pd.Timestamp(today)).to_numpy()
    return int(been.argmax()) + 1 if been.any() else 0
