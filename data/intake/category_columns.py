"""Several columns of categories at once, such as sex and age: which of them is read."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from data.intake.categories import is_total
from data.intake.columns import plain
from data.intake.findings import Both
from data.intake.questions import Questions
from data.intake.text_table import TextTable
from data.intake.values import Coded, coded

_COLUMN = "category"
_JOIN, STOP = "join", "stop"


class Division(NamedTuple):
    """One category per record, the records that are read, and the places it was made of."""

    category: Coded
    keep: np.ndarray
    places: tuple[int, ...]
    stops: bool


def one_division(
    table: TextTable, names: Sequence[str], questions: Questions
) -> Division | None:
    """Ask which of several columns is the category, None where there is one or none.

    Suggested is the only one that divides anything, or both together where every row is divided
    by one of them at most. Rows that the others divide are not read when one is chosen.
    """
    places = tuple(at for at, name in enumerate(names) if name == _COLUMN)
    headers = [table.headers[at] for at in places]
    if len(places) < 2 or len(set(map(plain, headers))) < len(places):
        return None
    columns = [coded(table.cells.column(at)) for at in places]
    divides = np.array([each.each(lambda text: not is_total(text), bool) for each in columns])
    answer = questions.ask(
        "category_columns",
        ", ".join(headers),
        suggested=_suggested(headers, divides),
        count=len(table.rows),
        example=", ".join(each.strings[0] for each in columns) if len(table.rows) else "",
        choices={
            **{each: Both(f"Bara {each}", f"Only {each}") for each in headers},
            _JOIN: Both("Båda tillsammans", "Both together"),
            STOP: Both("Nej, stoppa filen", "No, stop the file"),
        },
    )
    if answer in headers:
        at = headers.index(answer)
        others = np.delete(divides, at, axis=0).any(axis=0)
        return Division(columns[at], np.asarray(~others), places, stops=False)
    keep = np.asarray((divides.sum(axis=0) < 2) | (answer == _JOIN))
    return Division(_joined(columns, divides), keep, places, stops=answer == STOP)


def _suggested(headers: Sequence[str], divides: np.ndarray) -> str | None:
    dividing = [header for header, each in zip(headers, divides, strict=True) if each.any()]
    if len(dividing) < 2:
        return (dividing or list(headers))[0]
    return _JOIN if (divides.sum(axis=0) < 2).all() else None


def _joined(columns: Sequence[Coded], divides: np.ndarray) -> Coded:
    """Write what divides each record, with commas between, and the total where nothing does."""
    alike = np.zeros(divides.shape[1], dtype=np.int64)
    for each in columns:
        _found, alike = np.unique(alike * len(each.texts) + each.codes, return_inverse=True)
    _found, first, alike = np.unique(alike, return_index=True, return_inverse=True)
    texts = np.array([each.at(first).strings for each in columns], dtype=object)
    made = [
        ", ".join(text[where]) or str(text[0])
        for text, where in zip(texts.T, divides[:, first].T, strict=True)
    ]
    distinct = {text: number for number, text in enumerate(dict.fromkeys(made))}
    return Coded(
        np.array([distinct[text] for text in made], dtype=np.int32)[alike], [*distinct]
    )
