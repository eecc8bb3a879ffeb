"""Builds the shipped store: every sample file, in name order, through the common intake."""

from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from importlib.resources.abc import Traversable

from data.acts.release import release_all
from data.acts.save import save
from data.door import Door
from data.intake import Examination, UploadedFile, examine_as_suggested
from data.judging import sizes
from data.sample import training_meetings
from data.store import definitions
from data.store.access import Verb, Viewer
from data.store.errors import StoreError
from metrics.definition.catalogue import Catalogue

ACTOR = "Kvarvärde"
_DATA = (".csv", ".geojson")
_NOT_FOR_THE_STORE = {
    "real_promise_states.csv",
    "training_promise_states.csv",
    "training_states.csv",
}
"""Files of the folder that are expectations for the tests and not data."""

_AFTER_THE_MEETING = "96-training-2025.csv"
"""What the invented meeting had not seen: the next one opens with it."""


class SampleError(StoreError):
    """A shipped file has findings that stop; the text lists them."""


def build(door: Door, viewer: Viewer, catalogue: Catalogue, now: datetime) -> list[int]:
    """Save every shipped file that says something new, and return the revisions.

    What already stands in the store is left alone, so building twice changes nothing.
    Raises `SampleError` with the findings of the first file that has any that stop.
    """
    with door.act(viewer, Verb.IMPORT) as cursor:
        definitions.keep(cursor, catalogue, now)
    revisions = []
    for file in _files():
        examination = examine_as_suggested(
            door.reader(viewer),
            UploadedFile.of(file.read_bytes(), file.name),
            catalogue=catalogue,
            today=now.date(),
        )
        if examination.stops:
            raise SampleError(_stopped(examination))
        if examination.new + examination.changed:
            if file.name == _AFTER_THE_MEETING:
                training_meetings.hold(door, viewer, now)
            saved = save(door, viewer, examination, catalogue=catalogue, actor=ACTOR, now=now)
            revisions.append(saved.revision)
    release_all(door, viewer, now=now)
    sizes.know_onsets(door.path)
    return revisions


def _files() -> Iterator[Traversable]:
    folder = resources.files("data") / "sample"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(_DATA) and file.name not in _NOT_FOR_THE_STORE:
            yield file


def _stopped(examination: Examination) -> str:
    stops = [finding for finding in examination.findings if finding.level == "error"]
    lines = [finding.message("sv") for finding in stops[:20]]
    return "\n".join([f"Den medföljande filen {examination.file_name} stoppas:", *lines])
