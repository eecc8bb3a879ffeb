"""Saves what an examination prepared, all or nothing, and takes it back again."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb
import pandas as pd

from data.intake import Examination, kind_named
from data.judging import goal_versions, promise_states
from data.judging.assess import assess
from data.store import definitions, ledger
from data.store import undo as undoing
from data.store.access import EVERYONE, Viewer
from data.store.errors import ConflictError, StoreError
from data.store.store import CURRENT, Store
from metrics.definition.catalogue import Catalogue
from metrics.outcome.decision import RULE_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChange:
    """One goal, or `promise`, whose state became another; `before` is '' for a new one.

    A promise stands with its id as `goal_id` and its wording as title.
    """

    goal_id: str
    title: str
    title_en: str
    area_name: str
    area_name_en: str
    before: str
    after: str
    promise: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoReceipt:
    """What an undo took away, put back and left, and which verdicts it changed."""

    revision: int
    undone: int
    removed: int
    restored: int
    left: int
    verdicts: tuple[VerdictChange, ...]


class _Rehearsed(Exception):  # noqa: N818 - not an error: it only unwinds the transaction
    """Carries the outcome of a rehearsal out of a transaction that must not be saved."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt


def commit(
    store: Store,
    examination: Examination,
    *,
    catalogue: Catalogue,
    actor: str,
    now: datetime | None = None,
    assessed_on: date | None = None,
    viewer: Viewer = EVERYONE,
) -> Receipt:
    """Save an examined file as one revision, with the verdicts that follow from it.

    Everything is saved or nothing. Raises `StoreError` when the file has findings that stop or
    nobody is named as uploader, `ConflictError` when somebody else saved in between so that
    the preview no longer holds.
    """
    _may_save(examination, actor, viewer)
    moment = now or datetime.now(UTC)
    definitions.keep(store, catalogue, moment)
    with store.writing() as cursor:
        return _save(cursor, examination, catalogue, actor, moment, assessed_on, viewer)


def rehearse(
    store: Store,
    examination: Examination,
    *,
    catalogue: Catalogue,
    now: datetime | None = None,
    assessed_on: date | None = None,
) -> tuple[VerdictChange, ...]:
    """Return the verdicts that saving would change. Nothing is saved."""
    if examination.stops:
        return ()
    moment = now or datetime.now(UTC)
    try:
        with store.writing() as cursor:
            receipt = _save(cursor, examination, catalogue, "", moment, assessed_on, EVERYONE)
            raise _Rehearsed(receipt)
    except _Rehearsed as rehearsed:
        return rehearsed.receipt.verdicts


def undo(
    store: Store,
    revision: int,
    *,
    catalogue: Catalogue,
    actor: str,
    now: datetime | None = None,
    assessed_on: date | None = None,
    viewer: Viewer = EVERYONE,
) -> UndoReceipt:
    """Take a revision back, as a revision of its own.

    Raises `UnknownRevisionError` when there is no such revision or it is already undone.
    """
    if not viewer.may_upload:
        raise StoreError("Du får inte ångra inläsningar.")
    moment = now or datetime.now(UTC)
    with store.writing() as cursor:
        undoing.may_be_undone(cursor, revision)
        number = ledger.open_revision(
            cursor,
            "undo",
            actor=actor,
            now=moment,
            organisation_id=viewer.organisation_id,
            undoes=revision,
        )
        undone = undoing.undo(cursor, revision, number)
        today = assessed_on or moment.date()
        changes = assess(cursor, number, catalogue, assessed_on=today)
        promises = promise_states.assess(cursor, number, on=today)
        return UndoReceipt(
            revision=number,
            undone=revision,
            removed=undone.removed,
            restored=undone.restored,
            left=undone.left,
            verdicts=(*verdict_changes(cursor, changes), *_promise_changes(cursor, promises)),
        )


def reassess(
    store: Store,
    *,
    catalogue: Catalogue,
    actor: str = "Kvarvärde",
    now: datetime | None = None,
    only_if_due: bool = False,
) -> tuple[VerdictChange, ...]:
    """Decide every goal again, as an assessment revision: after a rule or the calendar moved.

    With `only_if_due` nothing happens unless the calendar alone could have changed a verdict,
    or one was decided by an older rule.
    """
    moment = now or datetime.now(UTC)
    if only_if_due and not _is_due(store, moment.date()):
        return ()
    definitions.keep(store, catalogue, moment)
    with store.writing() as cursor:
        number = ledger.open_revision(cursor, "assessment", actor=actor, now=moment)
        changes = assess(cursor, number, catalogue, assessed_on=moment.date())
        promises = promise_states.assess(cursor, number, on=moment.date())
        return (*verdict_changes(cursor, changes), *_promise_changes(cursor, promises))


def _is_due(store: Store, today: date) -> bool:
    """Say whether the calendar has moved past a verdict, or the rule that decided it."""
    due = store.query(
        "SELECT count(*) AS due FROM ("
        "SELECT reassess_on <= $today OR rule_version <> $rule AS moved FROM assessment "
        "WHERE revision_to = $current UNION ALL "
        "SELECT reassess_on <= $today FROM commitment_state WHERE revision_to = $current"
        ") WHERE moved",
        current=CURRENT,
        today=today,
        rule=RULE_VERSION,
    )
    return bool(due["due"].iloc[0])


def _may_save(examination: Examination, actor: str, viewer: Viewer) -> None:
    if not viewer.may_upload:
        raise StoreError("Du får inte läsa in filer. Inget har sparats.")
    if examination.stops:
        raise StoreError(
            f"{examination.stop_count} rader i {examination.file_name} stoppar. "
            "Inget har sparats."
        )
    if not actor.strip():
        raise StoreError("Skriv vem som läser in filen. Inget har sparats.")


def _save(
    cursor: duckdb.DuckDBPyConnection,
    examination: Examination,
    catalogue: Catalogue,
    actor: str,
    moment: datetime,
    assessed_on: date | None,
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
    )
    difference = ledger.Difference()
    for table, rows in examination.frames.items():
        prepared = _prepared(cursor, table, rows, revision, actor)
        _still_as_previewed(cursor, table, prepared, examination.based_on)
        written = ledger.write(cursor, revision, table, prepared)
        if table == kind.table:
            difference = written
    today = assessed_on or moment.date()
    changes, promises = pd.DataFrame(), pd.DataFrame()
    if kind.revision == "promise":
        promises = promise_states.assess(cursor, revision, on=today)
    else:
        changes = assess(
            cursor,
            revision,
            catalogue,
            assessed_on=today,
            indicator_ids=_concerned(examination),
        )
    return Receipt(
        revision=revision,
        accepted=examination.accepted,
        new=difference.new,
        changed=difference.changed,
        unchanged=difference.unchanged,
        verdicts=(*verdict_changes(cursor, changes), *_promise_changes(cursor, promises)),
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


def _still_as_previewed(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame, based_on: int
) -> None:
    """Refuse to save something else than what the person was shown."""
    if len(rows) and ledger.touched_since(cursor, table, rows, based_on):
        raise ConflictError(
            "Någon annan hann spara samma rader före dig, så förhandsvisningen stämmer inte "
            "längre. Inget har sparats. Läs in filen igen."
        )


def _concerned(examination: Examination) -> set[str] | None:
    """Name the indicators whose goals a file may touch; None for all."""
    frame = examination.frames.get("observation")
    if frame is None:
        frame = examination.frames.get("goal")
    if frame is None or "indicator_id" not in frame:
        return None
    return set(frame["indicator_id"])


def verdict_changes(
    cursor: duckdb.DuckDBPyConnection, changes: pd.DataFrame
) -> tuple[VerdictChange, ...]:
    """Return the goals of the changes that `assess` answers with, named."""
    if changes.empty:
        return ()
    cursor.register("changed_verdicts", changes)
    rows = cursor.execute(
        """
        SELECT c.goal_id, g.title, g.title_en, coalesce(a.name, s.area_id) AS area_name,
               coalesce(a.name_en, s.area_id) AS area_name_en,
               coalesce(c.before, '') AS before, c.after
        FROM changed_verdicts c
        JOIN goal g ON g.goal_id = c.goal_id AND g.revision_to = $current
        JOIN series s USING (series_id)
        LEFT JOIN area a ON a.area_id = s.area_id AND a.revision_to = $current
        ORDER BY a.name COLLATE sv, c.goal_id
        """,
        {"current": CURRENT},
    ).fetchall()
    cursor.unregister("changed_verdicts")
    names = ("goal_id", "title", "title_en", "area_name", "area_name_en", "before", "after")
    return tuple(VerdictChange(**dict(zip(names, row, strict=True))) for row in rows)


def _promise_changes(
    cursor: duckdb.DuckDBPyConnection, changes: pd.DataFrame
) -> tuple[VerdictChange, ...]:
    rows = promise_states.named(cursor, changes)
    return tuple(
        VerdictChange(**dict(zip(rows.columns, row, strict=True)), promise=True)
        for row in rows.itertuples(index=False, name=None)
    )
