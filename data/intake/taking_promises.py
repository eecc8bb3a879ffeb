"""Takes sheets of promises and of the stages that an area has reached."""

from datetime import date

import numpy as np
import pandas as pd

from data.access import Viewer
from data.intake import known
from data.intake.findings import Marks, mark
from data.intake.linked_goals import linked_goals
from data.intake.promise_terms import (
    Known,
    amounts,
    documents,
    known_promises,
    past,
    stage_names,
    stages,
)
from data.intake.registry import (
    booleans,
    chosen,
    dates,
    ids,
    laid_beside,
    place_ids,
    required,
    texts,
)
from data.intake.sheet import Sheet
from data.intake.taken import Taken, stopped_rows
from data.intake.taking_notes import not_yours
from data.intake.taking_promise_looks import take_confirmations, take_decisions, take_records
from data.intake.values import listed
from data.store import Store
from metrics.indicator import Theme
from metrics.promise_looks import positions

KINDS = (
    "commitments",
    "area_stages",
    "stage_records",
    "confirmations",
    "commitment_decisions",
)
"""The kinds of file that promises come in, in the order they are taken in."""

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


def take_promises(sheet: Sheet, store: Store, viewer: Viewer, today: date) -> Taken:
    """Check a sheet of one of the five kinds and lay what can be saved beside the store."""
    match sheet.kind:
        case "commitments":
            return take_commitments(sheet, store, viewer, today)
        case "area_stages":
            return take_area_stages(sheet, store, viewer)
        case "stage_records":
            return take_records(sheet, store, viewer, today)
        case "confirmations":
            return take_confirmations(sheet, store, viewer, today)
        case _:
            return take_decisions(sheet, store, viewer, today)


def take_commitments(sheet: Sheet, store: Store, viewer: Viewer, today: date) -> Taken:
    """Check every promise: what was written, for whom, how much, by when, and where."""
    there, areas = known_promises(store), known.areas(store, viewer)
    needed = ("commitment_id", "area_id", "wording")
    marks = [*required(sheet, needed), *ids(sheet, "commitment_id")]
    rows = _commitment_rows(sheet, areas, today, marks)
    rows["document_id"], papers = documents(sheet, there, marks, may_be_new=True)
    goals = linked_goals(sheet, "goal_ids", store, marks)
    marks += not_yours(rows["area_id"].map(listed), "area_id", viewer)
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
    return laid_beside(store, "commitment", frames, described, marks=marks, rows=len(rows))


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


def take_area_stages(sheet: Sheet, store: Store, viewer: Viewer) -> Taken:
    """Check when an area reached each stage, and which stages its project does not have."""
    there, areas = known_promises(store), known.areas(store, viewer)
    marks = [*required(sheet, ("area_id", "stage"))]
    rows = _stage_rows(sheet, areas, marks)
    rows["document_id"], papers = documents(sheet, there, marks, may_be_new=True)
    marks += not_yours(rows["area_id"].map(listed), "area_id", viewer)
    keep = ~stopped_rows(marks, len(rows))
    marks += _in_order(rows, keep, there, sheet)
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    places = positions(kept)
    described = pd.DataFrame(
        {
            "what": [each.sv for each in stage_names(places)],
            "area_id": kept["area_id"],
            "area_name": [areas.by_id[each].name for each in kept["area_id"]],
            "period": kept["reached_on"].dt.strftime("%Y-%m-%d").fillna(""),
        }
    )
    frames = {
        "document": papers[papers["document_id"].isin(kept["document_id"])],
        "area_stage": kept,
    }
    return laid_beside(store, "area_stage", frames, described, marks=marks, rows=len(rows))


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
    told = {name: np.full(len(rows), "", dtype=object) for name in ("stage", "earlier", "on")}
    for _, way in both.sort_values("place").groupby("area_id"):
        latest, before = way.iloc[0], None
        for _, step in way.iterrows():
            if before is not None and step["reached_on"] < latest["reached_on"]:
                at = int(step["at"]) if step["at"] >= 0 else int(latest["at"])
                wrong[at] = True
                named = stage_names(np.array([step["place"], latest["place"]]))
                told["stage"][at], told["earlier"][at] = named
                told["on"][at] = latest["reached_on"].date()
            elif before is None or step["reached_on"] >= latest["reached_on"]:
                latest = step
            before = step
    return [
        *mark("stage_twice", "stage", twice, first=first_row),
        *mark("stage_before_predecessor", "reached_on", wrong, **told),
    ]
