"""Saves what an examination prepared, all or nothing, or says what saving would change."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import pandas as pd

from data.acts.verdict_changes import VerdictChange, promise_changes, verdict_changes
from data.door import Door, Unsaved
from data.intake import Examination, kind_named
from data.judging import goal_versions, promise_states
from data.judging.assess import assess
from data.store import chunks, definitions, intake_answers, ledger
from data.store.access import Verb, Viewer
from data.store.errors import ConflictError, StoreError
from metrics.definition.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was saved, as which revision, and which verdicts it changed.

    `calibrated` is how many noise models were frozen with it, of groups that had none.
    """

    revision: int
    accepted: int
    new: int
    changed: int
    unchanged: int
    verdicts: tuple[VerdictChange, ...]
    calibrated: int = 0


def save(
    door: Door,
    viewer: Viewer,
    examination: Examination,
    *,
    catalogue: Catalogue,
    actor: str,
    now: datetime | None = None,
) -> Receipt:
    """Save an examined file as one revision, with the verdicts that follow from it.

    Everything is saved or nothing, and what was answered about the file is remembered for the
    next one of the same shape. Raises `StoreError` when the viewer may not, the file has
    findings that stop or nobody is named as uploader, `ConflictError` when somebody else saved
    in between so that the preview no longer holds.
    """
    door.require(viewer, Verb.IMPORT)
    _ready(examination, actor)
    moment = now or datetime.now(UTC)
    with door.act(viewer, Verb.IMPORT) as cursor:
        definitions.keep(cursor, catalogue, moment)
        return _save(cursor, examination, catalogue, actor, moment, viewer)


def rehearse(
    door: Door,
    viewer: Viewer,
    examination: Examination,
    *,
    catalogue: Catalogue,
    now: datetime | None = None,
) -> tuple[VerdictChange, ...]:
    """Return the verdicts that saving would change. Nothing is saved.

    Raises `StoreError` when the viewer may not import.
    """
    door.require(viewer, Verb.IMPORT)
    if examination.stops:
        return ()
    moment = now or datetime.now(UTC)
    with suppress(Unsaved), door.act(viewer, Verb.IMPORT) as cursor:
        receipt = _save(cursor, examination, catalogue, "", moment, viewer)
        raise Unsaved
    return receipt.verdicts


def _ready(examination: Examination, actor: str) -> None:
    """Raise `StoreError` for a file that stops, or that nobody signs for."""
    if examination.stops:
        raise StoreError(
            f"{examination.stop_count} rader i {examination.file_name} stoppar. "
            "Inget har sparats."
        )
    if examination.waiting:
        raise StoreError(
            f"{examination.file_name} väntar på svar: {examination.waiting} frågor är "
            "obesvarade. Inget har sparats."
        )
    if not actor.strip():
        raise StoreError("Skriv vem som läser in filen. Inget har sparats.")


def _save(
    cursor: duckdb.DuckDBPyConnection,
    examination: Examination,
    catalogue: Catalogue,
    actor: str,
    moment: datetime,
    viewer: Viewer,
) -> Receipt:
    kind = kind_named(examination.kind)
    revision = ledger.open_revision(
        cursor,
        kind.revision,
        actor=actor,
        now=moment,
        organisation_id=viewer.organisation_id,
        file_name=examination.file_name,
        file_sha256=examination.sha256,
        note=examination.note,
    )
    difference = _kept(cursor, examination, revision, actor)
    intake_answers.remember(
        cursor,
        revision,
        organisation_id=viewer.organisation_id,
        actor=actor,
        shape=examination.shape,
        answers={
            each.id: each.answer
            for each in examination.proposals
            if each.answer and each.lasting
        },
    )
    changes, promises = pd.DataFrame(), pd.DataFrame()
    if kind.revision == "promise":
        promises = promise_states.assess(cursor, revision, on=moment.date())
    else:
        changes = assess(
            cursor,
            revision,
            catalogue,
            assessed_on=moment.date(),
            indicator_ids=_concerned(examination),
        )
    return Receipt(
        revision=revision,
        accepted=examination.accepted,
        new=difference.new,
        changed=difference.changed,
        unchanged=difference.unchanged,
        verdicts=(*verdict_changes(cursor, changes), *promise_changes(cursor, promises)),
        calibrated=_calibrated(cursor, revision),
    )


def _calibrated(cursor: duckdb.DuckDBPyConnection, revision: int) -> int:
    return ledger.count(
        cursor,
        "SELECT count(*) FROM {table} WHERE revision_from = $revision",
        "noise_model",
        {"revision": revision},
    )


def _prepared(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    rows: pd.DataFrame,
    revision: int,
    actor: str,
) -> pd.DataFrame:
    if table == "observation":
        return ledger.resolve_series(cursor, rows, revision)
    if table == "goal":
        return goal_versions.versioned(
            cursor, ledger.resolve_series(cursor, rows, revision), actor
        )
    return rows


def _kept(
    cursor: duckdb.DuckDBPyConnection, examination: Examination, revision: int, actor: str
) -> ledger.Difference:
    """Write the rows, and count how those the person uploaded differ from what was there.

    Raises `ConflictError` when they are not as the person was shown any more.
    """
    table, based_on = kind_named(examination.kind).table, examination.based_on
    written: dict[str, ledger.Difference | None] = {}
    if examination.spool is not None:
        written[table] = chunks.save(cursor, revision, examination.spool, based_on)
    for name, rows in examination.frames.items():
        prepared = _prepared(cursor, name, rows, revision, actor)
        touched = len(prepared) and ledger.touched_since(cursor, name, prepared, based_on)
        written[name] = None if touched else ledger.write(cursor, revision, name, prepared)
    if None in written.values():
        raise ConflictError(
            "Någon annan hann spara samma rader före dig, så förhandsvisningen stämmer inte "
            "längre. Inget har sparats. Läs in filen igen."
        )
    return written.get(table) or ledger.Difference()


def _concerned(examination: Examination) -> set[str] | None:
    """Name the indicators whose goals a file may touch; None for all."""
    if examination.spool is not None:
        return examination.spool.indicator_ids
    frame = examination.frames.get("observation")
    if frame is None:
        frame = examination.frames.get("goal")
    if frame is None or "indicator_id" not in frame:
        return None
    return set(frame["indicator_id"].unique())
