"""Real breaks in real Swedish series: none of them is a lost social value."""

import csv

import pytest

from data.answers.goals import all_goals
from data.answers.series import series_of
from metrics.definition.catalogue import load_catalogue
from metrics.outcome.state import LOST_STATES
from tests.anchors import anchor
from tests.data.loading import lines, load
from tests.factories import a_reader

GOAL = (
    "goal_id,area_id,indicator_id,definition_version,category,geo_version,form,target,due,"
    "baseline_periods,mid,title,frozen_on"
)
GOTEBORG = "kommun.1480.goteborg"


def verdicts(store, *goal_rows, catalogue):
    load(store, lines(GOAL, *goal_rows), catalogue)
    return a_reader(store).ask(all_goals).set_index("goal_id")


def verdict(store, goal_row, catalogue):
    """The verdict of the one goal of a row, which begins with its id."""
    return verdicts(store, goal_row, catalogue=catalogue).loc[goal_row.split(",", 1)[0]]


def judged(tmp_path, indicator_id, **changes):
    """Return the catalogue with one definition as if somebody had made it an outcome."""
    from importlib import resources

    shipped = resources.files("metrics") / "definitions" / f"{indicator_id}.toml"
    text = shipped.read_text("utf-8")
    for key, value in changes.items():
        kept = [line for line in text.splitlines() if not line.startswith(f"{key} ")]
        text = "\n".join([f"{key} = {value}", *kept])
    (tmp_path / f"{indicator_id}.toml").write_text(text, "utf-8")
    return load_catalogue([tmp_path])


def as_outcome(tmp_path, indicator_id, direction):
    return judged(
        tmp_path,
        indicator_id,
        kind='"outcome"',
        direction=f'"{direction}"',
        direction_confirmed_by='"test"',
        direction_confirmed_on="2026-01-01",
    )


def old_thefts() -> list[tuple[str, str]]:
    with anchor("kolada_redefinition/goteborg_U07417.csv").open(encoding="utf-8") as file:
        return [(row["ar"], row["varde"]) for row in csv.DictReader(file)]


def test_1_thefts_counted_in_another_way_are_not_more_thefts(own_sample, tmp_path):
    catalogue = as_outcome(tmp_path, "TRY12", "lower")
    rows = [f"{GOTEBORG},TRY12,{year},{value},1" for year, value in old_thefts()]
    load(
        own_sample,
        lines("area_id,indicator_id,period,value,definition_version", *rows),
        catalogue,
    )
    goal = f"old,{GOTEBORG},TRY12,1,,,hold,,,2018|2019,2,Inte fler stölder,2020-01-01"
    found = verdict(own_sample, goal, catalogue)
    assert (found["state"], found["verdict_reason"]) == ("break", "definition")


def test_1_old_thefts_put_into_the_new_series_are_cut_off(own_sample, tmp_path):
    catalogue = as_outcome(tmp_path, "TRY12", "lower")
    rows = [f"{GOTEBORG},TRY12,{year},{value}" for year, value in old_thefts() if year < "2010"]
    load(own_sample, lines("area_id,indicator_id,period,value", *rows), catalogue)
    goal = f"mixed,{GOTEBORG},TRY12,,,,hold,,,2008|2009,2,Inte fler stölder,2010-01-01"
    found = verdict(own_sample, goal, catalogue)
    assert found["state"] == "break"


def test_2_a_harder_rule_for_eligibility_is_not_worse_schools(own_sample, catalogue):
    goal = f"rule,{GOTEBORG},SKO01,,,,hold,,,2010|2011,1,Lika många behöriga,2011-12-31"
    found = verdict(own_sample, goal, catalogue)
    assert (found["state"], found["verdict_reason"]) == ("break", "definition")


def test_3_quarters_that_are_missing_or_preliminary_lose_nothing(own_sample, tmp_path):
    catalogue = as_outcome(tmp_path, "TRY13", "lower")
    goal = f"quarters,{GOTEBORG},TRY13,,,,hold,,,2014-Q1|2014-Q2,50,Inte fler brott,2014-07-01"
    found = verdict(own_sample, goal, catalogue)
    assert found["state"] not in LOST_STATES
    assert found["last_period"] == "2025-Q4"


@pytest.mark.parametrize("area", ["biskopsgarden", "tynnered", "gardsten"])
def test_4_a_class_that_was_abolished_is_neither_won_nor_lost(own_sample, catalogue, area):
    goal = f"class,polis.1480.{area},TRY08,,,,hold,,,2023,1,Inte värre klass,2023-12-31"
    found = verdict(own_sample, goal, catalogue)
    assert (found["state"], found["verdict_reason"]) == ("break", "ladder")


def test_5_incomes_that_fell_everywhere_are_background(own_sample, catalogue):
    areas = a_reader(own_sample).ask(series_of, indicator_id="MIX07")["area_id"].head(20)
    rows = [
        f"pay{position},{area},MIX07,,,regso-2020,at_least,300,,2021|2022,5,"
        "Lika höga löner,2022-12-31"
        for position, area in enumerate(areas)
    ]
    found = verdicts(own_sample, *rows, catalogue=catalogue)
    assert set(found[found.index.str.startswith("pay")]["state"]) == {"background"}


def test_6_a_school_that_changed_its_code_or_its_grades_lost_no_pupils(own_sample, tmp_path):
    catalogue = as_outcome(tmp_path, "SKO02", "higher")
    new_code = "skola.1440.bohusskolan-7-9-70878576"
    fewer_grades = "skola.1480.hammarkullsskolan-f-3-20175215"
    found = verdicts(
        own_sample,
        f"code,{new_code},SKO02,,,,hold,,,2010/11|2011/12,20,Lika många,2012-06-30",
        f"grades,{fewer_grades},SKO02,,,,hold,,,2010/11|2011/12,20,Lika många,2012-06-30",
        catalogue=catalogue,
    )
    assert found.loc["code", "state"] == "break"
    assert found.loc["grades", "state"] == "break"


def test_7_values_on_the_new_division_are_another_series(own_sample, catalogue):
    area = "regso.1480.gardsten-nordostra"
    before = a_reader(own_sample).ask(series_of, area_id=area, indicator_id="MIX01")
    new = f"{area},MIX01,2024,10,10,100,regso-2025"
    load(
        own_sample,
        lines("area_id,indicator_id,period,value,numerator,denominator,geo_version", new),
        catalogue,
    )
    after = a_reader(own_sample).ask(series_of, area_id=area, indicator_id="MIX01")
    assert (len(before), len(after)) == (1, 2)
    goal = f"mix,{area},MIX01,,,regso-2020,at_least,50,,2020|2021,2,Minst hälften,2021-12-31"
    found = verdict(own_sample, goal, catalogue)
    assert found["state"] not in LOST_STATES
    assert found["value"] > 80


def test_8_homes_empty_for_renovation_are_never_a_loss(own_sample, catalogue):
    area = "polis.1488.kronogarden-lextorp"
    header = "area_id,indicator_id,period,value,numerator,denominator"
    rows = [
        f"{area},{indicator},{year},{share},{share * 10},1000"
        for indicator in ("BOS01", "BOS02")
        for year, share in [(2016, 2), (2017, 2), (2018, 9), (2019, 20), (2020, 30)]
    ]
    load(own_sample, lines(header, *rows), catalogue)
    found = verdicts(
        own_sample,
        f"vacant,{area},BOS01,,,,at_most,3,,2016|2017,2,Högst tre procent tomma,2017-12-31",
        f"rebuilt,{area},BOS02,,,,at_most,3,,2016|2017,2,Högst tre procent tomma,2017-12-31",
        catalogue=catalogue,
    )
    assert found.loc["vacant", "state"] not in LOST_STATES
    assert found.loc["rebuilt", "state"] == "background"
