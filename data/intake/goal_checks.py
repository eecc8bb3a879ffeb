"""What a goal must be beside its series: periods that are measured, a date that can be met."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.intake.fields import period
from data.intake.findings import Marks, mark

_LISTED = 12
"""How many periods of a series are written out in a sentence; more are shortened."""
_SHOWN_AS_EXAMPLE = 3


def series_checks(rows: pd.DataFrame, measured: pd.DataFrame) -> Iterator[Marks]:
    """Compare every goal with what is measured of its series.

    `rows` holds the goals, ``indicator_id`` and ``area_id`` empty where they are unknown;
    `measured` comes from `data.intake.goal_series.measured`. A goal whose series has no
    measurements yet is remarked on; what could never be judged stops.
    """
    places = np.arange(len(rows))
    seen = np.isin(places, measured["place"])
    named = ((rows["indicator_id"] != "") & (rows["area_id"] != "")).to_numpy(bool)
    yield from mark("goal_awaits_values", "indicator_id", named & ~seen)
    yield from _unmeasured_baselines(rows, measured)
    first = measured.groupby("place")[["period_start", "period"]].first().reindex(places)
    early = rows["target_due"].to_numpy("M8[s]") < first["period_start"].to_numpy("M8[s]")
    yield from mark("due_before_measurements", "due", early, first=_texts(first["period"]))


def _unmeasured_baselines(rows: pd.DataFrame, measured: pd.DataFrame) -> Iterator[Marks]:
    """Stop baselines that name periods without a measurement where the series has others.

    Periods after the last measurement may still be measured: then the goal waits for them.
    """
    series = dict(tuple(measured.groupby("place")))
    lacking, later, there, example = (np.full(len(rows), "", dtype=object) for _ in range(4))
    for place, named in enumerate(rows["baseline_periods"]):
        if place not in series:
            continue
        known = list(series[place]["period"])
        last = series[place]["period_end"].max().date()
        absent = [each for each in named if each not in known]
        to_come = [each for each in absent if (span := period(each)) and span.start > last]
        lacking[place] = ", ".join(each for each in absent if each not in to_come)
        later[place] = ", ".join(to_come)
        there[place] = _shortened(known)
        example[place] = "|".join(_meant(named, known))
    stopped = lacking != ""
    details = {"lacking": lacking, "there": there, "example": example}
    yield from mark("baseline_not_measured", "baseline_periods", stopped, **details)
    waits = (later != "") & ~stopped
    details = {"later": later, "there": there}
    yield from mark("baseline_awaits_values", "baseline_periods", waits, **details)


def _shortened(periods: list[str]) -> str:
    """Write the periods of a series, the middle ones left out where they are many."""
    if len(periods) <= _LISTED:
        return ", ".join(periods)
    half = _LISTED // 2
    return ", ".join([*periods[:half], "…", *periods[-half:]])


def _meant(named: list[str], known: list[str]) -> list[str]:
    """Say which measured periods a baseline may mean: those inside what it names."""
    spans = [each for text in named if (each := period(text))]
    inside = [
        text
        for text in known
        if (each := period(text))
        and any(span.start <= each.start and each.end <= span.end for span in spans)
    ]
    return inside or known[:_SHOWN_AS_EXAMPLE]


def _texts(column: pd.Series) -> np.ndarray:
    return column.astype(object).fillna("").to_numpy(object)
