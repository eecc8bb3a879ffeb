"""The doors to exports: the API, the command, the settings and the pages."""

from io import BytesIO
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.doors import api, cli
from dashboard.installation import Installation
from dashboard.settings import Settings, SettingsError, settings
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.asgi import Client
from tests.dashboard.driving import installed_to_read
from tests.factories import a_door

GOAL = "ovning.mal.try14.centrum"


@pytest.fixture
def here(installed_file: Path, monkeypatch: pytest.MonkeyPatch):
    with installed_to_read(installed_file, monkeypatch):
        yield


@pytest.mark.parametrize("ending", ["pptx", "pdf", "html"])
def test_a_command_writes_the_file_its_ending_says(here, tmp_path, capsys, ending):
    place = tmp_path / f"mote.{ending}"
    assert cli.main(["present", str(place), "--goal", GOAL]) == 0
    start = {"pptx": b"PK", "pdf": b"%PDF-1.7", "html": b"<!doctype html>"}[ending]
    assert place.read_bytes().startswith(start)
    assert f"Skrev {place}" in capsys.readouterr().out


def test_a_command_says_which_endings_there_are(here, tmp_path, capsys):
    assert cli.main(["present", str(tmp_path / "mote.odp")]) == 2
    assert "ska sluta på .pptx, .pdf eller .html" in capsys.readouterr().err


def test_a_command_says_that_a_goal_is_not_there(here, tmp_path, capsys):
    place = tmp_path / "mote.pdf"
    assert cli.main(["present", str(place), "--goal", "finns.inte"]) == 2
    assert "inget att visa för finns.inte" in capsys.readouterr().err
    assert not place.exists()


def test_a_command_uses_the_public_address_for_codes(here, tmp_path, monkeypatch):
    monkeypatch.setenv("KVARVARDE_PUBLIC_URL", "https://kvarvarde.exempel.se/")
    place = tmp_path / "mote.pptx"
    assert cli.main(["present", str(place), "--goal", GOAL]) == 0
    slide = Presentation(BytesIO(place.read_bytes())).slides[0]
    code = next(shape for shape in slide.shapes if shape.shape_type == 13)
    asked = f"https://kvarvarde.exempel.se/utfall?mal={GOAL}"
    assert code.click_action.hyperlink.address == asked


def test_a_bad_template_stops_with_a_sentence_and_writes_nothing(
    here, tmp_path, monkeypatch, capsys
):
    template = tmp_path / "mall.pptx"
    template.write_bytes(b"inte alls")
    monkeypatch.setenv("KVARVARDE_PPTX_TEMPLATE", str(template))
    place = tmp_path / "mote.pptx"
    assert cli.main(["present", str(place), "--goal", GOAL]) == 2
    assert "mall.pptx går inte att läsa" in capsys.readouterr().err
    assert not place.exists()


@pytest.fixture
def client(sample: Store, catalogue: Catalogue, tmp_path: Path) -> Client:
    place = Settings(store=tmp_path / "x.duckdb", public_url="https://kvarvarde.exempel.se")
    here = Installation(door=a_door(sample), catalogue=catalogue, settings=place)
    return Client(api.create(lambda: here))


def test_the_api_hands_out_a_file_with_its_name_and_kind(client):
    answer = client.get("/exports/pdf", params={"goal_id": GOAL})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert f"kvarvarde-{GOAL}.pdf" in answer.headers["content-disposition"]


def test_the_api_names_no_other_areas_than_those_asked_for(client):
    asked = {"training": "true", "show": "ovning.ekbacken.norra"}
    page = client.get("/exports/html", params=asked).text
    assert "Ekbacken norra" in page
    assert "Ekbacken centrum" not in page


def test_the_api_says_what_is_not_there(client):
    answer = client.get("/exports/pptx", params={"area_id": "finns.inte"})
    assert answer.status_code == 404
    assert answer.json()["error"] == "Det finns inget att visa för finns.inte."
    assert client.get("/exports/docx").status_code == 422


def test_settings_refuse_an_address_that_is_none_and_a_template_that_is_not_there():
    asked = {
        "KVARVARDE_PUBLIC_URL": "kvarvarde.exempel.se",
        "KVARVARDE_PPTX_TEMPLATE": "/finns/inte.pptx",
    }
    with pytest.raises(SettingsError) as refused:
        settings(asked)
    assert "KVARVARDE_PUBLIC_URL: kvarvarde.exempel.se är ingen adress" in str(refused.value)
    assert "KVARVARDE_PPTX_TEMPLATE: filen /finns/inte.pptx finns inte" in str(refused.value)


def test_a_public_address_keeps_its_path_and_loses_its_last_slash():
    asked = {"KVARVARDE_PUBLIC_URL": "https://exempel.se/kvarvarde/"}
    assert settings(asked).public_url == "https://exempel.se/kvarvarde"
