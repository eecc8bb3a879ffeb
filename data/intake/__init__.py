"""The door for files: reads them, says what is wrong, and shows what they would change."""

from typing import TYPE_CHECKING

from metrics.definition.lazy import names_of

if TYPE_CHECKING:
    from data.intake.annotation import annotated, comes_in_part, returned_as
    from data.intake.as_suggested import examine_as_suggested
    from data.intake.examination import Examination, examine
    from data.intake.file_rows import OwnRows, own_rows
    from data.intake.findings import Finding
    from data.intake.kinds import KIND_NAMES, KINDS, kind_named
    from data.intake.questions import Proposal
    from data.intake.templates import TEMPLATES, row_as_file, template
    from data.intake.uploaded import UploadedFile

__all__ = [
    "KINDS",
    "KIND_NAMES",
    "TEMPLATES",
    "Examination",
    "Finding",
    "OwnRows",
    "Proposal",
    "UploadedFile",
    "annotated",
    "comes_in_part",
    "examine",
    "examine_as_suggested",
    "kind_named",
    "own_rows",
    "returned_as",
    "row_as_file",
    "template",
]

__getattr__ = names_of(
    __name__,
    {
        "annotation": ("annotated", "comes_in_part", "returned_as"),
        "as_suggested": ("examine_as_suggested",),
        "examination": ("Examination", "examine"),
        "findings": ("Finding",),
        "kinds": ("KINDS", "KIND_NAMES", "kind_named"),
        "file_rows": ("OwnRows", "own_rows"),
        "questions": ("Proposal",),
        "templates": ("TEMPLATES", "row_as_file", "template"),
        "uploaded": ("UploadedFile",),
    },
)
