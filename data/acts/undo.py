"""Takes a revision back, as a revision of its own."""

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from data.acts.two_steps import Change, Judging, judged_first, takes_long
from data.acts.verdict_changes import VerdictChange, decided_again
from data.door import Door
from data.store import ledger, private, standing
from data.store import undo as taking_back
from data.store.access import Verb, Viewer, may_undo
from data.store.errors import NotAllowedError
from data.store.undo import Kept
from metrics.definition.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoReceipt:
    """What an undo took away, put back and left, and which verdicts it changed.

    `kept` are the goals among what was left.
    """

    revision: int
    undone: int
    removed: int
    restored: int
    left: int
    kept: tuple[Kept, ...]
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
    undone: list[taking_back.Undone] = []

    def write(cursor: duckdb.DuckDBPyConnection) -> int:
        _theirs(viewer, revision, taking_back.to_be_undone(cursor, revision))
        number = ledger.open_revision(
            cursor,
            "undo",
            actor=actor,
            now=moment,
            organisation_id=viewer.organisation_id,
            undoes=revision,
        )
        undone.append(taking_back.undo(cursor, revision, number))
        return number

    def copy(cursor: duckdb.DuckDBPyConnection) -> set[str]:
        moved = {revision, *standing.moved(cursor, revision)}
        private.copy_series_of(cursor, moved)
        return {*private.tables_of(cursor, moved), "area_neighbour"}

    change = Change(write=write, copy=copy)
    how = Judging(catalogue=catalogue, on=moment.date())
    before = judged_first(door, viewer, Verb.UNDO, change, how)
    long = takes_long(before, undone[-1].removed + undone[-1].restored)
    with door.act(viewer, Verb.UNDO, long=long) as cursor:
        number, verdicts = decided_again(cursor, change, how, before, viewer)
    return UndoReceipt(
        revision=number,
        undone=revision,
        removed=undone[-1].removed,
        restored=undone[-1].restored,
        left=undone[-1].left,
        kept=undone[-1].kept,
        verdicts=verdicts,
    )


def _theirs(viewer: Viewer, revision: int, uploaded: taking_back.Uploaded) -> None:
    if may_undo(viewer, actor=uploaded.actor, organisation_id=uploaded.organisation_id):
        return
    raise NotAllowedError(
        f"Inläsning {revision} är gjord av {uploaded.actor}. Bara den som läste in, eller en "
        "förvaltare, kan ångra den. Inget har ändrats."
    )
