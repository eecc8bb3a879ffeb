"""Small tables with the columns of `Reader`, for tests of figures and sentences."""

from dataclasses import fields
from typing import Any

import pandas as pd

from data.answers.goal_records import goal_records
from metrics.definition.catalogue import load_catalogue
from metrics.definition.period import parse_period
from metrics.outcome.goal import Goal, Verdict

CATALOGUE = load_catalogue()
SAFETY = CATALOGUE["TRY14"]
POLICE = CATALOGUE["TRY08"]


def observations(
    indicator_id: str, area_id: str, values: dict[str, Any], **columns: Any
) -> pd.DataFrame:
    """One row per period; a value is a number, a class code, or None for a missing one."""
    rows = []
    for text, value in values.items():
        read = parse_period(text)
        is_class = isinstance(value, str)
        rows.append(
            {
                "series_id": 1,
                "area_id": area_id,
                "indicator_id": indicator_id,
                "category": "",
                "period": read.text,
                "period_start": pd.Timestamp(read.start),
                "period_end": pd.Timestamp(read.end),
                "value": None if is_class else value,
                "class_code": value if is_class else "",
                "numerator": None,
                "denominator": None,
                "n": None,
                "low": None,
                "high": None,
                "missing_reason": "missing" if value is None else "",
                "status": "final",
                "evidence": "stated",
                "source": "",
                "note": "",
                "revision_from": 1,
            }
            | {key: column[text] for key, column in columns.items() if text in column}
        )
    return pd.DataFrame(rows)


def series_break(
    indicator_id: str, first_period: str, kind: str, **columns: Any
) -> pd.DataFrame:
    """One row of `Reader.breaks`."""
    return pd.DataFrame(
        [
            {
                "break_id": f"b.{first_period}",
                "indicator_id": indicator_id,
                "definition_version": 1,
                "area_id": "",
                "category": "",
                "first_period": first_period,
                "first_period_start": pd.Timestamp(parse_period(first_period).start),
                "kind": kind,
                "blocks_change": True,
                "blocks_level": False,
                "classes_affected": [],
                "certain": True,
                "note_sv": "",
                "note_en": "",
            }
            | columns
        ]
    )


def events(*titled: tuple[str, str]) -> pd.DataFrame:
    """Rows of `Reader.events`, from (day, title)."""
    return pd.DataFrame(
        [
            {"starts_on": pd.Timestamp(day), "title": title, "indicator_ids": [""]}
            for day, title in titled
        ]
    )


def goal(**columns: Any) -> Goal:
    """A goal of evening safety, at least 65 percent, from the columns of `all_goals`."""
    row = {
        "goal_id": "g",
        "goal_version": 1,
        "series_id": 1,
        "indicator_id": "TRY14",
        "definition_version": 1,
        "area_id": "a",
        "area_name": "Ekbacken centrum (påhittat)",
        "area_name_en": "Ekbacken centre (invented)",
        "category": "",
        "form": "at_least",
        "worse": "lower",
        "target_low": 65.0,
        "target_high": float("nan"),
        "target_classes": [],
        "target_due": pd.NaT,
        "baseline_periods": ["2016", "2017", "2018"],
        "baseline_value": 55.9,
        "mid": 5.0,
        "minimum_n": 80,
        "assessed_on": pd.Timestamp("2026-03-01"),
        "state": "relapse",
        "last_period": "2025",
        "value": 57.0,
        "verdict_reason": "",
        "break_id": "",
    } | columns
    missing = dict.fromkeys(one.name for one in (*fields(Goal), *fields(Verdict)))
    (made,) = goal_records(pd.DataFrame([missing | row]))
    return made


SAFE = {
    "2012": 49.0, "2013": 50.6, "2014": 50.5, "2015": 52.7, "2016": 55.2, "2017": 56.8,
    "2018": 55.8, "2019": 58.9, "2020": 62.5, "2021": 66.4, "2022": 67.8, "2023": 62.5,
    "2024": 57.3, "2025": 57.0,
}  # fmt: skip


def safe_evenings(**columns: Any) -> pd.DataFrame:
    """Fourteen years of an invented survey with about 540 answers a year."""
    answers = dict.fromkeys(SAFE, 540)
    return observations("TRY14", "a", SAFE, n=answers, **columns)


GARDSTEN = {
    "2015": "especially_vulnerable", "2017": "especially_vulnerable", "2019": "risk_area",
    "2021": "vulnerable", "2023": "vulnerable", "2025": "vulnerable",
}  # fmt: skip


def police_goal(**columns: Any) -> Goal:
    """The goal that no area is especially vulnerable in 2025."""
    police = {
        "indicator_id": "TRY08",
        "area_id": "p",
        "area_name": "Gårdsten",
        "area_name_en": "",
        "form": "class",
        "worse": "higher",
        "target_low": None,
        "target_classes": ["not_listed", "vulnerable", "risk_area"],
        "target_due": pd.Timestamp("2025-12-31"),
        "baseline_periods": ["2019"],
        "baseline_value": None,
        "frozen_on": pd.Timestamp("2020-12-31"),
        "state": "reached",
        "class_code": "vulnerable",
        "value": None,
        "break_id": "brott.try08.2025",
    }
    return goal(**(police | columns))
