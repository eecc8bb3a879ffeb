"""What is long is shown in part, and says so."""

from dataclasses import replace

import pandas as pd
import pytest
import streamlit as st

from dashboard.catalogue import definition
from dashboard.charts.describe import onsets
from dashboard.outcome import earlier, monitor
from dashboard.outcome import page as outcome_page
from dashboard.overview import followed, matrix
from dashboard.page import cards, controls, search
from data.answers.goal_records import goal_records
from data.answers.goals import all_goals
from data.store.store import Store
from metrics.outcome.state import Group
from tests import new_owner
from tests.dashboard.area.test_course import one
from tests.dashboard.charts.test_figures_monitor import readings
from tests.dashboard.driving import checked, lent, scripted, shown, words
from tests.data.loading import load
from tests.factories import a_reader

pytestmark = pytest.mark.app


def test_of_three_hundred_measurements_the_sixty_latest_are_shown(monkeypatch):
    tables, lines = [], []
    monkeypatch.setattr(st, "table", lambda rows, **_how: tables.append(rows))
    monkeypatch.setattr(cards, "source_line", lines.append)
    cards.newest(pd.DataFrame({"Period": range(2025, 1725, -1)}), "sv")
    assert [*tables[0].iloc[:, 0]][::59] == [2025, 1966]
    assert lines == ["De 60 senaste av 300 mätningar. Alla står i filen som kan laddas ner."]


def test_a_long_catalogue_unfolds_by_theme(app, monkeypatch):
    shown(app, "catalogue")
    listed = len(app.table)
    monkeypatch.setattr(definition, "_MOST_LISTED", 5)
    shown(app, "catalogue")
    labels = [one.label for one in app.expander]
    assert any(one.startswith("Trygghet (") for one in labels), labels
    assert len(app.table) < listed


def test_of_many_measures_without_a_goal_laget_lists_some_and_says_where_all_are(
    app, drawn_anew, monkeypatch
):
    whole = listed_without_goals(shown(app, "overview"))
    assert len(whole) > 2
    monkeypatch.setattr(followed, "_MOST", 2)
    page = shown(app, "overview")
    assert listed_without_goals(page) == whole[:2]
    assert f"Visa några av {len(whole)} mått" in [one.label for one in page.expander]
    assert f"De 2 första av {len(whole)}." in words(page)


def listed_without_goals(page):
    (table,) = [each.value for each in page.table if "Mätningar" in each.value.columns]
    return table["Indikator"].tolist()


def test_a_cell_of_many_goals_tells_what_is_lost_and_the_way_to_the_rest(sample, monkeypatch):
    lent(sample, monkeypatch)
    monkeypatch.setattr(matrix, "_MOST_IN_A_CELL", 1)
    mine = [goal for goal in goal_records(all_goals(a_reader(sample))) if goal.invented]
    held = next(goal for goal in mine if goal.verdict.group is Group.HOLDS)
    lost = next(goal for goal in mine if goal.verdict.group is Group.LOST)
    cell = matrix._cells([held, lost], "sv")
    assert f"utfall?mal={lost.goal_id}" in cell
    assert held.goal_id not in cell
    assert cell.endswith(f"[och 1 mål till](/omrade?omrade={held.area_id})")


def test_an_area_in_the_list_tells_what_is_lost_first_and_the_way_to_the_rest(
    sample, monkeypatch
):
    lent(sample, monkeypatch)
    mine = [goal for goal in goal_records(all_goals(a_reader(sample))) if goal.invented]
    (here,) = [each for each in _by_area(mine) if len(matrix._said(each, "sv")) == 4]
    loud = [each.split("]")[0] for each in matrix._said(here, "sv")]
    monkeypatch.setattr(matrix, "_MOST_IN_A_CELL", 2)
    *told, rest = matrix._said(here, "sv")
    assert {each.split("]")[0] for each in told} < set(loud)
    assert told[0].startswith("[:red[▼")
    assert rest == f"[och 2 mål till](/omrade?omrade={here[0].area_id})"


def test_what_holds_in_several_categories_is_named_once(sample, monkeypatch):
    lent(sample, monkeypatch)
    mine = [goal for goal in goal_records(all_goals(a_reader(sample))) if goal.invented]
    (held, *_more) = [goal for goal in mine if goal.verdict.group is Group.HOLDS]
    (line,) = matrix._kept([held] * 60, "sv")
    assert line.endswith(r" \(60\).")


def _by_area(goals):
    return [
        [goal for goal in goals if goal.area_id == area_id]
        for area_id in dict.fromkeys(goal.area_id for goal in goals)
    ]


def test_years_with_the_same_answer_share_a_row_where_they_are_many():
    bars = [
        onsets.Onset(
            x=year, year=str(year), size=1.0, words="6" if year < 1990 else "7", label=""
        )
        for year in range(1960, 2000)
    ]
    series = one()
    table = onsets._table(bars, series.indicator, series.goal, "sv")
    assert table.to_numpy().tolist() == [["1960–1989", "6"], ["1990–1999", "7"]]


def test_of_very_many_indicators_a_part_of_the_name_is_written(app, monkeypatch):
    shown(app, "catalogue", indikator="TRY14")
    assert not app.text_input
    monkeypatch.setattr(search, "MOST_INDICATORS", 5)
    shown(app, "catalogue", indikator="TRY14")
    (written,) = app.text_input
    assert written.label == "Indikator"
    assert len(app.selectbox[0].options) == 1


def test_a_goal_on_a_category_says_which(sample, monkeypatch):
    lent(sample, monkeypatch)
    goal = goal_records(all_goals(a_reader(sample)))[0]
    rented = replace(goal, category="tenure:rental")
    for language, said in (("sv", ", hyresrätt: "), ("en", ", rental: ")):
        assert said in matrix._cell(rented, language, named=True)
        assert said not in matrix._cell(goal, language, named=True)


def test_of_many_alarms_the_latest_are_told_what_decides_first(app, drawn_anew, monkeypatch):
    goal = "ovning.mal.try14.centrum"
    monkeypatch.setattr(cards, "MOST_ROWS", 3)
    page = shown(app, "outcome", mal=goal)
    assert not [one for one in page.table if "Larm" in one.value.columns]
    assert "Alla larm i siffror" in [one.label for one in page.expander]
    monkeypatch.setattr(controls, "unfolded", lambda *_said, **_key: (st.container(), True))
    page = shown(app, "outcome", mal=goal)
    (table,) = [each.value for each in page.table if "Larm" in each.value.columns]
    assert len(table) == 3
    assert " rader, de senaste först. Alla står i filen" in words(page)
    assert "Ladda ner CSV" in [one.label for one in page.get("download_button")]


def test_of_many_goals_in_an_area_some_are_offered_and_the_way_to_all_is_told(
    app, drawn_anew, monkeypatch
):
    monkeypatch.setattr(outcome_page, "_OF_AN_AREA", 2)
    page = shown(app, "outcome", omrade="ovning.ekbacken.centrum")
    assert len(page.table[0].value) == 2
    assert "De 2 första av 7 mål. Alla står på områdets sida." in words(page)


@pytest.fixture
def corrected(catalogue, monkeypatch):
    """A store of three measurements that were corrected twice, which the pages read."""
    store = Store(":memory:")
    load(store, new_owner.AREAS, catalogue)
    for shares in ((60, 66, 70), (61, 67, 71), (62, 68, 72)):
        load(store, new_owner.values(*shares), catalogue)
    lent(store, monkeypatch)
    yield store
    store.close()


def test_of_many_earlier_values_the_last_replaced_are_shown_and_the_rest_asked_for(
    corrected, drawn_anew, monkeypatch
):
    script = (
        "from dashboard.outcome import earlier\n"
        "from dashboard.series.followed import of_series\n"
        "earlier.show(of_series(1), 'sv')"
    )
    (table,) = checked(scripted(script).run()).table
    assert table.value["Värde"].str[:2].tolist() == ["61", "67", "71", "60", "66", "70"]
    monkeypatch.setattr(cards, "MOST_ROWS", 2)
    monkeypatch.setattr(earlier, "_IN_A_PART", 3)
    page = checked(scripted(script).run())
    assert [len(one.value) for one in page.table] == [2]
    assert [one.label for one in page.expander] == [
        "Tidigare värden",
        "Visa tidigare värden 3–5 av 6",
        "Visa tidigare värden 6–6 av 6",
    ]
    monkeypatch.setattr(controls, "unfolded", lambda *_said, **_key: (st.container(), True))
    page = checked(scripted(script).run())
    assert [len(one.value) for one in page.table] == [2, 3, 1]


def test_what_the_state_rests_on_stands_before_what_it_does_not():
    rows = pd.concat(
        [
            readings({"2024": 3.1, "2025": 5.6}, reference=name)
            for name in ("baseline", "target")
        ]
    )
    table = monitor.as_table(rows, "target", "sv")
    assert table["Mot"].tolist() == ["målet", "målet", "utgångsläget", "utgångsläget"]
    assert table["Period"].tolist() == ["2025", "2024"] * 2
