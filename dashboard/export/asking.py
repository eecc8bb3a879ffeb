"""From what somebody asks for to a file: the same for a page, the API and the command."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.export.decks import meeting as meetings
from dashboard.export.decks import story
from dashboard.export.decks.slide import Deck, Slide
from dashboard.text import sentences
from dashboard.text.language import translator
from data.answers.followed import Gatherer

FORMATS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html",
}
"""Ending and media type of what can be made."""


class NothingToShowError(Exception):
    """What was asked for is not there; the text says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A goal, an area, a meeting, or Läget, where `areas` are those that may be named."""

    goal_id: str | None = None
    area_id: str | None = None
    meeting_id: str | None = None
    areas: tuple[str, ...] | None = None
    training: bool = False
    language: str = "sv"

    @property
    def name(self) -> str:
        """What the file is called, without its ending."""
        of_data = "ovning" if self.training else "verkliga"
        return f"kvarvarde-{self.one or f'laget-{of_data}'}"

    @property
    def one(self) -> str | None:
        """The id of the one thing asked for; None for Läget."""
        return self.goal_id or self.area_id or self.meeting_id


def deck(asked: Asked, from_store: Gatherer, *, made_on: date, home: str) -> Deck:
    """Tell what was asked for. Raises `NothingToShowError` for an id that is not there."""
    title, slides = _said(asked, from_store, made_on)
    if not slides:
        raise NothingToShowError(f"Det finns inget att visa för {asked.one or 'Läget'}.")
    return Deck(title=title, slides=slides, language=asked.language, made_on=made_on, home=home)


def _said(asked: Asked, from_store: Gatherer, today: date) -> tuple[str, tuple[Slide, ...]]:
    if asked.goal_id:
        slides = story.of_goal(from_store, asked.goal_id, asked.language)
        return (slides[0].sentence if slides else ""), slides
    if asked.meeting_id:
        return meetings.of_meeting(from_store, asked.meeting_id, today, asked.language)
    if asked.area_id:
        area = from_store.area(asked.area_id)
        row = (
            {} if area is None else {"area_name": area["name"], "area_name_en": area["name_en"]}
        )
        name = sentences.area_of(row, asked.language)
        return name, story.of_area(from_store, asked.area_id, asked.language)
    slides = story.of_overview(
        from_store, asked.language, training=asked.training, areas=asked.areas
    )
    return translator(asked.language)("Läget"), slides


def written(form: str, made: Deck, template: Path | None = None) -> bytes:
    """Write a deck in one of `FORMATS`. Raises `template.TemplateError` for a bad template."""
    # What writes a file is loaded when one is asked for: every page offers them.
    from dashboard.export import html, pdf, pptx

    if form == "pptx":
        return pptx.write(made, template)
    writers: dict[str, Callable[[Deck], bytes]] = {"pdf": pdf.write, "html": html.write}
    return writers[form](made)
