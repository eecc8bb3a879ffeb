"""What one group of areas did together, as it is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from data.judging.common_loss import Promised, Table, since_reference
from data.judging.measured_together import Enough, Seen
from metrics.outcome.together import step

GROUP = ("indicator_id", "definition_version", "category", "kind", "invented")

COLUMNS = (
    *GROUP,
    *("period_before", "period", "areas", "fell", "rose", "median_change", "mid", "direction"),
    *("alarms", "parent_id", "parent_name", "follow"),
)

DAYS = ("days", "periods")
"""On which days enough areas were measured, and which periods ended there: kept beside."""


class Around(NamedTuple):
    """What is known of a group beside what was measured lately.

    The goals on its areas, how much matters, what the areas lie in (an id and a name), and how
    to be given what all of the areas were on every day that is looked at.
    """

    promised: list[Promised]
    mid: float
    parent: tuple[str, str]
    every_area: Callable[[], Table]


def row_of(
    group: Mapping[Any, Any],
    measured: tuple[Enough, Seen],
    around: Around,
    breaks: Iterable[Mapping[Any, Any]],
) -> dict[str, object]:
    """Return what a group did lately and since its references: `COLUMNS` and `DAYS`."""
    enough, seen = measured
    areas, values = seen.lately()
    before = seen.before()
    moved = step(values[:, before], values[:, -1], around.mid)
    days = seen.days
    broken = any(days[before] < stop <= days[-1] for stop in _starts(breaks, group))
    alarms, follow = since_reference(
        around.promised, seen, (areas, values), around.mid, around.every_area
    )
    return {
        **{name: group[name] for name in GROUP},
        "period_before": seen.names[before],
        "period": seen.names[-1],
        "areas": moved.areas,
        "fell": moved.fell,
        "rose": moved.rose,
        "median_change": moved.median,
        "mid": around.mid,
        "direction": "" if broken else moved.direction,
        "alarms": alarms,
        "parent_id": around.parent[0],
        "parent_name": around.parent[1],
        "follow": follow,
        "days": enough.days,
        "periods": [str(one) for one in enough.names],
    }


def as_rows(found: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Return some groups as a frame of `COLUMNS` and `DAYS`."""
    types = {"definition_version": "int", "invented": "bool", "alarms": "bool", "areas": "int"}
    types |= {"indicator_id": "str", "category": "str", "kind": "str"}
    return pd.DataFrame(found, columns=[*COLUMNS, *DAYS]).astype(types)


def _starts(breaks: Iterable[Mapping[Any, Any]], group: Mapping[Any, Any]) -> list[Any]:
    """Return the days on which the breaks of an indicator and category begin."""
    return [
        pd.Timestamp(one["first_period_start"])
        for one in breaks
        if one["indicator_id"] == group["indicator_id"]
        and _says(one["definition_version"], group["definition_version"])
        and _says(one["category"] or None, group["category"])
    ]


def _says(given: Any, asked: object) -> bool:
    """Say whether a break that names nothing, or just that, is about it."""
    return bool(pd.isna(given)) or given == asked
