"""Reads headers on two rows: what each column of values has above it and below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.intake.columns import alias_count, aliases, is_period, likely, plain
from data.intake.workbook.grid import Cell
from data.intake.workbook.packed import NotReadableError

Rows = Sequence[Sequence[str]]

MEASURED = frozenset(
    {"value", "class", "numerator", "denominator", "n", "low", "high", "margin"}
)
"""Columns of what was measured: a cell there is about one row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Columns that become one record: what their headers say, and where its values are."""

    said: tuple[str, ...]
    places: tuple[int, ...]
    """One for each of the values; -1 for one that this group does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Headers on two rows as groups of columns: the new columns, and where their cells are."""

    question: str
    added: tuple[str, ...]
    """The headers of what the groups say: category and period, or one of them, or indicator."""
    values: tuple[str, ...]
    each: tuple[Group, ...]
    labels: Mapping[int, str] = field(repr=False)
    """What the two rows say of the column at each place."""


def two_rows(rows: Rows, at: int, merged: Sequence[tuple[Cell, Cell]]) -> Groups | None:
    """Find the groups of a header on two rows, None for one row.

    Raises `NotReadableError` for headers on two rows that mean something else, and for periods
    on a row above the headers.
    """
    _no_periods_above(rows, at)
    top, below = rows[at], rows[at + 1] if at + 1 < len(rows) else []
    if found := _categories_and_periods(top, below) or _measures(top, below):
        return found
    over = [
        (first[1], last[1])
        for first, last in merged
        if first[0] == at + 1 and last[1] > first[1] and last[0] == at + 1
    ]
    if any(_spans_texts(below, first, last) for first, last in over):
        raise NotReadableError("header_two_rows")
    return None


def _no_periods_above(rows: Rows, at: int) -> None:
    above, top = rows[at - 1] if at else [], rows[at]
    over = [
        place
        for place, text in enumerate(above)
        if is_period(text) and _cell(top, place) and not alias_count([_cell(top, place)])
    ]
    if len(over) > 1 and not any(map(is_period, top)):
        said = {"row": at, "period": above[over[0]], "header": _cell(top, over[0])}
        raise NotReadableError("header_periods_above", **said)


def _spans_texts(below: Sequence[str], first: int, last: int) -> bool:
    return all(_cell(below, place) for place in range(first, last + 1))


def _categories_and_periods(top: Sequence[str], below: Sequence[str]) -> Groups | None:
    """Put each lower header under the upper that it stands below, the last to its left."""
    made: dict[int, tuple[str, str]] = {}
    upper, shared = "", False
    for place in range(max(len(top), len(below))):
        own, lower = _cell(top, place), _cell(below, place)
        upper = own or upper
        if alias_count([own]) or (lower and alias_count([upper])):
            if lower and lower != own:
                return None
            continue
        if not lower:
            continue
        shared |= not own
        made[place] = (upper, lower)
    uppers = [is_period(pair[0]) for pair in made.values()]
    lowers = [is_period(pair[1]) for pair in made.values()]
    if not shared or any(uppers) == any(lowers) or not (all(uppers) or all(lowers)):
        return None
    if any(map(_is_measured, (each for pair in made.values() for each in pair))):
        return None
    turned = all(uppers)
    return Groups(
        question="two_header_rows",
        added=("kategori", "period"),
        values=("värde",),
        each=tuple(
            Group(said=pair[::-1] if turned else pair, places=(place,))
            for place, pair in made.items()
        ),
        labels={p: " ".join(pair[::-1] if turned else pair) for p, pair in made.items()},
    )


def _measures(top: Sequence[str], below: Sequence[str]) -> Groups | None:
    """Group columns such as share and number of answers by what stands above them."""
    named: dict[str, dict[str, int]] = {}
    upper = ""
    for place in range(max(len(top), len(below))):
        own, lower = _cell(top, place), _cell(below, place)
        upper = own or upper
        if not lower or lower == own:
            continue
        under = named.setdefault(upper, {})
        if not _is_measured(lower) or alias_count([upper]) or lower in under:
            return None
        under[lower] = place
    values = tuple(dict.fromkeys(lower for under in named.values() for lower in under))
    if len(values) < 2 or not all(named) or all(len(under) == 1 for under in named.values()):
        return None
    return Groups(
        question="header_groups",
        added=(_what_is_above(named, top),),
        values=values,
        each=tuple(
            Group(said=(upper,), places=tuple(under.get(value, -1) for value in values))
            for upper, under in named.items()
        ),
        labels={p: f"{upper} {lower}" for upper, u in named.items() for lower, p in u.items()},
    )


def _what_is_above(named: Mapping[str, object], top: Sequence[str]) -> str:
    if all(map(is_period, named)):
        return "period"
    told = {aliases("observations").get(plain(text)) for text in top}
    return "kategori" if "indicator_id" in told else "indikator"


def _is_measured(header: str) -> bool:
    name = plain(header)
    return (
        aliases("observations").get(name) in MEASURED or name in likely("observations")["value"]
    )


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""
