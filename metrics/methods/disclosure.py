"""Which numbers must be hidden, so that nobody's answer can be worked out?

Two hidden cells per row and column are not enough. What counts is what an attacker can
compute from all that is shown, so every hidden cell is attacked here with linear programming.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from metrics.arrays import Floats

Flags = npt.NDArray[np.bool_]

# Solvers return 6.9999999 for 7; no count is closer to the next than this.
_NOISE = 1e-6


class Sum(NamedTuple):
    """A published truth: the cell ``total`` is the sum of the cells ``parts`` (positions)."""

    total: int
    parts: tuple[int, ...]


class Bounds(NamedTuple):
    """The least and the most that an attacker can know each cell to be."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressedCells:
    """A table that can be shown, and why cells are missing; arrays in the shape of the cells.

    Do not show which cells are primary: that a count is small is also a bound on it.
    ``shown``: the counts, NaN where hidden; ``primary``: hidden for being small;
    ``secondary``: hidden to protect those; ``low``, ``high``: what an attacker can still
    work out; ``exposed``: cells that cannot be protected because too much is already public -
    a table with any of these must not be published.
    """

    shown: Floats
    primary: Flags
    secondary: Flags
    low: Floats
    high: Floats
    exposed: Flags


def suppress(
    cells: npt.ArrayLike,
    structure: Iterable[Sum | tuple[int, Sequence[int]]],
    *,
    smallest: float = 5,
    hide_zero: bool = True,
    protection: float | None = None,
    sensitive: npt.ArrayLike | None = None,
    published: npt.ArrayLike | None = None,
    hidden: npt.ArrayLike | None = None,
    insiders: bool = False,
) -> SuppressedCells:
    """Return cells with small counts hidden, and enough others to keep them hidden.

    ``cells``: counts of people, any shape; ``structure``: which cells (positions in the
    flattened array) add up to which, totals and nesting areas included: see
    `table_structure`. Counts below ``smallest`` are primary, zero too unless ``hide_zero`` is
    off, and cells marked ``sensitive``. Every primary cell keeps an attacker's range at least
    ``protection`` wide (``smallest`` by default). Cells marked ``published`` are out already,
    such as those of an earlier revision, and cannot be hidden. Cells marked ``hidden`` are not
    shown for some other reason, and count as secondary. ``insiders``: protect also from the one
    person in a cell of one, who knows that count. Missing counts (NaN) stay hidden and unknown.

    Raises `ValueError` where a count is negative or a sum does not hold.

    Source: M. Fischetti & J. J. Salazar (2001), Management Science 47, 1008-1027; A. Hundepool
    et al. (2012), "Statistical disclosure control", chapter 4.
    """
    counts = np.asarray(cells, dtype=np.float64)
    flat = counts.ravel()
    sums = _sums(flat, structure)
    out = _marks(published, counts)
    missing = np.isnan(flat)
    small = (flat < smallest) & (hide_zero | (flat > 0)) | _marks(sensitive, counts) & ~missing
    primary = (small & ~out) | missing
    width = smallest if protection is None else protection
    first = primary | _marks(hidden, counts)
    unseen = _protected(flat, sums, first, small & ~out, out, width, insiders)
    low, high = _bounds(flat, sums, unseen, unseen)
    reach = np.fmin(high - low, _insider_widths(flat, sums, unseen, small, insiders))
    return SuppressedCells(
        shown=np.where(unseen, np.nan, flat).reshape(counts.shape),
        primary=primary.reshape(counts.shape),
        secondary=(unseen & ~primary).reshape(counts.shape),
        low=low.reshape(counts.shape),
        high=high.reshape(counts.shape),
        exposed=(small & (reach < width)).reshape(counts.shape),
    )


def attack(
    cells: npt.ArrayLike,
    structure: Iterable[Sum | tuple[int, Sequence[int]]],
    hidden: npt.ArrayLike,
) -> Bounds:
    """Return what an attacker who sees all but the hidden cells can work out about each.

    ``cells``, ``structure``: as in `suppress`; ``hidden``: True where a cell is not shown.
    Counts are whole and 0 or more; shown cells have their own count as both bounds.

    Raises `ValueError` where a count is negative or a sum does not hold.
    """
    counts = np.asarray(cells, dtype=np.float64)
    unseen = _marks(hidden, counts) | np.isnan(counts.ravel())
    low, high = _bounds(counts.ravel(), _sums(counts.ravel(), structure), unseen, unseen)
    return Bounds(low.reshape(counts.shape), high.reshape(counts.shape))


def table_structure(shape: Sequence[int]) -> list[Sum]:
    """Return the sums of a table whose first position along every axis is the total.

    ``shape``: lengths with the totals, such as (5, 3) for four regions by two sexes.
    """
    places = np.arange(np.prod(shape, dtype=np.int64)).reshape(tuple(shape))
    sums = []
    for axis, length in enumerate(shape):
        others = [range(size) for i, size in enumerate(shape) if i != axis]
        for rest in product(*others):
            line = [int(places[(*rest[:axis], i, *rest[axis:])]) for i in range(length)]
            sums.append(Sum(line[0], tuple(line[1:])))
    return [line for line in sums if line.parts]


def _sums(
    flat: Floats, structure: Iterable[Sum | tuple[int, Sequence[int]]]
) -> sparse.csr_array:
    """Return one row per sum: +1 for each part, -1 for the total."""
    if np.any(flat < 0):
        raise ValueError("Every count in `cells` must be 0 or more.")
    lines = [(int(total), list(parts)) for total, parts in structure]
    matrix = sparse.lil_array((len(lines), flat.size))
    for row, (total, parts) in enumerate(lines):
        matrix[row, parts] = 1.0
        matrix[row, total] = -1.0
        gap = flat[parts].sum() - flat[total]
        if abs(gap) > _NOISE:
            raise ValueError(
                f"The parts {parts} must sum to cell {total}, {flat[total]:g}: off by {gap:g}."
            )
    return matrix.tocsr()


def _marks(marks: npt.ArrayLike | None, counts: Floats) -> Flags:
    if marks is None:
        return np.zeros(counts.size, dtype=np.bool_)
    flags = np.asarray(marks, dtype=np.bool_)
    if flags.shape != counts.shape:
        raise ValueError(f"The marks {flags.shape} must have the shape of `cells`.")
    return flags.ravel()


def _protected(
    flat: Floats,
    sums: sparse.csr_array,
    primary: Flags,
    guarded: Flags,
    out: Flags,
    width: float,
    insiders: bool,
) -> Flags:
    """Return the cells to hide, starting with the largest guarded cell."""
    hidden, before = primary.copy(), np.zeros_like(primary)
    order = np.flatnonzero(guarded)[np.argsort(-flat[guarded], kind="stable")]
    while not np.array_equal(hidden, before):
        # A cell of one that comes to be hidden has an insider too, so all are checked again.
        before = hidden.copy() if insiders else hidden
        for cell in order:
            down = min(float(flat[cell]), width // 2)
            for knower in _knowers(flat, hidden, int(cell), insiders):
                for move in (width - down, -down):
                    if move:
                        hidden |= _cheapest_move(flat, sums, hidden, out, cell, move, knower)
    return hidden


def _knowers(flat: Floats, hidden: Flags, cell: int, insiders: bool) -> list[int | None]:
    """Return who attacks: an outsider, and each cell whose one member knows its count."""
    alone = np.flatnonzero(hidden & (flat == 1) & insiders)
    return [None, *(int(one) for one in alone if one != cell)]


def _cheapest_move(
    flat: Floats,
    sums: sparse.csr_array,
    hidden: Flags,
    out: Flags,
    cell: int,
    move: float,
    knower: int | None,
) -> Flags:
    """Return the cells that must be hidden for ``cell`` to be possibly ``move`` off.

    Such a move of one cell is balanced by others wherever they share a sum. Cells hidden
    already are free, others cost by their size; what moves must be hidden.
    """
    size = flat.size
    cost = np.where(hidden, 0.0, 1 + np.log1p(np.nan_to_num(flat)))
    fixed = out | (np.arange(size) == (-1 if knower is None else knower))
    most_down = np.where(np.isnan(flat), np.inf, flat)
    upper = np.concatenate([np.where(fixed, 0.0, np.inf), np.where(fixed, 0.0, most_down)])
    lower = np.zeros(2 * size)
    # The move itself: up or down for exactly so much, and not the other way.
    place = cell if move > 0 else size + cell
    lower[place], upper[place] = abs(move), abs(move)
    upper[size + cell if move > 0 else cell] = 0.0
    solved = optimize.linprog(
        np.concatenate([cost, cost]),
        A_eq=sparse.hstack([sums, -sums]) if sums.shape[0] else None,
        b_eq=np.zeros(sums.shape[0]) if sums.shape[0] else None,
        bounds=np.column_stack([lower, upper]),
    )
    if solved.x is None:  # too much is public: see `exposed`
        return np.zeros(size, dtype=np.bool_)
    return np.asarray(solved.x[:size] + solved.x[size:] > _NOISE)


def _bounds(
    flat: Floats,
    sums: sparse.csr_array,
    hidden: Flags,
    wanted: Flags,
    knower: int | None = None,
) -> tuple[Floats, Floats]:
    """Return the least and most that each wanted cell can be, given what is shown."""
    unseen = np.flatnonzero(
        hidden & (np.arange(flat.size) != (-1 if knower is None else knower))
    )
    low, high = flat.copy(), flat.copy()
    if not unseen.size:
        return low, high
    shown = np.nan_to_num(flat)
    shown[unseen] = 0.0
    system = sums[:, unseen]
    used = np.flatnonzero(np.abs(system).sum(axis=1) > 0)
    system, goal = system[used], -(sums[used] @ shown)
    for place in np.flatnonzero(np.isin(unseen, np.flatnonzero(wanted))):
        aim = np.zeros(unseen.size)
        aim[place] = 1.0
        ends = [_end(sign * aim, system, goal) for sign in (1, -1)]
        low[unseen[place]] = np.ceil(ends[0] - _NOISE) + 0.0  # no -0.0
        high[unseen[place]] = np.floor(-ends[1] + _NOISE)
    return low, high


def _end(aim: Floats, system: sparse.csr_array, goal: Floats) -> float:
    if not goal.size:
        return 0.0 if aim.max() > 0 else -np.inf
    solved = optimize.linprog(aim, A_eq=system, b_eq=goal, bounds=(0, None))
    return -np.inf if solved.x is None else float(solved.fun)


def _insider_widths(
    flat: Floats, sums: sparse.csr_array, hidden: Flags, guarded: Flags, insiders: bool
) -> Floats:
    """Return the narrowest range that any insider can work out for each guarded cell."""
    narrowest = np.full(flat.size, np.inf)
    for knower in _knowers(flat, hidden, -1, insiders)[1:]:
        low, high = _bounds(flat, sums, hidden, guarded & hidden, knower)
        width = high - low
        width[knower] = np.inf  # one's own count is no secret
        narrowest = np.fmin(narrowest, np.where(hidden, width, np.inf))
    return narrowest
