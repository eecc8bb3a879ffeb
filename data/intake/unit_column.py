"""A column of units: thousands and millions beside an indicator that is measured in ones."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.intake.findings import Both, Marks, mark_first, written
from data.intake.likeness import fold
from data.intake.questions import Questions
from data.intake.sheet import Sheet
from data.intake.unit_words import PER_MILLE, PERCENT, SCALES, is_unit, scale_of
from data.intake.values import Coded, every, numbers
from metrics.definition.indicator import Indicator

_OWN: Mapping[str, float] = {"sek_thousand": 1e3}
"""What one of an indicator's unit is, where it is not one."""

_WITH_UNIT = re.compile(r"([+\u2212-]?\d[\d \u00a0.,]*?)\s?([^\W\d_]+\.?|‰)")
_COUNTED = frozenset({"persons", "count", "hours", "sek_thousand"})
_SCALED = ("value", "low", "high", "margin")

Columns = Mapping[str, Coded]


def units_apart(sheet: Sheet) -> Sheet:
    """Take the units off the values that have one in their cell: ``312 tkr``, ``57 ‰``.

    They become the unit of their rows, in a file without a column of units.
    """
    column = sheet.column("value")
    found = [
        _WITH_UNIT.fullmatch(text) if text[-1:].isalpha() or text[-1:] in {"‰", "."} else None
        for text in column.texts
    ]
    parts = [each.groups() if each and is_unit(each[2]) else None for each in found]
    if not any(parts) or any(sheet.column("unit").texts):
        return sheet
    values = [each[0] if each else text for each, text in zip(parts, column.texts, strict=True)]
    units = [each[1] if each else "" for each in parts]
    columns = {"value": _as_texts(column, values), "unit": _as_texts(column, units)}
    return replace(sheet, columns={**sheet.columns, **columns})


def _as_texts(column: Coded, texts: Sequence[str]) -> Coded:
    """Write every row with another text than it had."""
    distinct = list(dict.fromkeys(texts))
    places = {text: at for at, text in enumerate(distinct)}
    return Coded(column.spread([places[text] for text in texts], np.int32), distinct)


def in_own_units(
    columns: Columns,
    sheet: Sheet,
    indicators: Sequence[Indicator],
    indicator: np.ndarray,
    questions: Questions,
) -> tuple[dict[str, Coded], list[Marks]]:
    """Ask whether values in another scale than their indicator's are to be multiplied.

    `indicator` has the place of each row's indicator, -1 for none. Returns the columns with the
    values multiplied, and what there is to say of units that are not read.
    """
    units = sheet.column("unit")
    if not any(units.texts):
        units = every(len(sheet), _in_header(sheet.given.get("value", "")))
    if not any(units.texts):
        return dict(columns), []
    factor, unread = np.ones(len(sheet)), np.zeros(len(sheet), dtype=bool)
    there = ~np.isnan(numbers(columns["value"]).value)
    asking = _Asking(columns["value"], sheet.rows, questions)
    for at, text in enumerate(units.texts):
        for place, found in enumerate(indicators):
            here = there & (units.codes == at) & (indicator == place)
            if not text or not here.any():
                continue
            times = _times(text, found)
            if times is None:
                unread |= here & (not _is_own(text, found))
            elif times != 1 and asking.multiplies(here, found, text, times):
                factor[here] = times
    scaled = {name: _scaled(columns[name], factor) for name in _SCALED}
    return {**columns, **scaled}, list(_unread(unread, indicators, indicator))


def _in_header(header: str) -> str:
    """Return the thousands or millions that a header names: ``Antal (tusental)``."""
    words = re.findall(r"[\w-]+", fold(header))
    return next((word for word in words if SCALES.get(word, 1.0) > 1), "")


def _times(text: str, indicator: Indicator) -> float | None:
    """Say what a value in a unit is to be multiplied by, None for a unit without scale."""
    if fold(text) in PER_MILLE:
        return 0.1 if indicator.unit == "percent" else None
    scale = scale_of(text)
    return None if scale is None else scale / _OWN.get(indicator.unit, 1.0)


def _is_own(text: str, indicator: Indicator) -> bool:
    own = {fold(each) for each in (indicator.unit, indicator.sv.unit, indicator.en.unit)}
    return fold(text) in own | (PERCENT if indicator.unit == "percent" else frozenset())


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks once per indicator and unit."""

    value: Coded
    rows: np.ndarray
    questions: Questions

    def multiplies(
        self, here: np.ndarray, indicator: Indicator, text: str, times: float
    ) -> bool:
        """Whether the values in a unit are to be multiplied."""
        number = float(numbers(self.value).value[here][0]) * times
        answer = self.questions.ask(
            "unit_scale",
            f"{indicator.id}/{fold(text)}",
            suggested="multiply" if indicator.unit in _COUNTED else None,
            count=int(here.sum()),
            example=str(self.value.strings[here][0]),
            rows=self.rows[here],
            written=text,
            indicator=Both(indicator.sv.name, indicator.en.name),
            unit=Both(indicator.sv.unit, indicator.en.unit),
            meant=Both(*(written(round(number, 9), each) for each in ("sv", "en"))),
        )
        return answer == "multiply"


def _scaled(column: Coded, factor: np.ndarray) -> Coded:
    """Return the texts with the numbers multiplied where the factor is not 1."""
    (at,) = np.nonzero(factor != 1)
    read = numbers(column)
    texts, codes = list(column.texts), column.codes.copy()
    place: dict[str, int] = {}
    for row in at.tolist():
        if not np.isnan(read.value[row]):
            text = f"{read.value[row] * factor[row]:.15g}"
            if text not in place:
                place[text] = len(texts)
                texts.append(text)
            codes[row] = place[text]
    return Coded(codes, texts)


def _unread(
    where: np.ndarray, indicators: Sequence[Indicator], indicator: np.ndarray
) -> Iterator[Marks]:
    if where.any():
        first = indicators[int(indicator[np.argmax(where)])]
        yield from mark_first(
            "unit_not_read",
            "unit",
            where,
            indicator=Both(first.sv.name, first.en.name),
            unit=Both(first.sv.unit, first.en.unit),
        )
