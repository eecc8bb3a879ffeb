"""Roles, keys, releases and the log from the command line, on the file itself."""

import csv
import io
import shutil
from pathlib import Path

from dashboard.doors import api, cli
from dashboard.installation import Installation
from dashboard.settings import Settings
from data.store import store as stores
from tests.asgi import Client
from tests.data.loading import load
from tests.factories import a_door
from tests.invited_people import NORTH, figures, opened


def test_the_owner_invites_makes_a_key_releases_and_writes_out_the_log(
    two_places, tmp_path, catalogue, monkeypatch, capsys
):
    place = Path(shutil.copy(two_places, tmp_path))
    with opened(place) as store:
        waits = load(store, figures(NORTH, 41, first=2025), catalogue).revision
    monkeypatch.setenv("KVARVARDE_STORE", str(place))

    def said(*arguments):
        assert cli.main(list(arguments)) == 0
        return capsys.readouterr().out

    who = ("grant", "nora", "--email", "nora@exempel.se", "--organisation", "Norrhem")
    assert f"uploader i {NORTH}" in said(*who, "--role", "uploader", "--area", NORTH)
    assert "1: nora, uploader" in said("grant")
    key = said("token", "nora", "--may", "import", "--days", "5").strip()
    assert f"{waits}: file.csv" in said("release")
    assert f"Inläsning {waits} är släppt." in said("release", str(waits))
    assert said("release") == ""
    log = list(csv.DictReader(io.StringIO(said("audit")), delimiter=";"))
    assert [row["act"] for row in log[-3:]] == ["administer", "administer", "release"]
    assert {row["client"] for row in log[-3:]} == {"command"}
    assert cli.main(["grant", "olle", "--role", "uploader"]) == 2
    assert "e-postadress" in capsys.readouterr().err

    stores._open.pop(str(place.resolve())).close()
    with opened(place) as store:
        here = Installation(
            door=a_door(store), catalogue=catalogue, settings=Settings(store=place)
        )
        client = Client(api.create(lambda: here))
        shown = {"authorization": f"Bearer {key}"}
        asked = {"params": {"name": "f.csv"}, "headers": shown}
        new = figures(NORTH, 44, first=2026)
        assert client.post("/imports", content=new, **asked).json()["revision"]
        assert client.get("/backup", headers=shown).status_code == 403
        wrong = {"authorization": f"Bearer {key[:-2]}xx"}
        assert client.get("/observations", headers=wrong).status_code == 401
