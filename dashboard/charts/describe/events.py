"""Which events stand in a chart, where, and how they are said."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard.charts.describe.chart import Event
from dashboard.text import numbers
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator
from metrics.methods.timeline import concerns, day, moment

MOST_TITLED = 3
"""With more events than this a chart writes their numbers instead of their titles."""


def events_within(
    events: pd.DataFrame | None, indicator: Indicator, span: tuple[float, float]
) -> tuple[Event, ...]:
    """Return the events of this indicator inside a span of years, oldest first.

    An event is called by its title, or by its number in the list beside the chart where there
    are more than `MOST_TITLED`. `events` has the columns of `Reader.events`.
    """
    inside = list(_inside(events, indicator, span))
    titled = len(inside) <= MOST_TITLED
    return tuple(
        Event(x=x, title=str(row["title"] if titled else row.get("number", place)))
        for place, (x, row) in enumerate(inside, start=1)
    )


def event_words(
    events: pd.DataFrame | None,
    indicator: Indicator,
    span: tuple[float, float],
    language: str,
) -> str:
    """Say which events stand in a chart, for its alt text; empty without any."""
    parts = [
        f"{row['title']} {numbers.day(day(row['starts_on']), language)}"
        for _x, row in _inside(events, indicator, span)
    ]
    said = translator(language)("Händelser: {events}.").format(events="; ".join(parts))
    return said if parts else ""


def _inside(
    events: pd.DataFrame | None, indicator: Indicator, span: tuple[float, float]
) -> Iterator[tuple[float, Mapping[Any, Any]]]:
    if events is None or events.empty:
        return
    for row in events.sort_values("starts_on").to_dict("records"):
        x = moment(day(row["starts_on"]), indicator)
        if concerns(row, indicator) and span[0] <= x <= span[1]:
            yield x, row
