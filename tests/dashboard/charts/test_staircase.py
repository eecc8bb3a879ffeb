"""The staircase as it is drawn and said, and the sentences about promises."""

import re

import pandas as pd
import pytest

from dashboard.charts.describe.staircase import shown, staircase
from dashboard.charts.plotly.staircase import draw_staircase
from dashboard.promises import listing
from dashboard.promises.stairs import _label
from dashboard.text import promises as words
from metrics.promise.records import POSITIONS
from metrics.promise.state import PromiseState
from tests.dashboard.approval import approve_figure, approve_text
from tests.dashboard.charts.drawn import a_staircase

KINDS = ("lost", "not_delivered", "no_trace", "decided_away", "replaced", "restored", "new")


def stairs() -> pd.DataFrame:
    rows = [
        {
            "position": place,
            "stage": stage,
            "check_year": check,
            "reached": place < 6 and place != 4,
            "skipped": place == 4,
            "reached_on": pd.Timestamp(f"{2012 + place}-05-01") if place != 4 else pd.NaT,
            "carried": carried,
            "unknown": int(place == 5),
            **dict.fromkeys(KINDS, 0),
        }
        for place, ((stage, check), carried) in enumerate(
            zip(POSITIONS, (9, 8, 6, 3, 3, 3, 0, 0, 0, 0), strict=True)
        )
    ]
    table = pd.DataFrame(rows)
    table.loc[1, "no_trace"] = 1
    table.loc[2, ["lost", "decided_away"]] = 1
    table.loc[3, ["lost", "no_trace"]] = [2, 1]
    table.loc[5, ["not_delivered", "restored"]] = 1
    return table


@pytest.mark.parametrize("dark", [False, True])
def test_the_staircase_as_approved(dark):
    name = f"staircase_{'dark_en' if dark else 'light'}"
    approve_figure(name, a_staircase(stairs(), dark=dark, language="en" if dark else "sv"))


def test_what_the_staircase_says_in_words():
    said = [staircase(stairs(), language=language).alt for language in ("sv", "en")]
    approve_text("staircase.txt", "\n".join(said) + "\n")


def test_a_narrow_staircase_has_signs_and_numbers_above_its_columns():
    spec = draw_staircase(staircase(stairs(), language="en"), dark=False, brief=True)
    (above,) = [one["text"] for one in spec["layout"]["annotations"] if "−3" in one["text"]]
    assert re.findall(r">([^<>]+)<", above) == ["−3", "▼\u00a02", "◌\u00a01"]


def bars(spec, place):
    return {
        index: trace["y"][place]
        for index, trace in enumerate(spec["data"])
        if trace["y"][place]
    }


def test_every_column_starts_at_the_height_of_the_one_before():
    drawn = a_staircase(stairs(), dark=False, language="sv")
    assert sum(bars(drawn, 3).values()) == 6
    assert sum(bars(drawn, 2).values()) == 8


def test_decided_is_hatched_silent_is_solid_and_no_trace_is_an_empty_dashed_frame():
    spec = a_staircase(stairs(), dark=False, language="sv")
    decided, silent, untraced = (spec["data"][place]["marker"] for place in (2, 5, 4))
    assert decided["pattern"]["shape"] == "/"
    assert "pattern" not in silent
    assert untraced["color"] == "rgba(0,0,0,0)"
    dashed = [s for s in spec["layout"]["shapes"] if s["line"].get("dash") == "4px,3px"]
    assert len(dashed) == 2


def test_stages_nothing_is_known_of_are_left_out():
    table = stairs()
    table.loc[6:, "reached_on"] = pd.NaT
    assert list(shown(table)["position"]) == [0, 1, 2, 3, 4, 5]
    nowhere = staircase(table.assign(reached=False), language="sv")
    assert nowhere.alt == "Inget skede är nått än."


def a_promise(**given):
    return {
        "state": "no_trace",
        "stage": 3,
        "carrier": None,
        "carrier_document": None,
        "document": "SKA",
        "page": "14",
        "strength": None,
        "decided_by": None,
        "missed_note": "",
        "confirmed_roles": None,
        "confirmed_by_owner": False,
        "confirmed_on": pd.Timestamp("2024-05-12"),
        "due_on": pd.Timestamp("2019-12-31"),
    } | given


@pytest.mark.parametrize(
    ("given", "first", "second"),
    [
        ({}, "Ingen bärare hittad", "ingen har bekräftat"),
        ({"missed_note": "Bilagan saknas"}, "Bilagan saknas", "ingen har bekräftat"),
        (
            {"state": "lost", "confirmed_roles": ["chef"], "confirmed_by_owner": True},
            "Inget beslut finns",
            "bekräftat av ansvarig roll 12 maj 2024",
        ),
        (
            {"state": "lost", "confirmed_roles": ["a", "b"]},
            "Inget beslut finns",
            "bekräftat av två roller 12 maj 2024",
        ),
        (
            {"confirmed_roles": ["a"]},
            "Ingen bärare hittad",
            "bekräftat av en roll 12 maj 2024: en till behövs",
        ),
        (
            {"state": "not_delivered"},
            "Skulle varit klart 31 december 2019",
            "ingen har bekräftat",
        ),
        (
            {
                "state": "decided_away",
                "decided_by": "KS",
                "decided_on": pd.Timestamp("2016-06-01"),
                "why": "Ryms i skolan.",
            },
            "KS, 1 juni 2016",
            "Ryms i skolan.",
        ),
    ],
)
def test_what_is_known_of_what_fell(given, first, second):
    assert words.known(a_promise(**given), "sv") == (first, second)


def test_the_last_carrier_is_the_promise_itself_when_nothing_else_carried_it():
    assert words.carrier(a_promise(), "sv") == ("SKA s. 14", "")
    carried = a_promise(carrier="Planbeskrivning", carrier_page="17", strength=2)
    assert words.carrier(carried, "sv") == ("Planbeskrivning s. 17", "bindning 2")


def test_what_came_back_is_not_counted_as_gone():
    falls = pd.DataFrame(
        {"position": [3, 3, 2], "state": ["lost"] * 3, "restored": [True, True, False]}
    )
    assert words.worst_step(falls) == (2, 1)


def fallen(
    *states: str, seen_at: int = 2, gap: bool = False, restored: int = 0
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "position": 3,
            "state": states,
            "restored": [place < restored for place in range(len(states))],
            "seen_at": seen_at,
            "gap": gap,
        }
    )


@pytest.mark.parametrize(
    ("falls", "said"),
    [
        (fallen("lost"), "mellan detaljplan och avtal"),
        (fallen("lost", seen_at=0, gap=True), "någonstans mellan konsekvensanalys och avtal"),
        (fallen("lost", seen_at=0), "mellan konsekvensanalys och avtal"),
        (fallen("lost", seen_at=-1, gap=True), "före avtal"),
    ],
)
def test_a_fall_is_placed_between_where_somebody_has_checked(falls, said):
    assert words.between(falls, "sv") == said


def test_the_headline_the_heading_and_the_step_count_alike():
    falls = fallen("lost", "lost", "no_trace", "decided_away", restored=1)
    promises = pd.DataFrame({"state": ["in_use", "carried"], "stage": [6, 2]})
    assert words.title(promises, falls, "sv").endswith(
        "Tre försvann mellan detaljplan och avtal, ett av dem är återfört."
    )
    assert (
        words.step_title(falls, "sv")
        == "Tre löften följde inte med in i avtalet, ett valdes bort"
    )
    assert _label(falls, "sv") == "Till avtal −3 ⧄1"


def test_a_decision_never_makes_the_headline():
    falls = pd.DataFrame({"position": [3], "state": ["decided_away"], "restored": [False]})
    assert words.worst_step(falls) is None


@pytest.mark.parametrize("state", list(PromiseState))
def test_every_state_has_shape_and_word_in_both_languages(state):
    assert words.label(state, "sv")[0] == words.SIGNS[state].glyph
    assert words.word(state, "en") != words.word(state, "sv")


def test_amounts_are_written_in_swedish():
    assert words.amount(20.0, "timmar", "sv") == "20\u00a0timmar"
    assert words.amount(2.5, "km", "sv") == "2,5\u00a0km"
    assert words.amount(float("nan"), "km", "sv") == ""


def test_what_carried_a_promise_is_read_as_swedish_on_an_english_page_and_its_page_is_not():
    carried = a_promise(carrier="Planbeskrivning", carrier_page="17", strength=2)
    swedish, english = (listing._carrier(carried, language) for language in ("sv", "en"))
    assert swedish.startswith("Planbeskrivning s. 17")
    assert english.startswith("*\u2068Planbeskrivning\u2069* p. 17")
