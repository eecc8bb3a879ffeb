"""Which measurements add up to which: an area's parts to it, and the categories of a whole."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import duckdb

from metrics.methods.protection import Total


class Measured(NamedTuple):
    """One row of a measurement that was current from one revision until another.

    `figure` is the position of what it says: rows that say the same of the same have the same.
    """

    figure: int
    area_id: str
    category: str
    definition_version: int
    supplier: str
    geo_version: str
    denominator: float
    since: int
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """What lies in what: the parts of each area, those of a municipality, and their kinds."""

    parts: Mapping[str, Sequence[str]]
    of_municipality: Mapping[str, Sequence[str]]
    kinds: Mapping[str, str]

    def below(self, area_id: str, measured: Mapping[str, object]) -> list[list[str]]:
        """Return groups of measured areas that may make up an area: all, and by kind."""
        nearest = self._nearest(area_id, measured)
        inside = [one for one in self.of_municipality.get(area_id, ()) if one in measured]
        found = [nearest, *self._by_kind(nearest), *self._by_kind(inside)]
        return [list(one) for one in dict.fromkeys(map(tuple, found)) if one]

    def _nearest(self, area_id: str, measured: Mapping[str, object]) -> list[str]:
        found, waiting, passed = [], list(self.parts.get(area_id, ())), {area_id}
        while waiting:
            one = waiting.pop()
            if one in passed:
                continue
            passed.add(one)
            if one in measured:
                found.append(one)
            else:
                waiting += self.parts.get(one, ())
        return sorted(found)

    def _by_kind(self, areas: Iterable[str]) -> list[list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for one in sorted(areas):
            groups[self.kinds.get(one, "")].append(one)
        return list(groups.values())


def areas(cursor: duckdb.DuckDBPyConnection) -> Areas:
    """Return what lies in what, as any revision has said it."""
    parts, inside = defaultdict(list), defaultdict(list)
    rows = cursor.execute(
        "SELECT DISTINCT other_area_id, area_id FROM area_relation "
        "WHERE relation IN ('parent', 'within', 'part') ORDER BY ALL"
    ).fetchall()
    for parent, part in rows:
        parts[parent].append(part)
    kinds = {}
    for area_id, kind, municipality in cursor.execute(
        "SELECT DISTINCT area_id, kind, municipality_id FROM area ORDER BY ALL"
    ).fetchall():
        kinds[area_id] = kind
        if municipality and municipality != area_id:
            inside[municipality].append(area_id)
    return Areas(parts=parts, of_municipality=inside, kinds=kinds)


@dataclass(slots=True)
class Totals:
    """What adds up: `nested` holds for all that is counted, `divided` of one count only."""

    nested: dict[Total, None] = field(default_factory=dict)
    divided: dict[Total, None] = field(default_factory=dict)


def totals(rows: Sequence[Measured], nesting: Areas) -> Totals:
    """Return what adds up among the rows of one indicator and period, in any revision."""
    found = Totals()
    for moment in sorted({row.since for row in rows}):
        current: dict[str, dict[str, list[Measured]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            if row.since <= moment < row.until:
                current[row.category][row.area_id].append(row)
        for places in current.values():
            found.nested.update(dict.fromkeys(_of_areas(places, nesting)))
        for whole, share in _of_categories(current):
            found.nested.update(dict.fromkeys(whole))
            found.divided.update(dict.fromkeys(share))
    return found


def _of_areas(places: Mapping[str, list[Measured]], nesting: Areas) -> Iterator[Total]:
    for area_id, mine in places.items():
        for group in nesting.below(area_id, places):
            for row in mine:
                yield Total(row.figure, tuple(_beside(row, places[one]) for one in group))


def _of_categories(
    current: Mapping[str, Mapping[str, list[Measured]]],
) -> Iterator[tuple[list[Total], list[Total]]]:
    """Return, by area and way to divide it, the sums of all that is counted, and of shares.

    Categories are of one way to divide when the text before a colon is the same. Where they
    share a denominator they add up to it.
    """
    divided: dict[tuple[str, str], list[list[Measured]]] = defaultdict(list)
    for category, places in current.items():
        for area_id, rows in places.items():
            if category:
                divided[area_id, category.partition(":")[0]].append(rows)
    for (area_id, _), groups in divided.items():
        wholes = current.get("", {}).get(area_id, [])
        nested = [Total(one.figure, tuple(_beside(one, g) for g in groups)) for one in wholes]
        share = []
        for first in groups[0]:
            beside = [_nearest(first, group) for group in groups]
            if len(beside) > 1 and {one.denominator for one in beside} == {first.denominator}:
                parts = tuple(one.figure for one in beside)
                share.append(Total(None, parts, first.denominator))
        yield nested, share


def _beside(row: Measured, others: Sequence[Measured]) -> int:
    return _nearest(row, others).figure


def _nearest(row: Measured, others: Sequence[Measured]) -> Measured:
    """Return the one of `others` that was measured and handed in as `row` was, or else any."""
    return max(
        others,
        key=lambda one: (
            one.definition_version == row.definition_version,
            one.supplier == row.supplier,
            one.geo_version == row.geo_version,
        ),
    )
