"""The command ``kvarvarde``, in this process and as people run it."""

import json
import os
import stat
from pathlib import Path

import pytest

from dashboard import installation
from dashboard.doors import cli
from dashboard.doors.running import address_file, announced, running
from data.intake import KIND_NAMES
from data.store import store as stores
from tests import new_owner
from tests.serving import CLI, free_port, ran


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "var" / "store.duckdb"
    monkeypatch.setenv("KVARVARDE_STORE", str(place))
    monkeypatch.delenv("KVARVARDE_DEFINITIONS", raising=False)
    monkeypatch.chdir(tmp_path)
    installation.installation.cache_clear()
    yield place
    if opened := stores._open.pop(str(place.resolve()), None):
        opened.close()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    texts = {
        "areas": new_owner.AREAS,
        "values": new_owner.THREE_YEARS,
        "goal": new_owner.GOAL,
        "fourth": new_owner.FOURTH_YEAR,
        "mixed": new_owner.MIXED,
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return {name: str(tmp_path / f"{name}.csv") for name in texts}


def test_a_new_owner_imports_and_undoes(
    place: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", files["areas"], files["values"], files["goal"]]) == 0
    assert cli.main(["import", files["fourth"], "--json"]) == 0
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (report["accepted"], report["new"]) == (1, 1)
    assert cli.main(["undo", str(report["revision"])]) == 0
    assert cli.main(["revisions"]) == 0
    said = capsys.readouterr().out
    assert f"Inläsning {report['revision']} är ångrad" in said
    assert "fourth.csv  (ångrad i" in said


def test_findings_that_stop_end_in_one(
    place: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["import", files["areas"], files["values"]])
    assert cli.main(["import", files["mixed"]]) == 1
    said = capsys.readouterr()
    assert "Rad 2, kolumn värde: 0,42 ser ut som en andel" in said.err
    assert "Menar du 42?" in said.err
    assert "Inget har sparats." in said.out


def test_promises_can_be_named_as_what_a_file_holds(
    place: Path, files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    promises = tmp_path / "promises.csv"
    promises.write_text(f"löfte_id;område;löfte\nl.ett;{new_owner.AREA};En lokal\n", "utf-8")
    assert cli.main(["import", files["areas"]]) == 0
    assert cli.main(["import", "--kind", "commitments", str(promises), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["new"] == 1


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_every_kind_of_file_can_be_named(place: Path, files: dict[str, str], kind: str) -> None:
    named = ["import", "--dry-run", "--kind", kind, files["areas"]]
    assert cli.main(named) in {0, 1}


def test_a_dry_run_ends_in_nought_and_saves_nothing(
    place: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", files["areas"], "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["revision"] is None
    cli.main(["revisions", "--json"])
    assert json.loads(capsys.readouterr().out) == []


def test_the_actor_is_kept(
    place: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["import", files["areas"], "--actor", "Maja"])
    capsys.readouterr()
    cli.main(["revisions", "--json"])
    assert json.loads(capsys.readouterr().out)[0]["actor"] == "Maja"


def test_a_calibration_is_tried_first_and_says_why(
    place: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    goal = Path(files["goal"])
    goal.write_text(goal.read_text("utf-8").replace(",2022,", ",2022|2023,"), "utf-8")
    cli.main(["import", files["areas"], files["values"], files["goal"]])
    capsys.readouterr()
    assert cli.main(["calibrate", "--dry-run"]) == 0
    assert "Bruset är det som redan gäller" in capsys.readouterr().out
    assert cli.main(["calibrate"]) == 2
    assert "Skriv varför med --reason" in capsys.readouterr().err
    assert cli.main(["calibrate", "--reason", "prov", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["revision"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "nowhere.csv"], "Filen finns inte: nowhere.csv."),
        (["undo", "7"], "Det finns ingen inläsning 7."),
        (["templates", ".", "--indicator", "XX"], "Det finns ingen indikator XX."),
        (["templates", ".", "--sender", "Maja"], "--sender behöver --indicator"),
        (["present", "laget.odp"], "laget.odp: filen ska sluta på .pptx, .pdf eller .html."),
    ],
)
def test_what_cannot_be_done_is_two_and_a_swedish_sentence(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    stores.Store(place).close()
    assert cli.main(arguments) == 2
    assert said in capsys.readouterr().err


def test_broken_definitions_are_listed_all_at_once(
    place: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "A01.toml").write_text("this is not TOML", "utf-8")
    (folder / "A02.toml").write_text('id = "A02"\ntheme = "cats"\n', "utf-8")
    monkeypatch.setenv("KVARVARDE_DEFINITIONS", str(folder))
    assert cli.main(["revisions"]) == 2
    said = capsys.readouterr().err
    assert "A01.toml: not TOML" in said
    assert "A02.toml: theme = 'cats'" in said
    assert "A02.toml: version is missing" in said
    assert "Traceback" not in said


def test_a_definition_folder_that_is_not_there_is_named(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KVARVARDE_DEFINITIONS", f"/nowhere/a{os.pathsep}/nowhere/b")
    assert cli.main(["revisions"]) == 2
    said = capsys.readouterr().err
    assert "/nowhere/a" in said
    assert "/nowhere/b" in said


def test_templates_of_every_kind_and_indicator(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["templates", str(tmp_path / "mallar")]) == 0
    written = {file.name for file in (tmp_path / "mallar").iterdir()}
    assert {"observations.csv", "areas.csv", "goals.csv", "breaks.csv", "events.csv"} <= written
    assert "observations-TRY14.csv" in written


def test_a_template_with_its_rows_and_the_days_to_hand_in_by(
    place: Path,
    files: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KVARVARDE_TODAY", "2026-11-22")
    cli.main(["import", files["areas"], files["values"]])
    capsys.readouterr()
    assert cli.main(["templates", str(tmp_path), "--indicator", "TRY14"]) == 0
    written = tmp_path / "mall-TRY14.xlsx"
    assert cli.main(["import", str(written), "--json"]) == 1
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [each["code"] for each in report["findings"]] == ["nothing_filled_in"]
    assert cli.main(["deliveries"]) == 0
    assert capsys.readouterr().out == (
        "2026-12-31  TRY14    2025       trygghetssamordnare         1 område\n"
    )
    assert cli.main(["deliveries", "--ics", str(tmp_path / "dagar.ics")]) == 0
    assert b"DTSTART;VALUE=DATE:20261231" in (tmp_path / "dagar.ics").read_bytes()


def test_a_generated_store_has_the_size_asked_for(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    size = ["--areas", "3", "--indicators", "2", "--periods", "4"]
    assert cli.main(["demo", *size]) == 0
    assert "24 påhittade mätvärden i 3 påhittade områden" in capsys.readouterr().out
    assert cli.main(["demo", *size]) == 2
    assert "finns redan" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (["--areas", "99999999999"], "--areas: 99999999999 är för många, högst 100000"),
        (["--periods", "1001"], "--periods: 1001 är för många, högst 1000"),
        (["--areas", "90000", "--indicators", "9000"], "8100000000 mätvärden är för många"),
    ],
)
def test_more_than_can_be_made_up_is_refused_before_anything_is_written(
    place: Path, capsys: pytest.CaptureFixture[str], size: list[str], said: str
) -> None:
    assert cli.main(["demo", *size]) == 2
    assert said in capsys.readouterr().err
    assert not place.exists()


def test_a_file_that_is_no_store_is_a_sentence(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place.parent.mkdir(parents=True)
    place.write_text("not a database, but long enough to be read as one" * 100)
    assert cli.main(["revisions"]) == 2
    said = capsys.readouterr().err
    assert "går inte att öppna" in said
    assert "Traceback" not in said


def test_a_second_process_gets_a_sentence(tmp_path: Path, files: dict[str, str]) -> None:
    place = tmp_path / "store.duckdb"
    owner = stores.Store(place)
    try:
        second = ran(place, tmp_path, *CLI, "import", files["areas"])
    finally:
        owner.close()
    assert second.returncode == 2
    assert "är öppet i en annan process" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_port_that_is_taken_is_a_sentence(tmp_path: Path) -> None:
    import socket

    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])
        answer = ran(tmp_path / "store.duckdb", tmp_path, *CLI, "serve", "--port", port)
    assert answer.returncode == 2
    assert f"Port {port}" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_others_are_let_in_without_login_only_when_somebody_says_so(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for host in ("0.0.0.0", "::", "10.0.0.1", "kvarvarde.example.se"):
        assert cli.main(["serve", "--host", host]) == 2
        assert "--without-login" in capsys.readouterr().err
    assert not place.exists()


def test_a_path_that_is_misspelt_is_no_empty_store(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["revisions"], ["undo", "1"], ["assess"], ["deliveries"]):
        assert cli.main(command) == 2
        assert "Det finns inget lager på" in capsys.readouterr().err
    assert not place.exists()


def test_the_address_file_is_private_and_goes_away(tmp_path: Path) -> None:
    store = tmp_path / "store.duckdb"
    with announced(store, "0.0.0.0", 1):
        mode = stat.S_IMODE(address_file(store).stat().st_mode)
        assert mode == 0o600
        assert "127.0.0.1:1" in address_file(store).read_text()
    assert not address_file(store).exists()


def test_a_file_left_by_a_dead_server_is_not_believed(tmp_path: Path) -> None:
    store = tmp_path / "store.duckdb"
    with announced(store, "127.0.0.1", free_port()):
        assert running(store) is None
    address_file(store).write_text("half a fi")
    assert running(store) is None
