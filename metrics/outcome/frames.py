"""The frames that goals are judged from: what each column is, and what is refused."""

from dataclasses import replace

import numpy as np
import pandas as pd

from metrics.definition.frames import Column, Kind, Schema, refuse, unknown
from metrics.engine.scale import Scale

TEXT, NUMBER, FLAG, DAY, LIST = Kind

_SCALE = Column(
    "scale", TEXT, "see metrics.engine.scale", allowed=tuple(str(one) for one in Scale)
)

GOALS = Schema(
    name="goals",
    columns=(
        Column("goal_id", TEXT, "one row per goal", unique=True),
        Column("group", TEXT, "the goals whose noise may be pooled"),
        Column("exact", FLAG, "the whole population is counted"),
        Column("assessable", FLAG, "may get a state other than background"),
        Column("confirmed", FLAG, "the direction is"),
        Column("at_most_watch", FLAG, "process and early-signal indicators"),
        Column(
            "form",
            TEXT,
            "what is promised",
            allowed=("at_least", "at_most", "band", "class", "hold"),
        ),
        Column("worse", TEXT, "the worse side", allowed=("lower", "higher", "both")),
        Column("target_low", NUMBER, "least that fulfils", nullable=True),
        Column(
            "target_high", NUMBER, "most that fulfils; a severity of a class", nullable=True
        ),
        Column("baseline_value", NUMBER, "the mean of the reference", nullable=True),
        Column("comparator_baseline", NUMBER, "the same of the comparator", nullable=True),
        Column(
            "comparator_spread",
            NUMBER,
            "the sum of the squared weights of the areas that are compared with",
            nullable=True,
            default=np.nan,
        ),
        Column(
            "comparator_use",
            TEXT,
            "what falling behind leads to",
            allowed=("", "watch", "promise"),
        ),
        Column("mid", NUMBER, "the smallest worsening that matters", nullable=True),
        Column("target_due", DAY, "the day of the target", nullable=True),
        Column("earliest_effect", DAY, "nothing is expected before", nullable=True),
        Column("stale_after_days", NUMBER, "days after which a measurement is too old"),
        Column("looks_per_year", NUMBER, "measurements a year"),
        Column("rolling", FLAG, "each is a rolling mean that may overlap", default=False),
        Column("redefined", FLAG, "a newer definition has taken over"),
        replace(_SCALE, default=str(Scale.PLAIN)),
        Column("whole", NUMBER, "what a share of one is in the unit", default=100.0),
    ),
)
"""One row per goal, values in the indicator's unit; a severity where it is ordinal.

``noise_group`` and ``seasonal`` follow from the rest: see `metrics.outcome.as_monitored`.
"""

MEASUREMENTS = Schema(
    name="measurements",
    columns=(
        Column("goal_id", TEXT, "a goal among the goals"),
        Column("period", TEXT, "the period as it is written"),
        Column("period_start", DAY, "its first day"),
        Column("period_end", DAY, "its last day"),
        Column("value", NUMBER, "the value, or the severity of the class", nullable=True),
        Column("standard_error", NUMBER, "0 for exact; NaN unknown", nullable=True),
        Column("answers", NUMBER, "answers or people counted", nullable=True, default=np.nan),
        Column("comparator", NUMBER, "the value of the comparator", nullable=True),
        Column("comparator_error", NUMBER, "its error", nullable=True, default=0.0),
        Column("usable", FLAG, "final, there, enough answers, stated"),
        Column("trouble", TEXT, "why it cannot be judged, or ''"),
        Column("final", FLAG, "not preliminary"),
        Column("in_baseline", FLAG, "part of the reference"),
        Column("expected_dip", FLAG, "an announced dip covers it"),
        Column("change_blocked", FLAG, "a break to changes lies between it and the reference"),
        Column("level_blocked", FLAG, "a break to levels does"),
        Column("break_id", TEXT, "the break between, or ''"),
        Column("break_kind", TEXT, "its kind, or ''"),
        Column("class_code", TEXT, "the class of an ordinal indicator", nullable=True),
        Column("low", NUMBER, "lower end of the published interval", nullable=True),
        Column("high", NUMBER, "upper end of it", nullable=True),
    ),
)
"""One row per goal and period."""

NOISE = Schema(
    name="noise",
    columns=(
        Column("noise_group", TEXT, "one row per group", unique=True),
        _SCALE,
        Column("with_errors", FLAG, "sampling errors were known", nullable=True),
        Column("alone", FLAG, "a single series", nullable=True),
        Column("between", NUMBER, "a variance on the scale; NaN unknown", nullable=True),
        Column("scatter", NUMBER, "of the variances of the series", nullable=True),
        Column("degrees_of_freedom", NUMBER, "of the variance", nullable=True),
        Column("areas", NUMBER, "how many were pooled", nullable=True),
        Column("rho", NUMBER, "correlation from one measurement to the next", nullable=True),
        Column("season", LIST, "the pattern on the scale; empty without", nullable=True),
        Column("season_measurements", NUMBER, "that it rests on", nullable=True),
        Column("season_variation", NUMBER, "of the pattern", nullable=True),
        Column(
            "common_ends",
            LIST,
            "last days of periods that were wild for the whole group",
            nullable=True,
            default=np.nan,
        ),
        Column("common_effects", LIST, "on the scale, of those", nullable=True, default=np.nan),
    ),
)
"""The frozen table of `metrics.engine.noise.freeze`: one row per noise group."""


def checked(
    goals: pd.DataFrame, measurements: pd.DataFrame, noise: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return goals and measurements with their optional columns.

    Raises `metrics.errors.FrameError` naming everything that is wrong with the three frames,
    a measurement of a goal that is not there too.
    """
    problems = [*GOALS.problems(goals), *MEASUREMENTS.problems(measurements)]
    problems += NOISE.problems(noise) if noise is not None else ()
    if "goal_id" in goals and "goal_id" in measurements:
        strangers = unknown(measurements["goal_id"], goals["goal_id"])
        problems += (
            [f"measurements: goal_id has {strangers}, not among the goals"] if strangers else []
        )
    refuse(problems)
    return GOALS.filled(goals), MEASUREMENTS.filled(measurements)
