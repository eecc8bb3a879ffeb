"""When the machine fails in the middle: the old state stands, and a sentence says why."""

import contextlib
import json
import resource
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from dashboard.doors.running import address_file
from data.answers.revisions import all_revisions
from data.answers.series import series_of
from data.store.store import Store
from tests import new_owner
from tests.factories import a_reader
from tests.serving import CLI, asked, ran, served

MANY = new_owner.values(*(50 + year % 9 for year in range(100)), first=1901)


def import_file(
    place: Path, text: str, folder: Path, *, largest: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Import a file in a process whose files may not grow beyond `largest` bytes."""
    file = folder / "file.csv"
    file.write_text(text, "utf-8")

    def full_disk() -> None:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return ran(place, folder, *CLI, "import", str(file), preexec_fn=full_disk)


def saved(place: Path) -> tuple[int, int]:
    """How many revisions and measurements a store has, read by a process that starts anew."""
    store = Store(place)
    try:
        facts = a_reader(store)
        return len(facts.ask(all_revisions)), int(facts.ask(series_of)["observations"].sum())
    finally:
        store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on the size of a file")
def test_a_full_disk_leaves_the_old_state_and_a_sentence(tmp_path: Path) -> None:
    place = tmp_path / "store.duckdb"
    assert import_file(place, new_owner.AREAS, tmp_path).returncode == 0
    before = saved(place)
    room = 8_192
    broken = import_file(place, MANY, tmp_path, largest=room)
    assert broken.returncode == 2, broken.stderr
    assert "Inget har sparats" in broken.stderr
    assert "Traceback" not in broken.stderr
    assert saved(place) == before
    assert import_file(place, MANY, tmp_path).returncode == 0
    assert saved(place)[1] == 100


def _send(url: str, text: str) -> None:
    with contextlib.suppress(httpx.HTTPError):
        httpx.post(
            f"{url}/api/v1/imports",
            params={"name": "many.csv"},
            content=text.encode(),
            timeout=300,
            trust_env=False,
        )


def test_a_first_start_builds_the_shipped_store_from_any_directory(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with served(tmp_path / "deep" / "down" / "store.duckdb", elsewhere) as server:
        goals = asked(f"{server.url}/api/v1/assessments").json()
        mode = stat.S_IMODE(address_file(server.store).stat().st_mode)
        page = asked(server.url, accept="text/html")
        second = import_file(server.store, new_owner.AREAS, elsewhere)
        refused = ran(server.store, elsewhere, *CLI, "serve", "--port", "1")
    assert goals["total"] > 0
    assert mode == 0o600
    assert '<html lang="sv">' in page.text
    assert second.returncode == 0, second.stderr
    assert "Sparad som inläsning" in second.stdout
    assert refused.returncode == 2
    assert f"visas redan på {server.url}" in refused.stderr
    assert not address_file(server.store).exists()
    assert "Traceback" not in server.log.read_text()


def test_a_server_is_copied_while_it_runs_and_leaves_its_file_whole_when_told_to_end(
    tmp_path: Path,
) -> None:
    place = tmp_path / "store.duckdb"
    assert import_file(place, new_owner.AREAS, tmp_path).returncode == 0
    with served(place, tmp_path) as server:
        _send(server.url, MANY)
        assert asked(f"{server.url}/readyz").json()["revision"] == 3
        kept = ran(place, tmp_path, *CLI, "backup", "kopia.zip", "--json")
        proof = ran(place, tmp_path, *CLI, "verify", "--json")
        held = ran(place, tmp_path, *CLI, "restore", "kopia.zip", "--replace")
        server.process.terminate()
        server.process.wait(timeout=60)
    alone = tmp_path / "alone.duckdb"
    alone.write_bytes(place.read_bytes())
    assert saved(alone) == (3, 100)
    assert json.loads(kept.stdout)["revision"] == json.loads(proof.stdout)["revision"] == 3
    assert json.loads(proof.stdout)["is_whole"]
    assert held.returncode == 2
    assert server.url in held.stderr
    back = tmp_path / "back.duckdb"
    assert ran(back, tmp_path, *CLI, "restore", "kopia.zip").returncode == 0
    assert saved(back) == (3, 100)
    assert not [*tmp_path.glob(".kopia-*"), *tmp_path.glob("*.hämtas")]
