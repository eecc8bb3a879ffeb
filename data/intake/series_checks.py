"""What a value must be beside the others of its series: said once, in order, in proportion."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.intake.batch import Batch
from data.intake.copied import copied_periods
from data.intake.findings import Marks, mark
from data.intake.history import STORED, Timeline
from data.intake.whole_numbers import counts_people
from metrics.definition.indicator import Window

_EARLIER_CHANGES = 4
"""How many earlier changes a series must have before a change can be the largest."""
_LARGER = 1.5
"""How much larger than all earlier ones a change is to be worth a word."""


def repeated(batch: Batch, key: np.ndarray) -> tuple[list[Marks], np.ndarray]:
    """Mark rows with a key that an earlier row has. Also returns the rows that count."""
    if np.bincount(key[key >= 0]).max(initial=0) < 2:
        return [], np.ones(len(key), dtype=bool)
    first_of = pd.Series(np.arange(len(key))).groupby(key).transform("first").to_numpy()
    again = (first_of != np.arange(len(key))) & (key >= 0)
    same = again.copy()
    contents = [each.value for each in batch.numbers.values()]
    contents += [batch.class_code.codes, batch.missing_reason]
    for content in contents:
        here, there = content, content[first_of]
        both_blank = (here != here) & (there != there)
        same &= (here == there) | both_blank
    rows = batch.sheet.rows[first_of]
    other_status = np.zeros(len(key), dtype=bool)
    for told in (batch.status, batch.evidence):
        other_status |= told.codes != told.codes[first_of]
    other_status &= same
    marks = [
        *mark(
            "key_twice",
            "value",
            again & ~same,
            area=batch.area_names(),
            period=batch.period_texts(),
            first=rows,
        ),
        *mark(
            "status_twice",
            "status",
            other_status,
            area=batch.area_names(),
            period=batch.period_texts(),
            first=rows,
        ),
        *mark("row_twice", "", same & ~other_status, first=rows),
    ]
    return marks, ~again


def overlaps(batch: Batch, line: Timeline) -> Iterator[Marks]:
    """Stop periods that overlap in one series.

    Those of a rolling average do, and are as long as each other: only two that end on the same
    day are stopped, for nothing tells which of them was measured then.
    """
    if len(line.row) < 2:
        return
    is_rolling = batch.of(lambda each: each.window is Window.ROLLING, False)
    rolling = np.isin(line.series, np.unique(line.series_of_row[is_rolling]))
    where = np.zeros(len(batch), dtype=bool)
    other = np.empty(len(batch), dtype=object)
    for place, earlier in (*_overlapping(line, ~rolling), *_ending_alike(line, rolling)):
        ours, theirs = (place, earlier) if line.row[place] != STORED else (earlier, place)
        if line.row[ours] != STORED:
            where[line.row[ours]] = True
            (other[line.row[ours]],) = line.texts_at([theirs])
    yield from mark("periods_overlap", "period", where, other=other)


def _overlapping(line: Timeline, asked: np.ndarray) -> Iterator[tuple[int, int]]:
    """Find periods that begin before an earlier one of their series has ended, and which."""
    end = pd.Series(line.end).groupby(line.series).cummax().to_numpy()
    over = (line.series[1:] == line.series[:-1]) & (line.start[1:] <= end[:-1]) & asked[1:]
    for place in (np.flatnonzero(over) + 1).tolist():
        earlier = place - 1
        while line.end[earlier] < line.start[place]:
            earlier -= 1
        yield place, earlier


def _ending_alike(line: Timeline, asked: np.ndarray) -> Iterator[tuple[int, int]]:
    """Find periods that end on the same day as an earlier one of their series, and which."""
    if not asked.any():
        return
    places = pd.Series(np.arange(len(line.row)))
    first = places.groupby([line.series, line.end]).transform("first").to_numpy()
    for place in np.flatnonzero((first != places) & asked).tolist():
        yield place, int(first[place])


def shares_among_percents(batch: Batch, line: Timeline) -> np.ndarray:
    """Rows like 0,64 in a percent indicator where everything else says 57 or 71.

    Compared with the other values of the series where it has two or more, otherwise with the
    indicator's values in the file: all of them above 1, and the value a hundred times larger
    at home among them.
    """
    value = batch.value()
    percent = batch.of(lambda each: each.unit == "percent", False)
    step = batch.numbers["value"].step
    small = percent & (value > 0) & (value <= 1) & (step < 1) & (line.series_of_row >= 0)
    if not small.any():
        return np.zeros(len(batch), dtype=bool)
    usual = ~np.isin(line.row, np.flatnonzero(small)) & ~np.isnan(line.value)
    of_series = _usual(line.value[usual], line.series[usual], line.series_of_row)
    others = ~small & ~np.isnan(value)
    of_indicator = _usual(value[others], batch.indicator[others], batch.indicator)
    enough = of_series["count"] >= 2
    there = of_series.where(enough, of_indicator)
    at_home = (value < there["median"] / 10) & (value * 100 <= there["max"] * 1.5)
    return np.asarray(small & at_home & (there["min"] > 1) & (there["count"] >= 2))


def _usual(values: np.ndarray, groups: np.ndarray, wanted: np.ndarray) -> pd.DataFrame:
    """Return ``count``, ``min``, ``median`` and ``max`` of the group wanted by each row."""
    measures = pd.Series(values).groupby(groups).agg(["count", "min", "median", "max"])
    return measures.reindex(wanted).reset_index(drop=True)


def share_marks(batch: Batch, shares: np.ndarray) -> Iterator[Marks]:
    """Stop shares in percent indicators."""
    percent = np.round(batch.value() * 100, 6)
    yield from mark("looks_like_a_share", "value", shares, percent=percent)


def possible_shares(batch: Batch, line: Timeline) -> np.ndarray:
    """Rows of new series of percents from 0 to 1 that nothing shows to be percents.

    The file has no more than one larger value of the indicator, and that one a hundred times
    larger would be at home beside.
    """
    value = batch.value()
    percent = batch.of(lambda each: each.unit == "percent" and counts_people(each), False)
    highest = batch.of(lambda each: each.plausible_high or 100.0, 0.0)
    small = percent & (value > 0) & (value <= 1) & (line.series_of_row >= 0)
    small &= 100 * value <= highest
    small &= ~np.isin(line.series_of_row, line.series[line.row == STORED])
    whole = batch.numbers["value"].step >= 1
    if not (small & ~whole).any():
        return np.zeros(len(batch), dtype=bool)
    larger = _usual(value[value > 1], batch.indicator[value > 1], batch.indicator)
    count = larger["count"].fillna(0).to_numpy()
    apart = (larger["max"].to_numpy() > 10 * value) & (
        100 * value <= 1.5 * larger["max"].to_numpy()
    )
    return np.asarray(small & ((count == 0) | ((count == 1) & apart)))


def history_checks(batch: Batch, line: Timeline, doubted: np.ndarray) -> Iterator[Marks]:
    """Warn about values out of proportion to those before them.

    Says nothing of rows in `doubted`, which stop anyway, or that are in the store as they are.
    """
    with np.errstate(invalid="ignore"):
        same = np.abs(line.stored_value - batch.value()) <= 1e-9 * np.abs(batch.value())
    quiet = doubted | same
    if quiet.all():
        return
    values = _measured(line, line.value)
    with np.errstate(divide="ignore", invalid="ignore"):
        if len(values.row):
            yield from _largest_change(batch, line, values, quiet)
            yield from _factor_ten(line, values, quiet)
            yield from _zeros(line, values, quiet)
        yield from copied_periods(batch, line, quiet)
        answers = _measured(line, line.n)
        yield from _halved(line, answers, quiet)


class _Entries(NamedTuple):
    """The values of series in order, one entry each, with the one before in the same series.

    `row` is the place in the file, `before` NaN for the first of a series, `place_before` its
    place in the timeline, and `earlier` how many come before.
    """

    row: np.ndarray
    series: np.ndarray
    number: np.ndarray
    before: np.ndarray
    place_before: np.ndarray
    earlier: np.ndarray


def _measured(line: Timeline, number: np.ndarray) -> _Entries:
    """Return the entries of a timeline that have a number."""
    keep = np.flatnonzero(~np.isnan(number))
    series, measured = line.series[keep], number[keep]
    first = np.ones(len(series), dtype=bool)
    first[1:] = series[1:] != series[:-1]
    starts = np.flatnonzero(first)
    earlier = np.arange(len(series)) - np.repeat(starts, np.diff([*starts, len(series)]))
    return _Entries(
        row=line.row[keep],
        series=series,
        number=measured,
        before=np.where(first, np.nan, np.roll(measured, 1)),
        place_before=np.roll(keep, 1),
        earlier=earlier,
    )


def _until_now(entries: _Entries, measure: np.ndarray, most: np.ufunc) -> np.ndarray:
    """Return the `most` of a measure over all earlier entries of each series, NaN for none."""
    found = np.where(entries.earlier > 0, np.roll(measure, 1), np.nan)
    reach, longest = 1, int(entries.earlier.max(initial=0))
    while reach < longest:
        further = np.where(entries.earlier > reach, np.roll(found, reach), np.nan)
        found = most(found, further)
        reach *= 2
    return found


def _said(entries: _Entries, quiet: np.ndarray, odd: np.ndarray) -> np.ndarray:
    """Return the places of the odd entries that are rows of the file, in its order.

    Those that are to be passed over are left out.
    """
    places = np.flatnonzero(odd & (entries.row != STORED))
    said = places[~quiet[entries.row[places]]]
    return np.asarray(said[np.argsort(entries.row[said], kind="stable")])


def _marks(
    code: str,
    column: str,
    line: Timeline,
    entries: _Entries,
    said: np.ndarray,
    **details: np.ndarray,
) -> Iterator[Marks]:
    """Say something of the entries at some places; `details` has a value for each of those."""
    if len(said):
        yield Marks(
            code=code,
            column=column,
            rows=entries.row[said],
            details={
                "before": line.texts_at(entries.place_before[said]),
                "earlier": entries.before[said],
                **details,
            },
        )


def _largest_change(
    batch: Batch, line: Timeline, values: _Entries, quiet: np.ndarray
) -> Iterator[Marks]:
    change = values.number - values.before
    size = np.abs(change)
    until_now = _until_now(values, size, np.fmax)
    smallest = batch.of(lambda each: each.smallest_difference or 0.0, 0.0)
    in_file = values.row != STORED
    matters = np.zeros(len(values.row))
    matters[in_file] = smallest[values.row[in_file]]
    # A first file of a long series always holds its largest change somewhere: only news count.
    news = np.append(values.earlier[1:] == 0, True)
    if not in_file.all():
        news |= np.isin(values.series, np.unique(values.series[~in_file]))
    odd = (
        news
        & (values.earlier > _EARLIER_CHANGES)
        & (size > _LARGER * until_now)
        & (until_now > 0)
        & (size > matters)
    )
    said = _said(values, quiet, odd)
    yield from _marks(
        "largest_change",
        "value",
        line,
        values,
        said,
        change=change[said].round(6),
        lowest=(values.before - until_now)[said].round(6),
        highest=(values.before + until_now)[said].round(6),
    )


def _factor_ten(line: Timeline, values: _Entries, quiet: np.ndarray) -> Iterator[Marks]:
    """Warn when a value is 10, 100 or 1000 times the one before, about, or as much smaller."""
    ratio = np.where(values.before == 0, np.nan, values.number / values.before)
    # Small counts go from 1 to 10 by themselves.
    large = (np.abs(values.number) >= 20) | (np.abs(values.before) >= 20)
    power = np.log10(ratio)
    whole = power.round()
    odd = np.isin(np.abs(whole), (1, 2, 3)) & (np.abs(power - whole) < 0.1) & large
    said = _said(values, quiet, odd)
    yield from _marks(
        "factor_ten",
        "value",
        line,
        values,
        said,
        value=values.number[said],
        factor=10.0 ** whole[said],
    )


def _zeros(line: Timeline, values: _Entries, quiet: np.ndarray) -> Iterator[Marks]:
    zero = values.number == 0
    if not zero.any():
        return
    least = _until_now(values, values.number, np.fmin)
    base = _rounding_base(values)
    rounded = _said(values, quiet, zero & (base > 0))
    out_of_place = zero & (base == 0) & (values.earlier >= 3) & (least >= 10)
    yield from _marks("zero_from_rounding", "value", line, values, rounded, base=base[rounded])
    said = _said(values, quiet, out_of_place)
    yield from _marks("zero_out_of_place", "value", line, values, said)


def _rounding_base(values: _Entries) -> np.ndarray:
    """Return 10 or 5 where all numbers of a series are multiples of it, otherwise 0."""
    starts = np.flatnonzero(values.earlier == 0)
    lengths = np.diff([*starts, len(values.row)])
    enough = np.add.reduceat((values.number != 0).astype(int), starts) >= 5
    base = np.zeros(len(starts), dtype=int)
    for candidate in (5, 10):
        fits = np.logical_and.reduceat(values.number % candidate == 0, starts)
        base[enough & fits] = candidate
    return np.repeat(base, lengths)


def _halved(line: Timeline, answers: _Entries, quiet: np.ndarray) -> Iterator[Marks]:
    said = _said(answers, quiet, answers.number < answers.before / 2)
    yield from _marks("n_halved", "n", line, answers, said, number=answers.number[said])
