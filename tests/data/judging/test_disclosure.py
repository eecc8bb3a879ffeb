"""What is of few people is neither shown to whoever has no clearance nor can be worked out."""

import pandas as pd
import pytest

from data.acts.reassess import reassess
from data.acts.save import rehearse
from data.acts.undo import undo
from data.answers.goals import all_goals
from data.answers.series import earlier_values, observations_of, series_of
from data.intake import UploadedFile, examine_as_suggested
from data.judging import monitoring, nesting, recompute
from data.judging.assess import is_due
from data.judging.common_movement import common_movement
from data.judging.divisions import tilings
from data.store.errors import StoreError
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from metrics.outcome.decision import decide
from tests.data.judging.hierarchies import LEVEL, attacked
from tests.data.loading import TODAY, lines, load
from tests.data.portfolio import AREAS, GOALS
from tests.factories import a_door, a_reader, a_viewer, rows_of, writing

VALUES = "area_id,indicator_id,period,category,value,numerator,denominator,n,source"
CLEARED = {"clearance": True}


def share(area, period, yes, asked, category=""):
    return (
        f"{area},TRY14,{period},{category},{100 * yes / asked:.1f},{yes},{asked},{asked},test"
    )


def a_quarter(catalogue, *rows, store=None):
    """Return a store with a quarter of three houses, and these shares."""
    store = store or Store(":memory:")
    load(
        store,
        lines(
            AREAS,
            "kvarter,development_area,Kvarteret (påhittat),The quarter (invented),,yes,test",
            *(
                f"{one},property,{one} (påhittat),{one} (invented),kvarter,yes,test"
                for one in ("hus1", "hus2", "hus3")
            ),
        ),
        catalogue,
    )
    if rows:
        load(store, lines(VALUES, *rows), catalogue)
    return store


def seen(store, revision=None, **terms):
    """Return what is shown of each area, period and category: the count, or None."""
    reader = a_reader(store, viewer=a_viewer(**terms), revision=revision)
    ids = reader.ask(series_of)["series_id"].tolist()
    rows = reader.ask(observations_of, series_ids=ids)
    return {
        (row["area_id"], row["period"], row["category"]): None
        if row["missing_reason"] == "few_people"
        else row["numerator"]
        for row in rows.to_dict("records")
    }


def hidden(store, revision=None):
    return {area for (area, *_), count in seen(store, revision).items() if count is None}


@pytest.fixture
def store(catalogue: Catalogue) -> Store:
    return a_quarter(
        catalogue,
        share("kvarter", 2024, 120, 241),
        share("hus1", 2024, 2, 41),
        share("hus2", 2024, 118, 200),
    )


def test_a_small_share_is_hidden_with_a_sibling_and_nobody_with_clearance_misses_it(store):
    assert hidden(store) == {"hus1", "hus2"}
    assert seen(store, **CLEARED)["hus1", "2024", ""] == 2


def test_everything_that_says_it_is_hidden_with_it(store):
    reader = a_reader(store)
    found = reader.ask(series_of)
    rows = reader.ask(observations_of, series_ids=found["series_id"].tolist())
    mine = rows[rows["area_id"] == "hus1"].iloc[0]
    numbers = ["value", "numerator", "denominator", "n", "low", "high", "class_code", "note"]
    assert mine[[*numbers, "ceiling"]].isna().all()
    assert mine["missing_reason"] == "few_people"
    assert found.set_index("area_id")["last_value"].isna()["hus1"]


def test_a_figure_replaced_by_dots_is_hidden_where_it_stood_before(store, catalogue):
    load(store, lines(VALUES, "hus1,TRY14,2024,,..,,,,test"), catalogue)
    reader = a_reader(store)
    series = reader.ask(series_of).set_index("area_id")["series_id"]
    assert reader.ask(earlier_values, series_id=series["hus1"])["value"].isna().all()
    assert {"hus1", "hus2"} <= hidden(store, revision=store.revision - 1)


def test_a_share_that_stood_there_without_its_counts_is_hidden_with_them(catalogue):
    store = a_quarter(catalogue, "hus1,TRY14,2024,,4.9,,,,test")
    assert seen(store) == {("hus1", "2024", ""): pytest.approx(float("nan"), nan_ok=True)}
    before = store.revision
    load(store, lines(VALUES, share("hus1", 2024, 2, 41)), catalogue)
    assert hidden(store, revision=before) == {"hus1"}


def test_a_goal_that_is_only_tried_tells_nothing_of_a_hidden_number(store, catalogue):
    goal = "mal,hus1,TRY14,at_least,lower,4,2024,2,Mål,Goal,yes,2025-01-01,Test,test,Prov,"
    told = {}
    for clearance in (True, False):
        viewer = a_viewer(clearance=clearance)
        file = UploadedFile.of(lines(GOALS, goal).encode(), "mål.csv")
        tried = examine_as_suggested(a_reader(store, viewer=viewer), file, catalogue=catalogue)
        changes = rehearse(a_door(store), viewer, tried, catalogue=catalogue, now=TODAY)
        told[clearance] = [each.goal_id for each in changes]
    assert told == {True: ["mal"], False: []}


def test_a_correction_does_not_give_back_what_stood_before(store, catalogue):
    before = store.revision
    load(
        store,
        lines(VALUES, share("hus1", 2024, 20, 41), share("kvarter", 2024, 138, 241)),
        catalogue,
    )
    # The quarter of then was shown: the second house, which has not changed, must stay unknown.
    assert hidden(store, revision=before) == {"hus1", "hus2"}
    assert len(hidden(store)) == 2


def test_an_undo_shows_nothing_that_was_hidden(store, catalogue):
    last = store.revision
    undo(a_door(store), a_viewer(), last, catalogue=catalogue, actor="Test", now=TODAY)
    assert {"hus1", "hus2"} <= hidden(store, revision=last)
    undo(a_door(store), a_viewer(), last + 1, catalogue=catalogue, actor="Test", now=TODAY)
    assert hidden(store) == {"hus1", "hus2"}


def test_a_quarter_shown_before_protects_nothing_so_another_house_is_hidden(catalogue):
    store = a_quarter(
        catalogue, share("kvarter", 2024, 170, 301), share("hus2", 2024, 118, 200)
    )
    load(
        store, lines(VALUES, share("hus1", 2024, 2, 41), share("hus3", 2024, 50, 60)), catalogue
    )
    assert hidden(store) == {"hus1", "hus3"}


def test_categories_of_a_whole_are_hidden_together(catalogue):
    store = a_quarter(
        catalogue,
        share("hus1", 2024, 120, 241),
        share("hus1", 2024, 2, 41, "kön:kvinnor"),
        share("hus1", 2024, 118, 200, "kön:män"),
    )
    gone = {category for (*_, category), count in seen(store).items() if count is None}
    assert gone == {"kön:kvinnor", "kön:män"}


@pytest.mark.parametrize(
    "counts",
    [
        {"": 83, "0–15 år": 3, "16–64 år": 60, "65 år och äldre": 20},
        {"": 83, "hyresrätt": 3, "bostadsrätt": 60, "egen gård": 20},
        {"": 83, "ja, helt": 3, "ja, delvis": 60, "nej": 20},
        {"kvinnor": 40, "kvinnor, under 18": 37, "kvinnor, 18+": 3},
        {"16-64": 50, "16-24": 3, "25-64": 47},
    ],
)
def test_bands_and_words_that_make_up_another_are_hidden_together(counts, catalogue):
    rows = [share("hus1", 2024, yes, 5 * yes, f'"{name}"') for name, yes in counts.items()]
    store = a_quarter(catalogue, *rows)
    small = min(counts, key=counts.get)
    gone = {category for (*_, category), count in seen(store).items() if count is None}
    assert small in gone
    assert gone - {small}


@pytest.mark.parametrize(
    ("counts", "gone", "counted"),
    [
        ({"2023": 40, "2024": 83, "2023-2024": 123}, set(), 0),
        ({"2023": 40, "2024": 3, "2023-2024": 43}, {"2024"}, 2),
        ({"2023": 40, "2023-2024": 43}, set(), 1),
    ],
)
def test_several_years_give_away_one_of_them(counts, gone, counted, catalogue):
    rows = [
        f"{share('hus1', period, yes, 5 * yes)},{len(period)}" for period, yes in counts.items()
    ]
    store = a_quarter(catalogue)
    load(store, lines(f"{VALUES},supplier", *rows), catalogue)
    assert {one for (_, one, _), count in seen(store).items() if count is None} >= gone
    assert list(seen(store).values()).count(None) == counted


def test_quarters_and_months_are_taken_from_their_year():
    days = {text: nesting.days(text) for text in ("2024", "2024-Q1", "2024-Q2", "2024-S2")}
    ties = nesting.together(("hus1", "", text) for text in (*days, "2023", "2024-09"))
    assert len({ties[text] for text in (*days, "2024-09")}) == 1
    assert ties["2023"] != ties["2024"]
    year = days.pop("2024")
    assert tilings(list(days.values()), year) == [tuple(days.values())]


@pytest.mark.parametrize(
    ("counts", "gone"),
    [
        ({"hus1": 63, "nytt1": 3, "nytt2": 60}, 2),
        ({"hus1": 63, "nytt1": 60}, 1),
        ({"hus1": 41, "nytt1": 41}, 0),
        ({"hus1": 3, "nytt1": 3}, 2),
    ],
)
def test_areas_that_replace_another_give_it_away(counts, gone, catalogue):
    store = a_quarter(catalogue)
    new = "{0},property,{0} (påhittat),{0} (invented),hus1,yes,test".format
    file = lines(AREAS.replace("parent_id", "succeeds"), new("nytt1"), new("nytt2"))
    load(store, file, catalogue)
    load(
        store, lines(VALUES, *(share(a, 2024, y, 5 * y) for a, y in counts.items())), catalogue
    )
    assert {area for area, count in counts.items() if count < 10} <= hidden(store)
    assert len(hidden(store)) == gone


@pytest.mark.parametrize(
    "said",
    [
        "BOS07,2024,50,,4000,",  # two of 4,000
        "SER05,2024,95,57,,",  # three of 60 are not
        "TRY14,2024,95,95,,",
        "TRY14,2024,5,,1000,60",  # three of 60 who answered
        "TRY03,2024,50,250,,",  # the mean of five
    ],
)
def test_what_is_worked_out_of_the_other_two_is_of_few_people_too(said, catalogue):
    store = a_quarter(catalogue)
    columns = "area_id,indicator_id,period,value,numerator,denominator,n,source"
    load(store, lines(columns, f"hus1,{said},test"), catalogue)
    assert hidden(store) == {"hus1"}


@pytest.mark.parametrize(("asked", "shown"), [(201, set()), (300, {"b"})])
def test_another_supplier_does_not_give_back_what_is_hidden(asked, shown, catalogue):
    """Who else says nearly the same is hidden too; what differs by much says nothing."""
    counts = {("kvarter", "a"): (120, 241), ("hus1", "a"): (2, 41), ("hus2", "a"): (118, 200)}
    counts["hus2", "b"] = (118 if asked < 300 else 150, asked)
    rows = [f"{share(area, 2024, *of)},{supplier}" for (area, supplier), of in counts.items()]
    store = a_quarter(catalogue)
    load(store, lines(f"{VALUES},supplier", *rows), catalogue)
    series = a_reader(store).ask(series_of).set_index("supplier")
    values = series[series["area_id"] == "hus2"]["last_value"]
    assert set(values.dropna().index) == shown


def test_an_indicator_without_a_smallest_count_hides_nothing(catalogue):
    store = a_quarter(catalogue, "hus1,MIX01,2024,,4.9,2,41,,test")
    assert hidden(store) == set()


A_GOAL = (
    "mal,hus1,SKO01,at_least,lower,30,2022|2023,5,Minst 30,At least 30,yes,2024-01-01,test,"
    "strateg,Program,test"
)


def a_school(catalogue, *counts, goal=A_GOAL):
    """Return a store with a goal on these shares of 150, of the years from 2022 on."""
    rows = [
        share("hus1", 2022 + at, yes, 150).replace("TRY14", "SKO01")
        for at, yes in enumerate(counts)
    ]
    store = a_quarter(catalogue, *rows)
    load(store, lines(GOALS, goal), catalogue)
    return store


def verdict(store, **terms):
    (goal,) = a_reader(store, viewer=a_viewer(**terms)).ask(all_goals).to_dict("records")
    return goal


def test_the_verdict_on_a_hidden_figure_is_hidden_with_all_it_says(catalogue):
    store = a_school(catalogue, 60, 60, 3, 2)
    real, goal = verdict(store, **CLEARED), verdict(store)
    assert (real["state"], real["value"]) == ("below_baseline", pytest.approx(1.3))
    assert (goal["state"], goal["verdict_reason"]) == ("no_evidence", "hidden")
    assert (goal["last_period"], goal["value"]) == ("2023", 40)
    told = ["p_baseline", "worsening", "size"]
    assert all(pd.isna(goal[name]) or goal[name] != real[name] for name in told)
    read = a_reader(store).ask(monitoring.readings, goal_id="mal")
    assert not set(read["period"]) & {"2024", "2025"}


def test_a_verdict_that_needs_no_hidden_figure_is_made_of_those_that_are_shown(catalogue):
    store = a_school(catalogue, 60, 60, 3, 66)
    real, goal = verdict(store, **CLEARED), verdict(store)
    assert (goal["state"], goal["value"]) == (real["state"], real["value"])
    assert goal["value"] == 44
    reader = a_reader(store)
    given = recompute.given(reader, catalogue, goal_id="mal")
    again = decide(
        given.goals, given.measurements, assessed_on=TODAY.date(), noise=given.noise
    ).iloc[0]
    stored = reader.ask(recompute.stored_verdict, goal_id="mal").iloc[0]
    assert (again["state"], again["since"]) == (stored["state"], stored["since"])
    load(store, lines(VALUES, share("hus1", 2022, 3, 150).replace("TRY14", "SKO01")), catalogue)
    assert verdict(store, **CLEARED)["baseline_value"] == 40
    assert (verdict(store)["state"], verdict(store)["verdict_reason"]) == (
        "cannot_tell",
        "few_measurements",
    )
    assert pd.isna(verdict(store)["baseline_value"])


def test_a_reference_that_names_no_periods_is_hidden_as_soon_as_it_is_known(catalogue):
    unnamed = A_GOAL.replace("2022|2023", "").replace("2024-01-01", "2025-01-01")
    store = a_school(catalogue, 60, 60, 3, 66, goal=unnamed)
    assert verdict(store, **CLEARED)["baseline_value"] == 23
    assert pd.isna(verdict(store)["baseline_value"])


def test_a_goal_that_comes_to_be_compared_with_what_is_hidden_is_hidden_as_well(catalogue):
    store = a_school(catalogue, 60, 60, 3, 66)
    header, shown = f"{GOALS},comparator,comparator_use", A_GOAL.replace(",hus1,", ",hus2,")
    rows = [share("hus2", 2022 + at, 60, 150).replace("TRY14", "SKO01") for at in range(4)]
    load(store, lines(VALUES, *rows), catalogue)
    for others in ("hus3", "hus1"):
        load(store, lines(header, f"{shown.replace('mal', 'annat')},{others},watch"), catalogue)
    assert "annat" in rows_of(store, "FROM disclosure_goal")["goal_id"].tolist()
    assert not rows_of(store, "FROM shown_assessment WHERE goal_id = 'annat'").empty


@pytest.mark.parametrize("seed", range(3))
def test_who_downloads_everything_knows_no_hidden_count_closer_than_the_level(seed, catalogue):
    width, small = attacked(seed, catalogue)
    assert small == []
    assert width >= LEVEL


def test_a_store_from_before_has_it_worked_out_as_soon_as_it_is_opened(store):
    with writing(store) as cursor:
        cursor.execute("UPDATE disclosure_known SET through = 0")
    assert a_reader(store).ask(is_due, today=TODAY.date())


def test_a_lower_level_shows_again_and_a_higher_one_hides_more(store, catalogue):
    def again(smallest, **terms):
        terms = {"hide_zero": True, "published": ()} | terms
        limits = catalogue.protecting(smallest_count=smallest, **terms)
        reassess(a_door(store), a_viewer(), catalogue=limits, now=TODAY)
        return hidden(store)

    assert again(1) == set()
    assert again(10) == {"hus1", "hus2"}
    assert again(200) == {"hus1", "hus2", "kvarter"}
    assert again(10, published=[""]) == set()


def test_what_areas_did_together_is_worked_out_of_what_is_shown(catalogue):
    areas = [f"o{number}" for number in range(12)]
    place = "{0},property,{0} (påhittat),{0} (invented),,yes,test".format
    store = Store(":memory:")
    load(store, lines(AREAS, *map(place, areas)), catalogue)
    rows = [share(one, year, 50 + year % 2, 100) for one in areas for year in (2023, 2024)]
    load(store, lines(VALUES, *rows), catalogue)
    assert a_reader(store).ask(common_movement)["areas"].tolist() == [12]
    load(store, lines(VALUES, share("o0", 2024, 2, 100)), catalogue)
    assert a_reader(store).ask(common_movement)["areas"].tolist() == [11]
    cleared = a_reader(store, viewer=a_viewer(**CLEARED))
    assert cleared.ask(common_movement)["areas"].tolist() == [12]


def test_a_file_keeps_what_is_hidden_from_whoever_uploads_it(store, catalogue):
    load(
        store,
        lines("area_id,indicator_id,period,value,source", "hus1,TRY14,2024,4.9,ny källa"),
        catalogue,
    )
    assert seen(store, **CLEARED)["hus1", "2024", ""] == 2
    assert hidden(store) == {"hus1", "hus2"}


def test_a_copy_of_everything_is_for_those_who_may_see_everything(store, tmp_path):
    with pytest.raises(StoreError, match="dolda"):
        a_door(store).copy_to(a_viewer(), tmp_path / "copy.duckdb")
