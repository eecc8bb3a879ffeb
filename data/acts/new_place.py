"""Makes a place of what somebody wrote: tried while they write, and saved as one revision.

What a page says of the place goes through the intake as the files somebody could have uploaded
instead, one after another on the same cursor, so that the goal finds the values, and the
promise the goal. Everything is saved or nothing.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import duckdb
import pandas as pd

from data.acts.save import with_keys
from data.acts.two_steps import Change, Judging, judged, judged_first
from data.acts.verdict_changes import decided_again
from data.answers import new_places
from data.answers.followed import Followed, Gatherer
from data.answers.reader import Reader
from data.door import Door, Unsaved
from data.intake import Examination, examine
from data.intake.municipalities import SCHEME
from data.intake.new_place import (
    FILE_NAME,
    Baseline,
    Ids,
    NewPlace,
    baseline_of,
    file_of,
    ids_of,
)
from data.judging import beside, kept_verdicts
from data.judging.assess import Ahead
from data.judging.beside import Beside
from data.store import definitions, ledger, private
from data.store.access import Verb, Viewer
from data.store.errors import StoreError
from data.store.swedish_time import day_of
from metrics.definition.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a place would become if it were saved now.

    `parts` are the examinations, by kind of file. `followed` is its series with the goal, as it
    would be judged, and what is drawn with it; None where there are no values.
    """

    ids: Ids
    parts: dict[str, Examination]
    baseline: Baseline
    followed: Followed | None = None
    beside: Beside = field(default_factory=Beside)

    @property
    def stops(self) -> bool:
        """Whether anything in it cannot be saved as it is."""
        return any(part.stops or part.waiting for part in self.parts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReceipt:
    """The place that was saved, as which revision, and its goal, '' for none."""

    revision: int
    area_id: str
    goal_id: str


@dataclass(slots=True, kw_only=True)
class _Writing:
    """A place on its way into the store, and what was said of it when it was written."""

    door: Door
    viewer: Viewer
    place: NewPlace
    catalogue: Catalogue
    actor: str
    moment: datetime
    whole: bool
    ids: Ids | None = None
    parts: dict[str, Examination] = field(default_factory=dict)
    baseline: Baseline = field(default_factory=Baseline)

    @property
    def judging(self) -> Judging:
        return Judging(catalogue=self.catalogue, on=self.moment.date())

    @property
    def change(self) -> Change:
        return Change(write=self.write, copy=lambda _cursor: {"area_neighbour", "document"})

    def write(self, cursor: duckdb.DuckDBPyConnection) -> int:
        """Examine and write every part as one revision; `whole`, all of them or none."""
        self.parts = {}
        definitions.keep(cursor, self.catalogue, self.moment)
        measured = "observations" in self.place.parts()
        revision = ledger.open_revision(
            cursor,
            "import" if measured else "registry",
            actor=self.actor,
            now=self.moment,
            organisation_id=self.viewer.organisation_id,
            file_name=FILE_NAME,
            file_sha256=self.place.sha256,
        )
        reader = self.door.reading(cursor, self.viewer, revision)
        codes = reader.ask(new_places.municipal_codes, scheme=SCHEME)
        used = reader.ask(new_places.used_ids)
        self.ids = ids_of(self.place, codes, used, self.catalogue)
        for part in self.place.parts():
            self._write_part(cursor, reader, part, self.ids)
        return revision

    def _write_part(
        self, cursor: duckdb.DuckDBPyConnection, reader: Reader, part: str, ids: Ids
    ) -> None:
        examination = self._examined(reader, part, ids)
        self.parts[part] = examination
        if self.whole and (examination.stops or examination.waiting):
            raise StoreError("Något i platsen stoppar eller väntar på svar. Inget har sparats.")
        if examination.stops:
            return
        frames = dict(examination.frames)
        if (goal := frames.get("goal")) is not None:
            # What is written when the figures are known is shown, and counts for nothing.
            frames["goal"] = goal.assign(in_headline=~goal["after_the_fact"].astype(bool))
        for table in frames:
            keyed = with_keys(cursor, table, frames, reader.revision, self.actor)
            ledger.write(cursor, reader.revision, table, keyed)
        if part == "observations":
            self.baseline = baseline_of(self.place, examination.frames["observation"])

    def _examined(self, reader: Reader, part: str, ids: Ids) -> Examination:
        """Examine one part with those of the answers that it asks for."""
        goals = self.parts.get("goals")
        if goals is not None and goals.stops:
            ids = replace(ids, goal_id="")  # that it is not there is said of the goal alone
        file = file_of(part, self.place, ids, self.baseline.periods)
        given, before = dict(self.place.answers), None
        while True:
            examination = examine(
                reader, file, catalogue=self.catalogue, today=day_of(self.moment)
            )
            asked = {each.id: ids.stable(each.id) for each in examination.proposals}
            answers = {one: given[name] for one, name in asked.items() if name in given}
            if answers == before or not answers:
                return examination
            file, before = replace(file, answers=tuple(sorted(answers.items()))), answers


def check_place(
    door: Door,
    viewer: Viewer,
    place: NewPlace,
    *,
    catalogue: Catalogue,
    now: datetime | None = None,
) -> Trial:
    """Return what is wrong with a place, without judging it: see `try_place`."""
    writing = _writing(door, viewer, place, catalogue, "", now, whole=False)
    with door.rehearse(viewer, Verb.IMPORT) as cursor:
        private.copy_tables(cursor, {"indicator", "ladder", *writing.change.copy(cursor)})
        writing.write(cursor)
    assert writing.ids is not None
    return Trial(ids=writing.ids, parts=writing.parts, baseline=writing.baseline)


def try_place(
    door: Door,
    viewer: Viewer,
    place: NewPlace,
    *,
    catalogue: Catalogue,
    now: datetime | None = None,
) -> Trial:
    """Return what a place would become: what is wrong with it, and its first verdict.

    Nothing is saved, and nobody waits. Raises `NotAllowedError` when the viewer may not import.
    """
    writing = _writing(door, viewer, place, catalogue, "", now, whole=False)
    with door.rehearse(viewer, Verb.IMPORT) as cursor:
        before = judged(cursor, writing.change, writing.judging)
        revision = ledger.newest(cursor)
        assert writing.ids is not None
        found, drawn = None, Beside()
        if "observations" in writing.parts and not writing.parts["observations"].stops:
            _keep_verdict(cursor, revision, before, writing)
            gathered = Gatherer(door.reading(cursor, viewer, revision), catalogue)
            found = _followed(gathered, writing.ids)
            drawn = beside.of_followed(gathered, found) if found else drawn
            if found and viewer.unreleased:  # what happened may be somebody's who has not told
                found = replace(found, events=found.events.head(0))
        return Trial(
            ids=writing.ids,
            parts=writing.parts,
            baseline=writing.baseline,
            followed=found,
            beside=drawn,
        )


def _keep_verdict(
    cursor: duckdb.DuckDBPyConnection, revision: int, before: Ahead, writing: _Writing
) -> None:
    """Let the goal that is tried have its verdict on this cursor; nobody else's changes."""
    assert writing.ids is not None
    mine = before.decided.of({writing.ids.goal_id})
    if mine.verdicts.empty:
        return
    kept_verdicts.keep_readings(cursor, revision, mine)
    on = pd.Timestamp(writing.judging.on)
    verdicts = mine.verdicts.assign(on_agenda=False, assessed_on=on)
    ledger.write(cursor, revision, "assessment", verdicts)


def _followed(gathered: Gatherer, ids: Ids) -> Followed | None:
    """Return the series of a place with its goal, or without one; None where it has none."""
    found = gathered.goal(ids.goal_id)
    if found is not None:
        return found
    numbers = gathered.ask(new_places.series_in, area_id=ids.area_id)
    return gathered.series(numbers[0]) if numbers else None


def save_place(
    door: Door,
    viewer: Viewer,
    place: NewPlace,
    *,
    catalogue: Catalogue,
    actor: str,
    now: datetime | None = None,
) -> PlaceReceipt:
    """Save a place with all that belongs to it as one revision, with the verdicts that follow.

    Saved twice, as after a double click, it is one place. Raises `StoreError` when the viewer
    may not, when nobody is named, or when anything in it stops; then nothing is saved.
    """
    door.require(viewer, Verb.IMPORT)
    if not actor.strip():
        raise StoreError("Skriv vem du är under Ditt namn. Inget har sparats.")
    writing = _writing(door, viewer, place, catalogue, actor, now, whole=True)
    if (known := _saved_already(door.reader(viewer), place)) is not None:
        return known
    before = judged_first(door, viewer, Verb.IMPORT, writing.change, writing.judging)
    known = None
    try:
        with door.act(viewer, Verb.IMPORT) as cursor:
            known = _saved_already(door.reading(cursor, viewer, ledger.newest(cursor)), place)
            if known is not None:
                raise Unsaved
            revision, _verdicts = decided_again(
                cursor, writing.change, writing.judging, before, viewer
            )
    except Unsaved:
        assert known is not None
        return known
    assert writing.ids is not None
    return PlaceReceipt(
        revision=revision,
        area_id=writing.ids.area_id,
        goal_id=writing.ids.goal_id if "goals" in writing.parts else "",
    )


def _writing(
    door: Door,
    viewer: Viewer,
    place: NewPlace,
    catalogue: Catalogue,
    actor: str,
    now: datetime | None,
    *,
    whole: bool,
) -> _Writing:
    return _Writing(
        door=door,
        viewer=viewer,
        place=place,
        catalogue=catalogue,
        actor=actor,
        moment=now or datetime.now(UTC),
        whole=whole,
    )


def _saved_already(reader: Reader, place: NewPlace) -> PlaceReceipt | None:
    found = reader.ask(new_places.saved_place, sha256=place.sha256)
    if found is None:
        return None
    revision, area_id, goal_id = found
    return PlaceReceipt(revision=revision, area_id=area_id, goal_id=goal_id)
