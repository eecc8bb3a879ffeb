"""The running server as the command line reaches it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from shutil import unpack_archive
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, NoReturn

import httpx

from dashboard.doors.errors import CommandError
from dashboard.doors.running import Server

_PATIENCE = httpx.Timeout(10, read=None)
"""A large file takes minutes to check and save; connecting does not."""


def client(server: Server) -> httpx.Client:
    """Open a connection to the API of a server; close it when done."""
    return httpx.Client(
        base_url=f"{server.url}/api/v1",
        headers={"x-kvarvarde-owner": server.secret},
        timeout=_PATIENCE,
        trust_env=False,
    )


class ServerDoor:
    """The API of the server that owns the store."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def import_file(
        self, file: Path, *, answers: Mapping[str, str], **how: Any
    ) -> dict[str, Any]:
        """Examine a file and save it unless something stops or waits for an answer."""
        asked = {key: str(value) for key, value in how.items() if value is not None}
        answer = self._sent(
            "POST",
            "/imports",
            data={**asked, "answers": json.dumps(answers)},
            files={"file": (file.name, file.read_bytes())},
        )
        report: dict[str, Any] = answer.json()
        if "findings" not in report:
            _raise(answer)
        return report

    def undo(self, revision: int, *, actor: str) -> dict[str, Any]:
        """Undo a revision."""
        answer: dict[str, Any] = self._ask(
            "POST", f"/revisions/{revision}/undo", params={"actor": actor}
        ).json()
        return answer

    def revisions(self) -> list[dict[str, Any]]:
        """List revisions, newest first."""
        rows: list[dict[str, Any]] = self._ask("GET", "/revisions").json()["rows"]
        return rows

    def reassess(self, *, actor: str, cluster: Mapping[str, Any] | None = None) -> int:
        """Recompute every verdict and say how many changed; a server starts no cluster."""
        if cluster is not None:
            raise CommandError(
                "Lagret är öppet i en server, som inte räknar med Spark. Stäng servern och kör "
                "om, eller räkna om med --engine duckdb. Inget har sparats."
            )
        return int(self._ask("POST", "/assessments", params={"actor": actor}).json()["changed"])

    def recalibrate(self, **how: Any) -> dict[str, Any]:
        """Freeze the ordinary noise again and say what that changes."""
        asked = {name: str(value) for name, value in how.items() if value is not None}
        answer: dict[str, Any] = self._ask("POST", "/calibrations", params=asked).json()
        return answer

    def present(self, form: str, **asked: Any) -> bytes:
        """Make slides, paper or a page of what is asked for: the fields of `asking.Asked`."""
        params = {"show" if name == "areas" else name: value for name, value in asked.items()}
        return self._ask("GET", f"/exports/{form}", params=_given(params)).content

    def template(self, indicator_id: str, **asked: Any) -> bytes:
        """Write the template of an indicator: the other fields of `delivery_book.Asked`."""
        return self._ask("GET", f"/templates/{indicator_id}", params=_given(asked)).content

    def deliveries(
        self, *, sender: str | None = None, indicator_id: str | None = None
    ) -> list[dict[str, Any]]:
        """List what is to be handed in, of one sender and indicator or of all."""
        asked = _given({"sender": sender, "indicator_id": indicator_id})
        answer = self._ask("GET", "/deliveries", params=asked)
        rows: list[dict[str, Any]] = answer.json()["rows"]
        return rows

    def backup(self, target: Path) -> dict[str, Any]:
        """Write a backup to a new file and return its manifest."""
        from data.keeping.archive import manifest_of

        if target.exists():
            raise CommandError(f"{target} finns redan. Välj ett annat namn.")
        draft = target.with_name(f"{target.name}.hämtas")
        try:
            with draft.open("wb") as file:
                self._fetch("/backup", file)
            manifest = asdict(manifest_of(draft))
            draft.rename(target)
        except OSError as error:
            raise CommandError(f"{target} gick inte att skriva: {error}.") from error
        finally:
            draft.unlink(missing_ok=True)
        return manifest

    def export(self, target: Path, *, parquet: bool = False) -> dict[str, Any]:
        """Write every table to a new folder and return its ``datapackage.json``."""
        if target.exists():
            raise CommandError(f"{target} finns redan. Välj en annan mapp.")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(prefix=".arkiv-", dir=target.parent) as made:
                packed, draft = Path(made) / "arkiv.zip", Path(made) / target.name
                with packed.open("wb") as file:
                    self._fetch(f"/export?parquet={str(parquet).lower()}", file)
                unpack_archive(packed, draft)
                draft.rename(target)
            package: dict[str, Any] = json.loads(
                (target / "datapackage.json").read_text("utf-8")
            )
        except OSError as error:
            raise CommandError(f"{target} gick inte att skriva: {error}.") from error
        return package

    def _fetch(self, address: str, file: BinaryIO) -> None:
        try:
            with self._client.stream("GET", address) as answer:
                if not answer.is_success:
                    answer.read()
                    _raise(answer)
                for piece in answer.iter_bytes():
                    file.write(piece)
        except httpx.HTTPError as error:
            raise CommandError(f"Servern svarar inte längre: {error}") from error

    def verify(self) -> dict[str, Any]:
        """Read everything in a copy of the store, and return the proof."""
        proof: dict[str, Any] = self._ask("GET", "/verification").json()
        return proof

    def administer(self, act: str, **asked: Any) -> dict[str, Any]:
        """Do or list one of `administering.ACTS`."""
        answer: dict[str, Any] = self._ask("POST", f"/administration/{act}", json=asked).json()
        return answer

    def calendar(self, *, sender: str | None = None, indicator_id: str | None = None) -> bytes:
        """Write what is to be handed in as a calendar."""
        asked = _given({"sender": sender, "indicator_id": indicator_id})
        return self._ask("GET", "/deliveries.ics", params=asked).content

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        answer = self._sent(method, path, **how)
        if answer.is_error:
            _raise(answer)
        return answer

    def _sent(self, method: str, path: str, **how: Any) -> httpx.Response:
        try:
            return self._client.request(method, path, **how)
        except httpx.HTTPError as error:
            raise CommandError(f"Servern svarar inte längre: {error}") from error


def _given(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}


def _raise(answer: httpx.Response) -> NoReturn:
    raise CommandError(str(answer.json().get("error", answer.text)))
