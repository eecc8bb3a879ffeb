"""A file of what somebody found, or did not find, of promises at each stage."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.intake.fields import (
    chosen,
    dates,
    required,
    texts,
    twice,
)
from data.intake.findings import Marks, mark
from data.intake.kind import Basis, declared
from data.intake.prepared import Prepared
from data.intake.promise_terms import (
    Known,
    about_promises,
    amounts,
    commitment_ids,
    documents,
    known_promises,
    past,
    roles,
    stage_names,
    stages,
    whole,
)
from data.intake.sheet import Sheet
from data.intake.values import numbers
from data.store.access import Viewer
from metrics.promise.records import position_of, positions

_FINDINGS = {
    **dict.fromkeys(("ja", "yes", "found", "hittat", "hittad"), "found"),
    **dict.fromkeys(
        ("nej", "no", "not_found", "not found", "inte hittat", "ej hittat"), "not_found"
    ),
}
_STRONGEST = 4


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every record, and prepare the rows that can be saved."""
    there = known_promises(basis.reader)
    needed = ("commitment_id", "stage", "finding", "recorded_role", "recorded_on")
    marks = [*required(sheet, needed)]
    rows = _record_rows(sheet, there, basis.reader.viewer, basis.today, marks)
    rows["document_id"], papers = documents(sheet, there, marks, may_be_new=False)
    marks += _strengths(sheet, rows)
    _against_the_way(rows, there, basis.today, marks)
    unit = rows["commitment_id"].map(there.commitments["unit"]).astype(object).fillna("")
    counted = rows["quantity"].notna() & (unit == "") & (rows["commitment_id"] != "")
    marks += mark("quantity_without_unit", "quantity", counted.to_numpy(bool))
    bare = (rows["finding"] == "found") & (rows["carrier"] == "") & (rows["document_id"] == "")
    marks += mark("found_without_carrier", "carrier", bare.to_numpy(bool))
    given = sheet.column("record_id").strings
    rows["record_id"] = [own or made for own, made in zip(given, _names(rows), strict=True)]
    marks += twice("id_twice", "record_id", rows["record_id"], sheet)
    return about_promises(basis.reader, "stage_record", rows, papers, marks)


def _record_rows(
    sheet: Sheet, there: Known, viewer: Viewer, today: date, marks: list[Marks]
) -> pd.DataFrame:
    stage = stages(sheet, "stage", marks)
    rows = texts(sheet, ("carrier", "page", "recorded_by", "note", "source")).assign(
        commitment_id=commitment_ids(sheet, "commitment_id", there, viewer, marks),
        stage=stage["stage"],
        check_year=stage["check_year"],
        finding=chosen(sheet, "finding", _FINDINGS, marks),
        strength=whole(numbers(sheet.column("strength")).value),
        quantity=amounts(sheet, "quantity", marks).value,
        recorded_role=roles(sheet, "recorded_role"),
        recorded_on=dates(sheet, "recorded_on", marks),
    )
    marks += past(rows["recorded_on"], "recorded_on", today)
    return rows


def _strengths(sheet: Sheet, rows: pd.DataFrame) -> list[Marks]:
    column = sheet.column("strength")
    value = numbers(column).value
    odd = column.filled & ~np.isin(value, range(_STRONGEST + 1))
    found = (rows["finding"] == "found").to_numpy(bool)
    missed = (rows["finding"] == "not_found").to_numpy(bool)
    return [
        *mark("strength_unknown", "strength", odd),
        *mark("found_with_nothing", "strength", found & (value == 0)),
        *mark("strength_not_expected", "strength", missed & (value > 0) & ~odd),
    ]


def _against_the_way(rows: pd.DataFrame, there: Known, today: date, marks: list[Marks]) -> None:
    """Mark looks at stages before the promise was made, that are skipped, or are to come."""
    place = positions(rows)
    origin = rows["commitment_id"].map(there.commitments["origin_stage"]).fillna(-1)
    early = (place >= 0) & (place < origin.to_numpy(np.int64))
    named = stage_names(place)
    marks += mark(
        "stage_before_origin",
        "stage",
        early,
        stage=named,
        origin=stage_names(origin.to_numpy(np.int64)),
    )
    area = rows["commitment_id"].map(there.commitments["area_id"])
    way = {
        (each["area_id"], position_of(int(each["stage"]), int(each["check_year"]))): each
        for each in there.stages.to_dict("records")
    }
    here = [way.get(pair) for pair in zip(area, place, strict=True)]
    skipped = np.array([bool(each and each["skipped"]) for each in here], dtype=bool)
    on = np.array([_planned(each, today) for each in here] + [None], dtype=object)[:-1]
    marks += mark("stage_skipped", "stage", skipped, stage=named)
    to_come = np.array([day is not None for day in on], dtype=bool) & ~skipped
    marks += mark("stage_not_reached", "stage", to_come, stage=named, on=on)


def _planned(stage: dict[Any, Any] | None, today: date) -> date | None:
    """Return the day a stage is planned for, None when it is reached or not dated."""
    if stage is None or pd.isna(stage["reached_on"]):
        return None
    day = pd.Timestamp(stage["reached_on"]).date()
    return day if day > today else None


def _names(rows: pd.DataFrame) -> list[str]:
    """Name a look after its promise, stage and day, so that the same file says the same."""
    return [
        f"{commitment}.{place}.{day:%Y%m%d}" if commitment and pd.notna(day) else ""
        for commitment, place, day in zip(
            rows["commitment_id"], positions(rows), rows["recorded_on"], strict=True
        )
    ]


KIND = declared("stage_records", read_sheet)
