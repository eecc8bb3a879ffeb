"""Takes a revision back, as a revision of its own."""

from dataclasses import dataclass
from datetime import UTC, datetime

from data.acts.verdict_changes import VerdictChange, decided_again
from data.door import Door
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
        return UndoReceipt(
            revision=number,
            undone=revision,
            removed=undone.removed,
            restored=undone.restored,
            left=undone.left,
            verdicts=decided_again(cursor, number, catalogue, on=moment.date()),
        )
