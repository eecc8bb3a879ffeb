"""The door for files: reads them, says what is wrong, and shows what they would change."""

from data.intake.annotation import annotated
from data.intake.examination import Examination, examine
from data.intake.findings import Finding
from data.intake.kinds import KIND_NAMES, KINDS, kind_named
from data.intake.templates import TEMPLATES, row_as_file, template

__all__ = [
    "KINDS",
    "KIND_NAMES",
    "TEMPLATES",
    "Examination",
    "Finding",
    "annotated",
    "examine",
    "kind_named",
    "row_as_file",
    "template",
]
