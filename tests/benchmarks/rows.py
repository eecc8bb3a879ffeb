"""The one table of the benchmarks: a figure, its floor or peer beside it, and the limit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WIDE: Final = 52
HEADER: Final = f"\n{'':<{WIDE}} {'ours':>9} {'floor':>9} {'':>8} {'limit':>8}"


@dataclass(frozen=True, slots=True)
class Row:
    """A figure beside its floor: how they compare, what is asked, and whether it is missed."""

    name: str
    ours: float
    floor: float
    found: str
    limit: str
    missed: bool

    def __str__(self) -> str:
        """Write it as a line of the table."""
        mark = "  over" if self.missed else ""
        figures = f"{self.ours:9.2f} {self.floor:9.2f} {self.found:>8} {self.limit:>8}"
        return f"{self.name:<{WIDE}} {figures}{mark}"


TABLE: Final[list[Row]] = []
"""Every row of this run, in the order they were measured."""


def ratio(name: str, ours: float, floor: float, limit: float | None = None) -> Row:
    """A figure as so many times the floor; without a limit it is only said."""
    times = ours / floor
    asked = "" if limit is None else f"x{limit:g}"
    return _kept(name, ours, floor, f"x{times:.1f}", asked, limit is not None and times > limit)


def at_least(name: str, ours: float, floor: float, limit: float) -> Row:
    """A figure that should be so many times the floor, or more."""
    times = ours / floor
    return _kept(name, ours, floor, f"x{times:.1f}", f">{limit:g}", times < limit)


def over(name: str, ours: float, floor: float, limit: float) -> Row:
    """A figure as so much more than the floor."""
    more = ours - floor
    return _kept(name, ours, floor, f"{more:+.2f}", f"+{limit:g}", more > limit)


def at_most(name: str, ours: float, floor: float, limit: float) -> Row:
    """A figure that has a limit of its own, beside the floor."""
    return _kept(name, ours, floor, f"x{ours / floor:.1f}", f"{limit:g}", ours > limit)


def _kept(name: str, ours: float, floor: float, found: str, limit: str, missed: bool) -> Row:
    row = Row(name, ours, floor, found, limit, missed)
    TABLE.append(row)
    return row


def table(rows: Iterable[Row]) -> str:
    """Write the whole table, and after it what is over its limit."""
    known = list(rows)
    missed = [row for row in known if row.missed]
    said = [f"Over its limit: {len(missed)} of {len(known)}."]
    said += [f"  {row.name}: {row.found}, limit {row.limit}" for row in missed]
    return "\n".join([HEADER, *map(str, known), "", *said])
