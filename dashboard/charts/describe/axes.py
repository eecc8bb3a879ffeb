"""The axes of a chart over time: how far they reach, and what is written along them."""

import math
import re
from collections.abc import Sequence

from dashboard.charts.describe.chart import Axis
from dashboard.charts.describe.timeline import Placed, value_ticks, year_ticks
from dashboard.text import numbers
from metrics.definition.indicator import Indicator
from metrics.definition.period import Frequency

_WHOLE_YEARS = re.compile(r"\d{4}-\d{4}")


def time_axis(
    span: tuple[float, float], placed: Sequence[Placed], indicator: Indicator
) -> Axis:
    """Label at most six years, the last always; school years at most four.

    A single measurement may have no new year beside it, and is labelled itself.
    """
    years = year_ticks(placed, span)
    if indicator.frequency is Frequency.SCHOOL_YEAR and len(years) > 4:
        years = years[::-2][::-1]
    ticks: tuple[tuple[float, str], ...] = tuple(
        (year, year_name(year, indicator)) for year in years
    )
    if not ticks and placed:
        ticks = ((placed[-1].x, _own_label(placed[-1], indicator)),)
    return Axis(low=span[0], high=span[1], ticks=ticks)


def _own_label(placed: Placed, indicator: Indicator) -> str:
    """Write a period of whole years as it is, and the year of any other."""
    if _WHOLE_YEARS.fullmatch(placed.period):
        return placed.period.replace("-", numbers.DASH)
    return year_name(math.floor(placed.x), indicator)


def year_name(year: int, indicator: Indicator) -> str:
    """Write a year as the indicator counts them: ``2024``, or the school year ``2024/25``."""
    if indicator.frequency is Frequency.SCHOOL_YEAR:
        return f"{year}/{(year + 1) % 100:02d}"
    return str(year)


def value_axis(
    span: tuple[float, float], indicator: Indicator, language: str, *, most: int = 6
) -> Axis:
    """Label at most about `most` round values, with the decimals they need."""
    decimals = max(indicator.decimals, 0)
    values = value_ticks(span[0], span[1], decimals, most)
    digits = 0 if all(value == round(value) for value in values) else decimals
    ticks = tuple((value, numbers.number(value, digits, language)) for value in values)
    return Axis(low=span[0], high=span[1], ticks=ticks)


def value_span(
    values: Sequence[float], indicator: Indicator, *, below: float, above: float
) -> tuple[float, float]:
    """Return a span that holds every value, with air in shares of what they span.

    It never reaches far under what the indicator can be.
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    reach = max(high - low, 10.0**-indicator.decimals * 4, abs(high) * 0.04)
    floor = low - below * reach
    if indicator.plausible_low is not None and low >= indicator.plausible_low:
        floor = max(floor, indicator.plausible_low - 0.02 * reach)
    return floor, high + above * reach
