"""The frames that promises are decided from: what each column is, and what is refused."""

from typing import NamedTuple

import pandas as pd

from metrics.definition.frames import Column, Kind, Schema, refuse


def _number(name: str, meaning: str) -> Column:
    """Return a number that need not be known."""
    return Column(name, Kind.NUMBER, meaning, nullable=True)


def _day(name: str, meaning: str = "when") -> Column:
    """Return a day that need not be known."""
    return Column(name, Kind.DAY, meaning, nullable=True)


def _role(name: str, meaning: str) -> Column:
    """Return a role that need not be known."""
    return Column(name, Kind.TEXT, meaning, nullable=True)


_POSITION = (
    _number("stage", "0-6"),
    _number("check_year", "1, 3, 5 or 10 at stage 6, else 0"),
)

_COLUMNS: dict[str, tuple[Column, ...]] = {
    "commitments": (
        Column("commitment_id", Kind.TEXT, "one row per promise", unique=True),
        Column("area_id", Kind.TEXT, "where it was promised"),
        _number("origin_stage", "0-6; NA not known"),
        _number("quantity", "how much; NaN none"),
        _day("due_on", "when it was to be in place"),
    ),
    "records": (
        Column("record_id", Kind.TEXT, "one row per check of a stage", unique=True),
        Column("commitment_id", Kind.TEXT, "the promise; others are left out"),
        *_POSITION,
        Column("finding", Kind.TEXT, "what was seen", allowed=("found", "not_found")),
        Column("evidence", Kind.FLAG, "a carrier or document is named"),
        _number("strength", "0-4"),
        _number("quantity", "how much was found"),
        _role("recorded_role", "who checked"),
        _day("recorded_on"),
    ),
    "confirmations": (
        Column("record_id", Kind.TEXT, "the check that is confirmed"),
        _role("confirmed_role", "by whom"),
        Column("is_owner", Kind.FLAG, "the role owns the promise", nullable=True),
        _day("confirmed_on"),
    ),
    "decisions": (
        Column("commitment_id", Kind.TEXT, "at most one row per promise", unique=True),
        *_POSITION,
        Column("kind", Kind.TEXT, "what was decided", allowed=("decided_away", "replaced")),
        _day("decided_on"),
    ),
    "area_stages": (
        Column("area_id", Kind.TEXT, "one row per area, stage and check year"),
        *_POSITION,
        _day("reached_on", "NaT: reached, the day unknown"),
        Column("skipped", Kind.FLAG, "the project has no such stage", nullable=True),
    ),
}
"""The columns of each frame, in the order of the arguments of `metrics.decide_promises`."""

SCHEMAS = [Schema(name=name, columns=columns) for name, columns in _COLUMNS.items()]


class Frames(NamedTuple):
    """The arguments of `metrics.decide_promises`, in their order."""

    commitments: pd.DataFrame
    records: pd.DataFrame
    confirmations: pd.DataFrame
    decisions: pd.DataFrame
    area_stages: pd.DataFrame

    def check(self) -> None:
        """Refuse what is wrong with the frames.

        Raises `metrics.errors.FrameError` naming all of it.
        """
        asked = zip(SCHEMAS, self, strict=True)
        refuse([problem for schema, frame in asked for problem in schema.problems(frame)])
