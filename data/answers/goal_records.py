"""Rows of goals and of series as records: the one place where missing cells are read."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_type_hints

import numpy as np
import pandas as pd

from data.store.swedish_time import day_of
from metrics.outcome.goal import EarlierTerms, Goal, Series, Verdict
from metrics.outcome.state import State

Cell = TypeVar("Cell")
Record = TypeVar("Record")


def goal_records(goals: pd.DataFrame) -> tuple[Goal, ...]:
    """Return rows of `data.answers.goals.all_goals` as records, in their order.

    Whatever is missing (NaN, NaT, <NA>, None) becomes None, '', () or False. Raises `KeyError`
    where a column that a record holds is not there.
    """
    verdicts = _records(Verdict, goals.drop(columns="reason").rename(columns=_OF_VERDICTS))
    return tuple(_records(Goal, goals, verdict=verdicts))


def series_records(series: pd.DataFrame) -> tuple[Series, ...]:
    """Return rows of `data.answers.series.series_of` as records, in their order."""
    return tuple(_records(Series, series))


def earlier_terms(rows: pd.DataFrame) -> tuple[EarlierTerms, ...]:
    """Return rows of `data.answers.goals.earlier_promises` as records, in their order."""
    days = [day_of(moment) for moment in rows["changed_at"]]
    return tuple(_records(EarlierTerms, rows, changed_on=days))


_OF_VERDICTS = {"verdict_reason": "reason"}
"""The columns that are called otherwise where they stand beside the goal's."""


def _records(
    kind: Callable[..., Record], rows: pd.DataFrame, **made: list[Any]
) -> list[Record]:
    """Return one record per row: a field is the column of its name, unless it is `made`."""
    fields = _types(kind)
    columns = [
        made[name] if name in made else _READ[fields[name]](rows[name]) for name in fields
    ]
    cells = zip(*columns, strict=True)
    return [kind(**dict(zip(fields, row, strict=True))) for row in cells]


@cache
def _types(kind: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _texts(column: pd.Series) -> list[str]:
    return _once(column, lambda cell: cell if isinstance(cell, str) else "", "")


def _once(column: pd.Series, read: Callable[[Any], Cell], missing: Cell) -> list[Cell]:
    """Return what the cells of a column say, cells that are alike as one and the same thing.

    Of a nation's goals each text would be there some ten thousand times, and all of them more
    than what is different.
    """
    place, cells = pd.factorize(column)
    found = [*map(read, cells.tolist()), missing]
    return [found[one] for one in place.tolist()]


def _flags(column: pd.Series) -> list[bool]:
    known = column.notna().tolist()
    return [one and bool(cell) for one, cell in zip(known, column.tolist(), strict=True)]


def _numbers(column: pd.Series) -> list[float | None]:
    cells = column.to_numpy(float, na_value=np.nan).tolist()
    return [None if cell != cell else cell for cell in cells]


def _counts(column: pd.Series) -> list[int | None]:
    return [None if cell is None else int(cell) for cell in _numbers(column)]


def _days(column: pd.Series) -> list[date | None]:
    days = pd.Series(pd.to_datetime(column).to_numpy("datetime64[s]"))
    return _once(days, lambda moment: moment.date(), None)


def _lists(column: pd.Series) -> list[tuple[str, ...]]:
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    lists = (
        tuple(map(str, cell))
        if isinstance(cell, Iterable) and not isinstance(cell, str)
        else ()
        for cell in column.tolist()
    )
    return [known.setdefault(one, one) for one in lists]


def _states(column: pd.Series) -> list[State]:
    return [State(cell) if cell else State.NO_EVIDENCE for cell in _texts(column)]


_READ: dict[object, Callable[[pd.Series], list[Any]]] = {
    str: _texts,
    bool: _flags,
    int: _counts,
    int | None: _counts,
    float | None: _numbers,
    date | None: _days,
    tuple[str, ...]: _lists,
    State: _states,
}
"""How a column is read, by the type of the field it goes into."""
