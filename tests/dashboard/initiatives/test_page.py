"""The page Satsningar, driven as a reader does, on the shipped store."""

import json

import pytest

from data.acts.undo import undo
from data.store.store import Store
from metrics.definition.catalogue import load_catalogue
from tests.conftest import TODAY
from tests.dashboard import driving
from tests.dashboard.driving import app_of, lent, shown
from tests.factories import a_door, a_reader, a_viewer, rows_of

pytestmark = pytest.mark.app

CATALOGUE = load_catalogue()
LEXTORP = "satsning.lextorp.granngarden"
OFFICE, SQUARE, HOSTS = (
    f"ovning.satsning.{name}" for name in ("kontoret", "torget", "bovardar")
)


def opener(monkeypatch, store):
    lent(store, monkeypatch)
    return lambda view="initiatives", **query: shown(app_of(), view, **query)


@pytest.fixture
def page(sample, monkeypatch):
    return opener(monkeypatch, sample)


def everything(page):
    """All words of a page, as they are read."""
    said = driving.everything(page)
    return said.replace("\u00a0", " ").replace("\u202f", " ").replace("\\", "")


def title(app):
    return app.title[0].value.replace("\\", "")


def test_the_page_asks_its_question_and_lists_the_real_initiatives(page):
    app = page()
    assert title(app) == "Vad gjorde pengarna?"
    said = everything(app)
    assert "Granngården centrum i Lextorp" in said
    assert "påhittat" not in said
    assert "Belopp läggs aldrig ihop över satsningar." in said


def test_the_invented_ones_are_listed_apart_and_say_so(page):
    said = everything(page(data="ovning"))
    assert "Påhittade siffror" in said
    assert "Lextorp" not in said
    assert "Ett av två mål är förlorat" in said
    assert "Båda målen håller" in said
    assert "Effekten går inte att fastställa" in said


@pytest.mark.parametrize(
    ("initiative", "finding"),
    [
        (LEXTORP, "effekten går inte att fastställa"),
        (OFFICE, "båda målen håller"),
        (SQUARE, "ett av två mål är förlorat"),
        (HOSTS, "effekten går inte att fastställa"),
    ],
)
def test_the_title_is_what_became_of_the_initiative(page, initiative, finding):
    assert title(page(satsning=initiative)).endswith(f": {finding}")


def test_lextorp_says_what_its_sources_say_and_what_is_missing(page):
    said = everything(page(satsning=LEXTORP))
    assert "Lån 51 miljoner kronor." in said
    assert "Hela investeringens storlek saknas." in said
    assert "Rapporterat av andra, inte mätt här" in said
    assert "Målgrupp\n:gray[saknas]" in said
    assert "https://kommuninvest.se/" in said


def test_lextorp_keeps_premises_and_homes_apart_and_own_use_apart(page):
    app = page(satsning=LEXTORP)
    assert "Lokaler och bostäder var för sig" in [one.value for one in app.header]
    assert [one.value for one in app.subheader] == ["Lokaler", "Bostäder"]
    said = everything(app)
    assert "Tomma lokaler, egen användning räknad som tom" in said
    assert "räknas aldrig som en förlust" in said


def test_homes_empty_for_renovation_never_make_a_loss(page):
    app = page(satsning=OFFICE)
    said = everything(app)
    assert "Tomma för renovering" in said
    assert ":gray[– **Bakgrund**]" in said
    assert title(app).endswith("båda målen håller")


@pytest.mark.parametrize("initiative", [LEXTORP, OFFICE, SQUARE, HOSTS])
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("part", ["kort", "rapport", "varde"])
def test_no_part_of_the_page_shows_the_machine(page, initiative, language, part):
    app = page(satsning=initiative, **{"del": part, "sprak": language})
    assert not app.error
    said = everything(app)
    for machine in ("nan", "NaT", "None", "<NA>"):
        assert machine not in said.split(), machine
    assert "2025.0" not in said
    assert "{" not in said


HEADINGS = (
    "Utvecklar praxis, innovation eller kvalitet",
    "Ingår i ett systematiskt arbete",
    "Avser en definierad målgrupp",
    "Är långsiktig",
    "Har tydliga mål och utvärderas systematiskt",
    "Use of Proceeds",
    "Process for Project Evaluation and Selection",
    "Management of Proceeds",
    "Target Population",
    "Social Objective",
    "Reporting",
)


@pytest.mark.parametrize("initiative", [LEXTORP, OFFICE, HOSTS])
def test_the_report_has_every_heading_of_both_frameworks(page, initiative):
    said = everything(page(satsning=initiative, **{"del": "rapport"}))
    assert [heading for heading in HEADINGS if heading not in said] == []
    assert "Sambandet är inte bevisat." in said


def test_a_heading_with_nothing_under_it_says_that_it_is_missing(page):
    said = everything(page(satsning=LEXTORP, **{"del": "rapport"}))
    assert said.count("Saknas: ingen uppgift är inlagd.") == 5
    assert "Inga mål med utgångsläge, nivå och datum är inlagda." in said
    full = everything(page(satsning=OFFICE, **{"del": "rapport"}))
    assert "Saknas" not in full.replace("Saknar", "")


def test_that_the_effect_cannot_be_established_is_explained_in_full(page):
    without_goals = everything(page(satsning=LEXTORP, **{"del": "rapport"}))
    assert "varken att de hjälpte eller att de inte hjälpte" in without_goals
    with_goals = everything(page(satsning=HOSTS, **{"del": "rapport"}))
    assert "underlaget räcker inte" in with_goals


def test_a_value_is_a_range_and_never_a_single_number(page):
    app = page(satsning=OFFICE, **{"del": "varde"})
    (said,) = [one.value for one in app.header if "miljoner" in one.value]
    assert said.startswith("Det sociala värdet ligger mellan ")
    assert "(95" in said
    words = everything(app)
    assert "oklart om värdet är större än kostnaden" in words
    assert "läggs aldrig ihop med andra satsningar" in words
    assert len(app.get("plotly_chart")) == 1


def test_a_range_that_reaches_zero_says_so_and_that_it_presumes_the_effect(page):
    said = everything(page(satsning=HOSTS, **{"del": "varde"}))
    assert "Spannet når ned till noll" in said
    assert "Värdet förutsätter att effekten finns." in said
    assert "saknas: ingen har angett det, så det räknas som 0 %" in said


def test_an_initiative_nobody_has_valued_says_so(page):
    said = everything(page(satsning=LEXTORP, **{"del": "varde"}))
    assert "Ingen värdering är inläst" in said


def test_money_is_never_on_the_first_page(page):
    for data in ("verkliga", "ovning"):
        said = everything(page("overview", data=data))
        assert "kronor" not in said
        assert "sociala värdet" not in said


def test_moving_chains_say_their_length_with_its_interval(page):
    app = page(satsning=SQUARE)
    (said,) = [one.value for one in app.header if "flyttningar" in one.value]
    assert "Korta kedjor är det vanliga." in said
    assert "(95" in said
    words = everything(app)
    assert "240 kedjor ur registrerade flyttningar." in words
    assert "stannade i samma upplåtelseform" in words


def test_every_chart_has_a_description(page):
    for query in ({"satsning": OFFICE, "del": "varde"}, {"satsning": SQUARE}):
        charts = page(**query).get("plotly_chart")
        assert charts
        for chart in charts:
            assert chart.proto.alt.strip()
            assert json.loads(chart.proto.spec)["data"]


def test_an_unknown_initiative_says_so_and_lists_those_there_are(page):
    app = page(satsning="satsning.*finns*.inte")
    assert "Det finns ingen satsning" in app.info[0].value
    assert "\\*finns\\*" in app.info[0].value
    assert "Granngården" in everything(app)


def test_an_earlier_revision_has_no_initiatives_yet(page):
    app = page(revision="3")
    assert "Inga satsningar är inlagda än." in everything(app)


def test_what_is_undone_is_no_longer_on_the_page(own_sample, monkeypatch):
    brought = rows_of(
        own_sample,
        "SELECT min(revision_from) AS revision FROM initiative WHERE area_id LIKE 'polis%'",
    )["revision"].iloc[0]
    before = a_reader(own_sample).revision
    undo(
        a_door(own_sample),
        a_viewer(),
        int(brought),
        catalogue=CATALOGUE,
        actor="prov",
        now=TODAY,
    )
    open_page = opener(monkeypatch, own_sample)
    assert "Inga satsningar är inlagda än." in everything(open_page())
    assert "Granngården" in everything(open_page(revision=str(before)))


def test_an_empty_store_says_where_to_begin(monkeypatch):
    store = Store(":memory:")
    said = everything(opener(monkeypatch, store)())
    assert "Inga satsningar är inlagda än. De läses in på Ladda upp." in said
    store.close()
