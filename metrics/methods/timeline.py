"""Measurements on a time line: where they stand, and what happened to the series."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from metrics.definition.indicator import Evidence, Indicator
from metrics.definition.period import Frequency, parse_period
from metrics.methods.intervals import wilson

_WITHIN_A_YEAR = {
    Frequency.WEEK,
    Frequency.MONTH,
    Frequency.QUARTER,
    Frequency.TERM,
    Frequency.HALF_YEAR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One measurement on the line. `value` None is a gap, never a zero."""

    x: float
    period: str
    start: date
    value: float | None = None
    class_code: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    preliminary: bool = False
    inferred: bool = False
    missing: str = ""
    unreleased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A place on the time line that nothing is drawn or compared across."""

    x: float
    period: str
    kind: str
    note_sv: str = ""
    note_en: str = ""

    @property
    def year(self) -> str:
        """The year of the first period on the new side."""
        return self.period[:4]


def points(observations: pd.DataFrame, indicator: Indicator) -> list[Point]:
    """Read observations (the columns of `Reader.observations`) as points, oldest first."""
    rows = observations.sort_values("period_start") if len(observations) else observations
    return [_point(row, indicator) for row in rows.to_dict("records")]


def _point(row: dict[Any, Any], indicator: Indicator) -> Point:
    value = amount(row.get("value"))
    low, high = _interval(row, indicator)
    answers = amount(row.get("n"))
    return Point(
        x=position(str(row["period"]), indicator),
        period=str(row["period"]),
        start=day(row["period_start"]),
        value=value,
        class_code=word(row.get("class_code")),
        low=low,
        high=high,
        n=None if answers is None else int(answers),
        preliminary=row.get("status") == "preliminary",
        inferred=row.get("evidence") == "inferred",
        missing=word(row.get("missing_reason")),
        unreleased=bool(row.get("unreleased", False)),
    )


def _interval(row: dict[Any, Any], indicator: Indicator) -> tuple[float | None, float | None]:
    """Return the 95 % interval given, or Wilson's for a survey share with its n."""
    low, high = amount(row.get("low")), amount(row.get("high"))
    value, answers = amount(row.get("value")), amount(row.get("n"))
    if low is not None or indicator.evidence is not Evidence.SURVEY_SHARE:
        return low, high
    if value is None or not answers or indicator.unit != "percent":
        return None, None
    share = wilson(value / 100 * answers, answers)
    return float(share.low) * 100, float(share.high) * 100


def position(period: str, indicator: Indicator) -> float:
    """Return where a period stands: its year, or the middle of it within the year."""
    parsed = parse_period(period)
    if parsed.frequency is Frequency.POOLED:
        return (parsed.start.year + parsed.end.year) / 2
    within = parsed.frequency in _WITHIN_A_YEAR or (
        parsed.frequency is Frequency.DAY and indicator.frequency in _WITHIN_A_YEAR
    )
    if not within:
        return float(parsed.start.year)
    return round((decimal_year(parsed.start) + decimal_year(parsed.end)) / 2, 3)


def moment(when: date, indicator: Indicator) -> float:
    """Return where a day stands on the same line as the indicator's periods."""
    return decimal_year(when) if indicator.frequency in _WITHIN_A_YEAR else float(when.year)


def decimal_year(when: date) -> float:
    """Write a day as a year with decimals."""
    return round(when.year + (when.timetuple().tm_yday - 1) / 365.25, 3)


def breaks_in(breaks: pd.DataFrame | None, observations: pd.DataFrame) -> pd.DataFrame:
    """Keep the breaks that concern this series; an empty id, version or category concerns all.

    Where `observations` do not say their version of the definition, every version is kept.
    """
    if breaks is None or breaks.empty or observations.empty:
        return pd.DataFrame()
    first = observations.iloc[0]
    concerns = breaks["indicator_id"] == first.get("indicator_id", "")
    for column in ("area_id", "category"):
        mine = [word(first.get(column)), ""]
        concerns &= breaks[column].fillna("").isin(mine)
    version = first.get("definition_version")
    if version is not None:
        stated = breaks["definition_version"]
        concerns &= stated.isna() | (stated == version)
    return pd.DataFrame(breaks[concerns])


def cuts(
    breaks: pd.DataFrame | None, observations: pd.DataFrame, placed: list[Point]
) -> list[Cut]:
    """Return the breaks with measurements on both sides, each midway between them."""
    found: dict[float, Cut] = {}
    for row in breaks_in(breaks, observations).to_dict("records"):
        starts = day(row["first_period_start"])
        before = [point.x for point in placed if point.start < starts]
        after = [point.x for point in placed if point.start >= starts]
        stops = row.get("blocks_change", True) or row.get("blocks_level", False)
        if before and after and stops:
            middle = (before[-1] + after[0]) / 2
            found.setdefault(
                middle,
                Cut(
                    x=middle,
                    period=str(row["first_period"]),
                    kind=str(row["kind"]),
                    note_sv=word(row.get("note_sv")),
                    note_en=word(row.get("note_en")),
                ),
            )
    return [found[x] for x in sorted(found)]


def concerns(event: Mapping[Any, Any], indicator: Indicator) -> bool:
    """Whether an event is about this indicator; one that names none is about all."""
    meant = [word(item) for item in event.get("indicator_ids", [])]
    return not any(meant) or indicator.id in meant


def amount(value: Any) -> float | None:
    """Return a number, or None for every way a table says there is none."""
    if value is None or pd.isna(value):
        return None
    return float(value)


def day(value: Any) -> date:
    """Return a calendar day from a date, a timestamp or its text."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else pd.Timestamp(value).date()


def word(value: Any) -> str:
    """Return a text, empty when there is none."""
    return value if isinstance(value, str) else ""
