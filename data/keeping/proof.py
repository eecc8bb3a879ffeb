"""Proves that a store is whole: all of it can be read, and the verdicts come out again."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from data.acts.attachments import folder as attachments_of
from data.answers import whole_store
from data.answers.reader import Reader
from data.answers.revisions import assessment_runs
from data.answers.said_twice import said_twice
from data.door import Door
from data.judging import kept_verdicts
from data.judging.assess import ahead
from data.store import ledger, private
from data.store.access import Verb, Viewer
from data.store.errors import StoreError
from metrics.definition.catalogue import Catalogue
from metrics.outcome.decision import RULE_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was found in a store: rows per table, attachments, verdicts, and what is wrong.

    `spare` are attachments that no document names. `older` are verdicts by an older rule, which
    are read and not reached again.
    """

    revision: int
    rows: dict[str, int]
    attachments: int
    spare: tuple[str, ...]
    verdicts: int
    older: int
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def proved(place: Path, catalogue: Catalogue) -> Proof:
    """Read everything in the store at `place`, which nobody else uses, and say what is wrong.

    Raises `StoreError` when it cannot be opened at all.
    """
    if not place.is_file():
        raise StoreError(f"Det finns inget lager på {place}.")
    with closing(Door.open(place)) as door:
        viewer = door.who()
        reader = door.reader(viewer)
        rows, unread = _read(reader)
        documents = set() if unread else reader.ask(whole_store.attachments_named)
        kept = {file.name: file for file in _files(attachments_of(door))}
        missing = [*_attachment_problems(documents, kept)]
        broken = [] if unread else reader.ask(whole_store.log_problems)
        twice = [] if unread else reader.ask(said_twice)
        # Of what is said twice, nothing can be judged.
        sound = not unread and not twice
        decided = _decided_again(door, viewer, catalogue) if sound else _Decided()
    return Proof(
        revision=reader.revision,
        rows=rows,
        attachments=len(documents & set(kept)),
        spare=tuple(sorted(set(kept) - documents)),
        verdicts=decided.verdicts,
        older=decided.older,
        problems=(*unread, *missing, *broken, *twice, *decided.problems),
    )


def _read(reader: Reader) -> tuple[dict[str, int], list[str]]:
    """Read every column of every table: the rows of each, and what could not be read."""
    rows: dict[str, int] = {}
    problems: list[str] = []
    for name in reader.ask(whole_store.tables):
        try:
            rows[name] = reader.ask(whole_store.read_through, table=name)
        except StoreError as error:
            problems.append(f"Tabellen {name} går inte att läsa. {error}")
    return rows, problems


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (file for file in folder.iterdir() if not file.name.startswith("."))


def _attachment_problems(documents: set[str], kept: dict[str, Path]) -> Iterator[str]:
    for sha256 in sorted(documents):
        if sha256 not in kept:
            yield f"Bilagan {sha256[:12]} finns inte."
        elif fingerprint(kept[sha256]) != sha256:
            yield f"Bilagan {sha256[:12]} har ändrats sedan den sparades."


def fingerprint(file: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal figures."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    verdicts: int = 0
    older: int = 0
    problems: tuple[str, ...] = ()


def _decided_again(door: Door, viewer: Viewer, catalogue: Catalogue) -> _Decided:
    """Reach every verdict of today's rule again, as on the day of the last assessment."""
    reader = door.reader(viewer)
    runs = reader.ask(assessment_runs)
    stored = reader.ask(whole_store.stored_verdicts)
    if runs.empty or stored.empty:
        return _Decided(verdicts=len(stored))
    day = runs["assessed_on"].iloc[0].date()
    # What the calendar has moved since it was decided is not what it was, and need not be.
    moved = stored["reassess_on"].notna() & (stored["reassess_on"] <= pd.Timestamp(day))
    same = stored[(stored["rule_version"] == RULE_VERSION) & ~moved].set_index("goal_id")
    changed = _changes(door, viewer, catalogue, day)
    different = changed[changed["goal_id"].isin(same.index)]
    problems = tuple(
        f"Målet {goal_id} är {before} i lagret men blir {after} när det räknas om."
        for goal_id, before, after in different[["goal_id", "before", "after"]].itertuples(
            index=False
        )
    )
    return _Decided(
        verdicts=len(stored),
        older=int((stored["rule_version"] != RULE_VERSION).sum()),
        problems=problems,
    )


def _changes(door: Door, viewer: Viewer, catalogue: Catalogue, day: date) -> pd.DataFrame:
    with door.rehearse(viewer, Verb.REASSESS) as cursor:
        based_on = ledger.newest(cursor)
        private.copy_tables(cursor, ("comparator_weight", "goal", "noise_model"))
        revision = ledger.open_revision(cursor, "assessment", actor="", now=datetime.now(UTC))
        again = ahead(cursor, revision, catalogue, based_on=based_on, assessed_on=day)
        return kept_verdicts.changes(cursor, again.decided.verdicts)
