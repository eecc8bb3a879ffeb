"""The parts of a meeting that ask nothing: each is drawn once, and then sent as it was."""

from dashboard.meetings import news
from dashboard.page import loaders
from dashboard.page.replay import drawn
from data.answers import agenda
from data.answers.agenda import Agenda


def agenda_of(meeting_id: str) -> Agenda:
    """Return the agenda of a meeting that is there. Raises `LookupError`."""
    found = loaders.ask(agenda.of, meeting_id)
    if found is None:
        raise LookupError(f"There is no meeting {meeting_id}.")
    return found


@drawn
def trail(meeting_id: str, language: str) -> None:
    """Say where we are: see `news.trail`."""
    news.trail(agenda_of(meeting_id), language)


@drawn
def start(meeting_id: str, language: str) -> None:
    """Say what has happened, which meeting this is, and whether it is over."""
    meeting = agenda_of(meeting_id)
    news.opening(meeting, language)
    news.concluded(meeting, language)


@drawn
def happened(meeting_id: str, language: str) -> None:
    """List what has changed, how much is late, and what is on the agenda."""
    meeting = agenda_of(meeting_id)
    news.changed(meeting, language)
    news.late(meeting, language)
    news.on_the_agenda(meeting, language)
