"""Numbers held against what they count: thousands, whole numbers and per cent signs."""

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from data.intake.findings import Both, Marks, mark
from data.intake.questions import Questions
from data.intake.values import Coded, Numbers, numbers
from metrics.definition.indicator import Evidence, Indicator

_COUNTED_UNITS = frozenset({"persons", "count"})
_UNBOUNDED = frozenset({"persons", "count", "per_100k", "per_1000"})
_SHARES = frozenset({Evidence.REGISTER_SHARE, Evidence.SURVEY_SHARE})
_PARTS = ("numerator", "denominator", "n")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")

Columns = Mapping[str, Coded]


def counts_whole(indicator: Indicator) -> bool:
    """Whether the values of an indicator are whole numbers."""
    return indicator.unit in _COUNTED_UNITS and indicator.decimals == 0


def counts_people(indicator: Indicator) -> bool:
    """Whether the numerator and denominator of an indicator are whole numbers."""
    return indicator.evidence in _SHARES


def whole_and_percent(
    columns: Columns,
    rows: np.ndarray,
    indicators: Sequence[Indicator],
    indicator: np.ndarray,
    questions: Questions,
) -> dict[str, Coded]:
    """Read thousands and per cent signs as the units of the indicators ask for.

    `rows` are the numbers of the rows in the spreadsheet, `indicator` the place of each row's
    indicator, -1 for none. Returns the columns with the thousands together.
    """
    read = dict(columns)
    for sign in (",", "."):
        read = _thousands(read, sign, rows, indicators, indicator, questions)
    read["value"] = _percent(read["value"], rows, indicators, indicator, questions)
    return read


def _rows_of(
    indicators: Sequence[Indicator], indicator: np.ndarray, which: Sequence[bool]
) -> np.ndarray:
    return np.asarray(np.array([*which, False], dtype=bool)[indicator])


def _thousands(
    columns: dict[str, Coded],
    sign: str,
    rows: np.ndarray,
    indicators: Sequence[Indicator],
    indicator: np.ndarray,
    questions: Questions,
) -> dict[str, Coded]:
    """Ask whether a sign before exactly three digits is one of thousands, and take it out."""
    found = {
        name: where
        for name in ("value", *_PARTS)
        if (where := _grouped(columns[name], name, sign, indicators, indicator)).any()
    }
    if not found:
        return columns
    name, where = next(iter(found.items()))
    example = str(columns[name].strings[where][0])
    every = np.logical_or.reduce(list(found.values()))
    answer = questions.ask(
        "thousands",
        sign,
        suggested="thousands",
        count=sum(int(each.sum()) for each in found.values()),
        example=example,
        rows=rows[every],
        meant=example.replace(sign, "\N{NO-BREAK SPACE}"),
    )
    if answer != "thousands":
        return columns
    return {
        **columns,
        **{each: _without(columns[each], sign, at) for each, at in found.items()},
    }


def _grouped(
    column: Coded,
    name: str,
    sign: str,
    indicators: Sequence[Indicator],
    indicator: np.ndarray,
) -> np.ndarray:
    """Rows where a count, or a rate of which all are so written, has it before three digits."""

    def grouped(text: str) -> bool:
        match = _THOUSANDS.fullmatch(text)
        return match is not None and match[1] == sign

    there = column.each(grouped, bool)
    if not there.any():
        return there
    if name != "value":
        return np.asarray(
            there & _rows_of(indicators, indicator, [*map(counts_people, indicators)])
        )
    other = column.each(lambda text: sign in text and not grouped(text), bool)
    likely = [
        counts_whole(each)
        or (
            each.unit in _UNBOUNDED
            and each.plausible_high is None
            and not (other & (indicator == place)).any()
        )
        for place, each in enumerate(indicators)
    ]
    return np.asarray(there & _rows_of(indicators, indicator, likely))


def _without(column: Coded, sign: str, where: np.ndarray) -> Coded:
    """Take a sign out of the texts of the rows where the mask is true."""
    texts = [*column.texts, *(text.replace(sign, "") for text in column.texts)]
    codes = column.codes.astype(np.int32)
    codes = np.where(where, codes + len(column.texts), codes)
    return Coded(codes, texts)


def _percent(
    column: Coded,
    rows: np.ndarray,
    indicators: Sequence[Indicator],
    indicator: np.ndarray,
    questions: Questions,
) -> Coded:
    """Ask what a per cent sign means in an indicator that is not measured in percent."""
    signed = column.each(lambda text: text.endswith("%"), bool)
    if not signed.any():
        return column
    texts, codes = list(column.texts), column.codes.astype(np.int32)
    for place, each in enumerate(indicators):
        where = signed & (indicator == place)
        if each.unit == "percent" or not where.any():
            continue
        answer = questions.ask(
            "percent_sign",
            each.id,
            suggested="hundredths" if each.unit == "share_0_1" else None,
            count=int(where.sum()),
            example=str(column.strings[where][0]),
            rows=rows[where],
            indicator=Both(each.sv.name, each.en.name),
            unit=Both(each.sv.unit, each.en.unit),
        )
        codes[where] = [
            _place(texts, _meant(column.texts[code], answer)) for code in column.codes[where]
        ]
    return Coded(codes, texts)


def _place(texts: list[str], text: str) -> int:
    if text not in texts:
        texts.append(text)
    return texts.index(text)


def _meant(text: str, answer: str) -> str:
    bare = text.removesuffix("%").strip()
    if answer == "plain":
        return bare
    number = float(numbers(Coded(np.zeros(1, dtype=int), [bare])).value[0])
    return repr(round(number / 100, 12)) if answer == "hundredths" else ""


def halves(
    columns: Mapping[str, Numbers], indicators: Sequence[Indicator], indicator: np.ndarray
) -> Iterator[Marks]:
    """Stop halves of what is counted whole."""
    whole = _rows_of(indicators, indicator, [*map(counts_whole, indicators)])
    people = _rows_of(indicators, indicator, [*map(counts_people, indicators)])
    for name, counted in (("value", whole), ("numerator", people), ("denominator", people)):
        number = columns[name].value
        half = ~np.isnan(number) & (np.abs(number - np.round(number)) > 1e-9 * np.abs(number))
        yield from mark("half_a_count", name, half & counted)
