"""What a form is: a record read from ``forms.toml``, from which the page draws it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from data.intake.fields import slug

_LONGEST_ID = 90


class As(StrEnum):
    """How a field is asked for."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    CHOICE = "choice"
    AREA = "area"
    AREAS = "areas"
    AREA_KIND = "area_kind"
    INDICATOR = "indicator"
    INDICATORS = "indicators"
    STAGE = "stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: the canonical column it fills, what it is called, and how it is asked for.

    `choices` are the words of the file with what they are called; `example` stands in an empty
    field.
    """

    column: str
    label: str
    shown_as: As = As.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of one kind of file: its name, what it is about and its fields, in order.

    `id_column` is the column of the id that is made of a prefix and of what was written in
    `id_of`; '' where rows of the kind have no id. The same words make the same id, so that a
    row that is sent twice is one row.
    """

    kind: str
    name: str
    about: str
    fields: tuple[Field, ...]
    id_column: str = ""
    id_prefix: str = ""
    id_of: tuple[str, ...] = ()

    @property
    def labels(self) -> dict[str, str]:
        """What each column is called on the page; the id by the first field it is made of."""
        named = {each.column: each.label for each in self.fields}
        return {self.id_column: named[self._first()], **named} if self.id_column else named

    def _first(self) -> str:
        return next(each.column for each in self.fields if each.column in self.id_of)

    def row(self, written: Mapping[str, str]) -> dict[str, str]:
        """Return the row of the file: what was written, and an id where the kind has one."""
        if not self.id_column:
            return dict(written)
        parts = [slug(written.get(column, "").replace("|", " ")) for column in self.id_of]
        named = ".".join([self.id_prefix, *filter(None, parts)])[:_LONGEST_ID].rstrip(".-")
        return {self.id_column: named if written.get(self._first()) else "", **written}


@cache
def forms() -> Mapping[str, Form]:
    """Return every form by its kind of file, in the order they are offered.

    Raises `KeyError` or `ValueError` for a table that is not a form.
    """
    written = tomllib.loads((resources.files(__package__) / "forms.toml").read_text("utf-8"))
    return {kind: _form(kind, table) for kind, table in written.items()}


def _form(kind: str, table: Mapping[str, Any]) -> Form:
    id_ = table.get("id", {})
    return Form(
        kind=kind,
        name=table["name"],
        about=table["about"],
        fields=tuple(
            Field(
                column=each["column"],
                label=each["label"],
                shown_as=As(each.get("as", "text")),
                choices=each.get("choices", {}),
                example=each.get("example", ""),
            )
            for each in table["fields"]
        ),
        id_column=id_.get("column", ""),
        id_prefix=id_.get("prefix", ""),
        id_of=tuple(id_.get("of", ())),
    )


ELSEWHERE: Mapping[str, str] = {
    "goals": "nytt-mal",
    "commitments": "loften",
    "stage_records": "loften",
    "confirmations": "loften",
    "commitment_decisions": "loften",
    "boundaries": "ladda-upp",
    "valuation": "ladda-upp",
    "moving_chains": "ladda-upp",
}
"""Kinds of file that are written in on another page, or that only come as files: the page."""
