"""Asks which indicator a published table is about, where it says so in words of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from data.intake.columns import canonical, is_period
from data.intake.findings import Both
from data.intake.indicator_names import by_likeness, exact_names, label
from data.intake.kind import Basis
from data.intake.likeness import fold
from data.intake.questions import LEAVE, Questions
from data.intake.sheet import Sheet, rows_of
from data.intake.text_table import TextTable
from data.intake.values import Coded
from metrics.definition.catalogue import Catalogue

_COLUMN = "indicator_id"
_CONTEXT = 160


def with_indicators(sheet: Sheet, basis: Basis, beside: str | None, table: TextTable) -> Sheet:
    """Return the rows whose indicator is known or has been answered, with its id.

    Contents that are no indicator's id, code or alias are asked about once each, with the
    indicators most alike first; only one named exactly so is suggested. `beside` is the
    indicator named beside the file, and is what a single unknown contents means.
    """
    column = sheet.column(_COLUMN)
    unknown = [
        place
        for place, text in enumerate(column.texts)
        if text.casefold() not in basis.catalogue.ids_by_code
    ]
    if not unknown:
        return sheet
    said = "; ".join(filter(None, [table.note[:_CONTEXT], table.identity]))
    meant = list(column.texts)
    for place in unknown:
        one = beside if len(unknown) == 1 else None
        meant[place] = one or _answer(sheet, place, basis, said)
    keep = column.spread([text not in {"", LEAVE} for text in meant], bool)
    columns = {**sheet.columns, _COLUMN: Coded(column.codes, meant)}
    return rows_of(replace(sheet, columns=columns), keep)


def of_the_file(
    table: TextTable, given: Sequence[str], catalogue: Catalogue, questions: Questions
) -> str | None:
    """Ask which indicator a table of one is about, which has no column that says it.

    `given` are the headers as the file has them: what stands over the values often says it.

    Returns its id, ``""`` while that waits, and None where there is nothing to ask: the table
    names its indicators, or lacks other columns that it needs.
    """
    names = canonical("observations", table.headers)
    wide = [header for header in table.headers if is_period(header)]
    if _COLUMN in names or "area_id" not in names or not (wide or "value" in names):
        return None
    if not wide and "period" not in names:
        return None
    over = [own for own, name in zip(given, names, strict=True) if name == "value"]
    said = [*table.note.split("; "), *over, table.sheet]
    about = "; ".join(filter(None, [table.note[:_CONTEXT], *over])) or table.sheet or "-"
    nearest = by_likeness(about, table.sheet, catalogue)
    answer = questions.ask(
        "file_indicator",
        suggested=_named(said, catalogue),
        count=len(table.rows),
        example=about,
        choices={
            **{each.id: label(each) for each in nearest},
            LEAVE: Both("Ingen av dem: läs inte filen", "None: do not read the file"),
        },
    )
    return None if answer == LEAVE else answer


def _named(texts: Iterable[str], catalogue: Catalogue) -> str | None:
    """Return the one indicator that some of the texts are the id, code or name of."""
    names = exact_names(catalogue)
    found = {names[fold(text)] for text in texts if fold(text) in names}
    return found.pop() if len(found) == 1 else None


def _answer(sheet: Sheet, place: int, basis: Basis, said: str) -> str:
    """Ask about one contents. Returns an indicator's id, `LEAVE`, or ``""`` while it waits."""
    column = sheet.column(_COLUMN)
    at = np.flatnonzero(column.codes == place)
    text = column.texts[place]
    nearest = by_likeness(text, said, basis.catalogue)
    return basis.questions.ask(
        "indicator",
        text,
        suggested=exact_names(basis.catalogue).get(fold(text)),
        count=len(at),
        example=said,
        rows=sheet.rows[at],
        choices={
            **{each.id: label(each) for each in nearest},
            LEAVE: Both("Ingen av dem: läs inte de raderna", "None: leave those rows out"),
        },
    )
