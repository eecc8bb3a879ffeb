"""Ny plats as a person meets it: from nothing to a first verdict, and what stops on the way."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.page import loaders
from dashboard.place import as_file
from data.store.access import Viewer
from data.store.store import shared
from tests.dashboard.driving import app_of, checked, everything, field, installed, words
from tests.factories import rows_of

pytestmark = pytest.mark.app

SHARES = (46, 45, 47, 46, 60, 69, 71, 70, 71, 52, 51)
PASTED = "år\tprocent\tsvar\n" + "\n".join(
    f"{2015 + at}\t{share},3\t402" for at, share in enumerate(SHARES)
)


@pytest.fixture(scope="module")
def place(sample_file: Path, tmp_path_factory) -> Iterator[Path]:
    """A store of their own for the journeys of this file; each makes a place of its own."""
    copy = Path(shutil.copy(sample_file, tmp_path_factory.mktemp("place") / "store.duckdb"))
    with pytest.MonkeyPatch.context() as patch, installed(copy, patch):
        yield copy


def opened(**query: str) -> AppTest:
    return checked(app_of("views/new_place.py", **query).run())


def pressed(page: AppTest, key: str) -> AppTest:
    (button,) = [one for one in page.button if one.key == f"new-place-{key}"]
    return checked(button.click().run())


def test_a_place_from_nothing_to_a_verdict_in_one_sitting(place):
    page = opened()
    assert page.title[0].value == "Fem frågor, så har platsen ett första svar."
    assert "Välj ett mått och klistra in värden" in words(page)
    field(page, "Namn").set_value("*Torget* :red[x]")
    field(page, "Kommun").set_value("1407")
    field(page, "Sort").set_value("public_space")
    field(page, "Löftet, med sina egna ord").set_value("Minst 65 procent ska vara trygga.")
    field(page, "Till vem").set_value("boende")
    field(page, "Lovat den").set_value(date(2019, 3, 1))
    field(page, "Klart senast").set_value(date(2022, 12, 31))
    field(page, "Sök med egna ord").set_value("trygg på kvällen")
    checked(page.run())
    assert "Skrivet i efterhand" in words(page)
    pressed(page, "hit-TRY14")
    field(page, "Målet (procent)").set_value("65")
    field(page, "Värden").set_value(PASTED)
    checked(page.run())
    said = everything(page)
    assert "Tryggheten på kvällen" in said
    assert "Återfall" in said
    assert "Jämförs med 2017, 2018, de senaste mätningarna före löftet." in said
    assert "räknas inte i rubriken på Läget" in said
    assert "11 mätningar lästa." in said
    assert "Vem ansvarar?" in said

    pressed(page, "save-last")
    assert "**Ditt namn:**" in page.error[0].value
    field(page, "Ditt namn").set_value("Maja")
    pressed(page, "save-last")
    assert not page.error, page.error
    assert page.title[0].value == "\\*Torget\\* \\:red\\[x\\] är sparad"
    assert "/nytt-mal?omrade=plats.1407.torget-red-x&indikator=TRY14" in words(page)
    made = rows_of(
        shared(str(place)),
        "SELECT count(*) AS n FROM commitment JOIN commitment_goal USING (commitment_id) "
        "JOIN goal USING (goal_id) WHERE goal.revision_to > 1000000 "
        "AND area_id = 'plats.1407.torget-red-x'",
    )
    assert made["n"].iloc[0] == 1

    anew = opened()
    assert not field(anew, "Namn").value
    field(anew, "Namn").set_value("*TORGET*  :red[x]")
    field(anew, "Kommun").set_value("1407")
    checked(anew.run())
    field(anew, "Så anger jag platsen").set_value("parts")
    checked(anew.run())
    assert "omrade=plats.1407.torget-red-x" in anew.warning[0].value
    field(anew, "Lägg till ett område").select_index(0)
    english = checked(anew.run())
    english.query_params["sprak"] = "en"
    checked(english.run())
    assert field(english, "Name").value == "*TORGET*  :red[x]"
    assert "Made of (press to remove)" in [one.label for one in english.button_group]


def test_everything_that_stops_is_said_at_once_by_the_words_of_the_labels(place):
    page = opened()
    field(page, "Till vem").set_value("boende")
    field(page, "Sök med egna ord").set_value("trygg på kvällen")
    pressed(checked(page.run()), "hit-TRY14")
    field(page, "Målet (procent)").set_value("sextio")
    field(page, "Värden").set_value("2019\t46,x\n2020\t460\n2021\t..\n2022\t51,3")
    checked(page.run())
    pressed(page, "save-beside")
    told = page.error[-1].value
    for label in (
        "**Namn:**",
        "**Kommun:**",
        "**Sort:**",
        "**Löftet, med sina egna ord:**",
        "**Ditt namn:**",
        "**Värden, rad 1:** 46,x är inget tal",
        "**Värden, rad 2:** 460 ligger utanför",
        "**Målet:** sextio är inget tal. Skriv ett tal, till exempel",
    ):
        assert label in told
    assert "Inget har sparats. Det du skrev står kvar." in told
    assert field(page, "Värden").value.startswith("2019\t46,x")
    field(page, "Så anger jag platsen").set_value("point")
    checked(page.run())
    field(page, "Latitud och longitud").set_value("6400000 320000")
    checked(page.run())
    assert "Koordinaterna är i meter" in page.error[0].value
    assert (
        "**Var ligger den?:** Koordinaterna är i meter"
        in pressed(page, "save-last").error[-1].value
    )


def test_a_question_about_a_goal_is_asked_without_naming_a_file(place):
    page = opened()
    field(page, "Lovat den").set_value(date(2022, 3, 1))
    field(page, "Klart senast").set_value(date(2027, 12, 31))
    field(page, "Löftet, med sina egna ord").set_value("Minst 65 procent ska vara trygga.")
    field(page, "Sök med egna ord").set_value("trygg på kvällen")
    pressed(checked(page.run()), "hit-TRY14")
    field(page, "Målet (procent)").set_value("65")
    field(page, "Värden").set_value(PASTED)
    checked(page.run())
    (asked,) = [one for one in page.radio if "uppfyller redan målet" in one.label]
    assert "Nej, jag ändrar det jag skrev" in asked.options
    assert not any("filen" in one for one in asked.options)


def test_without_the_right_the_page_says_whom_to_ask(place, monkeypatch):
    monkeypatch.setattr(loaders, "viewer", lambda: Viewer(areas=None))
    page = opened()
    assert "Be den som förvaltar Kvarvärde om rollen lämnar" in page.info[0].value
    assert not page.button


def test_a_draft_is_kept_as_a_file_and_gone_on_with_in_another_browser(place):
    written = {
        "key": "a",
        "name": "Parken",
        "municipality": "1407",
        "promised_on": date(2019, 3, 1),
        "made_of": ["x"],
        "target": "",
    }
    kept = as_file.as_text(written)
    assert as_file.read(kept.encode()) == {
        name: each for name, each in written.items() if name not in {"key", "target"}
    }
    page = opened()
    given = next(one for one in page.file_uploader if one.label == "Utkastet som du sparade")
    given.set_value(("utkast.json", kept.encode(), "application/json"))
    checked(page.run())
    assert field(page, "Namn").value == "Parken"
    assert field(page, "Lovat den").value == date(2019, 3, 1)
    assert "Utkastet är på plats" in page.info[0].value


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"\xff", b'{"kvarvarde-utkast": 7}'),
        *(b'{"kvarvarde-utkast": {"%b": [1]}}' % name for name in (b"name", b"due_on")),
        b'{"kvarvarde-utkast": {"name": "half of a character: \\ud800"}}',
        b'{"kvarvarde-utkast": {"made_of": ["\\ud800"]}}',
    ],
)
def test_what_is_no_draft_is_refused(content):
    with pytest.raises(ValueError, match=r"."):
        as_file.read(content)


def test_a_draft_with_what_cannot_be_chosen_any_more_is_still_a_draft(place):
    old = {"name": "Parken", "kind": "gone", "municipality": "0000", "how": "x", "form": "y"}
    page = opened()
    given = next(one for one in page.file_uploader if one.label == "Utkastet som du sparade")
    text = as_file.as_text(old)
    given.set_value(("utkast.json", text.encode(), "application/json"))
    checked(page.run())
    assert field(page, "Namn").value == "Parken"
