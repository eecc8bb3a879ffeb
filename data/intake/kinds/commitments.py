"""A file of promises: what was written, for whom, how much, by when, and where."""

from datetime import date

import numpy as np
import pandas as pd

from data.intake import known
from data.intake.compare import compared
from data.intake.fields import (
    chosen,
    dates,
    ids,
    not_yours,
    place_ids,
    required,
    texts,
)
from data.intake.findings import Marks, mark
from data.intake.kind import Basis, declared
from data.intake.linked_goals import linked_goals
from data.intake.prepared import Prepared, stopped_rows
from data.intake.promise_terms import (
    amounts,
    documents,
    known_promises,
    past,
    stages,
)
from data.intake.sheet import Sheet
from data.intake.values import listed
from metrics.definition.indicator import Theme

_THEMES = {
    **{str(theme): str(theme) for theme in Theme},
    "trygghet": "safety",
    "bostäder": "housing",
    "bostäder och lokaler": "housing",
    "service": "service",
    "blandning": "mix",
    "befolkning": "population",
    "skola": "school_work",
    "skola och arbete": "school_work",
    "arbete": "school_work",
    "genomförande": "delivery",
}
_TEXTS = (
    "commitment_id",
    "wording",
    "wording_en",
    "target_group",
    "unit",
    "place",
    "page",
    "source",
)


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every promise, and prepare the rows that can be saved."""
    there, areas = known_promises(basis.reader), known.areas(basis.reader)
    needed = ("commitment_id", "area_id", "wording")
    marks = [*required(sheet, needed), *ids(sheet, "commitment_id")]
    rows = _commitment_rows(sheet, areas, basis.today, marks)
    rows["document_id"], papers = documents(sheet, there, marks, may_be_new=True)
    goals = linked_goals(sheet, "goal_ids", basis.reader, marks)
    marks += not_yours(rows["area_id"].map(listed), "area_id", basis.reader.viewer)
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    described = pd.DataFrame(
        {
            "what": kept["wording"],
            "area_id": kept["area_id"],
            "area_name": [areas.by_id[each].name for each in kept["area_id"]],
        }
    )
    frames = {
        "document": papers[papers["document_id"].isin(kept["document_id"])],
        "commitment": kept,
        "commitment_goal": _goal_rows(kept["commitment_id"], goals[keep]),
    }
    return compared(basis.reader, "commitment", frames, described, marks=marks, rows=len(rows))


def _commitment_rows(
    sheet: Sheet, areas: known.Areas, today: date, marks: list[Marks]
) -> pd.DataFrame:
    rows = texts(sheet, _TEXTS).assign(
        area_id=place_ids(sheet, "area_id", areas, marks),
        theme=chosen(sheet, "theme", _THEMES, marks),
        quantity=amounts(sheet, "quantity", marks).value,
        due_on=dates(sheet, "due_on", marks),
        promised_on=dates(sheet, "promised_on", marks),
        origin_stage=stages(sheet, "origin_stage", marks)["stage"],
        owner_role=[" ".join(r.casefold().split()) for r in sheet.column("owner_role").strings],
    )
    counted = ~np.isnan(rows["quantity"].to_numpy(float)) & (rows["unit"] == "").to_numpy(bool)
    marks += mark("quantity_without_unit", "quantity", counted)
    marks += past(rows["promised_on"], "promised_on", today)
    return rows


def _goal_rows(commitment_ids: pd.Series, goals: pd.Series) -> pd.DataFrame:
    pairs = {
        (commitment_id, goal_id): None
        for commitment_id, each in zip(commitment_ids, goals, strict=True)
        for goal_id in each
    }
    return pd.DataFrame(list(pairs), columns=["commitment_id", "goal_id"], dtype="str")


KIND = declared("commitments", read_sheet)
