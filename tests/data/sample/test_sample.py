"""What is shipped: real areas carry sourced data, and training shows every state."""

from importlib import resources

import pandas as pd
import pytest

from data.answers.areas import all_areas
from data.answers.goals import all_goals
from data.answers.series import observations_of, series_of
from metrics.outcome.state import State
from tests.factories import a_door, a_reader, a_viewer, rows_of
from tests.training import intended

SAMPLE = resources.files("data") / "sample"


@pytest.fixture(scope="module")
def goals(sample):
    return a_reader(sample).ask(all_goals).set_index("goal_id")


@pytest.mark.parametrize(
    ("goal_id", "state"), intended("training_states.csv", "goal_id").items()
)
def test_a_training_goal_shows_the_state_it_was_made_for(goals, goal_id, state):
    assert goals.loc[goal_id, "state"] == state


def test_every_state_occurs_in_the_training_area(goals):
    shown = set(goals[goals["invented"]]["state"])
    assert shown == {str(state) for state in State} - {"no_goal"}


def test_the_zero_goal_never_came_where_the_police_still_says_especially_vulnerable(goals):
    zero = goals[goals["indicator_id"] == "TRY08"]
    never = sorted(zero[zero["state"] == "never_came"]["area_name"])
    assert never == ["Bergsjön", "Hammarkullen", "Hjällbo", "Lövgärdet"]
    reached = sorted(zero[zero["state"] == "reached"]["area_name"])
    assert [name.split("/")[0] for name in reached] == ["Biskopsgården", "Gårdsten", "Tynnered"]


def test_the_new_scale_of_2025_is_named_beside_the_zero_goal(goals):
    zero = goals[goals["indicator_id"] == "TRY08"]
    assert set(zero["break_id"]) == {"brott.try08.2025"}


def test_ockeros_share_of_rental_homes_is_too_old_to_judge(goals):
    ockero = goals.loc["mal.ockero.hyresratter-30"]
    assert (ockero["state"], ockero["verdict_reason"]) == ("no_evidence", "stale")
    assert ockero["value"] == pytest.approx(17.45, abs=0.01)
    assert "nämnare" in ockero["denominator_text"]


def test_invented_areas_say_so_in_their_name_and_real_ones_do_not(sample):
    areas = a_reader(sample).ask(all_areas)
    says_so = areas["name"].str.contains("påhitt")
    assert (says_so == areas["invented"]).all()
    assert areas[areas["invented"]]["name_en"].str.contains("invented").all()


def test_every_real_observation_names_its_source(sample):
    unsourced = rows_of(
        sample,
        "SELECT count(*) AS n FROM observation JOIN series USING (series_id) "
        "JOIN area_as_of(999999) USING (area_id) "
        "WHERE NOT invented AND coalesce(observation.source, '') = '' "
        "AND (value IS NOT NULL OR coalesce(class_code, '') <> '')",
    )
    assert unsourced["n"].iloc[0] == 0


def test_every_shipped_file_has_its_provenance():
    said = (SAMPLE / "PROVENANCE.md").read_text("utf-8")
    shipped = [
        file.name for file in SAMPLE.iterdir() if file.name.endswith((".csv", ".geojson"))
    ]
    assert [name for name in shipped if name not in said] == []


def test_the_shipped_store_has_what_it_promises(sample):
    series = a_reader(sample).ask(series_of)
    assert set(series["indicator_id"]) >= {"TRY08", "MIX01", "BEF01", "MIX07", "TRY13", "SKO02"}
    regso = series[series["area_id"].str.startswith("regso.")]
    assert regso["area_id"].nunique() == 316
    quarters = series[series["indicator_id"] == "TRY13"]
    assert len(quarters) >= 14
    assert set(quarters["last_period"]) == {"2026-Q2"}


def test_building_again_changes_nothing(own_sample, catalogue):
    from data.sample.demo import build
    from tests.conftest import TODAY

    before = a_reader(own_sample).revision
    assert build(a_door(own_sample), a_viewer(), catalogue, TODAY) == []
    assert a_reader(own_sample).revision == before


def test_a_value_that_is_missing_says_why(sample):
    missing = rows_of(
        sample,
        "SELECT DISTINCT missing_reason FROM observation WHERE value IS NULL "
        "AND class_code IS NULL",
    )
    assert set(missing["missing_reason"]) <= {
        "suppressed",
        "not_applicable",
        "missing",
        "unknown",
    }
    assert not missing["missing_reason"].isna().any()


def test_the_ladder_of_gardsten_goes_from_worst_to_vulnerable(sample):
    reader = a_reader(sample)
    (series_id,) = reader.ask(series_of, area_id="polis.1480.gardsten")["series_id"]
    steps = reader.ask(observations_of, series_ids=[series_id]).set_index("period")[
        "class_code"
    ]
    assert steps["2017"] == "especially_vulnerable"
    assert steps["2025"] == "vulnerable"
    assert isinstance(steps, pd.Series)
