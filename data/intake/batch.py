"""The rows of an observation file with everything looked up: places, meanings, numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.intake.findings import Both, Marks, PerCode, mark
from data.intake.meanings import CodedRows, Readings, is_ordinal, of_indicator
from data.intake.sheet import Sheet, rows_of
from data.intake.value_cells import SUPPRESSED, value_cell
from data.intake.values import (
    MISSING_MARKS,
    REASONS,
    Coded,
    Numbers,
    at_rows,
    distinct,
    numbers,
    spread,
    version_number,
)
from data.intake.whole_numbers import counts_whole, halves
from data.intake.word_columns import EVIDENCE, STATUS, flagged_words, joined_notes
from metrics.definition.indicator import Indicator

_HIDDEN = ".."
"""How a file says that a number is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(CodedRows):
    """The rows of an observation file, each column as codes into what was looked up once.

    `ceiling` is the
    largest number that a hidden value can be, NaN where nothing is known. `breaks` are the rows
    flagged as breaks of their series. Rows where `waits` is true have something in the value
    cell that nobody has said the meaning of.
    """

    numbers: Mapping[str, Numbers]
    low: np.ndarray
    high: np.ndarray
    class_code: Coded
    missing_reason: np.ndarray
    definition_version: np.ndarray
    geo_version: Coded
    category: Coded
    supplier: Coded
    status: Coded
    evidence: Coded
    ceiling: np.ndarray
    note: Coded
    breaks: np.ndarray
    waits: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Rows whose area, indicator and period were all found."""
        return np.asarray((self.indicator >= 0) & (self.area >= 0) & (self.period >= 0))

    def of(self, answer: Callable[[Indicator], object], otherwise: object) -> np.ndarray:
        """Give every row what its indicator answers, `otherwise` where it has none."""
        answers = np.array([*map(answer, self.indicators), otherwise])
        return spread(answers, self.indicator)

    def there(self) -> list[tuple[int, Indicator]]:
        """Return the indicators that have rows, with the place of each."""
        rows = np.bincount(self.indicator + 1, minlength=len(self.indicators) + 1)[1:]
        return [(place, each) for place, each in enumerate(self.indicators) if rows[place]]

    def names(self) -> PerCode:
        """Return the name of every row's indicator, in both languages."""
        names = [Both(each.sv.name, each.en.name) for each in self.indicators]
        return PerCode([*names, Both("", "")], self.indicator)

    def area_names(self) -> PerCode:
        """Return the name of every row's area."""
        return PerCode([*(area.name for area in self.areas), ""], self.area)

    def period_texts(self) -> PerCode:
        """Return the canonical period of every row."""
        return PerCode([*(period.text for period in self.periods), ""], self.period)

    def value(self, column: str = "value") -> np.ndarray:
        """Return a column of numbers, NaN where there is none."""
        return self.numbers[column].value


def batch(read: Readings, at: np.ndarray) -> tuple[Batch, list[Marks]]:
    """Return some rows of a file, by their places, with their numbers and what hangs on them.

    The marks, by the place among these rows, say which cells mean nothing known.
    """
    sheet, indicators = rows_of(read.sheet, at), read.indicators
    indicator, area, period = (
        at_rows(codes, at).astype(np.int32)
        for codes in (read.indicator, read.area, read.period)
    )
    found = {
        name: read.texts[name].at(at_rows(each.codes, at)) for name, each in read.bare.items()
    }
    marks = [*halves(found, indicators, indicator), *_unreadable(found, sheet)]
    classes = _classes(sheet.column("class"), indicators, indicator, marks)
    low, high = _interval(found)
    ordinal = of_indicator(indicators, indicator, is_ordinal)
    whole = at_rows(read.values.below, at) & of_indicator(indicators, indicator, counts_whole)
    said = at_rows(read.preliminary, at)
    flagged = at_rows(read.values.inferred, at)
    made = Batch(
        sheet=sheet,
        indicators=indicators,
        indicator=indicator,
        areas=read.areas,
        area=area,
        periods=read.periods,
        period=period,
        numbers=found,
        low=low,
        high=high,
        class_code=classes,
        missing_reason=_missing_reason(sheet, found),
        definition_version=_versions(sheet, indicators, indicator, marks),
        geo_version=sheet.column("geo_version"),
        category=read.category.at(at),
        supplier=sheet.column("supplier"),
        status=flagged_words(sheet, "status", STATUS, "preliminary", said, marks),
        evidence=flagged_words(sheet, "evidence", EVIDENCE, "inferred", flagged, marks),
        ceiling=at_rows(read.values.ceiling, at) - whole,
        note=joined_notes(sheet.column("note"), read.values.note.at(at)),
        breaks=at_rows(read.values.breaks, at),
        waits=sheet.column("value").filled & ~read.bare["value"].at(at).filled & ~ordinal,
    )
    return made, marks


def _unreadable(read: Mapping[str, Numbers], sheet: Sheet) -> Iterator[Marks]:
    """Stop what is no number beside the value; what hides a small number may be read so."""
    for name, column in read.items():
        if name != "value" and column.unreadable.any():
            cells = sheet.column(name)
            hides = [bool(text) and value_cell(text).mark == SUPPRESSED for text in cells.texts]
            instead = PerCode([_HIDDEN if each else "" for each in hides], cells.codes)
            yield from mark("not_a_number", name, column.unreadable, instead=instead)


def _interval(read: Mapping[str, Numbers]) -> tuple[np.ndarray, np.ndarray]:
    """Take low and high as given, otherwise as value ± margin."""
    value, margin = read["value"].value, read["margin"].value
    low, high = read["low"].value, read["high"].value
    neither = np.isnan(low) & np.isnan(high)
    return (
        np.where(neither, value - np.abs(margin), low),
        np.where(neither, value + np.abs(margin), high),
    )


def _classes(
    column: Coded, indicators: Sequence[Indicator], codes: np.ndarray, marks: list[Marks]
) -> Coded:
    """Find the ladder class of each cell, by code, name in either language, or alias."""
    if not any(column.texts):
        return column
    pair = (codes.astype(np.int64) + 1) * len(column.texts) + column.codes
    pairs, inverse = distinct(pair, (len(indicators) + 1) * len(column.texts))
    texts: dict[str, int] = {"": 0}
    found = np.zeros(len(pairs), dtype=np.int32)
    ladders = np.empty(len(pairs), dtype=object)
    for place, each in enumerate(pairs.tolist()):
        indicator, text = each // len(column.texts) - 1, column.texts[each % len(column.texts)]
        ladder = indicators[indicator].ladder if indicator >= 0 else ()
        words = {
            word.casefold(): step.code
            for step in ladder
            for word in (*step.aliases, step.sv, step.en, step.code)
        }
        code = words.get(text.casefold())
        ladders[place] = ", ".join(step.sv.lower() for step in ladder)
        known = code or ("" if not text or text in MISSING_MARKS else None)
        found[place] = -1 if known is None else texts.setdefault(known, len(texts))
    classes = found[inverse]
    has_ladder = of_indicator(indicators, codes, lambda each: bool(each.ladder))
    unknown = (classes < 0) & has_ladder
    marks += mark("class_unknown", "class", unknown, ladder=PerCode(ladders.tolist(), inverse))
    marks += mark("class_not_expected", "class", column.filled & (codes >= 0) & ~has_ladder)
    return Coded(np.maximum(classes, 0), list(texts))


def _missing_reason(sheet: Sheet, read: Mapping[str, Numbers]) -> np.ndarray:
    """Take the mark in the value cell, or in the class cell; 0 of 0 is not applicable."""
    in_class = numbers(sheet.column("class")).missing_reason
    given = np.where(read["value"].missing_reason > 0, read["value"].missing_reason, in_class)
    none = (read["numerator"].value == 0) & (read["denominator"].value == 0)
    none &= np.isnan(read["value"].value) & ~sheet.column("value").filled
    return np.where(none & (given == 0), REASONS.index("not_applicable"), given)


def _versions(
    sheet: Sheet, indicators: Sequence[Indicator], codes: np.ndarray, marks: list[Marks]
) -> np.ndarray:
    column = sheet.column("definition_version")
    current = np.array([*(each.version for each in indicators), 0])[codes]
    given = column.each(version_number, np.int64)
    wrong = column.filled & ((given < 1) | (given > current)) & (codes >= 0)
    marks += mark("definition_version_unknown", "definition_version", wrong, current=current)
    return np.asarray(np.where(column.filled, given, current))
