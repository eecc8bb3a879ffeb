"""Löfteskedjan as a person meets it: what it says, and what it takes in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import installation
from dashboard.doors import api
from data.acts import attachments
from data.acts.save import save
from data.acts.undo import undo
from data.store.store import Store, shared
from tests import new_owner
from tests.asgi import Client
from tests.conftest import TODAY
from tests.dashboard.driving import app_of, checked, field, installed, press, shown, words
from tests.data.acts.test_attachments import a_pdf
from tests.factories import a_door, a_viewer, rows_of
from tests.files.given import CATALOGUE, examined
from tests.files.given import save as save_file
from tests.promise_files import PROMISES, RECORD_HEADER, a_promised_store, with_rows

pytestmark = pytest.mark.app

BATH = "l.bad;ovning.ekbacken;En badplats;service;alla;;;;konsekvensanalys;fritidschef;SKA;9"
VIEW = "views/promises.py"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    a_promised_store(tmp_path).close()
    place = tmp_path / "store.duckdb"
    with installed(place, monkeypatch):
        yield shared(place)


def opened(**query: str) -> AppTest:
    """The page with its form unfolded."""
    page = app_of(VIEW, **{"data": "ovning", **query})
    page.session_state["unfolded-promise"] = True
    return checked(page.run())


def test_the_headline_comes_from_the_data(store):
    page = opened()
    assert page.title[0].value == (
        "Ett av tre löften bärs vidare. Ett försvann mellan detaljplan och avtal."
    )
    assert "Socialtjänsten kom in i skede 3 av 6" in words(page)


def test_a_promise_whose_goal_has_been_undone_says_so_until_it_is_back(store):
    place = "ovning.ekbacken"
    save_file(store, new_owner.GOAL.replace(new_owner.AREA, place))
    goals = store.revision
    save_file(
        store, f"löfte_id;område;löftet som det skrevs;mål\nl.trygg;{place};Tryggt;ny.mal\n"
    )
    missing = "Målet bakom löftet *Tryggt* följs inte längre: filen med målet är ångrad."
    assert missing not in words(opened())
    given = {"catalogue": CATALOGUE, "actor": "test", "now": TODAY}
    receipt = undo(a_door(store), a_viewer(), goals, **given)
    assert missing in words(opened())
    undo(a_door(store), a_viewer(), receipt.revision, **given)
    assert missing not in words(opened())


def test_a_fall_past_a_stage_that_nobody_checked_is_somewhere_between(store):
    save_file(store, with_rows(PROMISES.splitlines()[0], BATH))
    save_file(
        store, with_rows(RECORD_HEADER, "l.bad;avtal;nej;;;;;;Maja Ek;planarkitekt;2024-03-01")
    )
    page = opened()
    assert page.title[0].value.endswith(
        "Två försvann någonstans mellan konsekvensanalys och avtal."
    )
    (steps,) = [one for one in page.button_group if one.label == "Steg i trappan"]
    assert steps.options == ["Till avtal −2"]
    assert "Två löften följde inte med in i" in words(page)


def test_no_trace_is_never_called_a_loss(store):
    said = words(opened())
    assert "Utan spår är inte en förlust." in said
    assert "tappades" not in said


def test_the_list_and_the_table_say_the_same(store):
    tables = [one.value.to_string() for one in opened().table]
    assert "Belyst gångstråk" in " ".join(tables)
    assert "En öppen lokal för unga" in words(opened(vy="lista"))


def test_the_page_speaks_english(store):
    page = opened(sprak="en")
    assert page.title[0].value.startswith("One of three promises are carried on")


def test_a_filter_that_fits_nothing_is_a_sentence(store):
    page = opened(tema="safety")
    assert page.title[0].value == "Ett löfte: ej bedömt."


def test_an_area_without_promises_shows_one_that_has(store):
    page = opened(omrade="polis.9999.lid")
    assert "Området har inga löften här" in page.info[0].value


def test_without_promises_the_page_says_what_that_does_not_mean(store):
    page = opened(data="verkliga")
    assert page.title[0].value == "Inga löften är inlagda än"


def confirm(page: AppTest, role: str) -> AppTest:
    field(page, "Löftet").set_value("l.lokal")
    field(page, "Skede där löftet inte hittades").set_value(3)
    field(page, "När").set_value(TODAY.date())
    field(page, "Vem bekräftar").set_value("Omar Lind")
    field(page, "I vilken roll").set_value(role)
    field(page, "Ditt namn").set_value("Maja")
    return press(page, "Spara")


def test_a_confirmation_through_the_form_makes_a_loss(store):
    page = confirm(opened(skriv="confirmations"), "fritidschef")
    assert "Sparat som inläsning" in page.success[0].value
    assert "tappades" in words(page)


def test_a_form_that_is_stopped_says_why_and_loses_nothing(store):
    page = confirm(opened(skriv="confirmations"), "Planarkitekt")
    assert "kan inte också bekräfta det" in page.error[0].value
    assert "Det du skrev står kvar" in page.error[0].value
    assert field(page, "Vem bekräftar").value == "Omar Lind"
    assert rows_of(store, "SELECT count(*) AS n FROM confirmation")["n"].iloc[0] == 0


def test_the_form_is_drawn_when_it_is_asked_for(store):
    page = app_of(VIEW, data="ovning").run()
    assert [one.label for one in page.expander][-1].startswith("Skriv in ett löfte")
    assert "Ditt namn" not in [one.label for one in page.text_input]


def test_an_empty_form_names_every_field_that_is_missing(store):
    page = opened()
    field(page, "Ditt namn").set_value("Maja")
    press(page, "Spara")
    assert "Löftet som det skrevs" in page.error[0].value


def test_nobody_saves_without_a_name(store):
    page = opened()
    field(page, "Löftet som det skrevs").set_value("En bänk vid hållplatsen.")
    press(page, "Spara")
    assert "Skriv vem som läser in" in page.error[0].value


def test_a_new_promise_is_written_in(store):
    page = opened()
    field(page, "Löftet som det skrevs").set_value("En bänk vid hållplatsen.")
    field(page, "Ditt namn").set_value("Maja")
    press(page, "Spara")
    assert "fyra löften" in page.title[0].value
    ids = rows_of(store, "SELECT commitment_id FROM commitment WHERE revision_to > 1000")
    assert "lofte.ekbacken.en-bank-vid-hallplatsen" in set(ids["commitment_id"])


def test_the_way_of_one_promise_is_told(store):
    page = opened(lofte="l.lokal")
    parts = " ".join(str(one.value) for one in page.table)
    assert "inte hittat" in parts
    assert "planarkitekt, 1 mars 2024" in parts


@pytest.fixture
def client(store):
    return Client(api.create(installation.installation))


def test_the_api_lists_promises(client):
    answer = client.get("/commitments", params={"state": "no_trace"}).json()
    assert [row["commitment_id"] for row in answer["rows"]] == ["l.lokal"]
    assert answer["total"] == 1


def test_a_paper_is_handed_out_to_be_saved_and_never_run(client, store):
    paper = attachments.prepared(a_pdf(), "plan.pdf", largest_mb=20)
    header = PROMISES.splitlines()[0]
    text = with_rows(header, "l.ny;ovning.ekbacken;Ett;;;;;;;chef;Ny plan;1")
    examination = attachments.attached(examined(store, text), paper)
    attachments.keep(a_door(store), a_viewer(), paper)
    save(a_door(store), a_viewer(), examination, catalogue=CATALOGUE, actor="Maja", now=TODAY)
    answer = client.get(f"/attachments/{paper.sha256}")
    assert answer.content == paper.content
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/pdf"


@pytest.mark.parametrize("asked", ["f" * 64, "..%2Fstore.duckdb", "x"])
def test_a_paper_that_no_document_refers_to_is_not_there(client, asked):
    answer = client.get(f"/attachments/{asked}")
    assert answer.status_code == 404
    assert "error" in answer.json()


def test_a_document_is_named_once_and_how_it_was_read_is_folded(app):
    page = shown(app, "promises", data="verkliga", omrade="omrade.1480.frihamnen")
    (line,) = [one.value for one in page.markdown if "Källor:" in one.value]
    assert line.count("Vårt Göteborg") == 1
    assert "odaterad" not in line
    (folded,) = [one for one in page.expander if one.label == "Så har källorna lästs"]
    assert "odaterad" in folded.markdown[0].value
    assert folded.markdown[0].value.count("- [Vårt Göteborg") == 1
