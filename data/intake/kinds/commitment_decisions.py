"""A file of decisions: who dropped a promise or put another in its place, when and why."""

from data.intake.fields import chosen, dates, required, texts, twice
from data.intake.findings import mark
from data.intake.kind import Basis, declared
from data.intake.prepared import Prepared
from data.intake.promise_terms import (
    about_promises,
    commitment_ids,
    documents,
    known_promises,
    past,
    stages,
)
from data.intake.sheet import Sheet

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


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every decision, and prepare the rows that can be saved."""
    there = known_promises(basis.reader)
    marks = [*required(sheet, ("commitment_id", "decision", "decided_by", "decided_on"))]
    stage = stages(sheet, "stage", marks)
    rows = texts(sheet, ("decided_by", "why")).assign(
        commitment_id=commitment_ids(sheet, "commitment_id", there, basis.reader.viewer, marks),
        stage=stage["stage"],
        check_year=stage["check_year"],
        kind=chosen(sheet, "decision", _DECISIONS, marks),
        replaced_by=commitment_ids(sheet, "replaced_by", there, basis.reader.viewer, marks),
        judged=chosen(sheet, "judged", _JUDGED, marks),
        decided_on=dates(sheet, "decided_on", marks),
    )
    rows["document_id"], papers = documents(sheet, there, marks, may_be_new=False)
    marks += past(rows["decided_on"], "decided_on", basis.today)
    marks += mark("decided_without_why", "why", (rows["why"] == "").to_numpy(bool))
    replaced = rows["kind"] == "replaced"
    lacking = replaced & ~sheet.column("replaced_by").filled
    marks += mark("replacement_missing", "replaced_by", lacking.to_numpy(bool))
    itself = (rows["replaced_by"] == rows["commitment_id"]) & (rows["commitment_id"] != "")
    marks += mark("replaced_by_itself", "replaced_by", itself.to_numpy(bool))
    marks += twice("id_twice", "commitment_id", rows["commitment_id"], sheet)
    return about_promises(basis.reader, "commitment_decision", rows, papers, marks)


KIND = declared("commitment_decisions", read_sheet)
