"""Areas, goals, breaks and events come in through the same door as measurements."""

from collections.abc import Iterator

import pytest

from data.store.store import Store
from tests.factories import rows_of
from tests.files.given import (
    AREAS,
    CATALOGUE,
    NOW,
    TODAY,
    codes,
    examined,
    lent,
    rows,
    said,
    save,
)

GOAL = {
    "goal_id": "mal.prov",
    "area_id": "ovning.ekbacken",
    "indicator_id": "TRY14",
    "form": "at_least",
    "target": "65",
    "due": "2030-12-31",
    "baseline_periods": "2018|2019",
    "title": "Minst 65 procent",
    "document": "Provprogrammet",
}
BREAK = {
    "break_id": "brott.prov",
    "indicator_id": "TRY14",
    "area_id": "",
    "first_period": "2022",
    "kind": "question",
}
EVENT = {"event_id": "handelse.prov", "starts_on": "2025-05-10", "title": "Torget öppnar"}
AREA = {"area_id": "ovning.ny", "kind": "development_area", "name": "Ny (påhittad)"}


MEASURED = [
    {"area_id": "ovning.ekbacken", "indicator_id": indicator_id, "period": year, "värde": value}
    for indicator_id, value in (
        ("TRY14", "60"),
        ("BOS02", "3"),
        ("BOS03", "3"),
        ("TRY02", "70"),
    )
    for year in ("2018", "2019")
]
LISTED = [
    {
        "area_id": "ovning.ekbacken",
        "indicator_id": "TRY08",
        "period": year,
        "class": "risk_area",
    }
    for year in ("2018", "2019")
]


@pytest.fixture
def store() -> Iterator[Store]:
    yield from lent(rows(*MEASURED), rows(*LISTED))


@pytest.mark.parametrize(
    ("row", "kind"),
    [(GOAL, "goals"), (BREAK, "breaks"), (EVENT, "events"), (AREA, "areas")],
    ids=["goals", "breaks", "events", "areas"],
)
def test_the_header_says_which_kind_of_file_it_is(
    store: Store, row: dict[str, str], kind: str
) -> None:
    examination = examined(store, rows(row))
    assert (examination.kind, examination.new, codes(examination)) == (kind, 1, [])


@pytest.mark.parametrize(
    "row", [GOAL, BREAK, EVENT, AREA], ids=["goals", "breaks", "events", "areas"]
)
def test_the_same_file_again_changes_nothing(store: Store, row: dict[str, str]) -> None:
    save(store, rows(row))
    examination = examined(store, rows(row))
    assert (examination.new, examination.changed, examination.unchanged) == (0, 0, 1)


def test_areas_with_everything_they_lie_in_go_to_three_tables(store: Store) -> None:
    examination = examined(store, AREAS)
    assert list(examination.frames) == ["area", "area_code", "area_relation"]
    assert examination.unchanged == 5
    area = examination.frames["area"].set_index("area_id")
    assert area.loc["ovning.ekbacken.centrum", "municipality_id"] == "kommun.9999.prov"


def test_a_new_parent_is_a_change_of_the_area(store: Store) -> None:
    moved = AREAS.replace(
        "polis.9999.lid,police_area,kommun.9999.prov",
        "polis.9999.lid,police_area,ovning.ekbacken",
    )
    assert examined(store, moved).changed == 1


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"area_id": "Ny Plats"}, "id_odd"),
        ({"kind": "planet"}, "word_unknown"),
        ({"name": ""}, "cell_empty"),
        ({"parent_id": "finns.inte"}, "area_unknown_here"),
        ({"parent_id": "ovning.ny"}, "area_within_itself"),
        ({"overlaps": "ovning.ekbacken:1.4"}, "overlap_unreadable"),
        ({"overlaps": "finns.inte:0.4"}, "overlap_unknown"),
        ({"name": "Ny plats", "invented": "ja"}, "invented_without_saying"),
        ({"invented": "kanske"}, "not_yes_or_no"),
    ],
)
def test_an_area_that_cannot_be_stops(store: Store, cells: dict[str, str], code: str) -> None:
    assert codes(examined(store, rows(AREA | cells))) == [code]


def test_areas_in_a_circle_stop(store: Store) -> None:
    circle = rows(
        AREA | {"parent_id": "ovning.annan"},
        AREA | {"area_id": "ovning.annan", "parent_id": "ovning.ny"},
    )
    assert codes(examined(store, circle)) == ["area_within_itself"] * 2


def test_an_id_is_given_once(store: Store) -> None:
    assert "på rad 2" in said(examined(store, rows(AREA, AREA)), "id_twice")


def test_an_odd_id_is_met_with_a_good_one(store: Store) -> None:
    sentence = said(examined(store, rows(AREA | {"area_id": "Övning.Ny Plats"})), "id_odd")
    assert "Skriv ovning.ny-plats." in sentence


def test_a_goal_is_laid_out_as_the_store_has_it(store: Store) -> None:
    comparing = {"comparator": "regso.9999.lid|polis.9999.lid", "comparator_use": "promise"}
    frames = examined(store, rows(GOAL | comparing)).frames
    assert list(frames) == ["document", "goal", "goal_comparator"]
    goal = frames["goal"].iloc[0]
    assert (goal["worse"], goal["target_low"], goal["mid"]) == (
        "lower",
        65.0,
        CATALOGUE["TRY14"].smallest_difference,
    )
    assert list(goal["baseline_periods"]) == ["2018", "2019"]
    assert goal["frozen_on"].date() == TODAY
    assert goal["document_id"] == frames["document"]["document_id"].item() == "provprogrammet"
    assert list(frames["goal_comparator"]["area_id"]) == ["regso.9999.lid", "polis.9999.lid"]


def test_a_goal_at_most_has_its_target_above(store: Store) -> None:
    text = rows(GOAL | {"indicator_id": "BOS03", "form": "högst", "target": "2,5"})
    goal = examined(store, text).frames["goal"].iloc[0]
    assert (goal["worse"], goal["target_high"]) == ("higher", 2.5)
    assert goal["target_low"] != goal["target_low"]


def test_a_goal_that_is_saved_keeps_its_date(store: Store) -> None:
    save(store, rows(GOAL))
    later = examined(store, rows(GOAL), today=TODAY.replace(year=2028))
    assert (later.unchanged, later.frames["goal"]["frozen_on"].item().year) == (1, NOW.year)


def test_a_goal_that_changes_is_dated_anew(store: Store) -> None:
    save(store, rows(GOAL))
    later = examined(store, rows(GOAL | {"target": "70"}), today=TODAY.replace(year=2028))
    assert (later.changed, later.frames["goal"]["frozen_on"].item().year) == (1, 2028)
    assert "target_low 65" in later.preview["saved"].item()


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"area_id": "finns.inte"}, "area_unknown_here"),
        ({"indicator_id": "XXX"}, "indicator_unknown"),
        ({"form": "ungefär"}, "word_unknown"),
        ({"target": ""}, "target_missing"),
        ({"target": "hej"}, "not_a_plain_number"),
        ({"target": "165"}, "outside_limits"),
        ({"form": "band"}, "target_missing"),
        ({"form": "band", "target_high": "60"}, "band_backwards"),
        ({"worse": "higher"}, "worse_against_form"),
        ({"mid": "0"}, "mid_not_positive"),
        ({"due": "nästa år"}, "not_a_date"),
        ({"baseline_periods": "2018|igår"}, "baseline_unreadable"),
        ({"comparator": "ovning.ekbacken"}, "compared_with_itself"),
        ({"comparator": "finns.inte"}, "areas_unknown"),
        ({"indicator_id": "TRY08"}, "form_needs_class"),
    ],
)
def test_a_goal_that_cannot_be_decided_stops(
    store: Store, cells: dict[str, str], code: str
) -> None:
    examination = examined(store, rows(GOAL | cells))
    assert code in codes(examination)
    assert examination.frames == {}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"indicator_id": "TRY02", "form": "at_most"}, "goal_unconfirmed"),
        ({"indicator_id": "BOS02"}, "goal_background"),
        ({"target": "0,65"}, "target_like_a_share"),
        ({"earliest_effect": "2031-01-01"}, "effect_after_due"),
        ({"comparator_use": "watch"}, "nothing_to_compare_with"),
        ({"form": "at_most"}, "worse_against_indicator"),
        ({"form": "hold", "target": "", "worse": "higher"}, "worse_against_indicator"),
        ({"form": "hold", "target": "", "mid": "99"}, "no_room_to_worsen"),
    ],
)
def test_an_odd_goal_is_remarked_on_and_saved(
    store: Store, cells: dict[str, str], code: str
) -> None:
    examination = examined(store, rows(GOAL | cells))
    assert codes(examination) == [code]
    assert examination.accepted == 1


def test_a_goal_on_a_class_names_the_classes_that_fulfil_it(store: Store) -> None:
    goal = GOAL | {"indicator_id": "TRY08", "form": "class", "target": "", "mid": "1"}
    assert codes(examined(store, rows(goal))) == ["classes_missing"]
    goal["target_classes"] = "Ej på listan|utsatt"
    frame = examined(store, rows(goal)).frames["goal"]
    assert list(frame["target_classes"].item()) == ["not_listed", "vulnerable"]


@pytest.mark.parametrize(
    ("row", "cells", "code"),
    [
        (BREAK, {"first_period": "snart"}, "period_unreadable"),
        (BREAK, {"kind": "oväder"}, "word_unknown"),
        (BREAK, {"area_id": "finns.inte"}, "area_unknown_here"),
        (BREAK, {"classes_affected": "utsatt"}, "class_unknown"),
        (EVENT, {"ends_on": "2025-05-01"}, "ends_before_it_starts"),
        (EVENT, {"area_ids": "finns.inte"}, "areas_unknown"),
        (EVENT, {"indicator_ids": "XXX"}, "indicators_unknown"),
        (EVENT, {"title": ""}, "cell_empty"),
    ],
)
def test_a_break_or_event_that_cannot_be_stops(
    store: Store, row: dict[str, str], cells: dict[str, str], code: str
) -> None:
    assert codes(examined(store, rows(row | cells))) == [code]


@pytest.mark.parametrize(
    ("row", "cells", "ids"),
    [
        (GOAL, {"area_id": "Ekbacken centrm (påhittad)"}, ["area_name"]),
        (GOAL, {"indicator_id": "TRY-14"}, ["indicator_name"]),
        (GOAL, {"comparator": "Provkomun (påhittad)"}, ["area_name"]),
        (BREAK, {"area_id": "Ekbacken centrm (påhittad)"}, ["area_name"]),
        (BREAK, {"indicator_id": "TRY 14"}, ["indicator_name"]),
        (EVENT, {"area_ids": "E1|Ekbackn (påhittad)"}, ["area_name"]),
        (EVENT, {"indicator_ids": "TRY-14"}, ["indicator_name"]),
    ],
)
def test_a_near_name_in_a_goal_break_or_event_is_asked_about(
    store: Store, row: dict[str, str], cells: dict[str, str], ids: list[str]
) -> None:
    waiting = examined(store, rows(row | cells))
    assert [each.kind for each in waiting.proposals] == ids
    assert (waiting.accepted, waiting.waiting, waiting.stops) == (1, 1, False)
    (asked,) = waiting.proposals
    assert examined(store, rows(row | cells), answers={asked.id: "stop"}).stops


def test_an_event_is_about_every_pair_of_its_areas_and_indicators(store: Store) -> None:
    text = rows(EVENT | {"area_ids": "E1|ovning.ekbacken", "indicator_ids": "TRY14|BOS01"})
    scope = examined(store, text).frames["event_scope"]
    assert len(scope) == 4
    assert set(scope["area_id"]) == {"ovning.ekbacken.centrum", "ovning.ekbacken"}


def test_codes_of_an_area_have_the_days_they_were_in_use(store: Store) -> None:
    coded = {
        "code": "1917",
        "code_scheme": "kommun",
        "code_to": "2006-12-31",
        "code2": "0331",
        "code2_scheme": "kommun",
        "code2_from": "2007-01-01",
    }
    heby = {"area_id": "kommun.0331.heby", "kind": "municipality", "name": "Heby"}
    save(store, rows(heby | coded))
    kept = rows_of(store, "SELECT * FROM area_code WHERE area_id = 'kommun.0331.heby'")
    days = kept.set_index("code")
    assert days["valid_to"].dropna().astype("str").to_dict() == {"1917": "2006-12-31"}
    assert days["valid_from"].dropna().astype("str").to_dict() == {"0331": "2007-01-01"}
    assert examined(store, rows(heby | coded)).unchanged == 1


def test_a_code_in_use_until_a_day_that_is_none_stops(store: Store) -> None:
    row = AREA | {"code": "N1", "code_scheme": "egen", "code_to": "i fjol"}
    assert codes(examined(store, rows(row))) == ["not_a_date"]
