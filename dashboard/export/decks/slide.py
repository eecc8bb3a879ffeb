"""What is exported: a deck of slides, each one sentence and one thing to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from dashboard.charts.describe.chart import Chart
from dashboard.text import numbers
from dashboard.text.language import translator

_ONLY_HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0", ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table; `token` names the colour of a state, '' is ink."""

    text: str
    token: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a heading per column; the first cell of a row names the row.

    `hero` marks a table of few large figures: each cell is a number, a space, and its words.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    alt: str = ""
    hero: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One sentence and one chart or table.

    `topic` says where and what in a few words, `said` is a paragraph for those who read and do
    not listen, `notes` is what the presenter can say and is asked for, `source` stands at the
    foot, `path` is the view that shows the same: a path with ids only, as ``/utfall?mal=...``.
    """

    topic: str
    sentence: str
    said: str = ""
    chart: Chart | None = None
    table: Table | None = None
    notes: tuple[str, ...] = ()
    source: str = ""
    path: str = "/"
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """Slides with a title, the language they are in, the day, and the public address.

    `home` is where the dashboard is reached, as ``https://kvarvarde.example.se``; '' where
    nobody has said.
    """

    title: str
    slides: tuple[Slide, ...]
    language: str
    made_on: date
    home: str = ""

    @property
    def invented(self) -> bool:
        """Whether any figure is made up."""
        return any(slide.invented for slide in self.slides)

    def address(self, slide: Slide) -> str:
        """Return the whole address of the view of a slide; '' where others cannot reach it."""
        if (urlsplit(self.home).hostname or "") in _ONLY_HERE:
            return ""
        joined = "&" if "?" in slide.path else "?"
        language = f"{joined}sprak=en" if self.language == "en" else ""
        return f"{self.home.rstrip('/')}{slide.path}{language}"

    def place(self, number: int) -> str:
        """Write where in the deck a slide stands, counted from 1: ``bild 3 av 7``."""
        said = translator(self.language)("bild {number} av {total}")
        return said.format(number=number, total=len(self.slides))

    @property
    def day(self) -> str:
        """The day it was made, in words."""
        return numbers.day(self.made_on, self.language)


def invented_words(language: str) -> str:
    """The label that stands on everything made up."""
    return translator(language)("Påhittade siffror")


def plain(cells: Sequence[str]) -> tuple[Cell, ...]:
    """Return a row of cells in ink."""
    return tuple(Cell(text=text) for text in cells)
