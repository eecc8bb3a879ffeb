"""Saves what an examination prepared, all or nothing, or says what saving would change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import duckdb
import pandas as pd

from data.acts.two_steps import Change, Judging, judged, judged_first, saved, takes_long
from data.acts.verdict_changes import VerdictChange, promise_changes, verdict_changes
from data.door import Door
from data.intake import Examination, kind_named
from data.judging import goal_versions, kept_verdicts, promise_states
from data.judging.assess import Ahead
from data.store import chunks, definitions, intake_answers, ledger, private, staged, statements
from data.store.access import Verb, Viewer
from data.store.errors import ConflictError, StoreError
from data.store.tables import SERIES_KEY, TABLES
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
    upload = _Upload(
        examination=examination,
        catalogue=catalogue,
        actor=actor,
        moment=now or datetime.now(UTC),
        viewer=viewer,
    )
    before = None
    if not upload.of_promises:
        before = judged_first(door, viewer, Verb.IMPORT, upload.change, upload.judging)
    long = takes_long(before, examination.accepted)
    with door.act(viewer, Verb.IMPORT, long=long) as cursor:
        return _saved(cursor, upload, before)


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
    upload = _Upload(
        examination=examination,
        catalogue=catalogue,
        actor="",
        moment=now or datetime.now(UTC),
        viewer=viewer,
    )
    with door.rehearse(viewer, Verb.IMPORT) as cursor:
        if upload.of_promises:
            private.copy_tables(cursor, {"indicator", "ladder", *upload.copy(cursor)})
            return _promises_decided(cursor, upload)
        before = judged(cursor, upload.change, upload.judging)
        return verdict_changes(
            cursor, kept_verdicts.changes(cursor, before.decided.verdicts), viewer
        )


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


@dataclass(slots=True, kw_only=True)
class _Upload:
    """An examined file on its way into the store, and what it came to when it was written."""

    examination: Examination
    catalogue: Catalogue
    actor: str
    moment: datetime
    viewer: Viewer
    difference: ledger.Difference = field(default_factory=ledger.Difference)
    tried: staged.TriedParts = field(default_factory=dict)

    @property
    def of_promises(self) -> bool:
        """Whether it changes promises, which are decided at once, and no goals."""
        return kind_named(self.examination.kind).revision == "promise"

    @property
    def change(self) -> Change:
        return Change(write=self.write, copy=self.copy)

    @property
    def judging(self) -> Judging:
        return Judging(catalogue=self.catalogue, on=self.moment.date())

    def copy(self, cursor: duckdb.DuckDBPyConnection) -> set[str]:
        """Copy what the file may close rows of: see `data.acts.two_steps.Change`."""
        frames, spool = self.examination.frames, self.examination.spool
        if spool is not None:
            private.copy_series(cursor, spool.series())
        elif "observation" in frames:
            private.copy_series(cursor, [frames["observation"][list(SERIES_KEY)]])
        follow = {"commitment_state"} if self.of_promises else {"area_neighbour"}
        return {*frames, *follow}

    def write(self, cursor: duckdb.DuckDBPyConnection) -> int:
        """Write what the file says, and what was answered about it, as one revision."""
        examination = self.examination
        definitions.keep(cursor, self.catalogue, self.moment)
        revision = ledger.open_revision(
            cursor,
            kind_named(examination.kind).revision,
            actor=self.actor,
            now=self.moment,
            organisation_id=self.viewer.organisation_id,
            file_name=examination.file_name,
            file_sha256=examination.sha256,
            note=examination.note,
        )
        self.difference = _kept(cursor, examination, revision, self.actor, self.tried)
        intake_answers.remember(
            cursor,
            revision,
            organisation_id=self.viewer.organisation_id,
            actor=self.actor,
            shape=examination.shape,
            answers={
                each.id: each.answer
                for each in examination.proposals
                if each.answer and each.lasting
            },
        )
        return revision


def _saved(cursor: duckdb.DuckDBPyConnection, upload: _Upload, before: Ahead | None) -> Receipt:
    if upload.of_promises:
        verdicts = _promises_decided(cursor, upload)
        revision = ledger.newest(cursor)
    else:
        revision, changes = saved(cursor, upload.change, upload.judging, before)
        verdicts = verdict_changes(cursor, changes, upload.viewer)
    return Receipt(
        revision=revision,
        accepted=upload.examination.accepted,
        new=upload.difference.new,
        changed=upload.difference.changed,
        unchanged=upload.difference.unchanged,
        verdicts=verdicts,
        calibrated=_calibrated(cursor, revision),
    )


def _promises_decided(
    cursor: duckdb.DuckDBPyConnection, upload: _Upload
) -> tuple[VerdictChange, ...]:
    revision = upload.write(cursor)
    promises = promise_states.assess(cursor, revision, on=upload.moment.date())
    return promise_changes(cursor, promises)


def _calibrated(cursor: duckdb.DuckDBPyConnection, revision: int) -> int:
    return statements.count(
        cursor,
        "SELECT count(*) FROM {table} WHERE revision_from = $revision",
        "noise_model",
        {"revision": revision},
    )


def with_keys(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    frames: Mapping[str, pd.DataFrame],
    revision: int,
    actor: str,
) -> pd.DataFrame:
    """Return the rows of a table as it has them: with the number of their series, and of goals
    the version. `frames` are those of everything that comes with them."""
    rows = frames[table]
    if table == "observation":
        return ledger.resolve_series(cursor, rows, revision)
    if table == "goal":
        return goal_versions.versioned(
            cursor,
            ledger.resolve_series(cursor, rows, revision),
            frames["goal_comparator"],
            actor,
        )
    return rows


def _kept(
    cursor: duckdb.DuckDBPyConnection,
    examination: Examination,
    revision: int,
    actor: str,
    tried: staged.TriedParts,
) -> ledger.Difference:
    """Write the rows, and count how those the person uploaded differ from what was there.

    Raises `ConflictError` when they are not as the person was shown any more.
    """
    table, based_on = kind_named(examination.kind).table, examination.based_on
    written: dict[str, ledger.Difference | None] = {}
    if examination.spool is not None:
        written[table] = chunks.save(cursor, revision, examination.spool, based_on, tried)
    for name, rows in examination.frames.items():
        prepared = with_keys(cursor, name, examination.frames, revision, actor)
        emptied = _emptied(name, rows, examination.frames.get(table))
        touched = any(
            len(some) and ledger.touched_since(cursor, name, some, based_on)
            for some in (prepared, emptied)
        )
        mine = tried.setdefault((0, len(prepared)), staged.Tried())
        seen = mine if name == chunks.TABLE else None
        written[name] = (
            None if touched else ledger.write(cursor, revision, name, prepared, tried=seen)
        )
        ledger.close(cursor, revision, name, emptied)
    if None in written.values():
        raise ConflictError(
            "Någon annan hann spara samma rader före dig, så förhandsvisningen stämmer inte "
            "längre. Inget har sparats. Läs in filen igen."
        )
    return written.get(table) or ledger.Difference()


def _emptied(name: str, rows: pd.DataFrame, uploaded: pd.DataFrame | None) -> pd.DataFrame:
    """Return the groups of a table that come whole with what was `uploaded`, and have no rows.

    A file says all there is of what it names: a goal without areas is compared with none.
    """
    whole = TABLES[name].whole_by
    if uploaded is None or uploaded is rows or not whole or whole[0] not in uploaded:
        return pd.DataFrame()
    (group,) = whole
    return uploaded.loc[~uploaded[group].isin(rows[group]), [group]]
