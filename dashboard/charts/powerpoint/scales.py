"""The axes of a chart on a slide: the same as the screen's, in round years and values."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.charts.describe.chart import Axis, Chart, Dot, Form

_MOST_YEARS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Time from `start` to `end` with a label every `years`, values from `low` to `high`.

    `inner` is where the plot stands in its frame: left, top, width and height as shares.
    `written_years` holds the labels that PowerPoint cannot make of a date, as school years.
    """

    start: float
    end: float
    years: int
    low: float
    high: float
    unit: float
    inner: tuple[float, float, float, float]
    written_years: tuple[tuple[float, str], ...] = ()

    def across(self, x: float) -> float:
        """Return where a time stands in the frame, as a share of its width."""
        share = (x - self.start) / (self.end - self.start)
        return self.inner[0] + share * self.inner[2]

    def down(self, y: float) -> float:
        """Return where a value stands in the frame, as a share of its height from the top."""
        share = (y - self.low) / (self.high - self.low)
        return self.inner[1] + (1 - share) * self.inner[3]


def scale_of(chart: Chart) -> Scale:
    """Return the axes of a chart; columns and bars have only their place in the frame."""
    if chart.form in {Form.COLUMNS, Form.BARS}:
        return Scale(
            start=0, end=1, years=1, low=0, high=1, unit=1, inner=(0.08, 0.12, 0.9, 0.76)
        )
    start, end, years = _time(chart)
    steps = chart.form is Form.STEPS
    low, high, unit = (-1.0, len(chart.rungs) - 0.4, 1.0) if steps else _values(chart)
    above = 0.055 * len(chart.events) + 0.03
    left, right = (0.15, 0.13) if steps else (0.055, 0.13)
    return Scale(
        start=start,
        end=end,
        years=years,
        low=low,
        high=high,
        unit=unit,
        inner=(left, above, 1 - left - right, 1 - above - 0.1),
        written_years=_written(chart.time, always=steps),
    )


def _time(chart: Chart) -> tuple[float, float, int]:
    """Return whole years so that the last one gets a label."""
    xs = [dot.x for line in chart.lines for dot in line.dots] or [2020.0, 2021.0]
    first, last = math.floor(xs[0] if len(xs) == 1 else min(xs)), math.floor(max(xs))
    years = next(
        step for step in (1, 2, 5, 10, 20, 50, 100) if last - first <= _MOST_YEARS * step
    )
    start = last - years * math.ceil((last - first) / years)
    if chart.form is Form.STEPS:
        return min(xs) - 0.6, max(xs) + 0.9, years
    return float(start), max(xs) + max((max(xs) - start) * 0.015, 0.12), years


def _values(chart: Chart) -> tuple[float, float, float]:
    """Return the screen's range, from a round value below everything that is drawn."""
    ticks, high = [value for value, _words in chart.values.ticks], chart.values.high
    unit = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    low = ticks[0] if ticks else 0.0
    while min(_drawn(chart), default=low) < low - 1e-9:
        low -= unit
    return round(low, 6), high, round(unit, 6)


def _drawn(chart: Chart) -> Iterable[float]:
    for line in chart.lines:
        for dot in line.dots:
            yield from (value for value in (dot.y, *_low(chart, dot)) if value is not None)
    yield from (level.y for level in chart.levels)


def _low(chart: Chart, dot: Dot) -> Iterable[float]:
    edge = chart.ribbon_at(dot)
    return () if edge is None else edge[:1]


def _written(axis: Axis, *, always: bool) -> tuple[tuple[float, str], ...]:
    if not always and all(str(year) == words for year, words in axis.ticks):
        return ()
    return tuple((float(year), words) for year, words in axis.ticks)


def date_of(x: float) -> date:
    """Return a year with decimals as a day; a whole year is its first day."""
    year = math.floor(x)
    return date(year, 1, 1) + timedelta(days=round((x - year) * 365.25))
