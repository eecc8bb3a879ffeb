"""How a meeting opens: what has happened since the last one, and what is on the agenda."""

import pandas as pd
import streamlit as st

from dashboard.page import cards, loaders
from dashboard.series import lateness
from dashboard.text import meetings as words
from dashboard.text import names, numbers, sentences, states
from dashboard.text import promises as promised
from dashboard.text.language import translator
from dashboard.text.markdown import link
from data.answers.agenda import Agenda
from data.answers.rows import Row, rows_of
from metrics.definition.indicator import Indicator
from metrics.definition.web_address import is_web_address
from metrics.outcome.goal import Goal
from metrics.outcome.state import State
from metrics.promise.state import Joined


def trail(agenda: Agenda, language: str) -> None:
    """Say which meeting this is among all."""
    _ = translator(language)
    day = numbers.day(agenda.meeting["held_on"], language)
    st.markdown(f":small[:gray[[{_('Möten')}]({cards.address('mote')}) › {day}]]")


def opening(agenda: Agenda, language: str) -> None:
    """Say in a sentence what has happened, and which meeting this is."""
    meeting = agenda.meeting
    said = words.opening(agenda.news, agenda.held_before, len(agenda.area_ids), language)
    cards.heading(cards.escape(str(meeting["title"])), said)
    with st.container(horizontal=True, gap="xsmall"):
        if bool(meeting["invented"]):
            cards.invented_badge(language)
        st.caption(cards.escape(words.areas(meeting, language)), width="content")


def concluded(agenda: Agenda, language: str) -> None:
    """Say of a meeting that is over what it saw, and where its minutes are."""
    _ = translator(language)
    shown = agenda.meeting["shown_revision"]
    if pd.isna(shown):
        return
    meeting_id = str(agenda.meeting["meeting_id"])
    then = cards.address("mote", mote=meeting_id, revision=int(shown))
    said = _("Mötet är avslutat. [Visa vad det såg]({address}), inläsning {revision}.").format(
        address=then, revision=int(shown)
    )
    if url := str(agenda.meeting["minutes_url"] or ""):
        said += f" {link(_('Protokoll'), url)}" if is_web_address(url) else ""
    st.markdown(said)


def changed(agenda: Agenda, language: str) -> None:
    """List the goals that changed state and what has been measured."""
    _ = translator(language)
    if agenda.earlier is None:
        return
    cards.heading("", _("Sedan förra mötet"), level=2)
    if len(agenda.moved):
        cards.table(_moved(agenda.moved, language), header=False)
    else:
        st.markdown(_("Inget mål har bytt läge."))
    if len(agenda.measured):
        with st.expander(_measured_words(agenda, language)):
            cards.table(_measured(agenda.measured, language))


def on_the_agenda(agenda: Agenda, language: str) -> None:
    """List every loss of the meeting's areas, each with the way to why."""
    _ = translator(language)
    if not agenda.lost and not agenda.missed:
        cards.heading("", _("Inget är förlorat i mötets områden"), level=2)
        return
    cards.heading("", _("Att ta ställning till"), level=2)
    catalogue = loaders.catalogue()
    rows = [_lost_and_missed(row, language) for row in agenda.missed]
    rows += [
        {
            "state": states.markdown(goal.verdict.state, language),
            "finding": _loss(goal, catalogue[goal.indicator_id], language),
        }
        for goal in agenda.lost
    ]
    cards.table(pd.DataFrame(rows), header=False)


def _lost_and_missed(row: Row, language: str) -> dict[str, str]:
    """Write a promise that is lost together with its goal, with the way to its chain."""
    place = promised.where(row, language)
    wording = cards.escape(promised.wording(row, language))
    where = cards.address("loften", omrade=row["area_id"])
    link = f"[{translator(language)('Visa hela löfteskedjan')}]({where})"
    return {
        "state": promised.joined_markdown(Joined.LOST_AND_MISSED, language),
        "finding": f"**{cards.escape(place)}.** {wording} {link}",
    }


def late(agenda: Agenda, language: str) -> None:
    """Say how many of the series behind the goals should have been measured by now."""
    lateness.of_areas(agenda.area_ids, language)


def _loss(goal: Goal, indicator: Indicator, language: str) -> str:
    """Write a loss as a cell: where, what, and the way to why."""
    where = cards.escape(sentences.area(goal, language))
    what = cards.escape(sentences.finding(goal, indicator, language))
    why = cards.address("utfall", mal=goal.goal_id)
    return f"**{where}.** {what} [{translator(language)('Visa varför')}]({why})"


def _moved(moved: pd.DataFrame, language: str) -> pd.DataFrame:
    """Lay out goals that changed state: what they are now, which goal, and what they were."""
    _ = translator(language)
    catalogue = loaders.catalogue()
    rows = []
    for row in rows_of(moved):
        named = names.measured(catalogue[row["indicator_id"]], row["category"], language)
        goal = cards.escape(f"{named}, {sentences.area_of(row, language)}")
        was = _("nytt mål")
        if isinstance(row["before"], str):
            was = _("var {state}").format(state=states.before(row, language))
        rows.append(
            {
                "now": states.markdown(State(row["after"]), language),
                "goal": f"{goal}  \n:gray[{was}]",
            }
        )
    return pd.DataFrame(rows)


def _measured_words(agenda: Agenda, language: str) -> str:
    _ = translator(language)
    return _("Nya mätvärden: {new}. Rättade: {corrected}.").format(
        new=numbers.number(float(agenda.measured["new"].sum()), 0, language),
        corrected=numbers.number(float(agenda.measured["corrected"].sum()), 0, language),
    )


def _measured(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    _ = translator(language)
    catalogue = loaders.catalogue()
    return pd.DataFrame(
        [
            {
                _("Område"): cards.escape(str(row["area_name"])),
                _("Indikator"): catalogue[row["indicator_id"]].wording(language).short,
                _("Nya"): row["new"],
                _("Rättade"): row["corrected"],
                _("Senaste period"): sentences.period(row["last_period"], language),
            }
            for row in rows_of(rows)
            if row["indicator_id"] in catalogue
        ]
    )
