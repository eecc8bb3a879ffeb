"""The door for files: reads them, says what is wrong, and shows what they would change."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.intake.annotation import annotated
    from data.intake.examination import Examination, examine
    from data.intake.findings import Finding
    from data.intake.kinds import KIND_NAMES, KINDS, kind_named
    from data.intake.templates import TEMPLATES, row_as_file, template

_MODULE_OF = {
    "KINDS": "kinds",
    "KIND_NAMES": "kinds",
    "TEMPLATES": "templates",
    "Examination": "examination",
    "Finding": "findings",
    "annotated": "annotation",
    "examine": "examination",
    "kind_named": "kinds",
    "row_as_file": "templates",
    "template": "templates",
}

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


def __getattr__(name: str) -> Any:
    """Import the module of a name that is asked for (PEP 562): help names kinds without it."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
