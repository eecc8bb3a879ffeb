"""A year that was wild in the whole city is frozen with the noise, and moves nothing later."""

from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.acts.reassess import reassess
from data.answers.goals import all_goals
from data.judging import recompute
from metrics.outcome.decision import decide
from metrics.outcome.state import LOST_STATES
from tests.data.loading import load
from tests.data.portfolio import FIRST, built_city, copied, goals, ordinary, surveyed
from tests.factories import a_door, a_reader, a_viewer, rows_of, writing

AREAS = [f"omrade-{letter}" for letter in "abcdefghijkl"]
WILD = 2
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(tmp_path_factory, catalogue):
    """Twelve surveyed areas, all of them 25 points down in one year; the first has fallen."""
    values = ordinary(AREAS, 15, seed=2)
    for shares in values.values():
        shares[WILD] -= 25
    values["omrade-a"][8:] = [share - 12 for share in values["omrade-a"][8:]]
    return built_city(tmp_path_factory.mktemp("city"), catalogue, values, AREAS)


@pytest.fixture
def store(built):
    with copied(built) as store:
        yield store


def stored(store, table, key):
    return rows_of(
        store,
        f"SELECT * EXCLUDE (revision_from, revision_to, brought_by) FROM {table}_as_of($r) "  # noqa: S608
        f"ORDER BY {key}",
        r=a_reader(store).revision,
    ).set_index(key)


def test_the_wild_year_is_frozen_with_the_noise_and_the_fallen_area_is_lost(store):
    model = stored(store, "noise_model", "noise_group").iloc[0]
    assert [end.year for end in pd.to_datetime(model["common_ends"])] == [FIRST + WILD]
    states = stored(store, "assessment", "goal_id")["state"]
    assert states["mal.omrade-a"] in LOST_STATES
    assert not states.drop("mal.omrade-a").isin(LOST_STATES).any()


def test_pages_show_the_level_that_the_verdict_is_against(store):
    shown = a_reader(store).ask(all_goals).set_index("goal_id")["baseline_value"]
    frozen = stored(store, "goal", "goal_id")["baseline_value"]
    level = stored(store, "assessment", "goal_id")["baseline_level"]
    pd.testing.assert_series_equal(shown, level, check_names=False, check_like=True)
    assert (shown - frozen > 3).all()


def test_a_goal_without_a_stored_level_shows_its_frozen_mean(store):
    with writing(store) as cursor:
        cursor.execute("UPDATE assessment SET baseline_level = NULL")
    shown = a_reader(store).ask(all_goals).set_index("goal_id")["baseline_value"]
    frozen = stored(store, "goal", "goal_id")["baseline_value"]
    pd.testing.assert_series_equal(shown, frozen, check_like=True)


@settings(max_examples=4)
@given(wild=st.lists(st.floats(2, 100, allow_nan=False), min_size=6, max_size=15))
def test_a_wild_new_area_moves_no_common_year_and_flips_nothing(built, catalogue, wild):
    with copied(built) as store:
        before = stored(store, "assessment", "goal_id")["state"]
        models = stored(store, "noise_model", "noise_group")
        load(store, surveyed({"vild": wild}), catalogue)
        load(store, goals(["vild"]), catalogue)
        after = stored(store, "assessment", "goal_id")["state"].drop("mal.vild")
        pd.testing.assert_series_equal(after, before)
        kept = stored(store, "noise_model", "noise_group").loc[models.index]
        pd.testing.assert_frame_equal(kept, models)


def test_what_a_verdict_was_reached_by_gives_it_again(store, catalogue):
    reader = a_reader(store)
    for goal_id in ("mal.omrade-a", "mal.omrade-b"):
        given = recompute.given(reader, catalogue, goal_id=goal_id)
        again = decide(
            given.goals, given.measurements, assessed_on=NOW.date(), noise=given.noise
        )
        was = recompute.stored_verdict(reader, goal_id=goal_id)
        assert again["state"].iloc[0] == was["state"].iloc[0]
        assert again["baseline_level"].iloc[0] == was["baseline_level"].iloc[0]


def test_a_model_frozen_before_there_were_common_years_is_used_as_it_was(store, catalogue):
    with writing(store) as cursor:
        cursor.execute("UPDATE noise_model SET common_ends = NULL, common_effects = NULL")
        cursor.execute("UPDATE assessment SET rule_version = '2026-1'")
    models = stored(store, "noise_model", "noise_group")
    reassess(a_door(store), a_viewer(), catalogue=catalogue, now=NOW, only_if_due=True)
    pd.testing.assert_frame_equal(stored(store, "noise_model", "noise_group"), models)
    level = stored(store, "assessment", "goal_id")["baseline_level"]
    assert level.notna().all()
