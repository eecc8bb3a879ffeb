"""Frames are accepted whole or refused in one sentence, before anything is worked out."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics.engine import noise
from metrics.errors import FrameError
from metrics.outcome import prepared
from metrics.outcome.decision import decide
from metrics.outcome.frames import GOALS, MEASUREMENTS, NOISE, checked
from metrics.promise.frames import SCHEMAS
from tests.factories import TODAY, a_goal, known_noise, measurements
from tests.promise_factories import checked as a_check
from tests.promise_factories import promise, states

OURS = pd.DataFrame([a_goal()])


def refused(goals=OURS, measured=None, table=None) -> str:
    measured = measurements([55, 56, 50]) if measured is None else measured
    with pytest.raises(FrameError) as error:
        decide(goals, measured, assessed_on=TODAY, noise=table)
    return str(error.value)


@pytest.mark.parametrize("schema", [GOALS, MEASUREMENTS], ids=lambda schema: schema.name)
def test_every_column_is_asked_for_unless_it_has_a_default(schema):
    given = {"goals": OURS, "measurements": measurements([55, 56, 50])}
    for column in schema.columns:
        frames = given | {
            schema.name: given[schema.name].drop(columns=column.name, errors="ignore")
        }
        if column.optional:
            assert decide(*frames.values(), assessed_on=TODAY)["state"].notna().all()
        else:
            assert f"{schema.name}: {column.name} is missing" in refused(*frames.values())


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        (
            "form",
            "atleast",
            "form has 'atleast', expected one of 'at_least', 'at_most', 'band'",
        ),
        ("worse", "down", "worse has 'down', expected one of 'lower', 'higher', 'both'"),
        ("comparator_use", None, "comparator_use is empty in 1 of 1 rows"),
        ("mid", "two", "mid holds str, expected numbers"),
        ("exact", 1.0, "exact holds float64, expected true or false"),
        ("target_due", 2030.0, "target_due holds float64, expected days"),
        ("group", 3, "group holds int64, expected text"),
        ("looks_per_year", np.nan, "looks_per_year is empty in 1 of 1 rows"),
    ],
)
def test_what_a_column_cannot_hold_is_named(column, cell, problem):
    assert f"goals: {problem}" in refused(OURS.assign(**{column: [cell]}))


def test_all_problems_of_all_frames_are_in_one_sentence():
    twice = pd.DataFrame([a_goal(form="x"), a_goal()]).drop(columns="mid")
    measured = measurements([55, 50], goal_id="stranger").assign(trouble=1)
    table = pd.concat([known_noise(1.0), known_noise(2.0)]).drop(columns="rho")
    assert refused(twice, measured, table) == (
        "The frames cannot be used: goals: goal_id has 'goal' more than once; "
        "goals: form has 'x', expected one of 'at_least', 'at_most', 'band', 'class', 'hold'; "
        "goals: mid is missing; measurements: trouble holds int64, expected text; "
        "noise: noise_group has 'known' more than once; noise: rho is missing; "
        "measurements: goal_id has 'stranger', not among the goals."
    )


def test_nothing_is_worked_out_before_the_frames_are_let_in(monkeypatch):
    monkeypatch.setattr(prepared, "as_monitored", lambda *_: pytest.fail("worked out"))
    assert "stranger" in refused(measured=measurements([55], goal_id="stranger"))


def test_an_empty_frame_and_a_column_of_nothing_hold_nothing_wrong():
    measured = measurements([55, 56]).assign(comparator=None, class_code=np.nan)
    checked(OURS, measured, pd.DataFrame(columns=list(NOISE.names)))
    checked(OURS, measured.iloc[:0].astype(object), None)


def test_what_is_left_out_comes_in_at_its_default_and_what_is_given_stays():
    goals, measured = checked(OURS.assign(whole=1.0), measurements([55, 56]), None)
    assert (goals["scale"].iloc[0], goals["whole"].iloc[0]) == ("plain", 1.0)
    assert np.isnan(goals["comparator_spread"].iloc[0])
    assert (measured["comparator_error"] == 0).all()
    assert "scale" not in OURS


def test_the_noise_asked_for_is_what_freezing_gives():
    assert NOISE.names == noise.COLUMNS


@pytest.mark.parametrize(
    "schema", [GOALS, MEASUREMENTS, NOISE, *SCHEMAS], ids=lambda schema: schema.name
)  # fmt: skip
def test_every_column_says_what_it_is_and_is_named_once(schema):
    assert all(column.meaning for column in schema.columns)
    assert len(set(schema.names)) == len(schema.names)


def test_promises_are_refused_in_one_sentence_too():
    with pytest.raises(FrameError) as error:
        states(
            a_check(0, "lost", recorded_on="then"),
            promises=[promise(quantity="two"), promise(quantity="1")],
        )
    assert str(error.value) == (
        "The frames cannot be used: commitments: commitment_id has 'loft' more than once; "
        "commitments: quantity holds str, expected numbers; "
        "records: finding has 'lost', expected one of 'found', 'not_found'; "
        "records: recorded_on holds str, expected days."
    )


def test_a_day_may_be_a_date_or_a_timestamp():
    assert len(states(a_check(0), promises=[promise(due_on=date(2020, 1, 1))])) == 1
    assert len(states(a_check(0), promises=[promise(due_on=pd.Timestamp(2020, 1, 1))])) == 1
