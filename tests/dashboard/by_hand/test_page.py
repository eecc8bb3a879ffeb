"""Every kind of file that may be written in by hand has a form, drawn from one table."""

import pytest

from dashboard.by_hand.form import ELSEWHERE, forms
from data.answers.events import events_of
from data.answers.revisions import all_revisions
from data.intake import KIND_NAMES
from data.intake.columns import headers
from tests.dashboard.driving import app_of, checked, field, lent, press, shown, words
from tests.factories import a_reader

VIEW = "views/by_hand.py"


def test_every_kind_of_file_has_a_form_or_a_page_of_its_own():
    assert {*forms(), *ELSEWHERE} == set(KIND_NAMES)
    assert not set(forms()) & set(ELSEWHERE)
    for kind, form in forms().items():
        assert {each.column for each in form.fields} <= set(headers(kind))
        assert set(form.id_of) <= {each.column for each in form.fields}


def test_an_id_is_made_of_what_was_written_and_the_same_words_make_the_same_id():
    form = forms()["events"]
    written = {"area_ids": "a|b", "title": "Torget öppnar!", "starts_on": "2026-05-01"}
    row = form.row(written)
    assert row["event_id"] == "handelse.a-b.torget-oppnar.2026-05-01"
    assert form.row(written) == row
    assert form.row({**written, "title": ""})["event_id"] == ""


@pytest.mark.app
def test_an_event_is_written_in_once_and_errors_are_in_the_words_of_the_labels(
    own_sample, monkeypatch
):
    lent(own_sample, monkeypatch)
    page = checked(app_of(VIEW, vad="events", omrade="ovning.ekbacken.norra").run())
    field(page, "Ditt namn").set_value("Prov Person")
    press(page, "Spara")
    stops = page.error[0].value
    assert "**Vad hände?:** fältet är tomt" in stops
    assert "**När började det?:** fältet är tomt" in stops
    assert "händelse_id" not in stops
    field(page, "Vad hände?").set_value("Torget öppnar")
    field(page, "När började det?").set_value("2026-05-01")
    press(page, "Spara")
    assert "Sparat som inläsning" in page.success[0].value
    seen = a_reader(own_sample)
    events = seen.ask(events_of, area_id="ovning.ekbacken.norra")
    assert "Torget öppnar" in set(events["title"])
    saved = len(seen.ask(all_revisions))
    field(page, "Vad hände?").set_value("Torget öppnar")
    field(page, "När började det?").set_value("2026-05-01")
    press(page, "Spara")
    assert "redan sparat" in page.success[0].value
    assert len(a_reader(own_sample).ask(all_revisions)) == saved
    for kind in forms():
        other = checked(app_of(VIEW, vad=kind, sprak="en").run())
        assert "Write in one row" in words(other)


@pytest.mark.app
def test_an_empty_form_is_told_of_its_fields_and_of_no_file(own_sample, monkeypatch):
    lent(own_sample, monkeypatch)
    page = press(checked(app_of(VIEW, vad="observations").run()), "Spara")
    assert "Inget är ifyllt. Skriv i fälten först." in page.error[0].value
    assert "Filen" not in page.error[0].value


@pytest.mark.app
def test_no_two_areas_are_called_the_same_in_a_form(app):
    shown(app, "by_hand", vad="observations")
    offered = field(app, "Område").options
    assert len(offered) == len(set(offered)) > 800
    torpa = [one for one in offered if one.startswith("Torpa")]
    assert torpa
    assert all("(" in one for one in torpa)
