"""What waits and how the copies are, before anything is to be done."""

import pandas as pd
import streamlit as st

from dashboard.administration.asking import asked
from dashboard.installation import now
from dashboard.page import cards
from dashboard.text.language import plural, translator
from dashboard.text.numbers import DASH, short_day
from data.answers import people
from data.store.access import Verb


def show(language: str) -> None:
    """Write the finding as a heading and four numbers under it."""
    _ = translator(language)
    listed, uploads, log = (asked(each) for each in (people.people, people.uploads, people.log))
    waiting = int(uploads["released_at"].isna().sum())
    cards.heading(_("Administration"), _title(waiting, language))
    invited = int((listed["subject"] == "").sum())
    copy = last_copy(log)
    refused = int((~log["allowed"].astype(bool)).sum()) if len(log) else 0
    grid = st.grid(4, min_column_width=150)
    grid.metric(
        _("personer"),
        str(len(listed)),
        _("{n} har inte loggat in än").format(n=invited) if invited else None,
        delta_color="off",
        delta_arrow="off",
    )
    grid.metric(_("väntar på att släppas"), str(waiting))
    grid.metric(_("senaste kopian"), short_day(copy, now().date(), language) if copy else DASH)
    grid.metric(_("nekade försök"), str(refused))


def _title(waiting: int, language: str) -> str:
    if not waiting:
        return translator(language)("Alla siffror är släppta")
    return plural(
        language,
        "{n} underlag väntar på att släppas",
        "{n} underlag väntar på att släppas",
        waiting,
    ).format(n=waiting)


def last_copy(log: pd.DataFrame) -> pd.Timestamp | None:
    """Return when somebody last took a copy of everything."""
    copies = log[(log["act"] == Verb.BACKUP.value) & log["allowed"].astype(bool)]
    return None if copies.empty else copies["moment"].iloc[0]
