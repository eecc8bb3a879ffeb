"""The pages Område and Utfall, driven as a reader does, on a store as small as it can be."""

import re
from datetime import UTC, datetime

import pytest

from dashboard.area import background
from data.acts.save import save
from data.intake import UploadedFile, examine_as_suggested
from data.store.store import Store
from metrics.definition.catalogue import load_catalogue
from tests.dashboard.driving import app_of, everything, field, lent, shown, specs
from tests.factories import a_door, a_reader, a_viewer, rows_of

pytestmark = pytest.mark.app

NOW = datetime(2026, 11, 22, tzinfo=UTC)

AREAS = """area_id,kind,name,name_en,parent_id,overlaps,geo_version,invented
kommun.1480.goteborg,municipality,Göteborg,Gothenburg,,,,no
polis.1480.gardsten,police_area,Gårdsten,,kommun.1480.goteborg,,,no
regso.1480.nordostra,regso,Nordöstra,,kommun.1480.goteborg,polis.1480.gardsten:0.7,regso-2020,no
regso.1480.utanfor,regso,Utanför,,kommun.1480.goteborg,polis.1480.gardsten:0.1,regso-2020,no
ovning.ekbacken,development_area,Ekbacken (påhittat),Ekbacken (invented),,,,yes
"""

CLASSES = """area_id,indicator_id,period,class
polis.1480.gardsten,TRY08,2019,särskilt utsatt
polis.1480.gardsten,TRY08,2021,utsatt
polis.1480.gardsten,TRY08,2023,utsatt
polis.1480.gardsten,TRY08,2025,utsatt
"""

HOMES = """area_id,indicator_id,period,value,category,geo_version
regso.1480.nordostra,BOS09,2020,800,tenure:rental,regso-2020
regso.1480.nordostra,BOS09,2020,200,tenure:owned,regso-2020
regso.1480.nordostra,BOS09,2023,900,tenure:rental,regso-2020
regso.1480.nordostra,BOS09,2023,200,tenure:owned,regso-2020
regso.1480.utanfor,BOS09,2020,5000,tenure:rental,regso-2020
regso.1480.utanfor,BOS09,2023,9000,tenure:rental,regso-2020
"""

PEOPLE = """area_id,indicator_id,period,value,geo_version
regso.1480.nordostra,BEF01,2020,1000,regso-2020
regso.1480.nordostra,BEF01,2023,1300,regso-2020
kommun.1480.goteborg,BEF01,2023,600000,
"""

SURVEY = """area_id,indicator_id,period,value,numerator,denominator,n
ovning.ekbacken,TRY14,2019,70,350,500,500
ovning.ekbacken,TRY14,2020,71,355,500,500
ovning.ekbacken,TRY14,2021,70,350,500,500
ovning.ekbacken,TRY14,2022,..,,,
ovning.ekbacken,TRY14,2023,72,360,500,500
ovning.ekbacken,TRY14,2024,70,350,500,500
ovning.ekbacken,TRY14,2025,71.4,357,500,500
"""

BREAKS = """break_id,indicator_id,first_period,kind,blocks_change,blocks_level,note_sv,note_en
b.1,TRY08,2025,ladder,yes,no,Ny skala: klassen riskområde finns inte längre.,New scale.
"""

GOALS = """goal_id,area_id,indicator_id,form,worse,target,target_classes,due,baseline_periods,\
mid,title,title_en,frozen_on,frozen_by,document,document_url,document_date,page
mal.gardsten,polis.1480.gardsten,TRY08,class,higher,,not_listed|vulnerable|risk_area,2025-12-31,\
2019,1,Inget område särskilt utsatt 2025,No area especially vulnerable,2020-12-31,fullmäktige,\
Strategin,https://example.org/strategi,2020-12-31,4
mal.ekbacken,ovning.ekbacken,TRY14,at_least,lower,65,,2030-12-31,2019|2020|2021,5,\
Minst 65 procent trygga,At least 65 percent safe,2022-01-01,övningsledare,Programmet,https://example.org/program,2022-01-01,
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("store") / "small.duckdb")
    catalogue = load_catalogue()
    for name, text in {
        "areas.csv": AREAS,
        "classes.csv": CLASSES,
        "homes.csv": HOMES,
        "people.csv": PEOPLE,
        "survey.csv": SURVEY,
        "breaks.csv": BREAKS,
        "goals.csv": GOALS,
    }.items():
        examination = examine_as_suggested(
            a_reader(store), UploadedFile.of(text.encode(), name), catalogue=catalogue
        )
        stops = [finding.message_sv for finding in examination.findings]
        assert not examination.stops, stops
        save(a_door(store), a_viewer(), examination, catalogue=catalogue, actor="test", now=NOW)
    yield store
    store.close()


@pytest.fixture
def page(store, monkeypatch):
    lent(store, monkeypatch)
    return lambda view, **query: shown(app_of(), view, **query)


@pytest.fixture
def gardsten(page):
    """The page of Gårdsten, whose goal is about the list of the police."""
    return page("area", omrade="polis.1480.gardsten")


def test_the_title_of_an_area_is_what_became_of_its_goal(gardsten):
    assert gardsten.title[0].value == "Gårdsten är inte särskilt utsatt på 2025 års lista."


def test_an_area_says_what_is_known_of_it_and_what_is_not(gardsten):
    said = everything(gardsten)
    for sentence in (
        # The new scale is named beside the verdict,
        "Skalan gjordes om samma år, så steget dit jämförs inte.",
        "klassen riskområde finns inte längre",
        # the way up is a link,
        "[Göteborg](/omrade?omrade=kommun.1480.goteborg) › Gårdsten",
        # a police area borrows the homes that lie in it to at least half,
        "100 bostäder fler, nästan samma blandning",
        "till minst hälften ligger i området",
        # others may live here when the population changed by more than 15 per cent,
        "**Troligen**",
        "+30,0\u00a0%",
        # nobody has looked at the neighbours,
        "Saknar underlag",
        # and a municipality's number is said to be one.
        "kommun, inte område",
    ):
        assert sentence in said


def test_an_area_without_goals_says_so(page):
    app = page("area", omrade="regso.1480.nordostra")
    assert app.title[0].value == "Nordöstra: inga mål är inlagda än"


def test_an_unknown_area_is_quoted_and_the_list_shown_instead(page):
    app = page("area", omrade="polis.9999.atlantis")
    assert "Det finns inget som heter ”polis.9999.atlantis” här." in app.info[0].value
    assert "Gårdsten" in everything(app)


def test_real_and_invented_areas_are_never_offered_together(page):
    real = field(page("area", data="verkliga"), "Sök bland 4 områden").options
    invented = field(page("area", data="ovning"), "Sök bland 1 områden").options
    assert not any("påhittat" in option for option in real)
    assert all("påhittat" in option for option in invented)
    assert "Gårdsten (polisområde)" in real, "areas of the same name are told apart"


def test_an_outcome_says_value_goal_and_what_we_would_not_have_seen(page):
    app = page("outcome", mal="mal.ekbacken")
    said = everything(app)
    assert (
        "Värdet var 71 procent 2025, målet är minst 65 procent.".replace(
            " procent", "\u00a0procent"
        )
        in said
    )
    assert re.search(r"Sedan 2022 hade vi sett ett fall på minst \d+.procentenheter\.", said)
    assert re.search(r"De två senaste åren bara ett på mer än \d+\.", said)
    assert "Sambandet är inte bevisat." in said


def test_invented_figures_say_that_they_are(page):
    assert "Påhittade siffror" in everything(page("outcome", mal="mal.ekbacken"))
    assert "Påhittade siffror" not in everything(page("outcome", mal="mal.gardsten"))


def test_a_hidden_value_is_a_gap_in_the_chart_and_a_word_in_the_table(page):
    app = page("outcome", mal="mal.ekbacken")
    spec, *_alarm = specs(app)
    line = next(trace for trace in spec["data"] if "markers" in trace["mode"])
    assert None in line["y"]
    assert 0 not in line["y"]
    assert "dolt" in everything(app)


def test_every_chart_has_a_description(page):
    for view, query in (
        ("area", {"omrade": "polis.1480.gardsten"}),
        ("outcome", {"mal": "mal.ekbacken"}),
    ):
        for chart in page(view, **query).get("plotly_chart"):
            assert chart.proto.alt.strip()


def test_the_goal_stands_as_it_was_frozen_with_its_document(page):
    said = everything(page("outcome", mal="mal.gardsten"))
    assert "version 1, 31 december 2020, av fullmäktige" in said
    assert "[Strategin](https://example.org/strategi) s. 4" in said


def test_a_series_without_a_goal_has_a_page_too(page, store):
    series = rows_of(
        store,
        "SELECT series_id FROM series WHERE indicator_id = 'BEF01' AND area_id LIKE 'regso%'",
    )
    app = page("outcome", serie=str(series["series_id"].iloc[0]))
    assert app.title[0].value == "Folkmängden: 1\u202f300\u00a0invånare 2023, utan mål."


def test_an_outcome_without_a_name_lists_the_goals_of_one_kind(page):
    said = everything(page("outcome", data="ovning"))
    assert "Ekbacken" in said
    assert "Gårdsten" not in said


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("view", "query"),
    [
        ("area", {"omrade": "polis.1480.gardsten"}),
        ("area", {"omrade": "ovning.ekbacken"}),
        ("area", {}),
        ("outcome", {"mal": "mal.gardsten"}),
        ("outcome", {"mal": "mal.ekbacken"}),
    ],
)
def test_no_page_shows_the_machine(page, view, query, language):
    said = everything(page(view, sprak=language, **query))
    for machine in ("nan", "NaT", "None", "<NA>"):
        assert machine not in said.split(), machine
    assert "2025.0" not in said
    assert "{" not in said


def test_a_number_from_a_quarter_is_compared_with_the_same_quarter():
    parts = [background._part_of_year(one) for one in ("2024-Q3", "2024", "2023/24")]
    assert parts == ["Q3", "", ""]


def test_in_english_the_page_speaks_english(page):
    app = page("area", omrade="polis.1480.gardsten", sprak="en")
    assert app.title[0].value == "Gårdsten is not especially vulnerable on the 2025 list."
    assert "Did boundary or question change?" in everything(app)


def test_an_older_revision_shows_the_page_as_it_was(page):
    before_goals = page("area", omrade="polis.1480.gardsten", revision="6")
    assert before_goals.title[0].value == "Gårdsten: inga mål är inlagda än"
