"""The periods of a file of observations: read per indicator, asked about, or stopped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from data.intake.findings import Both, Marks, PerCode, echoed, mark, mark_first
from data.intake.period_cells import PeriodCell, period_cell, reachable
from data.intake.questions import Questions
from data.intake.sheet import Sheet
from data.intake.values import Coded, distinct, spread
from metrics.definition.indicator import Indicator
from metrics.definition.period import Frequency, Period, parse_period

_YEARS = frozenset({Frequency.YEAR, Frequency.POOLED})
_FITTING: Mapping[Frequency, frozenset[Frequency]] = {
    Frequency.YEAR: _YEARS,
    Frequency.TWO_YEARS: _YEARS,
    Frequency.FOUR_YEARS: _YEARS,
    Frequency.POOLED: _YEARS,
}
"""The lengths of periods that fit an indicator, where they are not its own only."""

_NAMES: Mapping[str, Both] = {
    "day": Both("en dag", "a day"),
    "week": Both("en vecka", "a week"),
    "month": Both("en månad", "a month"),
    "quarter": Both("ett kvartal", "a quarter"),
    "term": Both("ett tertial", "a four-month term"),
    "half_year": Both("ett halvår", "half a year"),
    "school_year": Both("ett läsår", "a school year"),
    "year": Both("ett år", "a year"),
    "pooled": Both("flera år", "several years"),
    "years": Both("flera år", "several years"),
    "two_years": Both("två år", "two years"),
    "four_years": Both("fyra år", "four years"),
    "year_it_ends": Both("året då läsåret slutar", "the year when it ends"),
    "year_it_begins": Both("året då läsåret börjar", "the year when it begins"),
    "school_year_ending": Both("läsåret som slutar då", "the school year that ends then"),
    "school_year_beginning": Both("läsåret som börjar då", "the school year that begins then"),
    "day_after_month": Both("en dag, med månaden först", "a day, with the month first"),
}
_STOP = Both("Nej, stoppa filen", "No, stop the file")
_YEAR_AS_A_DAY = (date(1905, 3, 14), date(1905, 9, 6))
"""The days that the years 1900 to 2076 become in cells formatted as dates."""


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What a text means in rows of one indicator.

    `text` is the canonical period. Where it is open, `form` is the subject of the question and
    `meanings` are the answers, `suggested` one of them. `code` says why there is no period, and
    `meant` what may have been meant.
    """

    text: str = ""
    code: str = ""
    meant: str = ""
    form: str = ""
    meanings: Mapping[str, str] = field(default_factory=dict)
    suggested: str | None = None
    as_month: bool = False


def read_periods(
    sheet: Sheet,
    indicators: Sequence[Indicator],
    indicator: np.ndarray,
    *,
    questions: Questions,
    today: date,
) -> tuple[Coded, np.ndarray, list[Marks]]:
    """Read every period as its row's indicator is measured.

    `indicator` holds per row the place of its indicator in `indicators`, -1 for none. Returns
    the canonical texts (``""`` where there is none), a mask of the rows whose period is marked
    preliminary, and what there is to say.
    """
    column = sheet.column("period")
    cells = [period_cell(text) for text in column.texts]
    most = (len(indicators) + 1) * len(cells)
    whole = np.int32 if most < 2**31 else np.int64
    pairs, place = distinct((indicator.astype(whole) + 1) * len(cells) + column.codes, most)
    known = (None, *indicators)
    of_pair = [known[each // len(cells)] for each in pairs.tolist()]
    texts = [each % len(cells) for each in pairs.tolist()]
    readings = [
        _reading(cells[text], found, today) for text, found in zip(texts, of_pair, strict=True)
    ]
    written = [column.texts[text] for text in texts]
    _ask(readings, written, place, sheet.rows, questions)
    for reading, found in zip(readings, of_pair, strict=True):
        _fit(reading, found, today)
    found_texts = list(dict.fromkeys(["", *(each.text for each in readings)]))
    number = {text: at for at, text in enumerate(found_texts)}
    codes = np.array([number[each.text] for each in readings], dtype=np.int32)[place]
    preliminary = column.spread([each.preliminary for each in cells], bool)
    marks = [*_stops(readings, of_pair, place), *_told(column, cells, readings, place)]
    if preliminary.any():
        preliminary = preliminary & (codes > 0)
    return Coded(codes, found_texts), np.asarray(preliminary), marks


def _reading(cell: PeriodCell, found: Indicator | None, today: date) -> _Reading:
    """Read one cell for one indicator, as far as it goes without asking."""
    frequency = found.frequency if found else None
    if cell.period is not None and not reachable(cell.period, today):
        return _Reading(code="period_out_of_reach")
    if cell.period is not None:
        return _of_other_year(cell.period, frequency) or _of_day_or_month(
            cell.period, frequency
        )
    if cell.meanings:
        own = frequency.value if frequency else ""
        one_year = "years" if own in {"year", "pooled"} else own
        names = [name for name in (own, one_year) if name in cell.meanings]
        longer = {
            name: _of_day_or_month(parse_period(text), frequency)
            for name, text in cell.meanings.items()
        }
        return _Reading(
            form=cell.form,
            meanings={
                name: each.text or next(iter(each.meanings.values()), cell.meanings[name])
                for name, each in longer.items()
            },
            suggested=(names or list(cell.meanings))[0],
        )
    return _Reading(code=cell.code, meant=cell.suggestion)


def _of_other_year(period: Period, frequency: Frequency | None) -> _Reading | None:
    """Read a school year as one of its years, or a year as one of its school years.

    Grades belong to the year it ends and pupils in the autumn to the year it begins: nothing
    is suggested. None for other periods.
    """
    year = period.start.year
    if period.frequency is Frequency.SCHOOL_YEAR and frequency is Frequency.YEAR:
        meanings = {"year_it_ends": f"{year + 1}", "year_it_begins": f"{year}"}
        return _Reading(form="school_year_as_year", meanings=meanings)
    if period.frequency is Frequency.YEAR and frequency is Frequency.SCHOOL_YEAR:
        before, after = f"{year - 1}/{year % 100:02d}", f"{year}/{(year + 1) % 100:02d}"
        meanings = {"school_year_ending": before, "school_year_beginning": after}
        return _Reading(form="year_as_school_year", meanings=meanings)
    return None


def _of_day_or_month(period: Period, frequency: Frequency | None) -> _Reading:
    """Read a day or a month as the longer period that the indicator is measured in."""
    plain = _Reading(text=period.text)
    if frequency in {None, period.frequency}:
        return plain
    if period.frequency is Frequency.DAY:
        first, last = _YEAR_AS_A_DAY
        if first <= period.start <= last:
            year = (period.start - date(1899, 12, 30)).days
            return _Reading(code="date_was_a_year", meant=str(year))
        longer = _ending_or_beginning(period.start, frequency)
        if longer and frequency is Frequency.MONTH:
            return _Reading(text=longer, as_month=True)
        if longer:
            name = str(frequency)
            return _Reading(form="day", meanings={name: longer}, suggested=name)
    if period.frequency is Frequency.MONTH and frequency is Frequency.SCHOOL_YEAR:
        begins, ending = period.text.split("-")
        if int(ending) == (int(begins) + 1) % 100:
            years = {"school_year": f"{begins}/{ending}"}
            return _Reading(form="school_year", meanings=years, suggested="school_year")
    return plain


def _ending_or_beginning(day: date, frequency: Frequency | None) -> str:
    """Write the period of `frequency` that begins or ends on a day, ``""`` where none does."""
    written = {
        Frequency.MONTH: f"{day:%Y-%m}",
        Frequency.QUARTER: f"{day:%Y}-Q{(day.month + 2) // 3}",
        Frequency.TERM: f"{day:%Y}-T{(day.month + 3) // 4}",
        Frequency.HALF_YEAR: f"{day:%Y}-S{(day.month + 5) // 6}",
        Frequency.YEAR: f"{day:%Y}",
        Frequency.TWO_YEARS: f"{day:%Y}",
        Frequency.FOUR_YEARS: f"{day:%Y}",
    }.get(frequency or Frequency.DAY, "")
    if not written:
        return ""
    period = parse_period(written)
    return written if day in {period.start, period.end} else ""


def _ask(
    readings: Sequence[_Reading],
    written: Sequence[str],
    place: np.ndarray,
    rows: np.ndarray,
    questions: Questions,
) -> None:
    """Ask once per way of writing, and fill in the texts that the answers mean."""
    for form in dict.fromkeys(each.form for each in readings if each.form):
        here = [at for at, each in enumerate(readings) if each.form == form]
        where = np.flatnonzero(np.isin(place, here))
        names = dict.fromkeys(name for at in here for name in readings[at].meanings)
        first = readings[int(place[where[0]])]
        answer = questions.ask(
            "period_form",
            form,
            suggested=first.suggested,
            count=len(where),
            example=written[int(place[where[0]])],
            rows=rows[where],
            choices={**{name: _NAMES[name] for name in names}, "stop": _STOP},
            meant=_either(first),
        )
        for at in here:
            readings[at].text = readings[at].meanings.get(answer, "")
            if answer and not readings[at].text:
                readings[at].code = "period_unreadable"


def _either(reading: _Reading) -> Both:
    """Write what is suggested, or else everything that a text may mean."""
    meant = reading.meanings.get(reading.suggested or "")
    texts = [meant] if meant else list(reading.meanings.values())
    return Both(*(word.join(texts) for word in (" eller ", " or ")))


def _fit(reading: _Reading, found: Indicator | None, today: date) -> None:
    """Stop a period that is not as long as the indicator's, or that is out of reach."""
    if not reading.text:
        return
    period = parse_period(reading.text)
    if not reachable(period, today):
        reading.text, reading.code = "", "period_out_of_reach"
    elif found and period.frequency not in _FITTING.get(
        found.frequency, frozenset({found.frequency})
    ):
        reading.text, reading.code = "", "wrong_frequency"


def _stops(
    readings: Sequence[_Reading], of_pair: Sequence[Indicator | None], place: np.ndarray
) -> Iterator[Marks]:
    said = [each.code for each in readings]
    details: dict[str, list[object]] = {
        "meant": [_question(each.meant) for each in readings],
        "instead": [each.meant for each in readings],
        "indicator": [
            Both(each.sv.short, each.en.short) if each else Both("", "") for each in of_pair
        ],
        "length": [_NAMES[each.frequency] if each else Both("", "") for each in of_pair],
    }
    of_rows = {name: PerCode(values, place) for name, values in details.items()}
    for code in dict.fromkeys(filter(None, said)):
        here = np.array([each == code for each in said], dtype=bool)
        yield from mark(code, "period", here[place], **of_rows)


def _question(meant: str) -> Both:
    said = echoed(meant)
    return Both(f"Menar du {said}?", f"Do you mean {said}?") if meant else Both("", "")


def _told(
    column: Coded, cells: Sequence[PeriodCell], readings: Sequence[_Reading], place: np.ndarray
) -> Iterator[Marks]:
    """Say once for the file what was read without asking, and yet not as it was written."""
    as_months = spread(np.array([each.as_month for each in readings], dtype=bool), place)
    for code, where in (
        ("days_read_as_months", as_months),
        ("read_as_preliminary", column.spread([each.preliminary for each in cells], bool)),
        ("period_footnote", column.spread([each.footnote for each in cells], bool)),
    ):
        yield from mark_first(code, "period", where, count=int(where.sum()))
