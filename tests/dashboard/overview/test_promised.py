"""The second book on Läget and Område: promises have a sentence and counts of their own."""

import pandas as pd
import pytest

from dashboard.series import promises_of_area
from dashboard.text import two_books
from tests.dashboard.driving import everything, shown, words

pytestmark = pytest.mark.app

CENTRUM = "ovning.ekbacken.centrum"


def counts(*states: str) -> list[str]:
    return [said for said, _ in two_books.counts(pd.DataFrame({"state": states}), "sv")]


def test_what_is_lost_and_missed_comes_first_with_where_and_at_which_stage(app):
    page = shown(app, data="ovning")
    assert "Tappat och saknat: tre löften som ingen bär, och som saknas i siffrorna" in words(
        page
    )
    missed = page.table[0].value
    (column,) = missed.columns  # a second is cut off on a phone
    (first,) = [said for said in missed[column] if "lokal för unga" in said]
    assert "Ekbacken centrum" in first
    assert first.endswith("föll mellan detaljplan och avtal")


def test_the_promises_by_state_add_up(app):
    page = shown(app, data="ovning")
    assert "Alla 29 löften" in words(page)
    said = [str(cell) for cell in page.table[1].value["state"]]
    numbers = [int(cell.split("**")[1].split()[0]) for cell in said]
    assert sum(numbers) == 29
    assert any("8 borta utan beslut" in cell for cell in said)


def test_the_book_follows_the_filter(app):
    page = shown(app, data="ovning", tema="service", lage="lost")
    missed = page.table[0].value
    assert ["lokal för unga" in cell for cell in missed["Vad"]] == [True]


def test_a_promise_for_the_whole_or_behind_a_goal_is_not_no_promises(app):
    page = shown(app, data="ovning")
    assert "inga löften" not in everything(page)
    assert "24 löften" not in everything(page) or "för Ekbacken" in everything(page)


def test_an_area_shows_the_promises_that_concern_it(app):
    said = words(shown(app, "area", data="ovning", omrade=CENTRUM))
    assert "Inga löften är inlagda här" not in said
    assert "24 löften gavs för Ekbacken" in said


def test_the_second_book_speaks_english(app):
    said = words(shown(app, data="ovning", sprak="en"))
    assert "Lost and missed: three promises that nobody carries on" in said


@pytest.mark.parametrize(
    ("states", "missed", "said"),
    [
        (["lost", "carried"], 0, "Ett av två löften är borta utan att någon beslutade det"),
        (["not_assessed"] * 5, 0, "Inget av fem löften är bedömt än"),
        (["carried", "weakened"], 0, "Inget av två löften är borta utan beslut"),
        (
            ["carried", "not_assessed"],
            0,
            "Ett av två löften är inte bedömt, och inget annat är borta utan beslut",
        ),
        (["not_assessed"], 0, "Det enda löftet är inte bedömt än"),
    ],
)
def test_the_sentence_says_what_matters_most(states, missed, said):
    assert two_books.sentence(pd.DataFrame({"state": states}), missed, "sv") == said


def test_every_state_is_counted_once():
    assert counts("lost", "in_use", "restored", "weakened", "replaced") == [
        ":red[▼\u00a0**1 borta utan beslut**]",
        ":gray[⧄\u00a0**1 bortvalt**]",
        ":orange[◇\u00a0**1 försvagat**]",
        ":blue[●\u00a0**2 lever**]",
    ]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0, 0, 3), "3 löften som ingen har letat efter"),
        ((1, 2, 0), "1 av 2 står kvar"),
        ((1, 2, 1), "1 av 2 står kvar; 1 är inte bedömt"),
    ],
)
def test_promises_nobody_has_looked_for_are_not_counted_as_gone(numbers, said):
    assert promises_of_area._standing(*numbers, "sv") == said
