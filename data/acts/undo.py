"""Takes a revision back, as a revision of its own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from data.acts.verdict_changes import VerdictChange, promise_changes, verdict_changes
from data.door import Door
from data.judging import promise_states
from data.judging.assess import assess
from data.store import ledger
from data.store import undo as taking_back
from data.store.access import Verb, Viewer
from metrics.definition.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoReceipt:
    """What an undo took away, put back and left, and which verdicts it changed."""

    revision: int
    undone: int
    removed: int
    restored: int
    left: int
    verdicts: tuple[VerdictChange, ...]


def undo(
    door: Door,
    viewer: Viewer,
    revision: int,
    *,
    catalogue: Catalogue,
    actor: str,
    now: datetime | None = None,
    assessed_on: date | None = None,
) -> UndoReceipt:
    """Take a revision back, as a revision of its own.

    Raises `UnknownRevisionError` when there is no such revision or it is already undone,
    `StoreError` when the viewer may not.
    """
    moment = now or datetime.now(UTC)
    with door.act(viewer, Verb.UNDO) as cursor:
        taking_back.may_be_undone(cursor, revision)
        number = ledger.open_revision(
            cursor,
            "undo",
            actor=actor,
            now=moment,
            organisation_id=viewer.organisation_id,
            undoes=revision,
        )
        undone = taking_back.undo(cursor, revision, number)
        today = assessed_on or moment.date()
        changes = assess(cursor, number, catalogue, assessed_on=today)
        promises = promise_states.assess(cursor, number, on=today)
        return UndoReceipt(
            revision=number,
            undone=revision,
            removed=undone.removed,
            restored=undone.restored,
            left=undone.left,
            verdicts=(*verdict_changes(cursor, changes), *promise_changes(cursor, promises)),
        )
