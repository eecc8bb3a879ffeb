"""What has been written on Ny plats: kept on every rerun, and read as a place."""

import secrets
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from dashboard.page import drafts
from data.intake.new_place import NewPlace
from data.intake.pasted import Pasted, pasted
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Direction, Indicator

FORM = "new-place"

FIELDS = (
    "key",
    "name",
    "municipality",
    "kind",
    "how",
    "point",
    "shape",
    "wrong",
    "made_of",
    "wording",
    "target_group",
    "promised_by",
    "document",
    "promised_on",
    "due_on",
    "search",
    "indicator_id",
    "form",
    "target",
    "target_high",
    "target_class",
    "values",
    "owner_role",
)

_FORMS = {Direction.HIGHER: "at_least", Direction.LOWER: "at_most", Direction.BAND: "band"}


def begun() -> dict[str, Any]:
    """Return what stands in the form, put back where its fields had lost it."""
    said = drafts.begin(FORM, FIELDS)
    if not said["key"]:
        said["key"] = secrets.token_hex(8)
        drafts.write_in(FORM, key=said["key"])
    return said


def keep() -> dict[str, Any]:
    """Keep what stands in the form now, and return it."""
    said = {field: drafts.written_in(FORM, field) for field in FIELDS}
    drafts.keep(FORM, said)
    return said


def forget() -> None:
    """Begin with an empty form."""
    drafts.drop(FORM, FIELDS)


def forget_unless(name: str, options: Collection[str]) -> None:
    """Let nothing stand in a field that cannot be chosen there any more."""
    if drafts.written_in(FORM, name) not in {None, *options}:
        drafts.write_in(FORM, **{name: None})


def field(name: str) -> str:
    """Return the key of a field."""
    return f"{FORM}-{name}"


def usual_form(indicator: Indicator) -> str:
    """Return the form of goal that an indicator's direction asks for."""
    return "class" if indicator.ladder else _FORMS.get(indicator.direction, "at_least")


def place_of(
    said: Mapping[str, Any], catalogue: Catalogue, *, training: bool, answers: Mapping[str, str]
) -> NewPlace:
    """Read what was written as a place."""
    asked = str(said["indicator_id"] or "")
    indicator_id = asked if asked in catalogue else ""
    indicator = catalogue[indicator_id] if indicator_id else None
    return NewPlace(
        key=str(said["key"]),
        name=_text(said["name"]),
        kind=str(said["kind"] or ""),
        municipality=str(said["municipality"] or ""),
        invented=training,
        shape=str(said["shape"] or ""),
        made_of=tuple(said["made_of"] or ()) if said["how"] == "parts" else (),
        wording=_text(said["wording"]),
        target_group=_text(said["target_group"]),
        promised_by=_text(said["promised_by"]),
        document=_text(said["document"]),
        promised_on=_day(said["promised_on"]),
        due_on=_day(said["due_on"]),
        owner_role=_text(said["owner_role"]),
        indicator_id=indicator_id,
        by_class=bool(indicator and indicator.ladder),
        form=_form(said, indicator),
        target=_target(said, indicator),
        target_high=_text(said["target_high"]),
        pasted=cells(str(said["values"] or "")),
        answers=tuple(sorted(answers.items())),
    )


@lru_cache(maxsize=16)
def cells(text: str) -> Pasted:
    """Divide what was pasted into cells, once."""
    return pasted(text)


def _form(said: Mapping[str, Any], indicator: Indicator | None) -> str:
    if indicator is None or not indicator.may_be_assessed:
        return ""
    return "class" if indicator.ladder else str(said["form"] or usual_form(indicator))


def _target(said: Mapping[str, Any], indicator: Indicator | None) -> str:
    """Return the target; for classes the one that was chosen, and all that are better."""
    if indicator is None or not indicator.ladder:
        return _text(said["target"])
    steps = {step.code: step.severity for step in indicator.ladder}
    worst = steps.get(str(said["target_class"]))
    if worst is None:
        return ""
    return "|".join(code for code, severity in steps.items() if severity <= worst)


def _text(said: Any) -> str:
    return " ".join(str(said or "").split())


def _day(said: Any) -> str:
    return said.isoformat() if isinstance(said, date) else ""
