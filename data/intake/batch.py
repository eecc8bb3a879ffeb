"""The rows of an observation file with everything looked up: places, meanings, numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

from data.intake.area_column import Dated, read_areas
from data.intake.area_names import Area, Areas
from data.intake.findings import Both, Marks, mark
from data.intake.indicator_column import read_indicators
from data.intake.period_column import read_periods
from data.intake.questions import Questions
from data.intake.sheet import Sheet
from data.intake.unit_column import in_own_units
from data.intake.value_cells import SUPPRESSED, value_cell
from data.intake.value_column import read_values
from data.intake.values import (
    MISSING_MARKS,
    REASONS,
    Coded,
    Numbers,
    numbers,
    version_number,
)
from data.intake.whole_numbers import counts_whole, whole_and_percent
from data.intake.word_columns import EVIDENCE, STATUS, flagged_words, joined_notes
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Evidence, Indicator
from metrics.definition.period import Period, parse_period

_HIDDEN = ".."
"""How a file says that a number is not shown."""

T = TypeVar("T")

NUMBER_COLUMNS = ("value", "numerator", "denominator", "n", "low", "high", "margin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The rows of an observation file, each column as codes into what was looked up once.

    Codes are -1 where nothing was found, so that they point past what was. `ceiling` is the
    largest number that a hidden value can be, NaN where nothing is known. `breaks` are the rows
    flagged as breaks of their series. Rows where `waits` is true have something in the value
    cell that nobody has said the meaning of.
    """

    sheet: Sheet
    indicators: tuple[Indicator, ...]
    indicator: np.ndarray
    areas: tuple[Area, ...]
    area: np.ndarray
    periods: tuple[Period, ...]
    period: np.ndarray
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

    def __len__(self) -> int:
        return len(self.sheet)

    @property
    def known(self) -> np.ndarray:
        """Rows whose area, indicator and period were all found."""
        return np.asarray((self.indicator >= 0) & (self.area >= 0) & (self.period >= 0))

    def of(self, answer: Callable[[Indicator], object], otherwise: object) -> np.ndarray:
        """Give every row what its indicator answers, `otherwise` where it has none."""
        answers = np.array([*map(answer, self.indicators), otherwise])
        return np.asarray(answers[self.indicator])

    def names(self) -> np.ndarray:
        """Return the name of every row's indicator, in both languages."""
        answers = np.empty(len(self.indicators) + 1, dtype=object)
        for place, indicator in enumerate(self.indicators):
            answers[place] = Both(indicator.sv.name, indicator.en.name)
        answers[-1] = Both("", "")
        return np.asarray(answers[self.indicator])

    def area_names(self) -> np.ndarray:
        """Return the name of every row's area."""
        answers = np.array([*(area.name for area in self.areas), ""], dtype=object)
        return np.asarray(answers[self.area])

    def period_texts(self) -> np.ndarray:
        """Return the canonical period of every row."""
        answers = np.array([*(period.text for period in self.periods), ""], dtype=object)
        return np.asarray(answers[self.period])

    def value(self, column: str = "value") -> np.ndarray:
        """Return a column of numbers, NaN where there is none."""
        return self.numbers[column].value


def batch(
    sheet: Sheet, catalogue: Catalogue, areas: Areas, *, questions: Questions, today: date
) -> tuple[Batch, list[Marks]]:
    """Look everything up. Marks say which cells mean nothing known."""
    indicators, indicator, marks = read_indicators(sheet, catalogue, questions)
    dated, preliminary, found = read_periods(
        sheet, indicators, indicator, questions=questions, today=today
    )
    marks += found
    periods, period = _periods(dated)
    when = Dated(periods=periods, codes=period)
    places, area, unplaced = read_areas(sheet, areas, questions, when)
    marks += unplaced
    ordinal = _of(indicators, indicator, lambda each: each.evidence is Evidence.ORDINAL)
    values, stops = read_values(sheet.column("value"), sheet.rows, ordinal, questions)
    marks += stops
    bare = {**{name: sheet.column(name) for name in NUMBER_COLUMNS}, "value": values.column}
    bare, found = in_own_units(bare, sheet, indicators, indicator, questions)
    marks += found
    bare, stops = whole_and_percent(bare, sheet.rows, indicators, indicator, questions)
    marks += stops
    read = {column: numbers(bare[column]) for column in NUMBER_COLUMNS}
    marks += _unreadable(read, sheet)
    classes = _classes(sheet.column("class"), indicators, indicator, marks)
    low, high = _interval(read)
    said = preliminary | values.preliminary
    made = Batch(
        sheet=sheet,
        indicators=indicators,
        indicator=indicator,
        areas=places,
        area=area,
        periods=periods,
        period=period,
        numbers=read,
        low=low,
        high=high,
        class_code=classes,
        missing_reason=_missing_reason(sheet, read),
        definition_version=_versions(sheet, indicators, indicator, marks),
        geo_version=sheet.column("geo_version"),
        category=sheet.column("category"),
        supplier=sheet.column("supplier"),
        status=flagged_words(sheet, "status", STATUS, "preliminary", said, marks),
        evidence=flagged_words(sheet, "evidence", EVIDENCE, "inferred", values.inferred, marks),
        ceiling=values.ceiling - (values.below & _of(indicators, indicator, counts_whole)),
        note=joined_notes(sheet.column("note"), values.note),
        breaks=values.breaks,
        waits=sheet.column("value").filled & ~bare["value"].filled & ~ordinal,
    )
    return made, marks


def _of(
    indicators: Sequence[Indicator], codes: np.ndarray, answer: Callable[[Indicator], bool]
) -> np.ndarray:
    return np.asarray(np.array([*map(answer, indicators), False])[codes])


def _codes(column: Coded, found: Sequence[object | None]) -> np.ndarray:
    """Number what was found per text, the same thing under two names with the same number."""
    order: dict[object, int] = {}
    places = [-1 if each is None else order.setdefault(each, len(order)) for each in found]
    return column.spread(places, np.int32)


def _distinct(found: Sequence[T | None]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _periods(column: Coded) -> tuple[tuple[Period, ...], np.ndarray]:
    found = [parse_period(text) if text else None for text in column.texts]
    return _distinct(found), _codes(column, found)


def _unreadable(read: Mapping[str, Numbers], sheet: Sheet) -> Iterator[Marks]:
    """Stop what is no number beside the value; what hides a small number may be read so."""
    for name, column in read.items():
        if name != "value" and column.unreadable.any():
            instead = sheet.column(name).each(
                lambda text: _HIDDEN if text and value_cell(text).mark == SUPPRESSED else ""
            )
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
    pair = codes.astype(np.int64) * len(column.texts) + column.codes
    pairs, inverse = np.unique(pair, return_inverse=True)
    texts: dict[str, int] = {"": 0}
    found = np.zeros(len(pairs), dtype=np.int32)
    ladders = np.empty(len(pairs), dtype=object)
    for place, each in enumerate(pairs.tolist()):
        indicator, text = each // len(column.texts), column.texts[each % len(column.texts)]
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
    has_ladder = _of(indicators, codes, lambda each: bool(each.ladder))
    marks += mark("class_unknown", "class", (classes < 0) & has_ladder, ladder=ladders[inverse])
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


def text_series(column: Coded) -> pd.Series:
    """Return a coded column as a pandas column of text."""
    indices = pa.array(np.asarray(column.codes, dtype=np.int32))
    dictionary = pa.DictionaryArray.from_arrays(indices, pa.array(column.texts, pa.string()))
    return pd.Series(dictionary.cast(pa.string()).to_pandas())
