"""A file of series breaks: where a series stops being comparable, and why."""

import numpy as np
import pandas as pd

from data.intake import known
from data.intake.compare import compared
from data.intake.fields import (
    area_name,
    as_dates,
    booleans,
    chosen,
    class_lists,
    ids,
    indicators,
    not_yours,
    period,
    place_ids,
    required,
    texts,
)
from data.intake.findings import Marks, mark
from data.intake.kind import Basis, declared
from data.intake.known import Areas
from data.intake.prepared import Prepared, stopped_rows
from data.intake.sheet import Sheet
from data.intake.values import listed, version_number
from metrics.definition.indicator import Indicator

_BREAKS = {
    "boundary": "boundary",
    "gräns": "boundary",
    "question": "question",
    "fråga": "question",
    "supplier": "supplier",
    "leverantör": "supplier",
    "definition": "definition",
    "ladder": "ladder",
    "klasser": "ladder",
    "price": "price",
    "pris": "price",
    "reorganisation": "reorganisation",
    "omorganisation": "reorganisation",
}


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every series break, and prepare the rows that can be saved."""
    areas = known.areas(basis.reader)
    marks = [*required(sheet, ("break_id", "kind")), *ids(sheet, "break_id")]
    rows = _break_rows(sheet, basis, areas, marks)
    marks += not_yours(rows["area_id"].map(listed), "area_id", basis.reader.viewer)
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    described = kept[["area_id", "indicator_id"]].assign(
        what=kept["note_sv"].where(kept["note_sv"] != "", kept["break_id"]),
        area_name=[area_name(areas, each) for each in kept["area_id"]],
        indicator_name=[basis.catalogue[each].sv.short for each in kept["indicator_id"]],
        period=kept["first_period"],
    )
    frames = {"series_break": kept}
    return compared(
        basis.reader, "series_break", frames, described, marks=marks, rows=len(rows)
    )


def _break_rows(sheet: Sheet, basis: Basis, areas: Areas, marks: list[Marks]) -> pd.DataFrame:
    """Return the breaks as the store has them, one row per row of the sheet."""
    found = indicators(sheet, "indicator_id", basis.catalogue, marks, basis.questions)
    starts = [period(text) for text in sheet.column("first_period").strings]
    marks += mark("period_unreadable", "first_period", np.array([p is None for p in starts]))
    return texts(sheet, ("break_id", "category", "note_sv", "note_en", "source")).assign(
        indicator_id=[each.id if each else "" for each in found],
        definition_version=_version(sheet, found, marks),
        area_id=place_ids(sheet, "area_id", areas, marks, questions=basis.questions),
        first_period=[each.text if each else "" for each in starts],
        first_period_start=as_dates(each.start if each else None for each in starts),
        kind=chosen(sheet, "kind", _BREAKS, marks),
        blocks_change=booleans(sheet, "blocks_change", True, marks),
        blocks_level=booleans(sheet, "blocks_level", False, marks),
        certain=booleans(sheet, "certain", True, marks),
        classes_affected=class_lists(sheet, "classes_affected", found, marks),
    )


def _version(
    sheet: Sheet, found: list[Indicator | None], marks: list[Marks]
) -> pd.api.extensions.ExtensionArray:
    """Read the definition version a break is about, NA for every version."""
    column = sheet.column("definition_version")
    given = column.each(version_number, np.int64)
    current = np.array([each.version if each else 0 for each in found])
    wrong = column.filled & ((given < 1) | (given > current)) & (current > 0)
    marks += mark("definition_version_unknown", "definition_version", wrong, current=current)
    return pd.array([int(each) if each > 0 else None for each in given.tolist()], dtype="Int32")


KIND = declared("breaks", read_sheet)
