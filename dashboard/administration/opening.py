"""What waits and how the copies are, before anything is to be done."""

from collections.abc import Sequence

import streamlit as st

from dashboard.administration.asking import asked
from dashboard.administration.copies import last_copy, last_nights
from dashboard.page import cards, loaders
from dashboard.page.replay import drawn
from dashboard.text.language import plural, translator
from dashboard.text.numbers import DASH, short_day
from data.answers import people
from data.answers.copies import Night
from data.store.audit import READ_BACK


@drawn
def show(language: str) -> None:
    """Write the finding as a heading and four numbers under it."""
    _ = translator(language)
    listed, uploads, log = (asked(each) for each in (people.people, people.uploads, people.log))
    waiting = int(uploads["released_at"].isna().sum())
    known = last_nights()
    cards.heading(_("Administration"), _title(waiting, known, language))
    invited = int((listed["subject"] == "").sum())
    copy = last_copy(log)
    refused = int((~log["allowed"].astype(bool) & (log["act"] != READ_BACK)).sum())
    today = loaders.this_day()
    grid = st.grid(4, min_column_width=150)
    grid.metric(
        _("personer"),
        str(len(listed)),
        _("{n} har inte loggat in än").format(n=invited) if invited else None,
        delta_color="off",
        delta_arrow="off",
    )
    grid.metric(_("väntar på att släppas"), str(waiting))
    proved = [each.at for each in known if each.proved and each.at]
    if proved:
        grid.metric(_("kopian provlästes"), short_day(proved[-1], today, language))
    else:
        grid.metric(_("senaste kopian"), short_day(copy, today, language) if copy else DASH)
    grid.metric(_("nekade försök"), str(refused))


def _title(waiting: int, known: Sequence[Night], language: str) -> str:
    _ = translator(language)
    said = plural(
        language,
        "{n} underlag väntar på att släppas",
        "{n} underlag väntar på att släppas",
        waiting,
    ).format(n=waiting)
    if not waiting:
        said = _("Alla siffror är släppta")
    if not known:
        return said
    night = (
        _("Nattens kopia är provläst") if known[-1].proved else _("Nattens kopia är inte läst")
    )
    return f"{said}. {night}."
