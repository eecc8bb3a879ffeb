"""Ladda upp as a person meets it, without a browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.upload import words
from data.acts.save import save
from data.answers.revisions import all_revisions
from data.intake import KIND_NAMES, UploadedFile, examine, observation_parts
from data.store.store import Store, shared
from metrics.definition.catalogue import Catalogue
from tests import new_owner
from tests.conftest import TODAY
from tests.dashboard.driving import app_of, checked, installed, shown
from tests.dashboard.driving import words as words_of
from tests.factories import a_door, a_reader, a_viewer, rows_of

pytestmark = pytest.mark.app

VIEW = "upload"


PUBLISHED = """{"class": "dataset", "label": "Antal", "id": ["kommun", "Tid"], "size": [1, 1],
"dimension": {"kommun": {"category": {"index": ["9999"]}},
"Tid": {"category": {"index": ["2024"]}}}, "value": [7]}"""


SURVEY = """{"class": "dataset", "label": "Trygg på kvällen, områdets egen enkät",
"id": ["område", "Tid"], "size": [2, 1], "value": [42, 7], "dimension": {
"område": {"category": {"index": ["AREA", "finns.inte"]}},
"Tid": {"category": {"index": ["2025"]}}}}""".replace("AREA", new_owner.AREA)
"""A table that leaves two things open, both with a suggestion: one area is unknown here."""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """A store in which a new owner has an area, three years of answers and a goal, closed."""
    place = tmp_path_factory.mktemp("begun") / "store.duckdb"
    store = Store(place)
    for text in (new_owner.AREAS, new_owner.THREE_YEARS, new_owner.GOAL):
        examination = examine(
            a_reader(store), UploadedFile.of(text.encode(), "first.csv"), catalogue=catalogue
        )
        save(
            a_door(store), a_viewer(), examination, catalogue=catalogue, actor="Test", now=TODAY
        )
    store.close()
    return place


@pytest.fixture
def store(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Lend a copy of the new owner's store, opened as the page opens it."""
    place = Path(shutil.copy(begun, tmp_path / "store.duckdb"))
    with installed(place, monkeypatch):
        yield shared(place)


@pytest.fixture
def page(store: Store) -> AppTest:
    return shown(app_of(), VIEW)


def drop(page: AppTest, text: str, name: str = "fil.csv") -> AppTest:
    page.file_uploader[0].set_value((name, text.encode(), "text/csv"))
    return checked(page.run())


def sign(page: AppTest) -> AppTest:
    page.text_input[0].set_value("Maja")
    return checked(page.run())


def press(page: AppTest, label: str) -> AppTest:
    (button,) = [button for button in page.button if button.label.startswith(label)]
    return checked(button.click().run())


def title(page: AppTest) -> str:
    return page.title[0].value


def button(page: AppTest, label: str) -> bool:
    """Whether the button can be pressed."""
    return not next(found for found in page.button if found.label.startswith(label)).disabled


def remarks(page: AppTest, row: str = "Rad") -> pd.DataFrame:
    """The findings of every kind, in the order they stand on the page."""
    return pd.concat([table.value for table in page.table if row in table.value])


def test_the_page_begins_by_saying_that_nothing_is_saved_yet(page: AppTest) -> None:
    assert title(page) == "Släpp en fil, så ser du vad den ändrar innan något sparas"
    assert page.file_uploader[0].label == "Steg 1 av 4. Släpp filen här, högst 200 MB"


def test_findings_stand_with_row_and_column_and_nothing_can_be_saved(page: AppTest) -> None:
    drop(sign(page), new_owner.MIXED)
    assert title(page) == "Inget har sparats. Tre rader stoppar."
    findings = remarks(page)
    assert sorted(findings["Rad"]) == ["2", "3", "4"]
    assert "Menar du 42?" in findings.set_index("Rad")["Vad vi föreslår"]["2"]
    assert not button(page, "Spara")
    assert any("Knappen tänds" in caption.value for caption in page.caption)


def test_what_a_finding_suggests_is_pressed_and_the_file_is_read_again(page: AppTest) -> None:
    drop(sign(page), new_owner.MIXED)
    press(page, "Läs som 42")
    assert title(page) == "Inget har sparats. Två rader stoppar."
    assert any(found.label == "En fråga är besvarad" for found in page.expander)
    while left := [each for each in page.button if each.label.startswith("Hoppa över")]:
        checked(left[0].click().run())
    assert title(page).startswith("Inget har sparats än. Två rader behöver en blick.")
    assert button(page, "Spara 2 mätvärden")


def test_a_series_that_changes_is_drawn_and_its_values_stand_beneath(page: AppTest) -> None:
    drop(page, new_owner.values(64, first=2023))
    assert any("Streckad: sparat i dag" in each.value for each in page.caption)
    (table,) = [
        each.value for each in page.table if "I filen" in each.value and "Vad" not in each.value
    ]
    assert table.to_numpy().tolist() == [["2023", "66,0\u00a0%", "64,0\u00a0%"]]


def test_a_large_file_shows_the_series_that_change_and_is_saved(
    page: AppTest, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observation_parts, "PART", 1)
    other = new_owner.values(55, first=2025).splitlines()[1].replace("TRY14", "TRY02")
    changed = new_owner.values(64, first=2023).splitlines()[1]
    drop(sign(page), f"{new_owner.FOURTH_YEAR}{other}\n{changed}\n")
    assert any("Streckad: sparat i dag" in each.value for each in page.caption)
    press(page, "Spara")
    assert title(page).startswith("Filen är sparad som inläsning")
    assert states(store) == ["never_came"]


def test_a_clean_file_waits_for_a_name(page: AppTest) -> None:
    drop(page, new_owner.FOURTH_YEAR)
    assert not button(page, "Spara 1 mätvärde")
    assert any("Skriv ditt namn först" in caption.value for caption in page.caption)
    sign(page)
    assert button(page, "Spara 1 mätvärde")


def test_a_name_that_is_corrected_is_the_one_that_is_saved(page: AppTest, store: Store) -> None:
    drop(page, new_owner.FOURTH_YEAR)
    for name in ("Mja", "Maja"):
        page.text_input[0].set_value(name)
        checked(page.run())
        assert page.text_input[0].value == name
    press(page, "Spara")
    assert "Maja" in a_reader(store).ask(all_revisions)["actor"].tolist()


def test_what_saving_would_do_to_the_verdicts_is_shown_first(page: AppTest) -> None:
    drop(page, new_owner.FOURTH_YEAR)
    assert any(header.value == "Det enda målet byter läge" for header in page.header)
    verdicts = page.table[-1].value
    assert "Nått målet" in verdicts["I dag"].iloc[0]
    assert "Uteblev" in verdicts["Blir"].iloc[0]


def test_saving_and_undoing(page: AppTest, store: Store) -> None:
    press(drop(sign(page), new_owner.FOURTH_YEAR), "Spara")
    assert title(page).startswith("Filen är sparad som inläsning")
    assert states(store) == ["never_came"]
    checked(page.button(key="undo-receipt").click().run())
    assert title(page).endswith("är ångrad")
    assert states(store) == ["reached"]
    (said,) = [found.value for found in page.success]
    assert said.endswith("är ångrad: 1 rad är borttagen. Ett mål bytte läge.")
    assert any("Uteblev" in str(table.value) for table in page.table)
    assert button(page, "Spara")


def test_an_earlier_file_can_be_undone_by_the_one_who_uploaded_it_and_by_nobody_else(
    page: AppTest, store: Store
) -> None:
    assert not undoing(sign(page))
    page.text_input[0].set_value(" test ")
    newest = max(undoing(checked(page.run())))
    press(page, newest)
    assert states(store) == []


def undoing(page: AppTest) -> list[str]:
    return [each.label for each in page.button if each.label.startswith("Ja, ångra ")]


def test_promises_can_be_undone_from_the_history(store: Store, catalogue: Catalogue) -> None:
    promise = f"löfte_id;område;löfte\nl.ett;{new_owner.AREA};En lokal\n"
    examination = examine(
        a_reader(store), UploadedFile.of(promise.encode(), "löften.csv"), catalogue=catalogue
    )
    saved = save(
        a_door(store), a_viewer(), examination, catalogue=catalogue, actor="Test", now=TODAY
    )
    page = shown(app_of(), VIEW)
    page.text_input[0].set_value("Test")
    assert f"Ja, ångra inläsning {saved.revision}" in undoing(checked(page.run()))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_picker_offers_every_kind_of_file(page: AppTest, language: str) -> None:
    page.query_params["sprak"] = language
    drop(page, new_owner.AREAS)
    offered = page.selectbox(key="file-kind").options
    assert offered == [words.noun(kind, 2, language) for kind in KIND_NAMES]


def test_the_same_file_again_is_recognised(page: AppTest) -> None:
    press(drop(sign(page), new_owner.FOURTH_YEAR), "Spara")
    saved = title(page)
    drop(page, new_owner.FOURTH_YEAR, "samma igen.csv")
    assert title(page) == saved


def test_a_file_that_is_nothing_at_all_is_a_sentence(page: AppTest) -> None:
    drop(page, "hej hopp")
    assert title(page) == "Inget har sparats. Filen kan inte läsas in som den är."
    assert len(page.table) == 1


def test_the_page_speaks_english_when_the_address_asks_for_it(store: Store) -> None:
    page = shown(app_of(), VIEW, sprak="en")
    drop(page, new_owner.MIXED)
    assert title(page) == "Nothing has been saved. Three rows stop."
    findings = remarks(page, "Row").set_index("Row")
    assert "Do you mean 42?" in findings["What we suggest"]["2"]


def states(store: Store) -> list[str]:
    rows = rows_of(store, "SELECT state FROM assessment WHERE revision_to = 2147483647")
    return rows["state"].tolist()


def test_a_published_table_can_be_dropped_and_waits_for_its_answers(page: AppTest) -> None:
    dropped = drop(sign(page), PUBLISHED, "tabell.json")
    assert not any(
        found.label.startswith("Spara") for found in dropped.button if not found.disabled
    )


def test_a_file_with_questions_cannot_be_saved_before_they_are_answered(page: AppTest) -> None:
    drop(sign(page), SURVEY, "enkät.json")
    assert title(page) == ("Så läste vi din fil. Två frågor återstår innan den går att spara.")
    assert not button(page, "Spara 1 mätvärde")
    assert any("Två frågor väntar på svar." in caption.value for caption in page.caption)


def test_yes_for_all_takes_every_suggestion_and_the_file_can_be_saved(
    page: AppTest, store: Store
) -> None:
    press(drop(sign(page), SURVEY, "enkät.json"), "Ja, för alla")
    assert title(page) == "Inget har sparats än. Filen går att spara som den är."
    assert any(found.label == "Två frågor är besvarade" for found in page.expander)
    assert "Ja, för alla" not in [found.label for found in page.button]
    press(page, "Spara 1 mätvärde")
    assert title(page).startswith("Filen är sparad som inläsning")
    assert states(store) == ["never_came"]


def test_an_answer_of_ones_own_changes_how_the_file_is_read(page: AppTest) -> None:
    drop(sign(page), SURVEY, "enkät.json")
    own_answer(page, "Nej, alla områden ska finnas")
    assert len(remarks(page)) == 1
    assert any("En fråga väntar på svar." in caption.value for caption in page.caption)
    press(page, "Ja, för alla")
    assert not button(page, "Spara")
    own_answer(page, "Ja, läs bara de områden som finns här")
    assert any(found.label == "En fråga är besvarad" for found in page.expander)
    assert button(page, "Spara 1 mätvärde")


def test_the_answers_are_there_when_the_file_is_dropped_again(page: AppTest) -> None:
    press(drop(sign(page), SURVEY, "enkät.json"), "Ja, för alla")
    drop(page, new_owner.MIXED)
    assert not button(page, "Spara")
    drop(page, SURVEY, "enkät.json")
    assert button(page, "Spara 1 mätvärde")


def test_an_answer_to_what_is_no_longer_asked_is_not_held_against_the_file(
    page: AppTest,
) -> None:
    drop(sign(page), SURVEY, "enkät.json")
    press(page, "Ja, för alla")
    page.selectbox(key="file-indicator").set_value("TRY14")
    checked(page.run())
    assert button(page, "Spara 1 mätvärde")
    assert title(page) == "Inget har sparats än. Filen går att spara som den är."


def test_the_first_rows_are_shown_with_names_and_not_with_ids(page: AppTest) -> None:
    drop(page, SURVEY, "enkät.json")
    (rows,) = [table.value for table in page.table if "Område" in table.value]
    assert rows["Område"].tolist() == [r"Kvarnbacken \(påhittat\)"]
    assert rows["Indikator"].tolist() == ["Trygg på kvällen, områdets egen enkät"]


def test_the_questions_are_in_english_on_an_english_page(store: Store) -> None:
    page = shown(app_of(), VIEW, sprak="en")
    drop(page, SURVEY, "survey.json")
    assert title(page) == "How we read your file. Two questions remain before it can be saved."
    assert "No, every area should be known" in page.radio[0].options
    assert "Which indicator is it?" in words_of(page)
    press(page, "Yes, for all")
    assert any(found.label == "Two questions are answered" for found in page.expander)


def own_answer(page: AppTest, label: str) -> None:
    """Choose an answer to a question by its words."""
    (question,) = [found for found in page.radio if label in found.options]
    question.set_value(question_value(label))
    checked(page.run())


def question_value(label: str) -> str:
    return {"Nej, alla områden ska finnas": "stop"}.get(label, "leave")


def test_the_page_says_what_is_to_be_handed_in_and_gives_its_template(store: Store) -> None:
    page = shown(app_of(), VIEW, indikator="TRY14", lamnas_av="trygghetssamordnare")
    said = "Inget är försenat. Nästa leverans är senast 31 december 2026"
    assert said in [header.value for header in page.header]
    (due,) = [each.value for each in page.table if "Att lämna" in each.value]
    assert list(due["Senast i tid"]) == ["31\u00a0december 2026"]
    assert "Kvarnbacken" in due["Att lämna"].iloc[0]
    offered = {button.label for button in page.get("download_button")}
    assert {"Hämta mallen", "Hämta dagarna som kalender"} <= offered
    page.selectbox[1].set_value(None)
    checked(page.run())
    assert "Välj en indikator, så får du en mall" in "".join(
        each.value for each in page.caption
    )
