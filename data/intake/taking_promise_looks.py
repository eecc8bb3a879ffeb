"""Takes sheets of what was found at each stage, who confirmed it, and what was decided."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.access import Viewer
from data.intake.findings import Marks, mark
from data.intake.promise_terms import (
    Known,
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
from data.intake.registry import chosen, dates, laid_beside, required, texts
from data.intake.sheet import Sheet
from data.intake.taken import Taken, stopped_rows
from data.intake.values import numbers
from data.store import Store
from metrics.promise import position_of
from metrics.promise_looks import positions

_FINDINGS = {
    **dict.fromkeys(("ja", "yes", "found", "hittat", "hittad"), "found"),
    **dict.fromkeys(
        ("nej", "no", "not_found", "not found", "inte hittat", "ej hittat"), "not_found"
    ),
}
_DECISIONS = {
    **dict.fromkeys(("decided_away", "decided away", "bortvalt", "bortvald"), "decided_away"),
    **dict.fromkeys(("replaced", "ersatt"), "replaced"),
}
_JUDGED = {
    "equal": "equal",
    "likvärdigt": "equal",
    "lika": "equal",
    "worse": "worse",
    "sämre": "worse",
    "": "",
}
_STRONGEST = 4


def take_records(sheet: Sheet, store: Store, viewer: Viewer, today: date) -> Taken:
    """Check what somebody found, or did not find, at a stage."""
    there = known_promises(store)
    needed = ("commitment_id", "stage", "finding", "recorded_role", "recorded_on")
    marks = [*required(sheet, needed)]
    rows = _record_rows(sheet, there, viewer, today, marks)
    rows["document_id"], papers = documents(sheet, there, marks, may_be_new=False)
    marks += _strengths(sheet, rows)
    _against_the_way(rows, there, today, marks)
    unit = rows["commitment_id"].map(there.commitments["unit"]).astype(object).fillna("")
    counted = rows["quantity"].notna() & (unit == "") & (rows["commitment_id"] != "")
    marks += mark("quantity_without_unit", "quantity", counted.to_numpy(bool))
    bare = (rows["finding"] == "found") & (rows["carrier"] == "") & (rows["document_id"] == "")
    marks += mark("found_without_carrier", "carrier", bare.to_numpy(bool))
    given = sheet.column("record_id").strings
    rows["record_id"] = [own or made for own, made in zip(given, _names(rows), strict=True)]
    first = rows["record_id"].map(
        dict(zip(rows["record_id"][::-1], sheet.rows[::-1], strict=True))
    )
    doubled = rows["record_id"].duplicated() & (rows["record_id"] != "")
    marks += mark("id_twice", "record_id", doubled.to_numpy(bool), first=first.to_numpy(object))
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    frames = {
        "document": papers[papers["document_id"].isin(kept["document_id"])],
        "stage_record": kept,
    }
    described = _described(kept, there)
    return laid_beside(store, "stage_record", frames, described, marks=marks, rows=len(rows))


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


def _described(rows: pd.DataFrame, there: Known) -> pd.DataFrame:
    promises = there.commitments.reindex(rows["commitment_id"]).reset_index(drop=True)
    return pd.DataFrame(
        {
            "what": promises["wording"].astype(object).fillna(""),
            "area_id": promises["area_id"].astype(object).fillna(""),
            "area_name": promises["area_name"].astype(object).fillna(""),
            "period": [each.sv for each in stage_names(positions(rows))],
        }
    )


def take_confirmations(sheet: Sheet, store: Store, viewer: Viewer, today: date) -> Taken:
    """Check who has confirmed that a promise could not be found."""
    there = known_promises(store)
    marks = [*required(sheet, ("commitment_id", "stage", "confirmed_role", "confirmed_on"))]
    stage = stages(sheet, "stage", marks)
    rows = texts(sheet, ("confirmed_by",)).assign(
        commitment_id=commitment_ids(sheet, "commitment_id", there, viewer, marks),
        stage=stage["stage"],
        check_year=stage["check_year"],
        confirmed_role=roles(sheet, "confirmed_role"),
        confirmed_on=dates(sheet, "confirmed_on", marks),
    )
    marks += past(rows["confirmed_on"], "confirmed_on", today)
    looked = _looked(rows, there, marks)
    rows["record_id"] = looked["record_id"]
    owner = rows["commitment_id"].map(there.commitments["owner_role"])
    rows["is_owner"] = (rows["confirmed_role"] == owner).to_numpy(bool)
    _roles_apart(rows, looked, store, marks)
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    described = _described(kept, there)
    frames = {"confirmation": kept.drop(columns=["commitment_id", "stage", "check_year"])}
    return laid_beside(store, "confirmation", frames, described, marks=marks, rows=len(rows))


def _looked(rows: pd.DataFrame, there: Known, marks: list[Marks]) -> pd.DataFrame:
    """Find the latest look in vain that each row confirms."""
    missed = there.records[there.records["finding"] == "not_found"]
    missed = missed.assign(place=positions(missed)).sort_values(["recorded_on", "record_id"])
    latest = missed.drop_duplicates(["commitment_id", "place"], keep="last")
    asked = rows[["commitment_id"]].assign(place=positions(rows))
    columns = ["commitment_id", "place", "record_id", "recorded_role", "recorded_on"]
    found = asked.merge(latest[columns], on=["commitment_id", "place"], how="left")
    unknown = found["record_id"].isna() & (asked["commitment_id"] != "") & (asked["place"] >= 0)
    names = stage_names(asked["place"].to_numpy())
    marks += mark("record_unknown", "commitment_id", unknown.to_numpy(bool), stage=names)
    return found.assign(record_id=found["record_id"].astype(object).fillna(""))


def _roles_apart(
    rows: pd.DataFrame, looked: pd.DataFrame, store: Store, marks: list[Marks]
) -> None:
    """Mark a role that confirms twice, confirms itself, or confirms before anybody looked."""
    stored = store.query(
        "SELECT record_id, confirmed_role, confirmed_by AS earlier FROM confirmation "
        "WHERE revision_to = 2147483647"
    )
    pair = ["record_id", "confirmed_role"]
    known = rows["record_id"] != ""
    doubled = rows.duplicated(pair) & known
    before = rows.merge(stored, on=pair, how="left")["earlier"]
    another = before.notna() & (before != rows["confirmed_by"])
    marks += mark("role_twice", "confirmed_role", (doubled | another).to_numpy(bool))
    own = (rows["confirmed_role"] == looked["recorded_role"]) & known
    marks += mark("confirmed_by_recorder", "confirmed_role", own.to_numpy(bool))
    day = pd.to_datetime(looked["recorded_on"])
    early = (rows["confirmed_on"] < day).to_numpy(bool)
    days = np.array([each.date() if pd.notna(each) else None for each in day] + [None], object)
    marks += mark("confirmed_before_looked", "confirmed_on", early, on=days[:-1])


def take_decisions(sheet: Sheet, store: Store, viewer: Viewer, today: date) -> Taken:
    """Check who decided to drop a promise or put another in its place, when and why."""
    there = known_promises(store)
    marks = [*required(sheet, ("commitment_id", "decision", "decided_by", "decided_on"))]
    stage = stages(sheet, "stage", marks)
    rows = texts(sheet, ("decided_by", "why")).assign(
        commitment_id=commitment_ids(sheet, "commitment_id", there, viewer, marks),
        stage=stage["stage"],
        check_year=stage["check_year"],
        kind=chosen(sheet, "decision", _DECISIONS, marks),
        replaced_by=commitment_ids(sheet, "replaced_by", there, viewer, marks),
        judged=chosen(sheet, "judged", _JUDGED, marks),
        decided_on=dates(sheet, "decided_on", marks),
    )
    rows["document_id"], papers = documents(sheet, there, marks, may_be_new=False)
    marks += past(rows["decided_on"], "decided_on", today)
    marks += mark("decided_without_why", "why", (rows["why"] == "").to_numpy(bool))
    replaced = rows["kind"] == "replaced"
    lacking = replaced & ~sheet.column("replaced_by").filled
    marks += mark("replacement_missing", "replaced_by", lacking.to_numpy(bool))
    itself = (rows["replaced_by"] == rows["commitment_id"]) & (rows["commitment_id"] != "")
    marks += mark("replaced_by_itself", "replaced_by", itself.to_numpy(bool))
    twice = (rows["commitment_id"].duplicated() & (rows["commitment_id"] != "")).to_numpy(bool)
    first = rows["commitment_id"].map(
        dict(zip(rows["commitment_id"][::-1], sheet.rows[::-1], strict=True))
    )
    marks += mark("id_twice", "commitment_id", twice, first=first.to_numpy(object))
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    frames = {
        "document": papers[papers["document_id"].isin(kept["document_id"])],
        "commitment_decision": kept,
    }
    described = _described(kept, there)
    return laid_beside(
        store, "commitment_decision", frames, described, marks=marks, rows=len(rows)
    )
