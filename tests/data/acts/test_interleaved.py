"""Two who write at once leave what two leave who wait for each other, whatever they write."""

from functools import partial

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.acts import release
from data.acts.undo import undo
from tests.data.acts.test_two_steps import AREAS, BIG, judged, kept
from tests.data.loading import TODAY, lines, load
from tests.data.portfolio import AREAS as AREA_COLUMNS
from tests.data.portfolio import BASELINE, a_city, built_city, copied, goals, ordinary, surveyed
from tests.factories import a_door, a_viewer, rows_of

BREAK = "break_id,indicator_id,area_id,first_period,kind,blocks_change,note_sv,source"
TABLES = (
    *("observation", "goal", "goal_comparator", "comparator_weight", "series_break"),
    *("assessment", "monitor_reading", "noise_model", "common_movement"),
    *("shown_assessment", "shown_reading"),
)
A_HEADER, A_GOAL = goals(["omrade-a"]).splitlines()


def a_file(*given):
    text = lines(*given)
    return lambda store, catalogue: load(store, text, catalogue)


def is_undone(store, catalogue):
    """Take back the goal of the fifth area, which came last."""
    given = {"catalogue": catalogue, "actor": "Liten", "now": TODAY}
    undo(a_door(store), a_viewer(), store.revision, **given)


def is_redefined(store, catalogue):
    hides = catalogue.protecting(smallest_count=300, hide_zero=True, published=())
    load(store, surveyed({"vild": [51.0]}, first=2026), hides)


def is_released(store, catalogue):
    release.release_all(a_door(store), a_viewer(), now=TODAY)


BETWEEN = {
    "a goal": a_file(A_HEADER, A_GOAL.replace(",2,Minst", ",4,Minst")),
    "a comparator": a_file(
        f"{A_HEADER},comparator,comparator_use", f"{A_GOAL},omrade-b|omrade-c,promise"
    ),
    "a break": a_file(BREAK, "brott,SER08,omrade-a,2025,question,yes,Ny fråga.,test"),
    "an area": a_file(
        AREA_COLUMNS, "omrade-b,development_area,Bytt (påhittat),Renamed,stad,yes,test"
    ),
    "few answers": lambda store, catalogue: load(
        store, surveyed({"omrade-a": [44.0]}, first=2026, n=7), catalogue
    ),
    "undone": is_undone,
    "redefined": is_redefined,
    "released": is_released,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory, catalogue):
    """Eight surveyed areas, four with a goal, the fifth with one in a file of its own."""
    values = ordinary(AREAS, 15)
    path = built_city(tmp_path_factory.mktemp("city"), catalogue, values, AREAS[:4])
    with copied(path) as store:
        load(store, goals(AREAS[4:5]), catalogue)
        store._copy_to(path.with_name("more.duckdb"))
    return path.with_name("more.duckdb")


def left_by(store):
    """Everything that is kept, and what is hidden of it."""
    hidden = "SELECT * EXCLUDE (revision_from) FROM disclosure_mask ORDER BY ALL"
    return {table: kept(store, table) for table in TABLES} | {"": rows_of(store, hidden)}


def assert_as_in_turn(built, catalogue, monkeypatch, first, between):
    """`first` is judged, `between` is saved, and then `first`: as if it had waited."""
    with copied(built) as store:
        with judged(monkeypatch, store, first, catalogue):
            between(store, catalogue)
        both = left_by(store)
    with copied(built) as store:
        between(store, catalogue)
        load(store, first, catalogue)
        in_turn = left_by(store)
    for table, rows in in_turn.items():
        pd.testing.assert_frame_equal(both[table], rows, obj=table)


@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN)
def test_whatever_comes_between_counts(built, catalogue, monkeypatch, between):
    assert_as_in_turn(built, catalogue, monkeypatch, BIG, between)


def test_who_comes_along_where_noise_is_unknown_is_kept_once(
    tmp_path_factory, catalogue, monkeypatch
):
    folder = tmp_path_factory.mktemp("new")
    with a_city(folder, catalogue, AREAS[:2]) as store:
        load(store, surveyed(ordinary(AREAS[:2], 2)), catalogue)
        load(store, goals(AREAS[:2]).replace(BASELINE, "2010"), catalogue)
    people = "area_id,indicator_id,period,value,source"
    counted = a_file(people, *(f"omrade-a,BEF01,{year},900,test" for year in (2010, 2012)))
    next_year = surveyed({area: [45.0] for area in AREAS[:2]}, first=2012)
    assert_as_in_turn(folder / "city.duckdb", catalogue, monkeypatch, next_year, counted)


years = st.integers(2025, 2026)
values = st.integers(35, 65).map(float)
some = st.dictionaries(st.sampled_from(AREAS), values.map(lambda one: [one]), min_size=1)
promised = st.lists(st.sampled_from(AREAS), min_size=1, max_size=3, unique=True).map(goals)


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=st.tuples(some, years), second=st.tuples(some, years) | promised)
def test_two_files_at_once_are_as_one_after_the_other(
    built, catalogue, monkeypatch, first, second
):
    rows, year = first
    if not isinstance(second, str):  # the same rows twice is for who was first
        others, other_year = second
        taken = rows if year == other_year else {}
        others = {area: value for area, value in others.items() if area not in taken}
        second = surveyed(others or {"vild": [50.0]}, first=other_year)
    between = partial(_loaded, text=second)
    assert_as_in_turn(built, catalogue, monkeypatch, surveyed(rows, first=year), between)


def _loaded(store, catalogue, *, text):
    load(store, text, catalogue)
