"""A file of confirmations: who else has looked for a promise in vain."""

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake.compare import compared
from data.intake.fields import dates, required, texts
from data.intake.findings import Marks, mark
from data.intake.kind import Basis, declared
from data.intake.prepared import Prepared, stopped_rows
from data.intake.promise_terms import (
    Known,
    commitment_ids,
    described_by_promise,
    known_promises,
    past,
    roles,
    stage_names,
    stages,
)
from data.intake.sheet import Sheet
from metrics.promise.records import positions


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check who has confirmed that a promise could not be found, and prepare the rows."""
    there = known_promises(basis.reader)
    marks = [*required(sheet, ("commitment_id", "stage", "confirmed_role", "confirmed_on"))]
    stage = stages(sheet, "stage", marks)
    rows = texts(sheet, ("confirmed_by",)).assign(
        commitment_id=commitment_ids(sheet, "commitment_id", there, basis.reader.viewer, marks),
        stage=stage["stage"],
        check_year=stage["check_year"],
        confirmed_role=roles(sheet, "confirmed_role"),
        confirmed_on=dates(sheet, "confirmed_on", marks),
    )
    marks += past(rows["confirmed_on"], "confirmed_on", basis.today)
    looked = _looked(rows, there, marks)
    rows["record_id"] = looked["record_id"]
    owner = rows["commitment_id"].map(there.commitments["owner_role"])
    rows["is_owner"] = (rows["confirmed_role"] == owner).to_numpy(bool)
    _roles_apart(rows, looked, basis.reader, marks)
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    described = described_by_promise(kept, there)
    frames = {"confirmation": kept.drop(columns=["commitment_id", "stage", "check_year"])}
    return compared(
        basis.reader, "confirmation", frames, described, marks=marks, rows=len(rows)
    )


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
    rows: pd.DataFrame, looked: pd.DataFrame, reader: Reader, marks: list[Marks]
) -> None:
    """Mark a role that confirms twice, confirms itself, or confirms before anybody looked."""
    stored = reader.rows(
        "SELECT record_id, confirmed_role, confirmed_by AS earlier "
        "FROM confirmation_as_of($revision)"
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


KIND = declared("confirmations", read_sheet)
