"""What the intake says about a file: one sentence per thing, in Swedish and English."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any, NamedTuple

import numpy as np

from data.intake.columns import ColumnNames

SHOWN = 1_000
"""How many findings are written out; the totals count them all."""

ECHOED = 200
"""How many characters of a cell a finding repeats."""

WHOLE_FILE = -1
"""The place of something that is said about the file and not about a row."""


class Both(NamedTuple):
    """The same thing said in both languages."""

    sv: str
    en: str


class Offer(NamedTuple):
    """An answer that mends how a finding was read: the id of the question, and the choice."""

    id: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to correct (``error``) or to look at (``warning``), where it was read.

    `instead` is the text its cell may be read as, and `offers` are the answers that would take
    the finding away without a change in the file.
    """

    row: int | None
    column: str
    level: str
    code: str
    read: str
    expected: str
    message_sv: str
    message_en: str
    suggestion_sv: str
    suggestion_en: str
    instead: str = ""
    offers: tuple[Offer, ...] = ()

    def message(self, language: str) -> str:
        """Say everything in one breath, with the place and what happened to the file."""
        english = language == "en"
        said = self.message_en if english else self.message_sv
        suggestion = self.suggestion_en if english else self.suggestion_sv
        saved = "Nothing has been saved." if english else "Inget har sparats."
        sentences = [said, suggestion, saved if self.level == "error" else ""]
        return self._place(english) + " ".join(filter(None, sentences))

    def _place(self, english: bool) -> str:
        words = ("Row", "column") if english else ("Rad", "kolumn")
        column = f"{words[1]} {self.column}" if self.column else ""
        row = f"{words[0]} {self.row}" if self.row is not None else ""
        place = ", ".join(filter(None, [row, column]))
        return f"{place[:1].upper()}{place[1:]}: " if place else ""


@dataclass(frozen=True, slots=True)
class PerCode:
    """What is said of each row, by its code: worked out only for the rows that need it."""

    answers: Sequence[object]
    codes: np.ndarray

    def __getitem__(self, at: np.ndarray) -> np.ndarray:
        """Return the answers of some rows, by a mask or their places."""
        codes = self.codes[at].tolist()
        made = np.empty(len(codes), dtype=object)
        for place, code in enumerate(codes):
            made[place] = self.answers[code]
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Rows (by their place in the table) about which the same sentence is to be said.

    `details` holds what fills the sentence: one value for all, or an array with one per row
    of `rows`. What is said `once` is said of the first row, and is about others too.
    """

    code: str
    column: str = ""
    rows: np.ndarray = field(default_factory=lambda: np.array([WHOLE_FILE]))
    details: Mapping[str, Any] = field(default_factory=dict)
    once: bool = False

    @property
    def stops(self) -> bool:
        """Whether the file cannot be saved while this stands."""
        return _template(self.code)["level"] == "error"

    def without(self, where: np.ndarray) -> "Marks":
        """Return the same marks without the rows where the mask is true."""
        keep = (self.rows == WHOLE_FILE) | ~where[self.rows]
        details = {
            name: value[keep] if isinstance(value, np.ndarray) else value
            for name, value in self.details.items()
        }
        return replace(self, rows=self.rows[keep], details=details)


def mark(code: str, column: str, where: np.ndarray, **details: Any) -> Iterator[Marks]:
    """Mark the rows where the mask `where` is true, if any.

    Details that are arrays as long as the mask give one value per row.
    """
    (at,) = np.nonzero(where)
    if len(at):
        picked = {
            name: value[at] if isinstance(value, (np.ndarray, PerCode)) else value
            for name, value in details.items()
        }
        yield Marks(code=code, column=column, rows=at, details=picked)


def mark_first(code: str, column: str, where: np.ndarray, **details: Any) -> Iterator[Marks]:
    """Mark only the first row where the mask is true: said once for the whole file."""
    if where.any():
        first = np.zeros(len(where), dtype=bool)
        first[int(np.argmax(where))] = True
        for each in mark(code, column, first, **details):
            yield replace(each, once=True)


def besides(marks: Iterable[Marks], said: Iterable[Marks]) -> list[Marks]:
    """Leave out of `marks` the stops about cells of which `said` has said enough.

    One error value is no number and no period either: the first sentence is the reason.
    """
    cells: dict[str, list[np.ndarray]] = {}
    for each in said:
        cells.setdefault(each.column, []).append(each.rows)
    kept: list[Marks] = []
    for each in marks:
        if each.stops and each.column in cells:
            kept += _staying(each, ~np.isin(each.rows, np.concatenate(cells[each.column])))
        else:
            kept.append(each)
    return kept


def without(marks: Iterable[Marks], rows: np.ndarray, but: Iterable[str]) -> list[Marks]:
    """Take back what is said about the rows where the mask is true, except the codes `but`."""
    spared = set(but)
    kept: list[Marks] = []
    for each in marks:
        stays = (each.rows == WHOLE_FILE) | ~rows[each.rows] | (each.code in spared)
        kept += _staying(each, stays)
    return kept


def _staying(marks: Marks, stays: np.ndarray) -> list[Marks]:
    """Keep the rows where the mask is true; nothing when there are none."""
    if stays.all():
        return [marks]
    details = {
        name: value[stays] if isinstance(value, np.ndarray) else value
        for name, value in marks.details.items()
    }
    return [replace(marks, rows=marks.rows[stays], details=details)] if stays.any() else []


class Place(NamedTuple):
    """Where a marked cell stands in the person's own file."""

    row: int | None
    column: str
    read: str


Placing = Callable[[int, str], Place]
"""Finds the cell at a place in the table and a canonical column."""


Offering = Callable[[Marks, Place, str], tuple[Offer, ...]]
"""Says which answers would take a finding away, given the text that may be read instead."""


def findings(
    marks: Sequence[Marks], place: Placing, most: int = SHOWN, offering: Offering | None = None
) -> tuple[Finding, ...]:
    """Write out at most `most` findings: what stops first of all, then in row order."""
    ordered = [(m, i) for m in sorted(marks, key=lambda m: not m.stops) for i in _few(m, most)]
    written = [
        _finding(m, i, place(int(m.rows[i]), m.column), offering) for m, i in ordered[:most]
    ]
    return tuple(sorted(written, key=lambda finding: finding.row or 0))


def _few(marks: Marks, most: int) -> range:
    return range(min(len(marks.rows), most))


@cache
def _templates() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((resources.files("data.intake") / "messages.toml").read_text("utf-8"))


def _template(code: str) -> Mapping[str, str]:
    return _templates()[code]


def confirmable(code: str) -> bool:
    """Whether a finding only asks if something odd is right."""
    return bool(_template(code).get("confirm"))


def _finding(marks: Marks, index: int, place: Place, offering: Offering | None) -> Finding:
    template = _template(marks.code)
    place = place._replace(column=echoed(place.column), read=echoed(place.read))
    row_details = {
        name: value[index] if isinstance(value, np.ndarray) else value
        for name, value in marks.details.items()
    }

    def said(key: str, language: str) -> str:
        text = template.get(key, "")
        asked = _asked(text)
        words = {
            name: written(row_details[name], language) for name in asked if name in row_details
        }
        if key.startswith("suggest") and not all(words.get(name, "-") for name in asked):
            return ""  # nothing to suggest is better than half a sentence
        return text.format(**{"read": place.read, "column": place.column, **words})

    instead = _instead(template, place.read, row_details)
    return Finding(
        row=place.row,
        column=place.column,
        level=template["level"],
        code=marks.code,
        read=place.read,
        expected=said("expected", "sv"),
        message_sv=said("sv", "sv"),
        message_en=said("en", "en"),
        suggestion_sv=said("suggest_sv", "sv"),
        suggestion_en=said("suggest_en", "en"),
        instead=instead,
        offers=offering(marks, place, instead) if offering else (),
    )


@cache
def _asked(text: str) -> tuple[str, ...]:
    """Name what fills a sentence."""
    return tuple(name for _, name, _, _ in Formatter().parse(text) if name)


def echoed(text: str) -> str:
    """Return so much of a cell that it can be found again."""
    return text if len(text) <= ECHOED else f"{text[: ECHOED - 1]}…"


def _instead(template: Mapping[str, str], read: str, details: Mapping[str, Any]) -> str:
    """Write what a cell may be read as, as a file would have it; ``""`` for nothing."""
    if not (pattern := template.get("instead")):
        return ""
    words = {
        name: f"{value:.15g}" if isinstance(value, float) else str(value or "")
        for name, value in details.items()
    }
    asked = {*_asked(pattern)} - {"read"}
    return pattern.format(read=read, **words) if all(words.get(each) for each in asked) else ""


def written(value: Any, language: str) -> str:
    """Write a detail for a sentence: numbers with a decimal comma in Swedish, ISO dates."""
    if isinstance(value, Both):
        return value.en if language == "en" else value.sv
    if isinstance(value, ColumnNames):
        return value.written(language)
    if isinstance(value, (bool, np.bool_, str, date)) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, (int, np.integer)):
        return _signed(
            f"{int(value):,}" if abs(int(value)) >= 10_000 else str(int(value)), language
        )
    if isinstance(value, (float, np.floating)):
        return _signed(_digits(float(value)), language)
    return str(value)


def _digits(number: float) -> str:
    """Write a number with the digits it needs, at most four decimals."""
    text = f"{number:,.4f}" if abs(number) >= 10_000 else f"{number:.4f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{number:.3g}" if text in {"0", "-0"} and number else text


def _signed(text: str, language: str) -> str:
    text = text.replace("-", "\N{MINUS SIGN}")
    if language == "en":
        return text
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def total(marks: Iterable[Marks]) -> int:
    """Count the findings, shown or not."""
    return sum(len(each.rows) for each in marks)
