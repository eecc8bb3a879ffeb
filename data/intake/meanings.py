"""The texts of an observation file looked up, each once: what every row is about, as codes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import numpy as np

from data.answers.reader import Reader
from data.intake.area_column import Dated, read_areas
from data.intake.area_columns import named_otherwise
from data.intake.area_names import Area, Areas
from data.intake.categories import read_categories
from data.intake.findings import Marks
from data.intake.flag_column import flags_in_cells
from data.intake.indicator_column import read_indicators
from data.intake.period_column import read_periods
from data.intake.questions import Questions
from data.intake.sheet import Sheet
from data.intake.unit_column import in_own_units, units_apart
from data.intake.value_column import Values, read_values
from data.intake.values import Coded, Numbers, numbers_of, spread
from data.intake.whole_numbers import whole_and_percent
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Evidence, Indicator
from metrics.definition.period import Period, parse_period

T = TypeVar("T")

NUMBER_COLUMNS = ("value", "numerator", "denominator", "n", "low", "high", "margin")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedRows:
    """Rows of a sheet, and by code which indicator, area and period each is about.

    Codes are -1 where nothing was found, so that they point past what was.
    """

    sheet: Sheet
    indicators: tuple[Indicator, ...]
    indicator: np.ndarray
    areas: tuple[Area, ...]
    area: np.ndarray
    periods: tuple[Period, ...]
    period: np.ndarray

    def __len__(self) -> int:
        return len(self.sheet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings(CodedRows):
    """What the texts of a file mean, and of every row which of them it has.

    Whatever is asked about the texts has been asked. `bare` are the columns of numbers with
    nothing but numbers and our own marks in them, and `texts` what each of their texts is as a
    number.
    """

    category: Coded
    bare: Mapping[str, Coded]
    texts: Mapping[str, Numbers]
    values: Values
    preliminary: np.ndarray


def readings(
    sheet: Sheet,
    catalogue: Catalogue,
    areas: Areas,
    *,
    reader: Reader,
    questions: Questions,
    today: date,
) -> tuple[Readings, list[Marks]]:
    """Look up the texts of a file. Marks say which cells mean nothing known."""
    indicators, indicator, marks = read_indicators(sheet, catalogue, questions)
    dated, preliminary, found = read_periods(
        sheet, indicators, indicator, questions=questions, today=today
    )
    marks += found
    periods, period = _periods(dated)
    when = Dated(periods=periods, codes=period)
    places, area, unplaced = read_areas(sheet, areas, questions, when)
    marks += unplaced
    marks += named_otherwise(sheet, areas, places, area)
    sheet = replace(flags_in_cells(sheet), unread={})
    ordinal = of_indicator(indicators, indicator, is_ordinal)
    sheet = units_apart(sheet)
    values, stops = read_values(sheet.column("value"), sheet.rows, ordinal, questions)
    marks += stops
    bare = {**{name: sheet.column(name) for name in NUMBER_COLUMNS}, "value": values.column}
    bare, found = in_own_units(bare, sheet, indicators, indicator, questions)
    marks += found
    bare = whole_and_percent(bare, sheet.rows, indicators, indicator, questions)
    category, eaten = read_categories(sheet, indicators, reader, questions)
    marks += eaten
    made = Readings(
        sheet=sheet,
        indicators=indicators,
        indicator=_narrow(indicator),
        areas=places,
        area=_narrow(area),
        periods=periods,
        period=_narrow(period),
        category=category,
        bare=bare,
        texts={name: numbers_of(column.texts) for name, column in bare.items()},
        values=values,
        preliminary=_either(preliminary, values.preliminary),
    )
    return made, marks


def is_ordinal(indicator: Indicator) -> bool:
    """Whether the values of an indicator are classes of a ladder."""
    return indicator.evidence is Evidence.ORDINAL


def of_indicator(
    indicators: Sequence[Indicator], codes: np.ndarray, answer: Callable[[Indicator], bool]
) -> np.ndarray:
    """Say of every row whether something holds for its indicator; not where it has none."""
    return spread(np.array([*map(answer, indicators), False]), codes)


def _narrow(codes: np.ndarray) -> np.ndarray:
    """Return the codes in half the memory where they are few: a file can have ten million."""
    few = len(codes) > 0 and codes.max() < 2**15
    return codes.astype(np.int16) if few and codes.strides != (0,) else codes


def _either(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Join two masks, without a copy where one says nothing."""
    if not other.any():
        return one
    return np.asarray(one | other) if one.any() else other


def _periods(column: Coded) -> tuple[tuple[Period, ...], np.ndarray]:
    found = [parse_period(text) if text else None for text in column.texts]
    return _distinct(found), _codes(column, found)


def _distinct(found: Sequence[T | None]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _codes(column: Coded, found: Sequence[object | None]) -> np.ndarray:
    """Number what was found per text, the same thing under two names with the same number."""
    order: dict[object, int] = {}
    places = [-1 if each is None else order.setdefault(each, len(order)) for each in found]
    return column.spread(places, np.int32)
