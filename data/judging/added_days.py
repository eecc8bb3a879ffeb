"""On which days kept groups of areas have grown by what was added, and in which areas."""

from collections.abc import Iterator, Sequence
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
from metrics.arrays import Bools, Ints
from metrics.outcome.together import FEWEST_AREAS

Name = tuple[Any, ...]
"""What a group is told apart by: see `movement_row.GROUP`."""

_KEY = list(GROUP)


@dataclass(slots=True)
class Grown:
    """A group that is kept, and what was added to it.

    `names` are of the periods that end on the days on which enough areas are measured now, and
    `known` are those days as they are kept. `added` are the areas of which something was added
    there, `lately` those that were measured on the last of the days.
    """

    kept: dict[Any, Any]
    known: np.ndarray
    names: dict[pd.Timestamp, str]
    added: set[str] = field(default_factory=set)
    lately: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, kept: dict[Any, Any]) -> "Grown":
        """Begin with what is kept."""
        days = np.asarray(kept["days"], dtype="datetime64[us]")
        names = dict(zip(map(pd.Timestamp, days), map(str, kept["periods"]), strict=True))
        return cls(kept, days, names)

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
        return Enough(np.array(days, dtype="datetime64[us]"), names)


def grown(
    cursor: duckdb.DuckDBPyConnection, ask: Ask, kept: pd.DataFrame, written: pd.DataFrame
) -> list[Grown]:
    """Return the groups that have more on a day with enough areas."""
    new = written[written["measured"] & written["stands"] & (written["place"] >= 0)]
    days = new[["place", "period_end"]].drop_duplicates()
    groups = _with_days(kept, _on_days(cursor, ask, kept, days))
    for place, day, area in zip(new["place"], new["period_end"], new["area_id"], strict=True):
        if day in groups[place].names:
            groups[place].added.add(area)
    groups = {place: one for place, one in groups.items() if one.added}
    before = {place: one for place, one in groups.items() if not one.lately}
    last = pd.DataFrame(
        {"place": list(before), "period_end": [max(one.names) for one in before.values()]}
    )
    for place, _day, some in _by_day(_on_days(cursor, ask, kept, last)):
        groups[place].lately |= {str(area) for _period, ids in some for area in ids}
    return list(groups.values())


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
    groups: dict[int, Grown] = {}
    for place, day, some in _by_day(rows):
        if place not in groups:
            groups[place] = Grown.of(kept.iloc[place].to_dict())
        one = groups[place]
        if max(len(area_ids) for _period, area_ids in some) >= FEWEST_AREAS:
            areas = {str(area) for _period, area_ids in some for area in area_ids}
            one.added |= set() if day in one.names else areas
            one.names[day] = some[0][0]
            one.lately = areas if day == max(one.names) else one.lately
    return groups


def _by_day(
    rows: pd.DataFrame,
) -> Iterator[tuple[int, pd.Timestamp, list[tuple[str, Sequence[str]]]]]:
    """Return, of each group and day, the periods that end there and the areas of each."""
    columns = (rows[name].tolist() for name in ("place", "period_end", "period", "area_ids"))
    for (place, day), some in groupby(zip(*columns, strict=True), key=itemgetter(0, 1)):
        yield place, day, [(period, area_ids) for _place, _day, period, area_ids in some]


def seen_before(
    groups: list[Grown], series: pd.DataFrame, rows: pd.DataFrame, written: pd.DataFrame
) -> list[set[str]]:
    """Return the areas of each group that were measured on one of its known days before."""
    number = np.repeat(np.arange(len(series)), series["series"].map(len))
    ids, area = (np.concatenate(list(series[name])) for name in ("series", "area_ids"))
    days = pd.Index(np.unique(np.concatenate([one.known for one in groups])))
    on_known = np.zeros((len(groups), len(days) + 1), dtype=bool)
    for place, one in enumerate(groups):
        on_known[place, days.get_indexer(pd.Index(one.known))] = True
    old = written[written["measured"] & ~written["came"]]
    measured, day = _cells(rows, days)
    order = np.argsort(ids)
    at = order[np.searchsorted(ids[order], measured)]
    before = on_known[number[at], day] & ~_came(rows, written)
    found: list[set[str]] = [set() for _one in groups]
    for which in np.unique(at[before]):
        found[number[which]].add(str(area[which]))
    names = {one.name: place for place, one in enumerate(groups)}
    for row in old.to_dict("records"):
        place = names.get(named(row), -1)
        if place >= 0 and row["period_end"].to_datetime64() in groups[place].known:
            found[place].add(str(row["area_id"]))
    return found


def _cells(rows: pd.DataFrame, days: pd.Index) -> tuple[Ints, Ints]:
    """Return the series of each measurement, and the place of its day (-1 of another)."""
    place = days.get_indexer(pd.Index(rows["period_end"].to_numpy("datetime64[us]")))
    many = rows["series"].map(len).to_numpy(int)
    return np.concatenate(list(rows["series"])), np.repeat(place, many)


def _came(rows: pd.DataFrame, written: pd.DataFrame) -> Bools:
    """Say which measurements have come, and which were there."""
    row = pd.MultiIndex.from_frame(rows[["period_end", "period"]])
    new = written[written["came"] & written["stands"]]
    place = row.get_indexer(pd.MultiIndex.from_frame(new[["period_end", "period"]]))
    codes = new["series_id"].to_numpy(int) * (len(rows) + 1) + place
    number = np.repeat(np.arange(len(rows)), rows["series"].map(len))
    mine = np.concatenate(list(rows["series"])).astype(int) * (len(rows) + 1) + number
    found: Bools = np.isin(mine, codes[place >= 0])
    return found


def named(group: dict[Any, Any]) -> Name:
    """Return what a group is told apart by."""
    return tuple(group[name] for name in GROUP)
