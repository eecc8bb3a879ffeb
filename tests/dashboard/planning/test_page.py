"""A goal is planned on a page and frozen: what it would show, and one revision."""

import pytest

from dashboard.page import loaders
from data.answers.goals import all_goals
from data.answers.revisions import all_revisions
from tests.dashboard.driving import (
    app_of,
    checked,
    everything,
    field,
    lent,
    press,
    shown,
    specs,
    words,
)
from tests.factories import a_reader, a_viewer

pytestmark = pytest.mark.app

NORRA = {"omrade": "ovning.ekbacken.norra", "indikator": "SER08"}
VIEW = "views/new_goal.py"


def test_the_answer_is_the_heading_and_moves_with_what_is_chosen(app):
    page = shown(app, "new_goal", **NORRA)
    assert page.title[0].value == (
        "Ett fall på 5\u00a0procentenheter skulle oftast synas 2028, "
        "och ett dubbelt så stort vara säkert 2027."
    )
    said = everything(page)
    assert "mål av 100" in said
    assert "**Åtta mätningar är redan kända.**" in said
    assert "frågar 200" in said
    fans, curve = specs(page)
    assert any(trace.get("marker", {}).get("symbol") == "diamond" for trace in fans["data"])
    assert any("Er gräns: 5" in one["text"] for one in curve["layout"]["annotations"])
    assert "2034" in shown(app, "new_goal", **NORRA, svar="200").title[0].value


def test_where_the_engine_cannot_say_the_page_says_so(app):
    for area, indicator, heading in (
        ("ovning.ekbacken.centrum", "BOS03", "när det mätts igen"),
        ("polis.1480.bergsjon", "TRY08", "En klass sämre ryms inte"),
        ("ovning.ekbacken.norra", "BOS04", "inga mätningar"),
        ("ovning.ekbacken.sodra", "TRY02", "Ingen har sagt vad som är bättre här"),
    ):
        page = shown(app, "new_goal", omrade=area, indikator=indicator)
        assert heading in page.title[0].value, "and no choice is left from the one before"
        assert field(page, "Ditt namn") is not None, "a goal may be written all the same"
    page = shown(app, "new_goal", omrade="ovning.ekbacken.centrum", indikator="BEF01")
    assert "är bakgrund och bedöms aldrig" in page.info[0].value


def test_no_term_of_statistics_stands_on_the_page(app):
    said = everything(shown(app, "new_goal", **NORRA)).casefold()
    for term in ("brus", "sigma", "standardavvik", "p-värde", "signifika", "styrka", "mid "):
        assert term not in said


def test_a_goal_is_frozen_once_with_its_reasons_and_the_same_again_is_the_same(
    own_sample, monkeypatch
):
    lent(own_sample, monkeypatch)
    before = a_reader(own_sample)
    page = checked(app_of(VIEW, **NORRA).run())
    press(page, "Frys målet")
    assert "**Ditt namn:**" in page.error[0].value
    field(page, "Ditt namn").set_value("Prov Person")
    press(page, "Frys målet")
    stops = page.error[0].value
    assert "**Nivå:** fältet är tomt" in stops
    assert "mål_id" not in stops
    assert "Det du skrev står kvar" in stops
    field(page, "Nivå").set_value("50")
    field(page, "Klart senast").set_value("2031-12-31")
    field(page, "Varför just den nivån?").set_value("Norra ska komma ikapp.")
    checked(page.run())
    assert "uppfyller redan" in words(page), "the warning comes as the goal is written"
    field(page, "Nivå").set_value("70,5")
    checked(page.run())
    assert "Målet är 13\u00a0procentenheter över utgångsläget" in words(page)
    press(page, "Frys målet")
    assert "Sparat som inläsning" in page.success[0].value
    after = a_reader(own_sample)
    assert after.revision > before.revision
    goals = after.ask(all_goals)
    (goal,) = goals[goals["goal_id"].str.startswith("mal.ovning.ekbacken.norra.ser08")].to_dict(
        "records"
    )
    assert (goal["target_low"], goal["mid"], goal["form"]) == (70.5, 5.0, "at_least")
    assert list(goal["baseline_periods"]) == [str(year) for year in range(2018, 2026)]
    assert goal["reason"].startswith("Norra ska komma ikapp. Minsta skillnad: 5")
    assert "skulle oftast synas 2028" in goal["reason"]
    saved = len(after.ask(all_revisions))
    again = checked(app_of(VIEW, **NORRA).run())
    field(again, "Ditt namn").set_value("Prov Person")
    field(again, "Nivå").set_value("70,5")
    field(again, "Klart senast").set_value("2031-12-31")
    field(again, "Varför just den nivån?").set_value("Norra ska komma ikapp.")
    press(again, "Frys målet")
    assert "redan sparat" in again.success[0].value
    assert len(a_reader(own_sample).ask(all_revisions)) == saved


def test_english_is_english(app):
    page = shown(app, "new_goal", **NORRA, sprak="en")
    assert page.title[0].value.startswith("A fall of 5\u00a0percentage points")
    assert "mål av 100" not in everything(page)


def test_who_may_not_set_goals_sees_the_answer_and_no_button(sample, monkeypatch):
    lent(sample, monkeypatch)
    monkeypatch.setattr(loaders, "viewer", lambda: a_viewer(verbs=frozenset()))
    page = checked(app_of(VIEW, **NORRA).run())
    assert "skulle oftast synas 2028" in page.title[0].value
    assert "inte lägga in mål här" in page.info[0].value
    assert not [button for button in page.button if button.label == "Frys målet"]
