"""Which figures must be hidden together, when every figure rests on several counts.

A share rests on those who are counted and on those who are not: either may be few. A figure is
shown or hidden whole, so what protects one of its counts is hidden in the others too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import sparse

from metrics.arrays import Floats
from metrics.methods.disclosure import Flags, Sum, suppress


class Total(NamedTuple):
    """A truth about figures: ``total`` is at least the sum of ``parts`` (positions of figures).

    What is over is a group of its own that nobody shows. A ``total`` of None is the number
    ``known``, which everybody has from somewhere else.
    """

    total: int | None
    parts: tuple[int, ...]
    known: float = np.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """One of the counts that figures rest on: a number per figure, NaN where it has none."""

    numbers: Floats
    totals: Sequence[Total]


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """Which figures are hidden; `safe` is whether no small count can be worked out."""

    hidden: Flags
    safe: bool


def protect(
    counts: Sequence[Counts],
    *,
    smallest: float,
    hide_zero: bool = True,
    sensitive: Flags | None = None,
    published: Flags | None = None,
    hidden: Flags | None = None,
) -> Protected:
    """Return the figures to hide so that no count below `smallest` is shown or worked out.

    Every count of every hidden figure keeps a range at least `smallest` wide for somebody who
    knows all that is shown. `counts` are about the same figures, in the same order; `sensitive`
    are figures to hide whatever they count, `published` those that are out already and rather
    not hidden, `hidden` those that are not shown for some other reason. A total that is less
    than its parts says nothing. Where too much is out already for a small count to be
    protected, what is out is hidden too, for those who have not seen it.
    """
    size = len(counts[0].numbers)
    none = np.zeros(size, dtype=np.bool_)
    small = none if sensitive is None else sensitive.copy()
    for one in counts:
        small |= (one.numbers < smallest) & (hide_zero | (one.numbers > 0))
    out = none if published is None else published & ~small
    unseen = small | (none if hidden is None else hidden)
    systems = [_system(one, smallest, hide_zero) for one in counts]
    found = _settled(systems, unseen, small, out, smallest, hide_zero)
    if not found.safe:
        found = _settled(systems, found.hidden, small, none, smallest, hide_zero)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _System:
    """One count of the figures and of what is over, in one row, and the sums of those.

    `figures`: the position of each cell's figure, -1 for what is over or known; `known`: what
    everybody has; `parts`: cells that may be told from each other by sums, by number.
    """

    numbers: Floats
    sums: list[Sum]
    figures: np.ndarray
    known: Flags
    parts: np.ndarray


def _system(count: Counts, smallest: float, hide_zero: bool) -> _System:
    numbers, known, sums = list(count.numbers), [False] * len(count.numbers), []
    for total, parts, given in count.totals:
        place, whole = total, given if total is None else count.numbers[total]
        over = whole - count.numbers[list(parts)].sum()
        if np.isnan(over) or over < -_ROUNDING:
            continue
        if place is None:
            place = len(numbers)
            numbers.append(whole)
            known.append(True)
        rest = []
        if over > _ROUNDING:
            rest = [len(numbers)]
            numbers.append(over)
            known.append(False)
        sums.append(Sum(place, (*parts, *rest)))
    cells = np.array(numbers, dtype=np.float64)
    figures = np.full(cells.size, -1)
    figures[: len(count.numbers)] = np.arange(len(count.numbers))
    return _System(
        numbers=cells,
        sums=sums,
        figures=figures,
        known=np.array(known, dtype=np.bool_),
        parts=_together(sums, cells.size),
    )


_ROUNDING = 1e-6
"""Counts that are closer than this are the same."""


def _together(sums: Sequence[Sum], size: int) -> np.ndarray:
    """Number the groups of cells that sums tie together."""
    ties = [(one.total, part) for one in sums for part in one.parts]
    ends = np.array(ties, dtype=int).reshape(-1, 2)
    graph = sparse.coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), (size, size))
    labels: np.ndarray = sparse.csgraph.connected_components(graph, directed=False)[1]
    return labels


def _settled(
    systems: Sequence[_System],
    unseen: Flags,
    small: Flags,
    out: Flags,
    smallest: float,
    hide_zero: bool,
) -> Protected:
    """Hide in one count what another needs, until none needs more."""
    unseen, safe = unseen.copy(), True
    narrow = [np.zeros(one.numbers.size, dtype=np.bool_) for one in systems]
    before: tuple[bytes, ...] = ()
    while before != (now := (unseen.tobytes(), *(one.tobytes() for one in narrow))):
        before, safe = now, True
        for place, system in enumerate(systems):
            for part in _concerned(system, unseen):
                guarded = narrow[place][part]
                found = _hidden(system, part, unseen, small, guarded, out, smallest, hide_zero)
                real = system.figures[part] >= 0
                unseen[system.figures[part[real]]] |= found.needed[real]
                narrow[place][part] |= found.narrow
                safe = safe and not found.exposed
    return Protected(hidden=unseen, safe=safe)


def _concerned(system: _System, unseen: Flags) -> list[np.ndarray]:
    """Return the groups of cells that sums tie together in which something is not shown."""
    real = system.figures >= 0
    hidden = ~system.known & ~real
    hidden[real] = unseen[system.figures[real]]
    tied, counted = np.unique(system.parts, return_counts=True)
    wanted = set(system.parts[hidden & ~np.isnan(system.numbers)]) & set(tied[counted > 1])
    return [np.flatnonzero(system.parts == label) for label in sorted(wanted)]


class _Hidden(NamedTuple):
    """Which cells of a group are hidden, which too narrowly, and if a small one is bare."""

    needed: Flags
    narrow: Flags
    exposed: bool


def _hidden(
    system: _System,
    part: np.ndarray,
    unseen: Flags,
    small: Flags,
    guarded: Flags,
    out: Flags,
    smallest: float,
    hide_zero: bool,
) -> _Hidden:
    """Protect one group of cells that sums tie together."""
    figures, known = system.figures[part], system.known[part]
    real = figures >= 0
    place = {cell: index for index, cell in enumerate(part.tolist())}
    sums = [
        Sum(place[one.total], tuple(place[cell] for cell in one.parts))
        for one in system.sums
        if one.total in place
    ]
    hidden = np.where(real, unseen[figures], ~known)
    answer = suppress(
        system.numbers[part],
        sums,
        smallest=smallest,
        hide_zero=hide_zero,
        sensitive=guarded | (real & small[figures]),
        published=known | (real & out[figures] & ~hidden),
        hidden=hidden,
    )
    needed = np.isnan(answer.shown)
    tight = needed & real & (answer.high - answer.low < smallest)
    return _Hidden(needed, tight, bool((answer.exposed & ~known).any()))
