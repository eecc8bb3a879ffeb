"""Checks a file whose questions need nobody's answer: it is meant as it is suggested."""

from dataclasses import replace
from datetime import date

from data.answers.reader import Reader
from data.intake.examination import Examination, examine
from data.intake.uploaded import UploadedFile
from metrics.definition.catalogue import Catalogue


def examine_as_suggested(
    reader: Reader,
    file: UploadedFile,
    *,
    catalogue: Catalogue,
    today: date | None = None,
) -> Examination:
    """Check a file, and answer what it asks with what is suggested: see `examine`.

    For files that come with the program, and have been answered for by who made them. What
    has no suggestion still waits.
    """
    examination = examine(reader, file, catalogue=catalogue, today=today)
    if not examination.waiting:
        return examination
    suggested = {each.id: each.suggested for each in examination.proposals if each.suggested}
    answers = tuple(sorted((suggested | dict(file.answers)).items()))
    return examine(reader, replace(file, answers=answers), catalogue=catalogue, today=today)
