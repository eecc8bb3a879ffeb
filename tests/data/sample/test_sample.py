"""What is shipped: real areas carry sourced data, and training shows every state."""

from importlib import resources

import pandas as pd
import pytest

from data.answers import places
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


REAL_STATES = {
    "mal.framtiden.annat-an-hyresratt-50": ("no_evidence", "stale"),
    "mal.gardsten.bostader-2025": ("no_evidence", "stale"),
    "mal.bostad2021.bostader": ("never_came", ""),
    "mal.hjallbo.bostader-2035": ("no_evidence", "stale"),
    "mal.ockero.hyresratter-30": ("no_evidence", "stale"),
}
"""What the figures we have allow of the real goals beside the police classes."""


def test_the_real_goals_about_homes_say_no_more_than_their_figures(goals):
    real = goals[~goals["invented"] & (goals["indicator_id"] != "TRY08")]
    found = zip(real["state"], real["verdict_reason"].fillna(""), strict=True)
    assert dict(zip(real.index, found, strict=True)) == REAL_STATES


def test_every_real_goal_has_an_address_and_a_date_or_says_that_none_is_known(sample, goals):
    papers = a_reader(sample).rows("SELECT * FROM document_as_of($revision)")
    url = papers.set_index("document_id")["url"]
    real = goals[~goals["invented"]]
    addressed = real["document_id"].map(url).fillna("").str.match("https?://")
    assert real[~addressed].index.tolist() == ["mal.ockero.hyresratter-30"]
    assert not real.loc[addressed, "frozen_on"].isna().any()
    assert not real["title"].str.contains('[”“"]').any()
    assert (real["title"] != real["title_en"]).all()


SIX = "omrade.1480.framtidens-utvecklingsomraden"
HOMES_OF_PARTS = """
    SELECT r.other_area_id AS area_id, o.period, sum(o.value) AS homes,
           sum(o.value) FILTER (s.category = 'tenure:rental') AS rentals
    FROM area_relation_as_of($revision) r JOIN series s USING (area_id)
    JOIN observation_as_of($revision) o USING (series_id)
    WHERE r.relation = 'overlaps' AND s.indicator_id = 'BOS09' AND r.share IS NOT NULL
    GROUP BY ALL
"""


def by_area_and_period(rows, column="value"):
    return rows.pivot_table(column, "area_id", "period", dropna=False)


def test_homes_added_are_the_sums_of_the_parts_that_lie_in_each_area(sample):
    reader = a_reader(sample)
    stock = reader.rows(HOMES_OF_PARTS)
    homes, rentals = (by_area_and_period(stock, each) for each in ("homes", "rentals"))
    added, rented = (each.sub(each["2020"], axis=0) for each in (homes, rentals))
    shipped = by_area_and_period(places.of_indicator(reader, indicator_id="BOS10"))
    mine = shipped.drop(index=SIX)
    assert mine.to_dict() == added.loc[mine.index].to_dict()
    assert shipped.loc[SIX].to_dict() == mine.drop(index="polis.1480.gardsten").sum().to_dict()
    share = (100 - 100 * rented / added).where(added >= 50)
    known = share.where(share >= 0).loc[mine.index, ["2021", "2022", "2023"]]
    found = by_area_and_period(places.of_indicator(reader, indicator_id="MIX08"))
    assert found.loc[mine.index].to_numpy() == pytest.approx(
        known.to_numpy(), abs=0.0051, nan_ok=True
    )
    assert found.loc[SIX].tolist() == [48.50, 34.01, 36.51]


def test_both_published_figures_of_bostad2021_are_kept_apart(sample):
    shipped = places.of_indicator(a_reader(sample), indicator_id="BOS11")
    assert shipped.set_index("supplier")["value"].to_dict() == {
        "bostad2021": 4074,
        "goteborgs-stad": 3900,
    }


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
    of_gardsten = reader.ask(series_of, area_id="polis.1480.gardsten", indicator_id="TRY08")
    (series_id,) = of_gardsten["series_id"]
    steps = reader.ask(observations_of, series_ids=[series_id]).set_index("period")[
        "class_code"
    ]
    assert steps["2017"] == "especially_vulnerable"
    assert steps["2025"] == "vulnerable"
    assert isinstance(steps, pd.Series)
