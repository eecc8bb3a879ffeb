"""An invented nation: what is planted is found, and what is done to find it grows with it."""

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from data.answers.goals import all_goals
from data.judging import assess as judging
from data.judging import facts, goal_rows, surroundings
from data.judging.common_movement import common_movement
from data.sample import generated, nation
from data.sample.invented_areas import counts
from data.store import ledger
from data.store.access import Verb
from data.store.errors import TooMuchError
from data.store.noted import reading
from data.store.store import Store
from metrics.definition.catalogue import load_catalogue
from tests.factories import a_door, a_reader, a_viewer

AREAS, INDICATORS, PERIODS = 20, 3, 9
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    folder = tmp_path_factory.mktemp("definitions")
    generated.write_definitions(folder, INDICATORS)
    return load_catalogue([folder])


@pytest.fixture(scope="module")
def store(catalogue):
    made = Store(":memory:")
    nation.build(a_door(made), a_viewer(), catalogue, NOW, areas=AREAS, periods=PERIODS)
    yield made
    made.close()


def test_the_planted_losses_are_lost_and_little_else_is(store):
    states = a_reader(store).ask(all_goals).set_index("goal_id")["state"]
    size = nation.Size(AREAS, generated.indicator_ids(INDICATORS), PERIODS)
    planted = nation.planted(size)["goal_id"]
    judged = states[(states != "break") & ~states.index.str.endswith("hit0003")]
    lost = judged == "below_baseline"
    assert lost[lost.index.isin(planted)].all()
    assert lost[~lost.index.isin(planted)].mean() < 0.1


def test_everything_says_that_it_is_invented(store):
    areas = a_reader(store).rows("SELECT invented, source, name FROM area_as_of($revision)")
    assert areas["invented"].all()
    assert areas["name"].str.startswith("Påhitta").all()
    assert set(areas["source"]) == {"Påhittat av Kvarvärde"}


def test_a_whole_nation_has_as_many_areas_above_its_leaves_as_the_real_one():
    assert counts(6160) == {"deso": 6160, "regso": 3363, "municipality": 290, "region": 21}


def test_goals_decided_an_indicator_at_a_time_get_the_same_verdicts(
    store, catalogue, monkeypatch
):
    monkeypatch.setattr(judging, "_AT_A_TIME", 1)
    with a_door(store).act(a_viewer(), Verb.REASSESS) as cursor:
        revision = ledger.open_revision(cursor, "assessment", actor="test", now=NOW)
        changed = judging.assess(cursor, revision, catalogue, assessed_on=NOW.date())
    assert changed.empty
    runs = "SELECT changed FROM assessment_run WHERE revision_id = $revision"
    assert a_reader(store).rows(runs)["changed"].tolist() == [0]


def test_what_was_measured_of_goals_is_not_read_again_for_what_lies_around_them(
    store, catalogue
):
    with a_door(store).act(a_viewer(), Verb.REASSESS) as cursor:
        goals = goal_rows.read(cursor, catalogue, store.revision)
        known = facts.read(cursor, catalogue, goals, store.revision)
        verdicts = pd.DataFrame({"last_period": ["2025"] * len(goals), "worsening": 1.0})
        with reading() as tables:
            around = surroundings.surroundings(cursor, goals, known, verdicts, store.revision)
    assert "observation" not in tables
    assert (around.compared > 0).sum() > len(goals) / 2


def test_what_areas_did_together_is_read_and_not_worked_out_again(store):
    with reading() as tables:
        kept = common_movement(a_reader(store))
    assert "observation" not in tables
    (moved,) = kept[kept["direction"] != ""].to_dict("records")
    assert (moved["indicator_id"], moved["direction"]) == ("HIT0003", "fell")


def test_what_is_kept_is_what_somebody_who_sees_the_same_areas_has_worked_out(store):
    areas = a_reader(store).rows("SELECT area_id FROM area_as_of($revision)")
    everywhere = frozenset(areas["area_id"])
    worked_out = common_movement(a_reader(store, viewer=a_viewer(areas=everywhere)))
    kept = common_movement(a_reader(store))
    pd.testing.assert_frame_equal(kept, worked_out, check_dtype=False)


def test_a_question_that_would_read_the_store_is_refused_in_a_sentence(store):
    everything = "SELECT * FROM range(100_000_000) WHERE range >= 0 * $revision"
    with pytest.raises(TooMuchError, match="Välj en indikator eller ett område"):
        a_reader(store).rows(everything)


def test_the_same_size_gives_the_same_figures():
    size = nation.Size(4, ["HIT0001"], 5)
    np.testing.assert_array_equal(nation.values(size, 0).value, nation.values(size, 0).value)
