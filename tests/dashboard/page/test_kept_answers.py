"""Whatever is saved, in whatever order: what is kept says what the store says."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.page import addressed, loaders
from dashboard.page.lately import Lately
from data.answers import (
    areas,
    character,
    goals,
    initiatives,
    meetings,
    overdue,
    places,
    promises,
    residents,
    series,
    two_books,
)
from data.answers.agenda import of as agenda_of
from data.judging import beside, compared, monitoring, recompute
from data.store import ledger
from data.store.store import CURRENT, Store
from data.store.undo import undo
from tests.factories import a_door, a_reader, a_viewer, rows_of, writing

NOW = datetime(2026, 11, 30, tzinfo=UTC)
GOAL, AREA, INDICATOR = "ovning.mal.try14.centrum", "ovning.ekbacken.centrum", "TRY14"
GARDSTEN = "polis.1480.gardsten"
WHOLE = a_viewer(clearance=True)
HOMES = ("tenure:rental", "tenure:cooperative", "tenure:owner_occupied")


def asked(catalogue: Any) -> list[tuple[Any, dict[str, Any]]]:
    """The questions that say of which part of a table they are, and some that ask others."""
    behind = {"indicator": catalogue[INDICATOR], "goal_id": GOAL}
    homes = {"indicator_id": residents.DWELLINGS, "categories": HOMES}
    late = {"behind_goals": False, "indicator_ids": (INDICATOR, "MIX01")}
    return [
        (series.series_of, {}),
        (series.series_of, {"area_id": AREA}),
        (series.series_of, {"indicator_id": INDICATOR}),
        (series.series_of, {"series_id": _series()}),
        (series.observations_of, {"series_ids": (_series(),)}),
        (series.earlier_values, {"series_id": _series()}),
        (series.without_goals, {"area_ids": (AREA, GARDSTEN)}),
        (series.how_many, {}),
        (areas.all_areas, {}),
        (goals.all_goals, {}),
        (goals.some_goals, {"goal_id": GOAL}),
        (goals.some_goals, {"area_id": AREA}),
        (goals.some_goals, {"series_id": _series()}),
        (goals.earlier_promises, {"goal_id": GOAL}),
        (goals.verdicts_since, {"earlier": 1}),
        (initiatives.goals_of, {"initiative_id": "ovning.satsning.torget"}),
        (meetings.new_measurements, {"earlier": 1, "area_ids": (AREA,)}),
        (agenda_of, {"meeting_id": "mote.2026-12-03-1"}),
        (places.of_indicator, {"indicator_id": INDICATOR}),
        (places.figures_of_indicator, {"indicator_id": INDICATOR}),
        (residents.profile, {"area_id": GARDSTEN, **homes}),
        (character.peer_distances, {"kind": "police_area", "invented": False,
          "categories": HOMES, "periods": ("2016", "2024"), "geo_version": "",
          "of_parts": False}),
        (overdue.last_measurements, late),
        (promises.falls, {"area_id": "ovning.ekbacken"}),
        (promises.staircase, {"area_id": "ovning.ekbacken"}),
        (two_books.lost_and_missed, {}),
        (compared.of_goals, {"goal_ids": (GOAL,)}),
        (beside.levels, behind),
        (monitoring.readings, {"goal_id": GOAL}),
        (monitoring.of_goal, behind),
        (recompute.stored_verdict, {"goal_id": GOAL}),
    ]  # fmt: skip


_NUMBERS: dict[str, int] = {}


def _series() -> int:
    return _NUMBERS["series"]


@pytest.fixture
def store(own_sample, monkeypatch):
    looking = {"viewer": WHOLE}
    rows = rows_of(own_sample, "SELECT series_id FROM goal WHERE goal_id = $goal", goal=GOAL)
    _NUMBERS["series"] = int(rows["series_id"].iloc[0])
    monkeypatch.setattr(loaders, "_LATELY", Lately(most=300))
    monkeypatch.setattr(loaders, "door", lambda: a_door(own_sample))
    monkeypatch.setattr(loaders, "viewer", lambda: looking["viewer"])
    monkeypatch.setattr(addressed, "moment", lambda: ())
    monkeypatch.setattr(addressed, "language", lambda: "sv")
    own_sample.looking = looking
    return own_sample


_HERE = (
    "series_id = (SELECT max(series_id) FROM goal WHERE goal_id = 'ovning.mal.try14.centrum')"
)
"""Measurements of a goal that is asked about."""

_PART = """series_id = (SELECT max(series_id) FROM series WHERE indicator_id = 'BOS09'
    AND category = 'tenure:rental' AND area_id = 'regso.1480.gardsten-nordostra')"""
"""Measurements of a part of an area that is added up of its parts."""

Act = Callable[[Store, np.random.Generator], None]


def written_again(
    store: Store,
    random: np.random.Generator,
    table: str,
    which: str = "true",
    **others: Any,
) -> None:
    """Save a row that stands in a table with something else in it."""
    sql = (
        "SELECT * EXCLUDE (revision_from, revision_to, brought_by) FROM {t} "
        "WHERE revision_to = $current AND {which} ORDER BY ALL"
    )
    asked_for = sql.replace("{t}", table).replace("{which}", which)
    rows = rows_of(store, asked_for, current=CURRENT)
    one = rows.iloc[[int(random.integers(len(rows)))]].assign(**others)
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        ledger.write(cursor, revision, table, one)


def undone(store: Store, _random: np.random.Generator) -> None:
    target = store.revision
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "undo", actor="test", now=NOW, undoes=target)
        undo(cursor, target, revision)


def hidden(store: Store, _random: np.random.Generator) -> None:
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        cursor.execute(
            "INSERT INTO disclosure_mask SELECT series_id, period, $revision, $indicator, "
            "$revision FROM observation WHERE series_id = $series LIMIT 1",
            {"revision": revision, "indicator": INDICATOR, "series": _series()},
        )


def _another(table: str, column: str, value: Any = None, which: str = "true") -> Act:
    def again(store: Store, random: np.random.Generator) -> None:
        said = float(random.integers(1, 90)) if value is None else value
        written_again(store, random, table, which, **{column: said})

    return again


ACTS: list[Act] = [
    _another("observation", "value", which=_HERE),
    _another("observation", "value", which=_PART),
    _another("observation", "value", np.nan, which=_PART),
    _another("assessment", "value"),
    _another("assessment", "state", "lost"),
    _another("monitor_reading", "residual"),
    _another("goal", "mid"),
    _another("area", "name", "Nybo"),
    undone,
    hidden,
]
MEASURING = 3
"""So many of the acts, the first, are measurements."""


def as_told(answer: Any) -> Any:
    """An answer as what can be compared, whatever it is made of."""
    if isinstance(answer, pd.DataFrame | pd.Series):
        return answer.to_json(default_handler=str, date_format="iso")
    if dataclasses.is_dataclass(answer):
        return {
            one.name: as_told(getattr(answer, one.name)) for one in dataclasses.fields(answer)
        }
    return repr(answer)


def outcome(ask: Any) -> Any:
    try:
        return as_told(ask())
    except Exception as error:
        return repr(error)


def test_a_kept_answer_is_what_the_store_says_whatever_has_been_saved(store, catalogue):
    random = np.random.default_rng(7)
    questions = asked(catalogue)
    for question, terms in questions:
        outcome(partial(loaders.ask, question, **terms))
    for place in random.permutation(len(ACTS)):
        ACTS[place](store, random)
        measured = place < MEASURING  # what the most is said of parts of
        for which in random.choice(
            len(questions), len(questions) if measured else 3, replace=False
        ):
            question, terms = questions[which]
            kept = outcome(partial(loaders.ask, question, **terms))
            now = outcome(partial(a_reader(store, viewer=WHOLE).ask, question, **terms))
            assert kept == now, question.__qualname__


def test_so_it_is_for_who_sees_only_what_is_released_and_not_hidden(store, catalogue):
    random = np.random.default_rng(8)
    questions = asked(catalogue)[:14]
    for place in random.permutation(len(ACTS))[:4]:
        ACTS[place](store, random)
        waits = ((store.revision, CURRENT),)
        viewer = store.looking["viewer"] = a_viewer(local=False, unreleased=waits)
        for which in random.choice(len(questions), 5, replace=False):
            question, terms = questions[which]
            for _ in range(2):
                kept = outcome(partial(loaders.ask, question, **terms))
            now = outcome(partial(a_reader(store, viewer=viewer).ask, question, **terms))
            assert kept == now, question.__qualname__
