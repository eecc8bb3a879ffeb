"""Asks which indicator a published table is about, where it says so in words of its own."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz import fuzz

from data.intake.findings import Both
from data.intake.kind import Basis
from data.intake.sheet import Sheet
from data.intake.values import Coded
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator

LEAVE = "leave"
"""The answer that the rows are not read."""

_COLUMN = "indicator_id"


def with_indicators(sheet: Sheet, basis: Basis, beside: str | None) -> Sheet:
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
    meant = list(column.texts)
    for place in unknown:
        one = beside if len(unknown) == 1 else None
        meant[place] = one or _answer(sheet, column, place, basis)
    keep = column.spread([text not in {"", LEAVE} for text in meant], bool)
    columns = {**sheet.columns, _COLUMN: Coded(column.codes, meant)}
    return replace(
        sheet,
        columns={
            name: Coded(each.codes[keep], each.texts) for name, each in columns.items()
        },
        rows=sheet.rows[keep],
        records=sheet.records[keep],
    )


def _answer(sheet: Sheet, column: Coded, place: int, basis: Basis) -> str:
    """Ask about one contents. Returns an indicator's id, `LEAVE`, or ``""`` for no answer yet."""
    at = np.flatnonzero(column.codes == place)
    source = sheet.column("source")
    said = source.texts[source.codes[at[0]]] if len(at) else ""
    text = column.texts[place]
    nearest = by_likeness(f"{text} {said}", basis.catalogue)
    return basis.questions.ask(
        "indicator",
        text,
        suggested=_named(text, basis.catalogue),
        count=len(at),
        example=said,
        rows=sheet.rows[at],
        choices={
            **{each.id: _label(each) for each in nearest},
            LEAVE: Both("Ingen av dem: läs inte de raderna", "None: leave those rows out"),
        },
    )


def by_likeness(text: str, catalogue: Catalogue) -> Sequence[Indicator]:
    """Return every indicator, those whose names are most like a text first."""
    folded = text.casefold()

    def likeness(indicator: Indicator) -> float:
        names = (indicator.sv.name, indicator.sv.short, indicator.en.name)
        return max(fuzz.token_set_ratio(folded, name.casefold()) for name in names)

    return sorted(catalogue.values(), key=likeness, reverse=True)


def _named(text: str, catalogue: Catalogue) -> str | None:
    """Return the one indicator that is named exactly so, None where there is none."""
    same = [
        each.id
        for each in catalogue.values()
        if text.casefold() in {each.sv.name.casefold(), each.en.name.casefold()}
    ]
    return same[0] if len(same) == 1 else None


def _label(indicator: Indicator) -> Both:
    return Both(
        f"{indicator.sv.name} ({indicator.id})", f"{indicator.en.name} ({indicator.id})"
    )
