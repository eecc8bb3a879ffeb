"""Importing a file and undoing a revision: what the API and the command line do alike."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pandas as pd

from dashboard.counts import IMPORTS
from dashboard.installation import Installation
from data.acts.save import save
from data.acts.undo import undo
from data.intake import Examination, Finding, Proposal, UploadedFile, examine
from data.intake.turns import turn
from data.store.access import Verb, Viewer


def import_file(
    here: Installation,
    viewer: Viewer,
    file: UploadedFile,
    *,
    dry_run: bool = False,
    actor: str,
    now: datetime,
) -> dict[str, Any]:
    """Examine a file and, unless something stops or it is a dry run, save it.

    Returns the stable JSON of ``kvarvarde import``. ``revision`` is None when nothing was
    saved: something stops (among the first 1,000 findings, and ``finding_count`` counts them
    all), a question of ``proposals`` waits, or every row already stood there. A finding's
    ``offers`` are answers that would take it away, each alone. ``rows`` are the
    first hundred as they were read. What `actor` answered about the last file of the same shape
    is answered here too. Raises `NotAllowedError` for who may read nothing in.
    """
    here.door.require(viewer, Verb.IMPORT)
    with turn():
        examination = examine(
            here.door.reader(viewer), replace(file, sender=actor), catalogue=here.catalogue
        )
    revision = None
    if not (dry_run or examination.stops or examination.waiting) and (
        examination.new + examination.changed
    ):
        saved = save(
            here.door, viewer, examination, catalogue=here.catalogue, actor=actor, now=now
        )
        revision = saved.revision
    IMPORTS.labels(_result(examination, revision, dry_run=dry_run)).inc()
    return _report(examination, revision)


def _result(examination: Examination, revision: int | None, *, dry_run: bool) -> str:
    if revision is not None:
        return "saved"
    if dry_run:
        return "tried"
    return "stopped" if examination.stops or examination.waiting else "unchanged"


def _report(examination: Examination, revision: int | None) -> dict[str, Any]:
    return {
        "accepted": examination.accepted,
        "new": examination.new,
        "changed": examination.changed,
        "unchanged": examination.unchanged,
        "findings": [_finding(finding) for finding in examination.findings],
        "revision": revision,
        "finding_count": examination.finding_count,
        "rows": records(examination.understood),
        "proposals": [_proposal(proposal) for proposal in examination.proposals],
    }


def unsaved_because(report: Mapping[str, Any]) -> str:
    """Say in Swedish why a file cannot be saved as it is; ``""`` when it can."""
    stops = sum(finding["level"] == "error" for finding in report["findings"])
    waiting = sum(not proposal["answered"] for proposal in report["proposals"])
    if stops:
        return f"Inget har sparats. Anmärkningar som stoppar: {stops}."
    if waiting:
        return f"Inget har sparats. Frågor som väntar på svar: {waiting}."
    return ""


_ASKED = ("id", "kind", "subject", "count", "example", "suggested", "answered", "answer")


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {name: getattr(proposal, name) for name in _ASKED} | {
        "rows": list(proposal.rows),
        "choices": list(proposal.choices),
        "question": proposal.question.sv,
        "labels": {choice: label.sv for choice, label in proposal.labels.items()},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "level": finding.level,
        "code": finding.code,
        "message": finding.message("sv"),
        "offers": [offer._asdict() for offer in finding.offers],
    }


def undo_revision(
    here: Installation, viewer: Viewer, revision: int, *, actor: str, now: datetime
) -> dict[str, Any]:
    """Undo a revision and return the stable JSON of ``kvarvarde undo``."""
    undone = undo(here.door, viewer, revision, catalogue=here.catalogue, actor=actor, now=now)
    return {
        "revision": undone.revision,
        "undid": revision,
        "removed": undone.removed,
        "restored": undone.restored,
        "left": undone.left,
        "kept": [goal._asdict() for goal in undone.kept],
    }


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Write a table as JSON values: moments (``*_at``) in UTC, other dates as days, no NaN."""
    return [
        {str(key): plain(value, moment=str(key).endswith("_at")) for key, value in row.items()}
        for row in table.to_dict(orient="records")
    ]


def plain(value: Any, *, moment: bool = False) -> Any:
    """Turn one cell into what JSON can hold."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return f"{value.isoformat()}Z" if moment else value.date().isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else value
