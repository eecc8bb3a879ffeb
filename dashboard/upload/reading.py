"""Reads the dropped file once, however many times the page is redrawn around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from data.acts.save import rehearse
from data.acts.verdict_changes import VerdictChange
from data.door import Door
from data.intake import Examination, UploadedFile, examine
from data.intake.formats import format_of
from data.intake.turns import turn
from data.store.access import Viewer
from metrics.definition.catalogue import Catalogue

MOST_REHEARSED = 100_000
"""Larger files are not rehearsed: the verdicts come with the receipt instead."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is to be saved, and by whom: equal until somebody saves something else."""

    path: str
    revision: int
    viewer: Viewer
    door: Door = field(compare=False, repr=False)
    catalogue: Catalogue = field(compare=False, repr=False)


# Not a Streamlit cache: those copy every table of the examination at each redraw.
@lru_cache(maxsize=4)
def examined(
    place: Place, file: UploadedFile, kind: str | None, indicator_id: str | None
) -> Examination:
    """Examine a file against the store as it is now, when it is its turn to be read.

    Raises `data.store.errors.StoreBusyError` when others are read for too long.
    """
    with turn():
        return examine(
            place.door.reader(place.viewer, place.revision),
            replace(file, kind=kind, indicator_id=indicator_id),
            catalogue=place.catalogue,
        )


def with_answers(
    place: Place,
    file: UploadedFile,
    kind: str | None,
    indicator_id: str | None,
    answers: Mapping[str, str],
) -> UploadedFile:
    """Return the file with those of the answers that it still asks for.

    One answer may take another question away: what was answered there is no longer said.
    """
    given = replace(file, answers=tuple(sorted(answers.items())))
    proposals = examined(place, given, kind, indicator_id).proposals
    choices = {each.id: each.choices for each in proposals}
    asked = {name: chosen for name, chosen in given.answers if chosen in choices.get(name, ())}
    return replace(file, answers=tuple(sorted(asked.items())))


@lru_cache(maxsize=4)
def format_name(file: UploadedFile) -> str:
    """Return the name of the format that a file is read in."""
    return format_of(file.content, file.name).name


@lru_cache(maxsize=16)
def rehearsed(
    place: Place, file: UploadedFile, kind: str | None, indicator_id: str | None
) -> tuple[VerdictChange, ...] | None:
    """Return the verdicts that saving would change; None when it is not worked out."""
    examination = examined(place, file, kind, indicator_id)
    if examination.stops or examination.rows > MOST_REHEARSED:
        return None
    return rehearse(place.door, place.viewer, examination, catalogue=place.catalogue)
