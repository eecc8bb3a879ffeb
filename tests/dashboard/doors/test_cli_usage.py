"""How ``kvarvarde`` explains itself: in Swedish, at once, and without loading the dashboard."""

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from dashboard.doors import cli
from dashboard.doors.commands import present
from dashboard.doors.errors import CommandError
from dashboard.doors.running import INSTANCE, announced
from dashboard.doors.server_door import ServerDoor
from dashboard.export import asking
from data.intake import KIND_NAMES
from data.spark.cluster import Cluster
from data.store.store import Store
from tests.serving import ran

ROOT = Path(cli.__file__).parents[2]

COMMANDS = (
    *("serve", "import", "undo", "revisions", "assess"),
    *("calibrate", "demo", "templates", "deliveries", "present"),
    *("backup", "restore", "verify", "grant", "token", "release", "audit", "export"),
)

OPTIONS = {
    "serve": {"--host", "--port", "--without-login", "--publish", "--follow"},
    "backup": {"--json", "--prove"},
    "restore": {"--replace"},
    "verify": {"--json"},
    "grant": {
        *("--role", "--email", "--issuer", "--subject", "--organisation", "--area"),
        *("--until", "--end"),
    },
    "token": {"--label", "--may", "--area", "--days", "--revoke"},
    "release": {"--withdraw"},
    "audit": {"--json"},
    "export": {"--parquet", "--json"},
    "import": {"--indicator", "--kind", "--actor", "--answers", "--dry-run", "--json"},
    "undo": {"--actor", "--json"},
    "revisions": {"--json"},
    "assess": {"--engine", "--master", "--folder", "--conf", "--actor"},
    "calibrate": {"--reason", "--through", "--actor", "--dry-run", "--json"},
    "demo": {"--areas", "--indicators", "--periods"},
    "templates": {"--indicator", "--sender", "--language"},
    "deliveries": {"--sender", "--indicator", "--ics", "--json"},
    "present": {"--goal", "--area", "--show", "--training", "--language"},
}

SLOW_TO_LOAD = {
    *("streamlit", "plotly", "pptx", "fastapi"),
    *("pandas", "numpy", "scipy", "numba", "duckdb", "pyarrow", "shapely", "pyspark"),
}

ENGLISH = {
    *("usage", "options", "option", "commands", "arguments", "positional", "show", "this"),
    *("message", "exit", "error", "try", "missing", "parameter", "invalid", "value", "no"),
    *("such", "got", "unexpected", "extra", "requires", "required", "an", "does", "not"),
    *("take", "takes", "is", "valid", "integer", "one", "of", "did", "you", "mean", "or"),
    *("choose", "from", "default", "env", "range", "the", "for", "and", "aborted"),
}


def english_in(said: str) -> set[str]:
    """The words of Click in a text, apart from the names of commands and options."""
    return ENGLISH & set(re.findall(r"(?<![-\w])[^\W\d_]+", said.lower()))


@pytest.mark.parametrize("asking_for_help", ["-h", "--help"])
def test_help_lists_the_commands_in_swedish(
    asking_for_help: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([asking_for_help]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Användning: kvarvarde [VAL] KOMMANDO")
    assert "\nVal:\n" in said.out
    assert "visa den här hjälpen" in said.out
    listed = said.out.partition("Kommandon:\n")[2]
    assert tuple(re.findall(r"^  ([a-z]+)  ", listed, re.MULTILINE)) == COMMANDS
    assert not english_in(said.out)
    assert said.err == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_its_options_in_swedish(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([command, "--help"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"Användning: kvarvarde {command} [VAL]")
    listed = set(re.findall(r"^ +(?:-h, )?(--[a-z-]+)", said.out, re.MULTILINE))
    assert listed == {*OPTIONS[command], "--help"}
    assert not english_in(said.out)
    assert said.err == ""


def test_the_help_of_import_lists_the_kinds_of_file(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["import", "--help"])
    assert f"slag av fil: {', '.join(sorted(KIND_NAMES))}" in " ".join(
        capsys.readouterr().out.split()
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "kvarvarde: KOMMANDO saknas."),
        (["sjung"], "kvarvarde: 'sjung' finns inte: serve, import, undo,"),
        (["--tyst"], "kvarvarde: --tyst är inget känt argument."),
        (["import"], "kvarvarde import: FIL saknas."),
        (["undo"], "kvarvarde undo: INLÄSNING saknas."),
        (["undo", "sju"], "kvarvarde undo: INLÄSNING: 'sju' är inget heltal."),
        (["undo", "7", "8", "9"], "kvarvarde undo: 8 9 är inget känt argument."),
        (["revisions", "-x"], "kvarvarde revisions: -x är inget känt argument."),
        (["import", "x", "--jsn"], "--jsn är inget känt argument. Menar du --json?\n"),
        (["import", "x", "--json=1"], "kvarvarde import: --json: tar inget värde."),
        (["import", "x", "--kind", "katter"], "--kind: 'katter' finns inte. Välj bland area"),
        (["assess", "--engine", "r"], "--engine: 'r' finns inte. Välj bland duckdb, spark."),
        (["assess", "--conf", "a=b"], "--conf hör till --engine spark."),
        (["assess", "--conf", "a"], "'a' är ingen inställning som spark.cores.max=8."),
        (
            ["present", "x", "--language", "de"],
            "--language: 'de' finns inte. Välj bland sv, en.",
        ),
        (["serve", "--port"], "kvarvarde serve: --port: ett värde saknas."),
        (["serve", "--port", "åtta"], "kvarvarde serve: --port: 'åtta' är inget heltal."),
        (["serve", "--port", "65536"], "--port: 65536 är ingen port, de slutar vid 65535."),
        (["demo", "--areas", "0"], "kvarvarde demo: --areas: 0 är inget antal."),
        (["calibrate", "--through", "snart"], "--through: snart är ingen dag som 2025-12-31."),
    ],
)
def test_wrong_usage_is_two_and_a_swedish_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert cli.main(arguments) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.err.startswith("Användning: kvarvarde")
    assert not english_in(shown.err)
    assert shown.out == ""


def test_an_interrupted_command_is_two_and_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dashboard.doors.commands.revisions.open_door", interrupted)
    assert cli.main(["revisions"]) == 2
    assert capsys.readouterr().err.strip() == "Avbrutet. Inget mer har sparats."


def test_what_is_said_of_a_cluster_reaches_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    class RecordingDoor:
        def reassess(self, **how: object) -> int:
            asked.append(how)
            return 0

    monkeypatch.setattr(
        "dashboard.doors.commands.assess.open_door", lambda: nullcontext(RecordingDoor())
    )
    assert cli.main(["assess", "--actor", "Maja"]) == 0
    said = ["--engine", "spark", "--master", "yarn", "--folder", "s3a://hink/mapp"]
    said += [
        "--conf",
        "spark.cores.max=8",
        "--conf",
        "spark.hadoop.fs.s3a.endpoint=http://x?a=b",
    ]
    assert cli.main(["assess", "--actor", "Maja", *said]) == 0
    options = {"spark.cores.max": "8", "spark.hadoop.fs.s3a.endpoint": "http://x?a=b"}
    cluster = {"master": "yarn", "folder": "s3a://hink/mapp", "options": options}
    assert asked == [
        {"actor": "Maja", "cluster": None},
        {"actor": "Maja", "cluster": cluster},
    ]
    assert Cluster(**cluster).options == options


def test_a_server_that_owns_the_store_starts_no_cluster() -> None:
    with httpx.Client() as client, pytest.raises(CommandError, match="Stäng servern"):
        ServerDoor(client).reassess(actor="Maja", cluster={})


def test_the_endings_of_a_presentation_are_those_that_can_be_made() -> None:
    assert set(present.FORMS) == set(asking.FORMATS)


AND_WHAT_IT_LOADED = """
import sys
from dashboard.doors.cli import main
code = main(sys.argv[1:])
print("loaded", *{name.partition(".")[0] for name in sys.modules})
sys.exit(code)
"""


def loaded(place: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], set[str]]:
    """Run a command in a process of its own, and return the packages it loaded."""
    done = ran(place, ROOT, "-c", AND_WHAT_IT_LOADED, *arguments)
    return done, set(done.stdout.rpartition("loaded")[2].split())


@pytest.mark.parametrize(
    "arguments",
    [["--help"], *([command, "--help"] for command in COMMANDS)],
    ids=" ".join,
)
def test_help_is_silent_and_loads_nothing_slow(tmp_path: Path, arguments: list[str]) -> None:
    ended, packages = loaded(tmp_path / "store.duckdb", *arguments)
    assert ended.returncode == 0
    assert ended.stderr == ""
    assert not packages & {*SLOW_TO_LOAD, "httpx"}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["sjung"],
        ["import"],
        ["import", "x.csv", "--kind", "katter"],
        ["import", "nowhere.csv"],
        ["calibrate"],
        ["present", "laget.odp"],
    ],
    ids=" ".join,
)
def test_wrong_usage_loads_nothing_slow(tmp_path: Path, arguments: list[str]) -> None:
    ended, packages = loaded(tmp_path / "store.duckdb", *arguments)
    assert ended.returncode == 2
    assert "WARNING" not in ended.stderr
    assert not packages & {*SLOW_TO_LOAD, "httpx"}


def test_a_command_that_opens_the_file_loads_no_pages(tmp_path: Path) -> None:
    Store(tmp_path / "store.duckdb").close()
    ended, packages = loaded(tmp_path / "store.duckdb", "revisions", "--json")
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    assert not packages & {"streamlit", "plotly", "pptx"}


def test_a_command_to_a_running_server_loads_no_store(tmp_path: Path) -> None:
    place = tmp_path / "store.duckdb"
    with answering() as port, announced(place, "127.0.0.1", port):
        ended, packages = loaded(place, "revisions", "--json")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("[]\n")
    assert not packages & SLOW_TO_LOAD


def test_the_pages_load_in_silence(tmp_path: Path) -> None:
    done = ran(tmp_path / "store.duckdb", ROOT, "-c", "import dashboard.doors.server")
    assert (done.returncode, done.stderr) == (0, "")


class _NoRevisions(BaseHTTPRequestHandler):
    """A server that owns a store without revisions."""

    def do_GET(self) -> None:
        answer = {"/healthz": {"instance": INSTANCE}, "/api/v1/revisions": {"rows": []}}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer[self.path]).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def answering() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), _NoRevisions) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
