"""A meeting as slides: what has happened, what is lost, what was decided and is to be."""

from datetime import date

import pandas as pd

from dashboard.export.decks import story
from dashboard.export.decks.slide import Cell, Slide, Table
from dashboard.text import meetings as words
from dashboard.text import names, sentences, states, two_books
from dashboard.text import promises as promised
from dashboard.text.language import translator
from data.answers import agenda as agendas
from data.answers.agenda import Agenda
from data.answers.followed import Gatherer
from data.answers.rows import Row, rows_of
from metrics.outcome.state import State

_ROWS = 8


def of_meeting(
    from_store: Gatherer, meeting_id: str, today: date, language: str
) -> tuple[str, tuple[Slide, ...]]:
    """Tell a meeting: its title and its slides; nothing for a meeting there is not.

    Only the areas of the meeting are named: what is lost elsewhere is counted, not shown.
    """
    agenda = from_store.ask(agendas.of, meeting_id)
    if agenda is None:
        return "", ()
    overview = story.of_overview(
        from_store,
        language,
        training=bool(agenda.meeting["invented"]),
        areas=set(agenda.area_ids),
    )
    return str(agenda.meeting["title"]), (
        *_news(agenda, from_store, language),
        *_dropped(agenda, from_store, language),
        *overview,
        *_decisions(agenda, from_store, today, language),
    )


def _news(agenda: Agenda, from_store: Gatherer, language: str) -> tuple[Slide, ...]:
    """Open with what has happened since the last meeting, goal by goal."""
    _ = translator(language)
    sentence = words.opening(agenda.news, agenda.held_before, len(agenda.area_ids), language)
    rows = [_moved(row, from_store, language) for row in rows_of(agenda.moved)]
    if not rows:
        areas = [(Cell(text=name),) for name in _area_names(agenda, language)]
        table = Table(columns=(_("Områden"),), rows=tuple(areas[:_ROWS]))
        return (_slide(agenda, sentence, table, from_store, language),)
    columns = (_("Mål"), _("Läge"), _("Förut"))
    return tuple(
        _slide(agenda, sentence, Table(columns=columns, rows=some), from_store, language)
        for some in _in_eights(rows)
    )


def _moved(row: Row, from_store: Gatherer, language: str) -> tuple[Cell, ...]:
    now = State(row["after"])
    indicator = from_store.catalogue[row["indicator_id"]]
    short = names.measured(indicator, row["category"], language)
    before = translator(language)("nytt mål")
    if isinstance(row["before"], str):
        before = states.before(row, language)
    return (
        Cell(text=f"{short}, {sentences.area_of(row, language)}"),
        Cell(text=states.label(now, language), token=states.SIGNS[now].token, strong=True),
        Cell(text=before),
    )


def _dropped(agenda: Agenda, from_store: Gatherer, language: str) -> tuple[Slide, ...]:
    """Name the promises that nobody carries and whose figures miss it."""
    _ = translator(language)
    sentence = two_books.missed(len(agenda.missed), language)
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(text=promised.wording(row, language), strong=True),
            Cell(text=promised.where(row, language)),
        )
        for row in agenda.missed
    ]
    columns = (_("Löfte"), _("Område"))
    return tuple(
        _slide(agenda, sentence, Table(columns=columns, rows=some), from_store, language)
        for some in _in_eights(rows)
    )


def _decisions(
    agenda: Agenda, from_store: Gatherer, today: date, language: str
) -> tuple[Slide, ...]:
    """End with the decisions: what is still open, and what this meeting has decided."""
    _ = translator(language)
    columns = (_("Beslut"), _("Ansvarig"), _("Klart"))
    said = (
        (_("Beslut från tidigare möten"), agenda.decisions),
        (_("Beslut vid det här mötet"), agenda.decided_here),
    )
    return tuple(
        _slide(agenda, sentence, Table(columns=columns, rows=some), from_store, language)
        for sentence, decisions in said
        for some in _in_eights(_decided(decisions, today, language))
    )


def _decided(decisions: pd.DataFrame, today: date, language: str) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell(text=str(row["wording"]), strong=True),
            Cell(text=words.owner(row)),
            Cell(text=words.due(row, today, language)),
        )
        for row in rows_of(decisions)
    ]


def _slide(
    agenda: Agenda, sentence: str, table: Table, from_store: Gatherer, language: str
) -> Slide:
    resting = story.resting_on(from_store.provenance, language)
    return Slide(
        topic=str(agenda.meeting["title"]),
        sentence=sentence,
        table=table,
        notes=(resting,),
        source=resting,
        path=f"/mote?mote={agenda.meeting['meeting_id']}",
        invented=bool(agenda.meeting["invented"]),
    )


def _area_names(agenda: Agenda, language: str) -> list[str]:
    return list(agenda.meeting["area_names_en" if language == "en" else "area_names"])


def _in_eights(rows: list[tuple[Cell, ...]]) -> list[tuple[tuple[Cell, ...], ...]]:
    return [tuple(rows[first : first + _ROWS]) for first in range(0, len(rows), _ROWS)]
