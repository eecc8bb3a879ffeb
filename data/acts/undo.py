"""Takes a revision back, as a revision of its own."""

from dataclasses import dataclass
from datetime import UTC, datetime

from data.acts.verdict_changes import VerdictChange, decided_again
from data.door import Door
from data.store import ledger
from data.store import undo as taking_back
from data.store.access import Verb, Viewer, may_undo
from data.store.errors import NotAllowedError
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
    `NotAllowedError` when the viewer neither uploaded it nor keeps what others upload.
    """
    moment = now or datetime.now(UTC)
    with door.act(viewer, Verb.UNDO) as cursor:
        _theirs(viewer, revision, taking_back.to_be_undone(cursor, revision))
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


def _theirs(viewer: Viewer, revision: int, uploaded: taking_back.Uploaded) -> None:
    if may_undo(viewer, actor=uploaded.actor, organisation_id=uploaded.organisation_id):
        return
    raise NotAllowedError(
        f"Inläsning {revision} är gjord av {uploaded.actor}. Bara den som läste in, eller en "
        "förvaltare, kan ångra den. Inget har ändrats."
    )
