"""A file of stages: when an area reached each, and which its project does not have."""

import numpy as np
import pandas as pd

from data.intake import known
from data.intake.compare import compared
from data.intake.fields import booleans, dates, not_yours, place_ids, required, texts
from data.intake.findings import Marks, mark
from data.intake.kind import Basis, declared
from data.intake.prepared import Prepared, stopped_rows
from data.intake.promise_terms import (
    Known,
    documents,
    known_promises,
    stage_names,
    stages,
)
from data.intake.sheet import Sheet
from data.intake.values import listed
from metrics.promise.records import positions


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every stage of every area, and prepare the rows that can be saved."""
    there, areas = known_promises(basis.reader), known.areas(basis.reader)
    marks = [*required(sheet, ("area_id", "stage"))]
    rows = _stage_rows(sheet, areas, marks)
    rows["document_id"], papers = documents(sheet, there, marks, may_be_new=True)
    marks += not_yours(rows["area_id"].map(listed), "area_id", basis.reader.viewer)
    keep = ~stopped_rows(marks, len(rows))
    marks += _in_order(rows, keep, there, sheet)
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    described = pd.DataFrame(
        {
            "what": [each.sv for each in stage_names(positions(kept))],
            "area_id": kept["area_id"],
            "area_name": [areas.by_id[each].name for each in kept["area_id"]],
            "period": kept["reached_on"].dt.strftime("%Y-%m-%d").fillna(""),
        }
    )
    frames = {
        "document": papers[papers["document_id"].isin(kept["document_id"])],
        "area_stage": kept,
    }
    return compared(basis.reader, "area_stage", frames, described, marks=marks, rows=len(rows))


def _stage_rows(sheet: Sheet, areas: known.Areas, marks: list[Marks]) -> pd.DataFrame:
    stage = stages(sheet, "stage", marks)
    return texts(sheet, ("why", "source")).assign(
        area_id=place_ids(sheet, "area_id", areas, marks),
        stage=stage["stage"],
        check_year=stage["check_year"],
        reached_on=dates(sheet, "reached_on", marks),
        skipped=booleans(sheet, "skipped", False, marks),
        social_services_took_part=booleans(sheet, "social_services", False, marks),
    )


def _in_order(rows: pd.DataFrame, keep: np.ndarray, there: Known, sheet: Sheet) -> list[Marks]:
    """Mark stages written twice, and those dated before one that precedes them."""
    good = np.flatnonzero(keep)
    mine = rows.iloc[good].assign(place=positions(rows.iloc[good]), at=good)
    doubled = mine.duplicated(["area_id", "place"])
    first = mine.groupby(["area_id", "place"])["at"].transform("min")
    twice, first_row = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=object)
    twice[mine["at"][doubled]] = True
    first_row[mine["at"]] = sheet.rows[first]
    known_stages = there.stages.assign(place=positions(there.stages), at=-1)
    both = pd.concat([mine, known_stages], ignore_index=True)
    both = both.drop_duplicates(["area_id", "place"])
    both = both[~both["skipped"].astype(bool) & both["reached_on"].notna()]
    wrong = np.zeros(len(rows), dtype=bool)
    said = {name: np.full(len(rows), "", dtype=object) for name in ("stage", "earlier", "on")}
    for _, way in both.sort_values("place").groupby("area_id"):
        latest, before = way.iloc[0], None
        for _, step in way.iterrows():
            if before is not None and step["reached_on"] < latest["reached_on"]:
                at = int(step["at"]) if step["at"] >= 0 else int(latest["at"])
                wrong[at] = True
                named = stage_names(np.array([step["place"], latest["place"]]))
                said["stage"][at], said["earlier"][at] = named
                said["on"][at] = latest["reached_on"].date()
            elif before is None or step["reached_on"] >= latest["reached_on"]:
                latest = step
            before = step
    return [
        *mark("stage_twice", "stage", twice, first=first_row),
        *mark("stage_before_predecessor", "reached_on", wrong, **said),
    ]


KIND = declared("area_stages", read_sheet)
