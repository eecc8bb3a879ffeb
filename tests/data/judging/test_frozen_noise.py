"""What is ordinary is frozen: one area's import never flips the verdict of another."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.acts.reassess import reassess
from data.acts.recalibrate import recalibrate
from data.acts.undo import undo
from data.answers.revisions import all_revisions, assessment_runs
from data.judging import monitoring
from data.judging.beside import levels
from data.store.errors import StoreError
from metrics.engine.charts import CHART_NAMES
from metrics.outcome.decision import decide, judge
from metrics.outcome.state import LOST_STATES
from tests.data.loading import load
from tests.data.portfolio import built_city, copied, goals, ordinary, surveyed
from tests.factories import a_door, a_reader, a_viewer, rows_of, writing

AREAS = [f"omrade-{letter}" for letter in "abcdefgh"]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DISPLAYED = ["questions", "peers_changed", "peers_compared", "on_agenda"]


@pytest.fixture(scope="module")
def built(tmp_path_factory, catalogue):
    """Eight surveyed areas, six of them with a goal; the first has fallen far."""
    values = ordinary(AREAS, 15)
    values["omrade-a"][8:] = [share - 20 for share in values["omrade-a"][8:]]
    return built_city(tmp_path_factory.mktemp("city"), catalogue, values, AREAS[:6])


@pytest.fixture
def store(built):
    with copied(built) as store:
        yield store


def verdicts(store, revision=None):
    rows = rows_of(
        store,
        "SELECT * EXCLUDE (revision_from, revision_to, brought_by) "
        "FROM assessment_as_of($r) ORDER BY goal_id",
        r=a_reader(store).revision if revision is None else revision,
    )
    return rows.set_index("goal_id")


def models_of(store):
    """Every frozen noise model, and the revision that froze it."""
    return a_reader(store).rows(
        "SELECT * EXCLUDE (revision_from, revision_to, brought_by), revision_from AS frozen_in "
        "FROM noise_model_as_of($revision) ORDER BY noise_group"
    )


def test_the_noise_is_taken_from_all_areas_and_not_only_those_with_goals(store):
    models = models_of(store)
    assert models["noise_group"].tolist() == ["SER08.1||1|middle|errors"]
    assert models["areas"].tolist() == [8]
    assert models["estimated_through"].iloc[0] == pd.Timestamp(2015, 12, 31)
    assert a_reader(store).ask(assessment_runs)["calibrated"].iloc[0] == 1


def test_the_fallen_area_is_lost_and_its_neighbours_are_not(store):
    states = verdicts(store)["state"]
    assert states["mal.omrade-a"] in LOST_STATES
    assert not states.drop("mal.omrade-a").isin([str(one) for one in LOST_STATES]).any()


@settings(max_examples=8)
# A value of one or less among percent looks like a share, and is stopped at the door.
@given(wild=st.lists(st.floats(2, 100, allow_nan=False), min_size=2, max_size=15))
def test_a_wild_area_flips_nothing_elsewhere(built, catalogue, wild):
    with copied(built) as store:
        before, models = verdicts(store), models_of(store)
        load(store, surveyed({"vild": wild}), catalogue)
        load(store, goals(["vild"]), catalogue)
        after = verdicts(store).drop("mal.vild", errors="ignore")
        pd.testing.assert_frame_equal(
            after.drop(columns=DISPLAYED), before.drop(columns=DISPLAYED)
        )
        kept = models_of(store).iloc[: len(models)]
        pd.testing.assert_frame_equal(kept, models)


def test_deciding_what_was_given_again_gives_the_stored_verdict(store, catalogue):
    reader = a_reader(store)
    stored = verdicts(store)
    for goal_id in stored.index:
        inputs = monitoring.inputs(reader, catalogue, goal_id=goal_id)
        again = decide(
            inputs.goals,
            inputs.measurements,
            assessed_on=date(2026, 11, 22),
            noise=inputs.noise,
        ).iloc[0]
        for column in ("state", "p_baseline", "p_loss", "detectable", "size", "onset"):
            left, right = again[column], stored.loc[goal_id, column]
            assert (pd.isna(left) and pd.isna(right)) or left == right


def test_the_readings_are_the_numbers_that_decided(store):
    rows = monitoring.readings(a_reader(store), goal_id="mal.omrade-a")
    assert list(rows["period"]) == [str(year) for year in range(2016, 2025)]
    assert rows["lost"].iloc[-1]
    over = [rows[chart] >= rows[f"{chart}_lost"] for chart in CHART_NAMES]
    assert np.logical_or.reduce(over).any()
    assert models_of(store)["scale"].tolist() == ["arcsine"]


def test_a_recalibration_is_a_dated_decision_that_can_be_tried_and_undone(store, catalogue):
    before, models = verdicts(store), models_of(store)
    then = a_reader(store).revision
    wide = {area: [30.0, 80.0] * 4 for area in ("omrade-g", "omrade-h")}
    load(store, surveyed(wide), catalogue)
    tried = recalibrate(
        a_door(store),
        a_viewer(),
        catalogue=catalogue,
        actor="test",
        reason="prov",
        now=NOW,
        dry_run=True,
    )
    assert tried.revision is None
    assert len(tried.noise) == 1
    assert tried.noise[0].sigma_after > tried.noise[0].sigma_before
    pd.testing.assert_frame_equal(models_of(store), models)
    done = recalibrate(
        a_door(store), a_viewer(), catalogue=catalogue, actor="test", reason="fler", now=NOW
    )
    rows = a_reader(store).ask(all_revisions).set_index("revision_id")
    assert rows.loc[done.revision, ["kind", "note"]].tolist() == ["calibration", "fler"]
    assert done.verdicts == tried.verdicts
    assert not models_of(store).equals(models)
    pd.testing.assert_frame_equal(verdicts(store, then), before)
    undo(a_door(store), a_viewer(), done.revision, catalogue=catalogue, actor="test", now=NOW)
    restored = models_of(store).drop(columns="frozen_in")
    pd.testing.assert_frame_equal(restored, models.drop(columns="frozen_in"))
    pd.testing.assert_frame_equal(
        verdicts(store).drop(columns=DISPLAYED), before.drop(columns=DISPLAYED)
    )


def test_a_recalibration_says_who_and_why(store, catalogue):
    with pytest.raises(StoreError, match="varför"):
        recalibrate(
            a_door(store), a_viewer(), catalogue=catalogue, actor="test", reason=" ", now=NOW
        )
    same = recalibrate(
        a_door(store), a_viewer(), catalogue=catalogue, actor="test", reason="samma", now=NOW
    )
    assert (same.revision, same.noise) == (None, ())


def test_undoing_the_file_that_brought_a_goal_takes_its_noise_along(store, catalogue):
    goal_revision = a_reader(store).revision
    undo(a_door(store), a_viewer(), goal_revision, catalogue=catalogue, actor="test", now=NOW)
    reader = a_reader(store)
    assert models_of(store).empty
    assert monitoring.readings(
        a_reader(store, revision=goal_revision), goal_id="mal.omrade-a"
    ).size
    assert monitoring.readings(reader, goal_id="mal.omrade-a").empty


def test_verdicts_of_an_older_rule_are_decided_again_and_stay_readable(store, catalogue):
    with writing(store) as cursor:
        cursor.execute("UPDATE assessment SET rule_version = '2026-1', state = 'holds'")
    then = a_reader(store).revision
    reassess(a_door(store), a_viewer(), catalogue=catalogue, now=NOW, only_if_due=True)
    assert set(verdicts(store)["rule_version"]) == {"2026-11"}
    assert verdicts(store).loc["mal.omrade-a", "state"] in LOST_STATES
    assert set(verdicts(store, then)["rule_version"]) == {"2026-1"}
    assert (
        reassess(a_door(store), a_viewer(), catalogue=catalogue, now=NOW, only_if_due=True)
        == ()
    )


def test_the_agenda_holds_losses_rare_among_all_that_was_tested(store):
    rows, run = verdicts(store), a_reader(store).ask(assessment_runs).iloc[0]
    assert rows[rows["on_agenda"].astype(bool)].index.tolist() == ["mal.omrade-a"]
    assert run["tested_invented"] == run["monitored_invented"] == 6
    assert rows.loc["mal.omrade-a", "p_loss"] <= run["p_threshold_invented"]
    assert (run["tested"], run["p_threshold"], run["q"]) == (0, 0, 0.1)


def test_what_is_no_headline_is_not_in_the_family(store, catalogue):
    load(store, goals(AREAS[:6], headline="no"), catalogue)
    rows, run = verdicts(store), a_reader(store).ask(assessment_runs).iloc[0]
    assert run["tested_invented"] == 0
    assert not rows["on_agenda"].astype(bool).any()


def test_a_city_is_not_in_the_family_beside_its_own_areas(store, catalogue):
    load(store, surveyed({"stad": ordinary(["stad"], 15, seed=3)["stad"]}), catalogue)
    load(store, goals(["stad"]), catalogue)
    rows, run = verdicts(store), a_reader(store).ask(assessment_runs).iloc[0]
    assert rows.loc["mal.stad", "p_loss"] > 0
    assert run["tested_invented"] == 6
    assert run["monitored_invented"] == 7


def test_the_level_that_is_drawn_is_the_one_that_decided(store, catalogue):
    reader = a_reader(store)
    for goal_id, verdict in verdicts(store).iterrows():
        inputs = monitoring.inputs(reader, catalogue, goal_id=goal_id)
        decided = judge(
            inputs.goals, inputs.measurements, assessed_on=date(2026, 3, 1), noise=inputs.noise
        )
        (indicator_id,) = inputs.goals["indicator_id"]
        drawn = reader.ask(levels, indicator=catalogue[indicator_id], goal_id=goal_id)
        pd.testing.assert_frame_equal(drawn, decided.levels)
        assert drawn["period"].iloc[-1] == verdict["last_period"]
        assert (drawn["low"] < drawn["level"]).all()
        assert (drawn["level"] < drawn["high"]).all()


def test_the_level_of_a_goal_that_may_not_be_seen_is_not_drawn(store, catalogue):
    blind = a_reader(store, viewer=a_viewer(areas=frozenset()))
    for one in catalogue.values():
        assert blind.ask(levels, indicator=one, goal_id="mal.omrade-a").empty
