"""On which days kept groups of areas have grown by what was added, and in which areas."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.judging import added_questions
from data.judging.measured_together import Enough
from data.judging.movement_questions import Ask
from data.judging.movement_row import GROUP
from metrics.outcome.together import FEWEST_AREAS

Name = tuple[Any, ...]
"""What a group is told apart by: see `movement_row.GROUP`."""

_KEY = list(GROUP)


@dataclass(slots=True)
class Grown:
    """A group that is kept, and what was added to it.

    `names` are of the periods that end on the days on which enough areas are measured now, and
    `known` are those days as they are kept: in microseconds. `added` are the areas of which
    something was added there, `lately` those that were measured on the last of the days.
    """

    kept: dict[Any, Any]
    known: list[int]
    names: dict[int, str]
    added: set[str] = field(default_factory=set)
    lately: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, kept: dict[Any, Any]) -> "Grown":
        """Begin with what is kept."""
        days = in_microseconds(np.asarray(kept["days"], dtype="datetime64[us]"))
        return cls(kept, days, dict(zip(days, map(str, kept["periods"]), strict=True)))

    @property
    def name(self) -> Name:
        """Return what it is told apart by."""
        return named(self.kept)

    @property
    def measure(self) -> tuple[str, str]:
        """Return its indicator and category."""
        return str(self.kept["indicator_id"]), str(self.kept["category"])

    @property
    def enough(self) -> Enough:
        """Return where enough areas are measured now."""
        days = sorted(self.names)
        names = np.array([self.names[one] for one in days], dtype=object)
        return Enough(np.array(days, dtype="int64").view("datetime64[us]"), names)


def in_microseconds(days: Any) -> list[int]:
    """Return days as plain numbers: as keys they cost a fraction of what times do."""
    found: list[int] = np.asarray(days, dtype="datetime64[us]").view("int64").tolist()
    return found


def grown(
    cursor: duckdb.DuckDBPyConnection,
    ask: Ask,
    kept: pd.DataFrame,
    written: pd.DataFrame,
) -> dict[int, Grown]:
    """Return the groups that have more on a day with enough areas, by their place in `kept`."""
    new = written[written["measured"] & written["stands"] & (written["place"] >= 0)]
    days = new[["place", "period_end"]].drop_duplicates()
    groups = _with_days(kept, _on_days(cursor, ask, kept, days))
    days_of_new = in_microseconds(new["period_end"])
    for place, day, area in zip(
        new["place"].tolist(), days_of_new, new["area_id"].tolist(), strict=True
    ):
        if day in groups[place].names:
            groups[place].added.add(area)
    groups = {place: one for place, one in groups.items() if one.added}
    before = {place: max(one.names) for place, one in groups.items() if not one.lately}
    last = pd.DataFrame(
        {
            "place": list(before),
            "period_end": np.array(list(before.values()), dtype="int64").view("datetime64[us]"),
        }
    )
    for place, _day, some in _by_day(_on_days(cursor, ask, kept, last)):
        groups[place].lately |= {area for _period, ids in some for area in ids}
    return groups


def _on_days(
    cursor: duckdb.DuckDBPyConnection, ask: Ask, kept: pd.DataFrame, days: pd.DataFrame
) -> pd.DataFrame:
    """Return in which areas each kept group was measured on some days, a row per period."""
    if days.empty:
        return pd.DataFrame(columns=["place", "period_end", "period", "area_ids"])
    asked = kept.loc[days["place"], _KEY].reset_index(drop=True)
    cursor.register(
        "asked_days",
        asked.assign(place=days["place"].to_numpy(), period_end=days["period_end"].to_numpy()),
    )
    earliest, latest = days["period_end"].min(), days["period_end"].max()
    rows = ask(added_questions.ON_DAYS, earliest=earliest, latest=latest)
    cursor.unregister("asked_days")
    return rows


def _with_days(kept: pd.DataFrame, rows: pd.DataFrame) -> dict[int, Grown]:
    """Return kept groups, by place, with the days on which enough of their areas are measured.

    `rows` are all of their measurements on the days that something was added of.
    """
    places = rows["place"].unique()
    described = kept.iloc[places].to_dict("records")
    groups = {int(place): Grown.of(one) for place, one in zip(places, described, strict=True)}
    for place, day, some in _by_day(rows):
        one = groups[place]
        if max(len(area_ids) for _period, area_ids in some) >= FEWEST_AREAS:
            areas = {area for _period, area_ids in some for area in area_ids}
            one.added |= set() if day in one.names else areas
            one.names[day] = some[0][0]
            one.lately = areas if day == max(one.names) else one.lately
    return groups


def _by_day(rows: pd.DataFrame) -> Iterator[tuple[int, int, list[tuple[str, list[str]]]]]:
    """Return, of each group and day, the periods that end there and the areas of each."""
    days = in_microseconds(rows["period_end"])
    area_ids = [one.tolist() for one in rows["area_ids"]]
    columns = (rows["place"].tolist(), days, rows["period"].tolist(), area_ids)
    for (place, day), some in groupby(zip(*columns, strict=True), key=itemgetter(0, 1)):
        yield place, day, [(period, ids) for _place, _day, period, ids in some]


def named(group: dict[Any, Any]) -> Name:
    """Return what a group is told apart by."""
    return tuple(group[name] for name in GROUP)
