"""The frames that promises are decided from: what each column is, and what is refused."""

import pandas as pd

from metrics.definition.frames import Column, Kind, Schema, refuse

_STAGE = Column("stage", Kind.NUMBER, "0-6", nullable=True)
_CHECK_YEAR = Column(
    "check_year", Kind.NUMBER, "1, 3, 5 or 10 at stage 6, else 0", nullable=True
)

COMMITMENTS = Schema(
    name="commitments",
    columns=(
        Column("commitment_id", Kind.TEXT, "one row per promise", unique=True),
        Column("area_id", Kind.TEXT, "where it was promised"),
        Column("origin_stage", Kind.NUMBER, "0-6; NA not known", nullable=True),
        Column("quantity", Kind.NUMBER, "how much; NaN none", nullable=True),
        Column("due_on", Kind.DAY, "when it was to be in place", nullable=True),
    ),
)

RECORDS = Schema(
    name="records",
    columns=(
        Column("record_id", Kind.TEXT, "one row per check of a stage", unique=True),
        Column("commitment_id", Kind.TEXT, "the promise; others are left out"),
        _STAGE,
        _CHECK_YEAR,
        Column("finding", Kind.TEXT, "what was seen", allowed=("found", "not_found")),
        Column("evidence", Kind.FLAG, "a carrier or document is named"),
        Column("strength", Kind.NUMBER, "0-4", nullable=True),
        Column("quantity", Kind.NUMBER, "how much was found", nullable=True),
        Column("recorded_role", Kind.TEXT, "who checked", nullable=True),
        Column("recorded_on", Kind.DAY, "when", nullable=True),
    ),
)

CONFIRMATIONS = Schema(
    name="confirmations",
    columns=(
        Column("record_id", Kind.TEXT, "the check that is confirmed"),
        Column("confirmed_role", Kind.TEXT, "by whom", nullable=True),
        Column("is_owner", Kind.FLAG, "the role owns the promise", nullable=True),
        Column("confirmed_on", Kind.DAY, "when", nullable=True),
    ),
)

DECISIONS = Schema(
    name="decisions",
    columns=(
        Column("commitment_id", Kind.TEXT, "at most one row per promise", unique=True),
        _STAGE,
        _CHECK_YEAR,
        Column("kind", Kind.TEXT, "what was decided", allowed=("decided_away", "replaced")),
        Column("decided_on", Kind.DAY, "when", nullable=True),
    ),
)

AREA_STAGES = Schema(
    name="area_stages",
    columns=(
        Column("area_id", Kind.TEXT, "one row per area, stage and check year"),
        _STAGE,
        _CHECK_YEAR,
        Column("reached_on", Kind.DAY, "NaT: reached, the day unknown", nullable=True),
        Column("skipped", Kind.FLAG, "the project has no such stage", nullable=True),
    ),
)

_SCHEMAS = (COMMITMENTS, RECORDS, CONFIRMATIONS, DECISIONS, AREA_STAGES)


def check(*frames: pd.DataFrame) -> None:
    """Refuse what is wrong with the frames of `metrics.decide_promises`, in their order.

    Raises `metrics.errors.FrameError` naming all of it.
    """
    asked = zip(_SCHEMAS, frames, strict=True)
    refuse([problem for schema, frame in asked for problem in schema.problems(frame)])
