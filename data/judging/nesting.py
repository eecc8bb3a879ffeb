"""Which measurements add up to which: the parts of an area, of a whole, and of a year.

What an area has been replaced by, or has replaced, is added up as its parts are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, combinations
from typing import NamedTuple

import duckdb

from data.judging.divisions import Division, Span, divisions, tilings
from metrics.definition.period import parse_period
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
    counted: float
    period: str
    since: int
    until: int


Places = Mapping[str, list[Measured]]
"""What was measured of one thing, by area, category or period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """What lies in what: the parts of each area, those of a municipality, and their kinds.

    `succeeded` are those that replaced an area, and beside them those that it replaced.
    """

    parts: Mapping[str, Sequence[str]]
    of_municipality: Mapping[str, Sequence[str]]
    kinds: Mapping[str, str]
    succeeded: Mapping[str, Sequence[Sequence[str]]]

    def below(self, area_id: str, measured: Mapping[str, object]) -> list[list[str]]:
        """Return groups of measured areas that may make up an area: all, and by kind."""
        nearest = self._nearest(area_id, measured)
        inside = [one for one in self.of_municipality.get(area_id, ()) if one in measured]
        found = [nearest, *self._by_kind(nearest), *self._by_kind(inside)]
        found += [
            sorted(one for one in others if one in measured)
            for others in self.succeeded.get(area_id, ())
        ]
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
    return Areas(parts=parts, of_municipality=inside, kinds=kinds, succeeded=_succeeded(cursor))


def _succeeded(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[list[str]]]:
    after, before = defaultdict(list), defaultdict(list)
    for area_id, other in cursor.execute(
        "SELECT DISTINCT area_id, other_area_id FROM area_relation "
        "WHERE relation = 'succeeds' ORDER BY ALL"
    ).fetchall():
        before[area_id].append(other)
        after[other].append(area_id)
    both: dict[str, list[list[str]]] = defaultdict(list)
    for area_id, others in chain(before.items(), after.items()):
        both[area_id].append(others)
    return both


@dataclass(slots=True)
class Totals:
    """What adds up: `nested` holds for all that is counted, `divided` of one count only."""

    nested: dict[Total, None] = field(default_factory=dict)
    divided: dict[Total, None] = field(default_factory=dict)


def totals(rows: Sequence[Measured], nesting: Areas, *, flows: bool = True) -> Totals:
    """Return what adds up among the rows of one indicator, in any revision.

    Where it `flows` what is counted in the parts of a year is counted in the year, and what is
    over when parts are taken from it is a group of its own. Otherwise a year is its parts only
    where the numbers say so.
    """
    found = Totals()
    for moment in sorted({row.since for row in rows}):
        now = [row for row in rows if row.since <= moment < row.until]
        for mine in _by(now, "period").values():
            for places in _by(mine, "category").values():
                found.nested.update(dict.fromkeys(_of_areas(_by(places, "area_id"), nesting)))
            for place in _by(mine, "area_id").values():
                nested, divided = _of_categories(_by(place, "category"))
                found.nested.update(dict.fromkeys(nested))
                found.divided.update(dict.fromkeys(divided))
        for place in _by(now, "area_id").values():
            for one in _by(place, "category").values():
                found.nested.update(dict.fromkeys(_of_periods(_by(one, "period"), flows)))
    return found


def _by(rows: Iterable[Measured], name: str) -> dict[str, list[Measured]]:
    groups: dict[str, list[Measured]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, name)].append(row)
    return groups


def _of_areas(places: Places, nesting: Areas) -> Iterator[Total]:
    for area_id, mine in places.items():
        for group in nesting.below(area_id, places):
            yield from _added(mine, [places[one] for one in group])


def _added(wholes: Sequence[Measured], parts: Sequence[Sequence[Measured]]) -> Iterator[Total]:
    for row in wholes if parts else ():
        yield Total(row.figure, tuple(_beside(row, several) for several in parts))


def _of_categories(place: Places) -> tuple[list[Total], list[Total]]:
    """Return the sums of all that is counted in one area and period, and those of shares.

    Where the parts of all of it share a denominator they add up to that.
    """
    nested: list[Total] = []
    share: list[Total] = []
    known = divisions(frozenset(place))
    for whole, parts in (*known, *_by_numbers(place, known)):
        groups = [place[one] for one in parts]
        nested += _added(place.get(whole, ()), groups)
        for first in groups[0] if not whole else ():
            beside = [_nearest(first, group) for group in groups]
            if len(beside) > 1 and {one.denominator for one in beside} == {first.denominator}:
                several = tuple(one.figure for one in beside)
                share.append(Total(None, several, first.denominator))
    return nested, share


_FEW = 8
"""So many categories are tried together: among more, sums come out by chance."""


def _by_numbers(place: Places, known: Iterable[Division]) -> Iterator[Division]:
    """Yield the categories that add up to all of it, though nothing in their names says so."""
    whole, explained = place.get("", ()), set()
    for row in whole[:1]:
        for division in known:
            groups = [place[one] for one in division.parts]
            if _comes_to(row, groups):
                explained |= set(division.parts)
        rest = sorted(place.keys() - explained - {""})
        for several in _several(rest) if len(rest) <= _FEW else ():
            if _comes_to(row, [place[one] for one in several]):
                yield Division("", several)


def _several(texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(texts, many) for many in range(2, len(texts) + 1))


def _comes_to(whole: Measured, parts: Sequence[Sequence[Measured]]) -> bool:
    """Whether what parts count, and whom they asked, comes to what their whole does."""
    rows = [_nearest(whole, several) for several in parts]
    counted = abs(sum(row.counted for row in rows) - whole.counted) < _SAME
    asked = sum(row.denominator for row in rows) - whole.denominator
    return counted and not abs(asked) >= _SAME  # NaN where nobody is asked


_SAME = 1e-6


def _of_periods(times: Places, flows: bool) -> Iterator[Total]:
    """Return which periods of one area and category add up to a longer one."""
    if len(times) < 2:
        return
    spans = {text: days(text) for text in times}
    written = {span: text for text, span in spans.items()}
    for text, mine in times.items():
        inside = [one for one in written if _lies_in(one, spans[text])]
        same = [(one,) for one in inside if _comes_to(mine[0], [times[written[one]]])]
        for parts in (*same, *tilings(inside, spans[text])):
            groups = [times[written[one]] for one in parts]
            if parts and (flows or _comes_to(mine[0], groups)):
                yield from _added(mine, groups)


@lru_cache(maxsize=4096)
def days(text: str) -> Span:
    """Return the first and the last day of a period, as numbers."""
    period = parse_period(text)
    return period.start.toordinal(), period.end.toordinal()


def _lies_in(one: Span, other: Span) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]


def together(measured: Iterable[tuple[str, str, str]]) -> dict[str, int]:
    """Number the periods of an indicator: one that lies in another has the same number.

    `measured` are the areas, categories and periods that there are: only what is measured of
    the same in both ties them together.
    """
    places: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for area_id, category, period in measured:
        places[period].add((area_id, category))
    spans = {text: days(text) for text in sorted(places)}
    ties = {text: text for text in spans}
    for one, other in combinations(spans, 2):
        nested = _lies_in(spans[one], spans[other]) or _lies_in(spans[other], spans[one])
        if nested and not places[one].isdisjoint(places[other]):
            ties[_first(ties, one)] = _first(ties, other)
    numbers: dict[str, int] = {}
    return {one: numbers.setdefault(_first(ties, one), len(numbers)) for one in ties}


def _first(ties: Mapping[str, str], one: str) -> str:
    while ties[one] != one:
        one = ties[one]
    return one


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
