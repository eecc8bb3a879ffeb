"""Goals that cannot be what they say are stopped, and odd ones are remarked on, in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.text import states
from dashboard.text.changed_goal import changed_goal
from data.answers.goal_records import earlier_terms, goal_records
from data.answers.goals import all_goals, earlier_promises, verdicts_since
from data.intake import Examination
from data.store.store import Store
from tests.data.portfolio import a_city, goals, ordinary, surveyed
from tests.factories import a_reader
from tests.files.given import (
    CATALOGUE,
    codes,
    examined,
    lent,
    rows,
    said,
    said_in_both,
    save,
)

GOAL = {
    "goal_id": "mal.prov",
    "area_id": "ovning.ekbacken.centrum",
    "indicator_id": "TRY14",
    "form": "at_least",
    "target": "65",
    "due": "2030-12-31",
    "baseline_periods": "2019|2020|2021",
    "title": "Minst 65 procent",
}


def measured(*values: float, first: int = 2019, indicator_id: str = "TRY14") -> str:
    """Write a yearly series about the centre of Ekbacken."""
    common = {"area_id": "ovning.ekbacken.centrum", "indicator_id": indicator_id}
    return rows(
        *(
            common | {"period": str(first + year), "värde": str(value)}
            for year, value in enumerate(values)
        )
    )


def verdict(store: Store) -> tuple[str, str]:
    """Return the state and the reason of the one goal."""
    rows = a_reader(store).rows("SELECT state, reason FROM assessment_as_of($revision)")
    return rows["state"].item(), rows["reason"].item()


def remark_on(store: Store, goal: dict[str, str], code: str) -> tuple[str, str]:
    """The one remark on a goal that is taken all the same, in Swedish and in English."""
    examination = examined(store, rows(goal))
    assert (examination.stops, codes(examination)) == (False, [code])
    return said_in_both(examination, code)


def asked_about(store: Store, goal: dict[str, str], code: str) -> tuple[str, str]:
    """The one question about a goal in Swedish and English: it waits, and no stops."""
    examination = examined(store, rows(goal))
    assert (examination.stops, codes(examination), examination.waiting) == (False, [], 1)
    (proposal,) = examination.proposals
    assert (proposal.kind, proposal.suggested, proposal.rows) == (code, "keep", (2,))
    refused = examined(store, rows(goal), answers={proposal.id: "stop"})
    assert (refused.stops, codes(refused)) == (True, [code])
    kept = examined(store, rows(goal), answers={proposal.id: "keep"})
    assert (kept.stops, codes(kept), kept.waiting, kept.accepted) == (False, [], 0, 1)
    return proposal.question.sv, proposal.question.en


@pytest.fixture
def store() -> Iterator[Store]:
    yield from lent(measured(60, 61, 59))


def test_a_measured_goal_is_taken_without_remarks(store: Store) -> None:
    examination = examined(store, rows(GOAL))
    assert (codes(examination), examination.accepted) == ([], 1)


def test_years_written_as_one_period_stop_and_are_shown_as_several(store: Store) -> None:
    examination = examined(store, rows(GOAL | {"baseline_periods": "2019-2021"}))
    assert (examination.stops, examination.findings[0].row) == (True, 2)
    assert said(examination, "baseline_not_measured") == (
        "Rad 2, kolumn baseline_periods: Utgångsläget 2019-2021 lästes som perioder som inte "
        "är mätta: 2019-2021. Serien har 2019, 2020, 2021. Flera perioder skrivs med | "
        "emellan, till exempel 2019|2020|2021. Annars läs in mätningen först. "
        "Inget har sparats."
    )
    assert "The series has 2019, 2020, 2021. Several periods are written with |" in said(
        examination, "baseline_not_measured", "en"
    )


def test_a_baseline_year_without_a_measurement_is_named(store: Store) -> None:
    sentence = said(
        examined(store, rows(GOAL | {"baseline_periods": "2018|2019"})), "baseline_not_measured"
    )
    assert "inte är mätta: 2018. Serien har 2019, 2020, 2021." in sentence


def test_a_baseline_that_can_still_be_measured_is_waited_for(store: Store) -> None:
    swedish, english = remark_on(
        store, GOAL | {"baseline_periods": "2021|2022"}, "baseline_awaits_values"
    )
    assert "väntar på värden för 2022. Serien har 2019, 2020, 2021." in swedish
    assert "awaits values for 2022" in english


@pytest.mark.parametrize(
    ("terms", "code", "stops"),
    [
        ({"due": "2020-12-31"}, "due_before_baseline_ends", True),
        ({"due": "2021-12-31"}, "due_before_baseline_ends", True),
        ({"due": "2022-01-01"}, "", False),
        ({"mid": "101"}, "mid_cannot_occur", True),
        ({"form": "hold"}, "target_not_held", False),
        ({"baseline_periods": "2019|2020|2020|2021"}, "", False),
    ],
)
def test_terms_that_contradict_each_other_are_said(
    store: Store, terms: dict[str, str], code: str, stops: bool
) -> None:
    examination = examined(store, rows(LATER | PAPER | GOAL | terms))
    assert (code in codes(examination) or not code, examination.stops) == (True, stops)
    periods = examination.frames["goal"]["baseline_periods"].iloc[0] if not stops else []
    assert list(periods) in ([], ["2019", "2020", "2021"])


def test_a_due_date_before_the_series_begins_stops(store: Store) -> None:
    examination = examined(store, rows(GOAL | {"due": "2018-12-31"}))
    assert (examination.stops, examination.findings[0].row) == (True, 2)
    swedish, english = said_in_both(examination, "due_before_measurements")
    assert "Målet ska vara nått 2018-12-31, men serien börjar först 2019" in swedish
    assert "the series begins only with 2019" in english


@pytest.mark.parametrize(
    ("form", "worse", "swedish", "english"),
    [
        (
            "minst",
            "högre",
            "Formen minst betyder att lägre värden är sämre, men raden säger att högre värden",
            "The form at least means that lower values are worse, but the row says that higher",
        ),
        (
            "at_most",
            "lower",
            "Formen högst betyder att högre värden är sämre, men raden säger att lägre värden",
            "The form at most means that higher values are worse, but the row says that lower",
        ),
    ],
)
def test_a_form_against_what_is_worse_stops_and_says_both(
    store: Store, form: str, worse: str, swedish: str, english: str
) -> None:
    examination = examined(store, rows(GOAL | {"form": form, "worse": worse}))
    assert examination.stops
    assert swedish in said(examination, "worse_against_form")
    assert english in said(examination, "worse_against_form", "en")


def test_a_goal_without_measurements_is_taken_and_awaits_values(store: Store) -> None:
    examination = examined(store, rows(GOAL | {"indicator_id": "SER08"}))
    assert (examination.stops, examination.accepted) == (False, 1)
    swedish, english = said_in_both(examination, "goal_awaits_values")
    assert swedish.startswith(
        "Rad 2, kolumn indicator_id: Serien har inga mätningar än: målet tas emot och väntar "
        "på värden."
    )
    assert "awaits values" in english


def test_a_waiting_goal_is_saved_and_judged_when_its_values_come(store: Store) -> None:
    save(store, rows(GOAL | {"indicator_id": "SER08"}))
    assert verdict(store) == ("no_evidence", "no_observation")
    save(store, measured(60, 61, 59, 60, 61, indicator_id="SER08"))
    assert verdict(store) != ("no_evidence", "no_observation")


def test_a_target_that_the_baseline_meets_is_asked_about(store: Store) -> None:
    swedish, english = asked_about(store, GOAL | {"target": "58"}, "baseline_meets_target")
    assert "60, uppfyller redan målet (minst 58). Ska målet ändå stå så?" in swedish
    assert "60, already meets the target (at least 58). Should the goal stand" in english


def test_a_promise_to_hold_is_not_asked_whether_it_is_met(store: Store) -> None:
    assert codes(examined(store, rows(GOAL | {"form": "hold", "target": ""}))) == []


def test_a_wild_year_in_the_baseline_is_named_with_its_value(store: Store) -> None:
    save(store, measured(75, 74, 76, 45.5, 75, indicator_id="SER08"))
    goal = GOAL | {"indicator_id": "SER08", "target": "80"}
    goal["baseline_periods"] = "2019|2020|2021|2022|2023"
    swedish, english = asked_about(store, goal, "baseline_outlying")
    assert (
        "har 45,5 för 2022, långt från de andra som ligger kring 75. Var perioden som andra?"
        in swedish
    )
    assert (
        "has 45.5 for 2022, far from the others, which are around 75. Was the period" in english
    )


def test_a_summer_like_every_summer_is_no_wild_quarter(store: Store) -> None:
    hours = (30, 28, 10, 31, 30, 28, 10, 31)
    quarters = [f"{year}-Q{quarter}" for year in (2021, 2022) for quarter in (1, 2, 3, 4)]
    common = {"area_id": GOAL["area_id"], "indicator_id": "SER07", "supplier": "egen"}
    given = zip(quarters, hours, strict=True)
    save(store, rows(*(common | {"period": at, "värde": str(one)} for at, one in given)))
    held = (
        GOAL | common | {"form": "hold", "target": "", "baseline_periods": "|".join(quarters)}
    )
    assert "baseline_outlying" not in codes(examined(store, rows(held)))


def test_three_years_are_held_against_what_is_ordinary_in_all_areas(tmp_path: Path) -> None:
    names = [f"omrade{number}" for number in range(8)]
    wild = surveyed({"nytt": [60, 84, 61]})
    goal = rows(GOAL | {"area_id": "nytt", "indicator_id": "SER08", "target": "90",
                        "baseline_periods": "2010|2011|2012"})  # fmt: skip
    with a_city(tmp_path, CATALOGUE, [*names, "nytt"]) as store:
        save(store, wild)
        assert examined(store, goal).waiting == 0
        save(store, surveyed(ordinary(names, 8)))
        save(store, goals(names))
        assert "84 för 2011" in examined(store, goal).proposals[0].question.sv


def test_an_ordinary_baseline_has_no_wild_year(store: Store) -> None:
    save(store, measured(75, 74, 76, 72, 78, indicator_id="SER08"))
    goal = GOAL | {"indicator_id": "SER08", "target": "80"}
    goal["baseline_periods"] = "2019|2020|2021|2022|2023"
    assert codes(examined(store, rows(goal))) == []


PAPER = {
    "document": "Programmet",
    "document_url": "https://exempel.example/program",
    "document_date": "2020-01-15",
}
LATER = GOAL | {"baseline_periods": "2019", "frozen_on": "2020-01-15", "target": "70"}


def as_frozen(examination: Examination) -> tuple[str, bool]:
    """Return the day of the one goal, and whether it was set after the fact."""
    goal = examination.frames["goal"].iloc[0]
    return str(goal["frozen_on"].date()), bool(goal["after_the_fact"])


def test_one_document_has_one_day_and_one_link(store: Store) -> None:
    second = LATER | PAPER | {"goal_id": "mal.nasta"}
    later = second | {"document_date": "2020-01-10"}
    elsewhere = second | {"document_url": "https://exempel.example/annat"}
    for other in (later, elsewhere):
        examination = examined(store, rows(LATER | PAPER, other))
        assert codes(examination) == ["document_said_twice"]
        assert examination.stops
    assert codes(examined(store, rows(LATER | PAPER, second))) == []


def test_a_day_that_a_document_supports_is_believed(store: Store) -> None:
    examination = examined(store, rows(LATER | PAPER))
    assert (as_frozen(examination), codes(examination)) == (("2020-01-15", False), [])


@pytest.mark.parametrize(
    "paper",
    [{}, PAPER | {"document_url": ""}, PAPER | {"document_date": ""},
     PAPER | {"document_date": "2020-01-16"}],
    ids=["no document", "no address", "no date", "dated later"],
)  # fmt: skip
def test_a_day_without_support_is_the_day_of_the_upload(
    store: Store, paper: dict[str, str]
) -> None:
    examination = examined(store, rows(LATER | paper))
    assert as_frozen(examination) == ("2026-11-22", True)
    assert codes(examination) == ["frozen_unsupported", "frozen_after_measurements"]
    assert (
        "Målet sägs vara fryst 2020-01-15, men inget dokument med länk och datum styrker det. "
        "Det räknas som fryst 2026-11-22." in said(examination, "frozen_unsupported")
    )
    assert "It counts as frozen 2026-11-22." in said(examination, "frozen_unsupported", "en")
    assert (
        "Målet frystes 2026-11-22, när 2 av 2 mätningar efter utgångsläget redan fanns: det "
        "räknas som satt i efterhand." in said(examination, "frozen_after_measurements")
    )
    assert "when 2 of 2 measurements after the baseline were there already" in said(
        examination, "frozen_after_measurements", "en"
    )


def test_a_day_that_has_not_come_freezes_nothing(store: Store) -> None:
    examination = examined(store, rows(LATER | PAPER | {"frozen_on": "2035-01-01"}))
    assert as_frozen(examination) == ("2026-11-22", True)
    assert "2035-01-01, en dag som inte har varit" in said(examination, "frozen_ahead")


def test_another_target_under_the_same_day_is_remarked_on(store: Store) -> None:
    save(store, rows(LATER | PAPER))
    assert codes(examined(store, rows(LATER | PAPER | {"title": "Nytt namn"}))) == []
    lowered = examined(store, rows(LATER | PAPER | {"target": "66"}))
    assert codes(lowered) == ["target_moved"]
    assert "en annan nivå (minst 70), fryst samma dag" in said(lowered, "target_moved")


def test_a_lowered_target_is_shown_with_what_it_was_and_how_it_stood(store: Store) -> None:
    save(store, measured(61, 62, 63, 64, 64))
    missed = GOAL | {"due": "2022-12-31", "target": "90"}
    save(store, rows(missed))
    reader = a_reader(store)
    assert reader.ask(earlier_promises, goal_id="mal.prov").empty
    state = verdict(store)[0]
    save(store, rows(missed | {"target": "64", "due": "2023-12-31"}))
    after = a_reader(store)
    (before,) = earlier_terms(after.ask(earlier_promises, goal_id="mal.prov"))
    assert (before.target_low, before.state) == (90.0, state)
    (goal,) = goal_records(after.ask(all_goals))
    told = changed_goal(before, goal, CATALOGUE["TRY14"], "sv")
    assert "Före det var det minst 90\u00a0procent senast 31 december 2022" in told
    assert told.endswith(f"och läget var {states.word(before.state, 'sv')}.")
    moved = after.ask(verdicts_since, earlier=reader.revision).to_dict("records")
    assert all(row["asks_anew"] for row in moved)
    assert reader.ask(verdicts_since, earlier=reader.revision).empty


def test_a_document_that_is_saved_with_its_date_supports_a_later_file(store: Store) -> None:
    save(store, rows(LATER | PAPER))
    again = examined(store, rows(LATER | {"goal_id": "mal.annat", "document": "Programmet"}))
    assert as_frozen(again) == ("2020-01-15", False)
    document = again.frames["document"].iloc[0]
    assert document["url"] == PAPER["document_url"]


def test_frozen_after_the_due_date_is_after_the_fact(store: Store) -> None:
    examination = examined(store, rows(GOAL | {"due": "2022-12-31"}))
    assert as_frozen(examination) == ("2026-11-22", True)
    assert (
        "Målet skulle vara nått 2022-12-31 men frystes först 2026-11-22: det räknas som satt i "
        "efterhand." in said(examination, "frozen_after_due")
    )
    assert "it counts as set after the fact" in said(examination, "frozen_after_due", "en")


@pytest.mark.parametrize(("frozen_on", "late"), [("2021-06-01", True), ("2020-06-01", False)])
def test_half_of_the_monitored_measurements_make_it_after_the_fact(
    store: Store, frozen_on: str, late: bool
) -> None:
    examination = examined(store, rows(LATER | PAPER | {"frozen_on": frozen_on}))
    assert as_frozen(examination) == (frozen_on, late)


def test_the_word_in_the_file_can_only_make_it_stricter(store: Store) -> None:
    assert as_frozen(examined(store, rows(LATER | PAPER | {"after_the_fact": "ja"})))[1]
    denied = LATER | PAPER | {"after_the_fact": "nej", "frozen_on": "2026-01-01"}
    assert as_frozen(examined(store, rows(denied)))[1]


def test_what_was_decided_stands_when_measurements_come_later(store: Store) -> None:
    late = rows(LATER | PAPER | {"frozen_on": "2021-06-01"})
    save(store, late)
    save(store, measured(60, 60, 60, 60, first=2022))
    again = examined(store, late)
    assert (as_frozen(again), again.unchanged) == (("2021-06-01", True), 1)
    retitled = examined(store, rows(LATER | PAPER | {"frozen_on": "2021-06-01", "title": "Ny"}))
    assert (as_frozen(retitled)[1], retitled.changed) == (True, 1)


def test_a_goal_set_before_its_values_stays_so(store: Store) -> None:
    waiting = rows(GOAL | {"indicator_id": "SER08"})
    save(store, waiting)
    save(store, measured(60, 61, 59, 60, 61, indicator_id="SER08"))
    again = examined(store, waiting)
    assert (as_frozen(again)[1], again.unchanged) == (False, 1)
