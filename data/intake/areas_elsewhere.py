"""Asks whether the areas of a published table that are not known here are to be left out."""

import numpy as np

from data.intake import known
from data.intake.kind import Basis
from data.intake.questions import LEAVE
from data.intake.sheet import Sheet, rows_of


def with_known_areas(sheet: Sheet, basis: Basis) -> Sheet:
    """Return the rows of the areas known here, unless somebody says that all should be known.

    Published tables are of the whole country. Where no area at all is known nothing is asked:
    then the areas are written in a way that is not understood.
    """
    column = sheet.column("area_id")
    areas = known.areas(basis.reader)
    there = np.array([bool(areas.named(text)) for text in column.texts], dtype=bool)
    elsewhere = [text for text, each in zip(column.texts, there, strict=True) if not each]
    if not there.any() or not elsewhere:
        return sheet
    keep = column.spread(there, bool)
    answer = basis.questions.ask(
        "areas_elsewhere",
        suggested=LEAVE,
        count=len(elsewhere),
        example=", ".join(elsewhere[:3]),
        rows=sheet.rows[~keep],
    )
    return rows_of(sheet, keep) if answer == LEAVE else sheet
