"""What is to be handed in: by whom, which periods, by when, with the template to fill in."""

from functools import partial
from urllib.parse import quote, urlencode

import pandas as pd
import streamlit as st

from dashboard.export import delivery_calendar
from dashboard.installation import now
from dashboard.page import blocks, cards, controls, loaders, search
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series.template_button import template_button
from dashboard.text import deliveries as words
from dashboard.text import numbers
from dashboard.text.language import plural, translator
from data.answers.deliveries import deliveries

_FEW = 8
"""So many deliveries are listed until somebody says whose."""


def show(language: str) -> None:
    """Let somebody choose a sender and an indicator, and show what is to be handed in."""
    _ = translator(language)
    cards.line()
    place = blocks.container()
    sender, indicator_id = _chosen(language)
    with place:
        _heading(sender, indicator_id, language)
    due = _in_calendar(sender, indicator_id)
    with blocks.container(horizontal=True, vertical_alignment="center"):
        if indicator_id:
            template_button(indicator_id, language, sender=sender or "")
        if due is not None:
            _calendar(due, language)
    _lists(sender, indicator_id, language)
    _subscription(sender, indicator_id, language)


@drawn
def _heading(sender: str | None, indicator_id: str | None, language: str) -> None:
    due = _of(sender, indicator_id)
    real = due[~due["invented"]]
    said = words.finding(real if len(real) or due.empty else due, language)
    cards.heading(translator(language)("Att lämna"), said, level=2)


@finished
def _in_calendar(sender: str | None, indicator_id: str | None) -> pd.DataFrame | None:
    """Return what the calendar holds; None where nothing is due."""
    due = _of(sender, indicator_id)
    if due.empty:
        return None
    return due if sender or indicator_id else due[~due["invented"]]


@drawn
def _lists(sender: str | None, indicator_id: str | None, language: str) -> None:
    _ = translator(language)
    due, chosen = _of(sender, indicator_id), bool(sender or indicator_id)
    real, training = due[~due["invented"]], due[due["invented"]]
    if not indicator_id:
        st.caption(_("Välj en indikator, så får du en mall med dina områden och perioder."))
    if len(real):
        _listed(real, most=None if chosen else _FEW, language=language)
    if len(training) and chosen:
        cards.heading("", _("Övning (påhittat)"), level=3)
        _listed(training, most=None, language=language)


def _of(sender: str | None, indicator_id: str | None) -> pd.DataFrame:
    """Return what one sender owes of one indicator; None is every one."""
    due = _due()
    for column, wanted in (("sender", sender), ("indicator_id", indicator_id)):
        if wanted:
            due = due[due[column] == wanted]
    return due


@finished
def _due() -> pd.DataFrame:
    return deliveries(loaders.reader(), loaders.catalogue(), loaders.this_day())


def _chosen(language: str) -> tuple[str | None, str | None]:
    """Ask who hands in and which indicator; both live in the address, so a link can say."""
    _ = translator(language)
    senders = _senders(language)
    left, right = blocks.columns(2)
    with left:
        sender = controls.choose(
            _("Lämnas av"),
            senders,
            key="lamnas_av",
            placeholder=_("Alla som lämnar"),
        )
    with right:
        indicator_id = controls.choose(
            _("Mall för en indikator"),
            _indicators(sender, language),
            key="indikator",
            placeholder=_("Välj en indikator"),
            most=search.MOST_INDICATORS,
        )
    return sender, indicator_id


@finished
def _senders(language: str) -> dict[str, str]:
    every = {sender: sender for sender in _due()["sender"]} | _roles(language)
    return dict(sorted(every.items(), key=lambda named: named[1]))


def _roles(language: str) -> dict[str, str]:
    """Return what the roles that answer for indicators are called."""
    return {each.owner_role: each.owner(language) for each in loaders.catalogue().values()}


@finished
def _indicators(sender: str | None, language: str) -> dict[str, str]:
    """Return what a sender may hand in, by what it is called."""
    due = _due()
    mine = set(due.loc[due["sender"] == sender, "indicator_id"])
    return {
        each.id: f"{each.wording(language).name} ({each.id})"
        for each in loaders.catalogue().values()
        if not sender or each.id in mine or each.owner_role == sender
    }


def _calendar(due: pd.DataFrame, language: str) -> None:
    cards.download(
        translator(language)("Hämta dagarna som kalender"),
        partial(
            delivery_calendar.delivery_calendar,
            due,
            loaders.catalogue(),
            made_at=now(),
            home=loaders.settings().public_url,
            language=language,
        ),
        delivery_calendar.FILE_NAME,
        mime=delivery_calendar.TYPE,
        key="deliveries-calendar",
        icon=":material/calendar_month:",
    )


def _listed(due: pd.DataFrame, *, most: int | None, language: str) -> None:
    """List one row per sender and indicator, and count those that are not shown."""
    rows = table(due, language)
    cards.table(rows.head(most or len(rows)))
    if most and len(rows) > most:
        said = plural(
            language,
            "{count} leverans till. Välj vem som lämnar, så syns den.",
            "{count} leveranser till. Välj vem som lämnar, så syns de.",
            len(rows) - most,
        )
        st.caption(said.format(count=len(rows) - most))


def table(due: pd.DataFrame, language: str) -> pd.DataFrame:
    """Lay out one row per sender and indicator, the first due first.

    Of what is late, only that is said; otherwise what comes next. Two columns fit a phone.
    """
    _ = translator(language)
    catalogue, roles = loaders.catalogue(), _roles(language)
    listed = []
    for key, mine in due.groupby(["sender", "indicator_id"], sort=False):
        sender, indicator_id = map(str, key)
        late = mine[mine["days_late"] > 0]
        owed = late if len(late) else mine.head(1)
        named = cards.escape(catalogue[indicator_id].wording(language).name)
        where = cards.address("ladda-upp", indikator=indicator_id, lamnas_av=quote(sender))
        areas = cards.escape(words.areas(words.named(owed, language), language))
        periods = words.spanned(owed["period"], language)
        listed.append(
            {
                _("Att lämna"): f"[{named}]({where}), {periods}  \n"
                f":gray[{cards.escape(roles.get(sender, sender))}: {areas}]",
                _("Senast i tid"): _in_time(owed.iloc[0], language),
            }
        )
    return pd.DataFrame(listed)


def _in_time(row: pd.Series, language: str) -> str:
    """Write the day that something is due, in at most two lines where it is narrow."""
    day = numbers.day(row["due_on"], language).replace(" ", numbers.NO_BREAK, 1)
    days_late = int(row["days_late"])
    return f"{day}  \n:gray[{words.late(days_late, language)}]" if days_late else day


def _subscription(sender: str | None, indicator_id: str | None, language: str) -> None:
    """Show the address that a calendar can subscribe to, where others can reach it."""
    home = loaders.settings().public_url
    if not home:
        return
    asked = {"sender": sender, "indicator_id": indicator_id, "language": language}
    said = urlencode({name: value for name, value in asked.items() if value})
    with blocks.expander(translator(language)("Prenumerera i Outlook eller en annan kalender")):
        st.code(f"{home.rstrip('/')}/api/v1/deliveries.ics?{said}", language=None)
