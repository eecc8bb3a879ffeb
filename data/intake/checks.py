"""What a row of observations must be on its own: possible, consistent and well formed."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from data.intake.batch import Batch
from data.intake.findings import Both, Marks, PerCode, mark, mark_first
from metrics.definition.area_kinds import AREA_KINDS
from metrics.definition.indicator import Direction, Evidence, Indicator

_FACTORS = {"percent": 100.0, "per_100k": 100_000.0, "per_1000": 1_000.0, "share_0_1": 1.0}
"""What numerator / denominator is multiplied by to be in the unit."""

_NO_RATIO = {Evidence.MEAN, Evidence.COMPOSITION, Evidence.ORDINAL}
_UNKNOWN_FINENESS = 9
_NOT_BOUNDED = {Evidence.MEAN, Evidence.EVENT_RATE}


def row_checks(batch: Batch, today: date) -> Iterator[Marks]:
    """Check every row by itself."""
    yield from _versions(batch)
    yield from _future(batch, today)
    yield from _unconfirmed(batch)
    yield from _too_fine(batch)
    yield from _counts(batch)
    yield from _limits(batch)
    yield from _intervals(batch)
    yield from _classes(batch)
    yield from _missing(batch)
    yield from _few_answers(batch)


def share_of_its_parts(batch: Batch) -> np.ndarray:
    """Rows whose value is numerator / denominator as a share although the unit is percent."""
    ratio = _ratio(batch)
    value, step = batch.value(), batch.numbers["value"].step
    percent = batch.of(lambda each: each.unit == "percent", False)
    alike = np.abs(ratio / 100 - value) <= 0.51 * step
    small = percent & alike & (value > 0) & (value <= 1) & (step < 1)
    return np.asarray(small & ~percent_of_its_parts(batch))


def percent_of_its_parts(batch: Batch) -> np.ndarray:
    """Rows whose numerator and denominator say that the value is what it should be."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(_ratio(batch) - batch.value()) <= _tolerance(batch))


def _tolerance(batch: Batch) -> np.ndarray:
    """Allow for rounding to the decimals shown, and for the computer's own."""
    return np.asarray(0.51 * batch.numbers["value"].step + 1e-9 * np.abs(batch.value()))


def ratio_checks(batch: Batch, shares: np.ndarray) -> Iterator[Marks]:
    """Compare each value with its numerator and denominator, except in rows of `shares`."""
    ratio = _ratio(batch)
    value, step = batch.value(), batch.numbers["value"].step
    with np.errstate(invalid="ignore"):
        apart = np.abs(ratio - value) > _tolerance(batch)
    yield from mark(
        "not_the_ratio",
        "value",
        apart & ~shares,
        numerator=batch.value("numerator"),
        denominator=batch.value("denominator"),
        value=value,
        ratio=_as_shown(ratio, step),
    )


def _as_shown(number: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Round as the value beside it was, but to at least one decimal."""
    shown = np.minimum(step, 0.1)
    return np.asarray(np.round(np.round(number / shown) * shown, 6))


def _ratio(batch: Batch) -> np.ndarray:
    factor = batch.of(_factor, np.nan)
    denominator = batch.value("denominator")
    positive = np.where(denominator > 0, denominator, np.nan)
    return np.asarray(factor * batch.value("numerator") / positive)


def _factor(indicator: Indicator) -> float:
    if indicator.evidence in _NO_RATIO:
        return np.nan
    return _FACTORS.get(indicator.unit, np.nan)


def _versions(batch: Batch) -> Iterator[Marks]:
    """Stop a boundary version that an area with registered versions does not have."""
    versions = batch.geo_version.texts
    if not any(versions):
        return
    exists = np.array(
        [
            [not (text and area.versions) or text in area.versions for text in versions]
            for area in batch.areas
        ]
        + [[True] * len(versions)],
        dtype=bool,
    )
    registered = [*(", ".join(sorted(area.versions)) for area in batch.areas), ""]
    yield from mark(
        "area_not_in_version",
        "geo_version",
        ~exists[batch.area, batch.geo_version.codes],
        area=batch.area_names(),
        versions=PerCode(registered, batch.area),
    )


def _future(batch: Batch, today: date) -> Iterator[Marks]:
    starts = np.array([*(period.start > today for period in batch.periods), False])
    yield from mark("period_in_the_future", "period", starts[batch.period])


def _unconfirmed(batch: Batch) -> Iterator[Marks]:
    names = batch.names()
    for place, indicator in batch.there():
        if indicator.direction is Direction.UNCONFIRMED:
            where = batch.indicator == place
            yield from mark_first(
                "direction_unconfirmed", "indicator_id", where, indicator=names
            )


def _fineness(kind: str) -> int:
    """Return how small areas of a kind are; a kind that is not known is never too small."""
    return AREA_KINDS[kind].fineness if kind in AREA_KINDS else 0


def _too_fine(batch: Batch) -> Iterator[Marks]:
    """Say once per indicator that its areas are smaller than what is published."""
    fine = {kind: _fineness(kind) for kind in {area.kind for area in batch.areas}}
    fineness = np.array([*(fine[area.kind] for area in batch.areas), 0])
    for place, indicator in batch.there():
        kind = AREA_KINDS.get(indicator.finest_geography)
        level = kind.fineness if kind else _UNKNOWN_FINENESS
        finer = (batch.indicator == place) & (fineness[batch.area] > level)
        if not finer.any():
            continue
        yield from mark_first(
            "finer_than_published",
            "area_id",
            finer,
            indicator=batch.names(),
            area=batch.area_names(),
            level=Both(*kind.one) if kind else Both("", ""),
        )


def _counts(batch: Batch) -> Iterator[Marks]:
    for column in ("numerator", "denominator", "n"):
        yield from mark("negative_count", column, batch.value(column) < 0)
    yield from mark("negative_count", "margin", batch.value("margin") < 0)
    none = nothing_of_nothing(batch)
    yield from mark_first("nothing_to_divide", "value", none, count=int(none.sum()))
    zero = (batch.value("denominator") == 0) & ~none
    yield from mark("denominator_zero", "denominator", zero)
    yield from _above_denominator(batch)
    n = batch.value("n")
    whole = np.isnan(n) | ((n == np.round(n)) & (n < 2**31))
    yield from mark("not_a_whole_number", "n", ~whole)


def nothing_of_nothing(batch: Batch) -> np.ndarray:
    """Rows without a value whose numerator and denominator both are zero."""
    both = (batch.value("numerator") == 0) & (batch.value("denominator") == 0)
    return np.asarray(both & np.isnan(batch.value()))


def _above_denominator(batch: Batch) -> Iterator[Marks]:
    """Stop parts that are larger than the whole, as far as the indicator allows."""
    most = batch.of(_largest_share, np.nan)
    numerator, denominator = batch.value("numerator"), batch.value("denominator")
    above = (denominator > 0) & (numerator > denominator * most)
    yield from mark(
        "numerator_above_denominator",
        "numerator",
        above,
        numerator=numerator,
        denominator=denominator,
    )


def _largest_share(indicator: Indicator) -> float:
    if indicator.evidence not in {Evidence.REGISTER_SHARE, Evidence.SURVEY_SHARE}:
        return np.nan
    if indicator.unit == "percent" and indicator.plausible_high:
        return max(indicator.plausible_high / 100, 1.0)
    return 1.0


def _limits(batch: Batch) -> Iterator[Marks]:
    lowest = batch.of(lambda each: value_range(each)[0], np.nan)
    highest = batch.of(lambda each: value_range(each)[1], np.nan)
    value = batch.value()
    outside = (value < lowest) | (value > highest)
    bounded = ~np.isnan(highest)
    details = {"value": value, "lowest": lowest, "highest": highest}
    yield from mark("outside_limits", "value", outside & bounded, **details)
    yield from mark("below_limit", "value", outside & ~bounded, value=value, lowest=lowest)


def value_range(indicator: Indicator) -> tuple[float, float]:
    """Return the lowest and the highest value an indicator can have, NaN for no limit."""
    low, high = unit_range(indicator)
    given = indicator.plausible_low, indicator.plausible_high
    return low if given[0] is None else given[0], high if given[1] is None else given[1]


def unit_range(indicator: Indicator) -> tuple[float, float]:
    """Return what the unit itself allows, NaN where it allows anything."""
    if indicator.unit == "share_0_1":
        return 0.0, 1.0
    if indicator.unit == "percent" and indicator.evidence not in _NOT_BOUNDED:
        return 0.0, 100.0
    counted = indicator.unit in {"persons", "per_100k", "per_1000", "hours"}
    return (0.0 if counted else np.nan), np.nan


def _intervals(batch: Batch) -> Iterator[Marks]:
    value = batch.value()
    slack = 1e-9 * np.abs(value)
    misses = (batch.low > value + slack) | (batch.high < value - slack)
    yield from mark(
        "interval_misses", "value", misses, value=value, low=batch.low, high=batch.high
    )


def _classes(batch: Batch) -> Iterator[Marks]:
    ordinal = batch.of(lambda each: each.evidence is Evidence.ORDINAL, False)
    if not ordinal.any():
        return
    value, written = batch.numbers["value"], batch.sheet.column("class").filled
    given = ~np.isnan(value.value) | value.unreadable
    empty = ordinal & ~written & ~given & (batch.missing_reason == 0)
    names = batch.names()
    yield from mark("value_where_class_expected", "value", ordinal & given, indicator=names)
    yield from mark("class_missing", "class", empty, indicator=names)
    yield from _retired(batch)


def _retired(batch: Batch) -> Iterator[Marks]:
    starts = np.array([*(period.start for period in batch.periods), date.min], dtype="M8[D]")
    for place, indicator in batch.there():
        for step in indicator.ladder:
            if step.retired_on and step.code in batch.class_code.texts:
                code = batch.class_code.texts.index(step.code)
                here = (batch.indicator == place) & (batch.class_code.codes == code)
                late = starts[batch.period] >= np.datetime64(step.retired_on)
                yield from mark("class_retired", "class", here & late, retired=step.retired_on)


def _missing(batch: Batch) -> Iterator[Marks]:
    ordinal = batch.of(lambda each: each.evidence is Evidence.ORDINAL, False)
    empty = unsaid(batch) & ~ordinal
    where = empty & ~batch.waits
    yield from mark_first("missing_without_reason", "value", where, count=int(where.sum()))


def unsaid(batch: Batch) -> np.ndarray:
    """Rows with neither value, class nor a reason why: they say nothing."""
    empty = np.isnan(batch.value()) & (batch.missing_reason == 0)
    return np.asarray(empty & ~batch.class_code.filled)


def _few_answers(batch: Batch) -> Iterator[Marks]:
    """Warn below the floor: answers in surveys, units of the denominator otherwise."""
    floor = batch.of(lambda each: float(each.minimum_n), 0.0)
    survey = batch.of(lambda each: not each.evidence.is_exact, False)
    n, denominator = batch.value("n"), batch.value("denominator")
    yield from mark(
        "n_below_floor", "n", survey & (n >= 0) & (n < floor), number=n, floor=floor
    )
    few = ~survey & (denominator < floor) & (denominator > 0)
    yield from mark("n_below_floor", "denominator", few, number=denominator, floor=floor)
