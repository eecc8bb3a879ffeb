"""Promises on their way into the store, and out of it again: every bad row has its sentence."""

import pytest

from data.acts.reassess import reassess
from data.acts.save import rehearse
from data.acts.save import save as save_examined
from data.acts.undo import undo
from data.intake import TEMPLATES, template
from tests.factories import a_door, a_reader, a_viewer, rows_of
from tests.files.given import CATALOGUE, NOW, codes, examined, said, save
from tests.promise_files import (
    CONFIRMED,
    DECIDED,
    PROMISES,
    RECORD_HEADER,
    RECORDS,
    STAGE_HEADER,
    STAGES,
    a_promised_store,
    with_rows,
)


def states(store, revision=None) -> dict[str, str]:
    rows = a_reader(store, revision=revision).rows(
        "SELECT commitment_id, state FROM commitment_state_as_of($revision)"
    )
    return dict(zip(rows["commitment_id"], rows["state"], strict=True))


@pytest.fixture
def store(tmp_path):
    opened = a_promised_store(tmp_path)
    yield opened
    opened.close()


def records(*rows: str) -> str:
    return with_rows(RECORD_HEADER, *rows)


def test_five_kinds_of_file_are_told_by_their_headers(store):
    files = {
        "commitments": PROMISES,
        "area_stages": STAGES,
        "stage_records": RECORDS,
        "confirmations": CONFIRMED,
        "commitment_decisions": DECIDED,
    }
    assert {name: examined(store, text).kind for name, text in files.items()} == {
        name: name for name in files
    }


def test_states_are_decided_as_the_records_come_in(store):
    assert states(store) == {
        "l.lokal": "no_trace",
        "l.gata": "not_assessed",
        "l.rad": "carried",
    }


def test_the_owner_turns_no_trace_into_a_loss_and_undo_turns_it_back(store):
    save(store, CONFIRMED)
    assert states(store)["l.lokal"] == "lost"
    undone = undo(
        a_door(store), a_viewer(), store.revision, catalogue=CATALOGUE, actor="Maja", now=NOW
    )
    assert states(store)["l.lokal"] == "no_trace"
    assert [(each.before, each.after, each.promise) for each in undone.verdicts] == [
        ("lost", "no_trace", True)
    ]


def test_a_state_can_be_read_as_it_was(store):
    before = store.revision
    save(store, DECIDED)
    assert states(store)["l.lokal"] == "decided_away"
    assert states(store, before)["l.lokal"] == "no_trace"


def test_what_saving_would_change_is_told_beforehand(store):
    (change,) = rehearse(
        a_door(store), a_viewer(), examined(store, DECIDED), catalogue=CATALOGUE, now=NOW
    )
    assert (change.before, change.after) == ("no_trace", "decided_away")
    assert change.title == "En öppen lokal för unga"


def test_the_same_file_again_says_nothing_new(store):
    for text in (PROMISES, STAGES, RECORDS):
        again = examined(store, text)
        assert (again.new, again.changed, again.stops) == (0, 0, False)


def test_an_undone_promise_takes_its_state_with_it(store):
    undo(
        a_door(store),
        a_viewer(),
        store.revision - 2,
        catalogue=CATALOGUE,
        actor="Maja",
        now=NOW,
    )
    assert states(store) == {}


def test_the_calendar_alone_breaks_a_promise_that_is_late(store):
    late = PROMISES.replace("10;lägenheter;;", "10;lägenheter;2027-06-30;")
    save(store, late)
    assert states(store)["l.rad"] == "carried"
    day = NOW.replace(year=2027, month=7, day=1)
    changed = reassess(
        a_door(store), a_viewer(), catalogue=CATALOGUE, now=day, only_if_due=True
    )
    assert [each.after for each in changed] == ["not_delivered"]
    assert states(store)["l.rad"] == "not_delivered"


def test_undo_leaves_no_state_behind_when_checks_are_undone(store):
    undo(a_door(store), a_viewer(), store.revision, catalogue=CATALOGUE, actor="Maja", now=NOW)
    assert set(states(store).values()) == {"not_assessed"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("l.finnsinte;avtal;nej;;;;;;M;jurist;2024-03-01", "commitment_unknown"),
        ("l.rad;torg;nej;;;;;;M;jurist;2024-03-01", "stage_unknown"),
        ("l.rad;i bruk;ja;Tavla;;;;;M;jurist;2024-03-01", "check_year_unknown"),
        ("l.rad;konsekvensanalys;nej;;;;;;M;jurist;2024-03-01", "stage_before_origin"),
        ("l.rad;bygglov;nej;;;;;;M;jurist;2024-03-01", "stage_skipped"),
        ("l.rad;i bruk år 10;ja;Tavla;;;;;M;jurist;2024-03-01", "stage_not_reached"),
        ("l.rad;byggt;ja;Tavla;;;;;M;jurist;2027-03-01", "date_to_come"),
        ("l.rad;byggt;ja;Tavla;Okänt papper;;;;M;jurist;2024-03-01", "document_unknown"),
        ("l.rad;byggt;ja;Tavla;;12;;;M;jurist;2024-03-01", "page_without_document"),
        ("l.rad;byggt;kanske;Tavla;;;;;M;jurist;2024-03-01", "word_unknown"),
        ("l.rad;byggt;ja;Tavla;;;7;;M;jurist;2024-03-01", "strength_unknown"),
        ("l.rad;byggt;ja;Tavla;;;0;;M;jurist;2024-03-01", "found_with_nothing"),
        ("l.rad;byggt;nej;;;;3;;M;jurist;2024-03-01", "strength_not_expected"),
        ("l.gata;byggt;ja;Tavla;;;;40;M;jurist;2024-03-01", "quantity_without_unit"),
        ("l.rad;byggt;ja;Tavla;;;;-4;M;jurist;2024-03-01", "negative_count"),
        ("l.rad;byggt;ja;Tavla;;;;tio;M;jurist;2024-03-01", "not_a_plain_number"),
        ("l.rad;byggt;ja;Tavla;;;;;M;;2024-03-01", "cell_empty"),
        ("l.rad;byggt;ja;Tavla;;;;;M;jurist;1 mars", "not_a_date"),
    ],
)
def test_a_bad_record_stops_with_its_reason(store, row, code):
    examination = examined(store, records(row))
    assert examination.stops
    assert code in codes(examination)
    assert "Rad 2" in said(examination, code)


def test_what_carries_it_should_be_said(store):
    examination = examined(store, records("l.rad;byggt;ja;;;;;;M;jurist;2024-03-01"))
    assert codes(examination) == ["found_without_carrier"]
    assert not examination.stops


def test_the_stage_that_is_skipped_is_named(store):
    examination = examined(store, records("l.rad;bygglov;nej;;;;;;M;jurist;2024-03-01"))
    assert said(examination, "stage_skipped") == (
        "Rad 2, kolumn skede: Projektet har inte skedet projektering och bygglov, så löftet "
        "kan inte ha letats efter där. Rätta skedet, eller ta bort att området hoppar över "
        "det. Inget har sparats."
    )


def test_a_promise_that_is_spelt_almost_right_is_suggested(store):
    examination = examined(store, records("l.lokalen;avtal;nej;;;;;;M;jurist;2024-03-01"))
    assert "Menar du l.lokal?" in said(examination, "commitment_unknown")


def test_the_same_check_twice_is_said(store):
    row = "l.rad;byggt;ja;Tavla;;;;;M;jurist;2024-03-01"
    assert "på rad 2" in said(examined(store, records(row, row)), "id_twice")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (("ovning.ekbacken;byggt;2014-01-01;nej;nej;",), "stage_before_predecessor"),
        (("ovning.ekbacken;program;2017-01-01;nej;nej;",), "stage_before_predecessor"),
        (("ovning.ekbacken;byggt;2019-01-01;nej;nej;",) * 2, "stage_twice"),
        (("ovning.finnsinte;byggt;2019-01-01;nej;nej;",), "area_unknown_here"),
        (("ovning.ekbacken;byggt;i maj;nej;nej;",), "not_a_date"),
        (("ovning.ekbacken;byggt;2019-01-01;kanske;nej;",), "not_yes_or_no"),
    ],
)
def test_a_bad_stage_stops_with_its_reason(store, rows, code):
    assert code in codes(examined(store, with_rows(STAGE_HEADER, *rows)))


def test_a_stage_before_its_predecessor_names_both(store):
    examination = examined(
        store, with_rows(STAGE_HEADER, "ovning.ekbacken;byggt;2014-01-01;;;")
    )
    assert "byggt nåddes 2014-01-01, men avtal först 2016-09-01" in said(
        examination, "stage_before_predecessor"
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("20;timmar i veckan", "20;", "quantity_without_unit"),
        (";service;", ";väder;", "word_unknown"),
        ("l.lokal;", "L LOKAL;", "id_odd"),
        ("En öppen lokal för unga", "", "cell_empty"),
        ("ovning.ekbacken;En", "ovning.ingenstans;En", "area_unknown_here"),
        (";SKA Ekbacken;14", ";;14", "page_without_document"),
    ],
)
def test_a_bad_promise_stops_with_its_reason(store, old, new, code):
    assert code in codes(examined(store, PROMISES.replace(old, new, 1)))


def test_goals_that_do_not_exist_cannot_be_linked(store):
    text = "löfte_id;område;löftet;kopplade_mål\nl.ny;ovning.ekbacken;Ett löfte;mal.inte\n"
    assert "mal.inte" in said(examined(store, text), "goals_unknown")


def test_a_link_must_be_an_address(store):
    header = "löfte_id;område;löftet;dokument;länk"
    text = with_rows(header, "l.ny;ovning.ekbacken;Ett;SKA;javascript:alert(1)")
    assert "link_odd" in codes(examined(store, text))


def confirmation(
    role: str, by: str = "Omar Lind", on: str = "2024-05-12", stage="avtal"
) -> str:
    return f"l.lokal;{stage};{by};{role};{on}"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((confirmation("jurist"), confirmation("Jurist", "Eva")), "role_twice"),
        ((confirmation("planarkitekt"),), "confirmed_by_recorder"),
        ((confirmation("jurist", on="2024-02-01"),), "confirmed_before_looked"),
        ((confirmation("jurist", on="2027-02-01"),), "date_to_come"),
        ((confirmation("jurist", stage="detaljplan"),), "record_unknown"),
    ],
)
def test_a_bad_confirmation_stops_with_its_reason(store, rows, code):
    text = with_rows(CONFIRMED.splitlines()[0], *rows)
    assert code in codes(examined(store, text))


def test_a_role_that_has_confirmed_cannot_do_it_again_in_another_name(store):
    header = CONFIRMED.splitlines()[0]
    save(store, with_rows(header, confirmation("jurist")))
    again = examined(store, with_rows(header, confirmation("jurist", by="Eva Strand")))
    assert "två bekräftelser måste komma från två roller" in said(again, "role_twice")


def test_two_roles_confirm_a_loss(store):
    header = CONFIRMED.splitlines()[0]
    save(store, with_rows(header, confirmation("jurist")))
    assert states(store)["l.lokal"] == "no_trace"
    save(store, with_rows(header, confirmation("områdesstrateg", "Eva")))
    assert states(store)["l.lokal"] == "lost"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("l.lokal;avtal;ersatt;KS;2016-06-01;Bättre;", "replacement_missing"),
        ("l.lokal;avtal;ersatt;KS;2016-06-01;Bättre;l.lokal", "replaced_by_itself"),
        ("l.lokal;avtal;glömt;KS;2016-06-01;;", "word_unknown"),
        ("l.lokal;avtal;bortvalt;;2016-06-01;;", "cell_empty"),
        ("l.lokal;avtal;bortvalt;KS;2099-06-01;;", "date_to_come"),
        ("l.lokal;avtal;bortvalt;KS;2016-06-01;;", "decided_without_why"),
    ],
)
def test_a_bad_decision_has_its_reason(store, row, code):
    header = "löfte_id;skede;beslut;beslutat_av;beslutat_den;varför;ersatt_av"
    assert code in codes(examined(store, with_rows(header, row)))


def test_a_promise_of_an_area_that_is_not_yours_is_not_yours(store):
    viewer = a_viewer(name="x", areas=frozenset({"polis.9999.lid"}))
    text = records("l.rad;byggt;ja;Tavla;;;;;M;jurist;2024-03-01")
    assert "commitment_not_yours" in codes(examined(store, text, viewer=viewer))


def test_a_file_with_one_bad_row_saves_nothing(store):
    before = store.revision
    examination = examined(store, RECORDS + "l.rad;torg;nej;;;;;;M;jurist;2024-03-01\n")
    assert examination.frames == {}
    with pytest.raises(Exception, match="Inget har sparats"):
        save_examined(
            a_door(store), a_viewer(), examination, catalogue=CATALOGUE, actor="Maja", now=NOW
        )
    assert store.revision == before


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    "kind",
    ["commitments", "area_stages", "stage_records", "confirmations", "commitment_decisions"],
)
def test_a_template_is_recognised_as_its_own_kind(store, kind, language):
    assert kind in TEMPLATES
    examination = examined(store, template(kind, language, CATALOGUE))
    assert examination.kind == kind
    assert "column_not_used" not in codes(examination)


def test_a_link_that_the_file_leaves_out_stays(store):
    header = "löfte_id;område;löftet som det skrevs;dokument;dokumentlänk"
    save(
        store,
        with_rows(header, "l.ny;ovning.ekbacken;Ett;SKA Ekbacken;https://e.se/ska"),
    )
    save(store, PROMISES)
    (url,) = rows_of(
        store,
        "SELECT url FROM document WHERE document_id = 'ska-ekbacken' AND revision_to > 1000",
    )["url"]
    assert url == "https://e.se/ska"
