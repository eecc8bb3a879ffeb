"""The minutes of a meeting as a Word document that somebody can go on writing in."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn

from dashboard.text import meetings as words
from dashboard.text import names, numbers, sentences, states
from dashboard.text import promises as promised
from dashboard.text.language import translator
from data.answers.agenda import Agenda
from data.answers.rows import Row, rows_of
from metrics.definition.catalogue import Catalogue
from metrics.outcome.state import State
from metrics.promise.state import Joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What the minutes say: the meeting, and lines and rows in the words of the page."""

    meeting: Mapping[str, Any]
    opening: str
    changed: list[str]
    lost: list[str]
    before: list[Row]
    decided_here: list[Row]
    revision: int


def of(agenda: Agenda, catalogue: Catalogue, *, revision: int, language: str) -> Minutes:
    """Put what the page shows into lines."""
    _ = translator(language)
    changed = []
    for row in rows_of(agenda.moved):
        short = names.measured(catalogue[row["indicator_id"]], row["category"], language)
        now = states.label(State(row["after"]), language)
        there = isinstance(row["before"], str)
        then = _("var {state}").format(state=states.before(row, language)) if there else ""
        what = f"{short}, {sentences.area_of(row, language)}: {now}"
        changed.append(f"{what} ({then})" if then else what)
    return Minutes(
        meeting=agenda.meeting,
        opening=words.opening(agenda.news, agenda.held_before, len(agenda.area_ids), language),
        changed=changed,
        lost=[
            *(_dropped(row, language) for row in agenda.missed),
            *(
                sentences.verdict(goal, catalogue[goal.indicator_id], language)
                for goal in agenda.lost
            ),
        ],
        before=rows_of(agenda.decisions),
        decided_here=rows_of(agenda.decided_here),
        revision=revision,
    )


def _dropped(row: Row, language: str) -> str:
    """Write a promise that is lost together with its goal."""
    word = promised.joined_word(Joined.LOST_AND_MISSED, language)
    return f"{word}, {promised.where(row, language)}: {promised.wording(row, language)}"


def document(said: Minutes, today: date, language: str) -> bytes:
    """Write the minutes as a Word file, tagged with its language and with real headings."""
    _ = translator(language)
    paper = docx.Document()
    _in_language(paper, "en-GB" if language == "en" else "sv-SE")
    title = str(said.meeting["title"])
    paper.core_properties.title = title
    paper.core_properties.language = "en-GB" if language == "en" else "sv-SE"
    paper.core_properties.author = "Kvarvärde"
    paper.add_heading(title, level=0)
    paper.add_paragraph(
        f"{numbers.day(said.meeting['held_on'], language)}. "
        f"{words.areas(said.meeting, language)}."
    )
    if bool(said.meeting["invented"]):
        paper.add_paragraph(_("Påhittade siffror"), style="Intense Quote")
    paper.add_paragraph(f"{said.opening}.")
    _list(paper, _("Sedan förra mötet"), said.changed)
    _list(paper, _("Att ta ställning till"), said.lost)
    _decisions(paper, _("Beslut från tidigare möten"), said.before, today, language)
    _decisions(paper, _("Beslut vid det här mötet"), said.decided_here, today, language)
    for empty in (_("Närvarande"), _("Anteckningar")):
        paper.add_heading(empty, level=1)
        paper.add_paragraph()
    paper.add_paragraph(
        _("Siffrorna kommer från Kvarvärde, inläsning {revision}.").format(
            revision=said.revision
        ),
        style="Caption",
    )
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def _in_language(paper: Document, tag: str) -> None:
    """Set the language that a screen reader and the spelling check go by."""
    run = paper.styles["Normal"].element.get_or_add_rPr()
    language = run.find(qn("w:lang"))
    if language is None:
        language = run.makeelement(qn("w:lang"), {})
        run.append(language)
    language.set(qn("w:val"), tag)


def _list(paper: Document, heading: str, lines: list[str]) -> None:
    if lines:
        paper.add_heading(heading, level=1)
        for line in lines:
            paper.add_paragraph(line, style="List Bullet")


def _decisions(
    paper: Document,
    heading: str,
    rows: list[Row],
    today: date,
    language: str,
) -> None:
    if not rows:
        return
    _ = translator(language)
    paper.add_heading(heading, level=1)
    grid = paper.add_table(rows=1, cols=3, style="Table Grid")
    for cell, name in zip(
        grid.rows[0].cells, (_("Beslut"), _("Ansvarig"), _("Klart")), strict=True
    ):
        cell.text = name
    _repeats_as_header(grid.rows[0])
    for row in rows:
        written = (str(row["wording"]), words.owner(row), words.due(row, today, language))
        for cell, text in zip(grid.add_row().cells, written, strict=True):
            cell.text = text


def _repeats_as_header(row: Any) -> None:
    """Mark a row as the table's header, for screen readers and the next page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {}))
