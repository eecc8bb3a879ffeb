"""The two ways to reach the facts from the command line: the running server, or the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

import httpx

from dashboard.installation import Installation, now, open_installation
from dashboard.intake import records, take_back, take_in
from dashboard.running import running
from dashboard.settings import settings
from data.commit import reassess
from data.reader import Reader
from data.recalibrate import recalibrate

_PATIENCE = httpx.Timeout(10, read=None)
"""A large file takes minutes to check and save; connecting does not."""


class CommandError(Exception):
    """A command cannot be carried out; the text says why and what to do."""


class Door(Protocol):
    """What a command can ask for, whoever owns the store."""

    def take_in(
        self,
        file: Path,
        *,
        indicator_id: str | None,
        kind: str | None,
        dry_run: bool,
        actor: str,
    ) -> dict[str, Any]:
        """Examine a file and save it unless something stops."""

    def take_back(self, revision: int, *, actor: str) -> dict[str, Any]:
        """Undo a revision."""

    def revisions(self) -> list[dict[str, Any]]:
        """List revisions, newest first."""

    def reassess(self, *, actor: str) -> int:
        """Recompute every verdict and say how many changed."""

    def recalibrate(self, **how: Any) -> dict[str, Any]:
        """Freeze the ordinary noise again and say what that changes."""


@contextmanager
def reached() -> Iterator[Door]:
    """Reach the server that owns the store, or open the file when there is none."""
    chosen = settings()
    server = running(chosen.store)
    if server is None:
        yield FileDoor(open_installation(chosen, build=False))
        return
    with httpx.Client(
        base_url=f"{server.url}/api/v1", timeout=_PATIENCE, trust_env=False
    ) as client:
        yield ServerDoor(client)


class FileDoor:
    """The store file itself, opened by this process."""

    def __init__(self, here: Installation) -> None:
        self._here = here

    def take_in(self, file: Path, **how: Any) -> dict[str, Any]:
        """Examine a file and save it unless something stops."""
        return take_in(self._here, file.read_bytes(), file.name, now=now(), **how)

    def take_back(self, revision: int, *, actor: str) -> dict[str, Any]:
        """Undo a revision."""
        return take_back(self._here, revision, actor=actor, now=now())

    def revisions(self) -> list[dict[str, Any]]:
        """List revisions, newest first."""
        return records(Reader(self._here.store).revisions())

    def reassess(self, *, actor: str) -> int:
        """Recompute every verdict and say how many changed."""
        return len(
            reassess(self._here.store, catalogue=self._here.catalogue, actor=actor, now=now())
        )

    def recalibrate(self, **how: Any) -> dict[str, Any]:
        """Freeze the ordinary noise again and say what that changes."""
        here = self._here
        return asdict(recalibrate(here.store, catalogue=here.catalogue, now=now(), **how))


class ServerDoor:
    """The API of the server that owns the store."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def take_in(self, file: Path, **how: Any) -> dict[str, Any]:
        """Examine a file and save it unless something stops."""
        asked = {key: str(value) for key, value in how.items() if value is not None}
        answer = self._ask(
            "POST", "/imports", params={**asked, "name": file.name}, content=file.read_bytes()
        )
        report: dict[str, Any] = answer.json()
        return report

    def take_back(self, revision: int, *, actor: str) -> dict[str, Any]:
        """Undo a revision."""
        answer: dict[str, Any] = self._ask(
            "POST", f"/revisions/{revision}/undo", params={"actor": actor}
        ).json()
        return answer

    def revisions(self) -> list[dict[str, Any]]:
        """List revisions, newest first."""
        rows: list[dict[str, Any]] = self._ask("GET", "/revisions").json()["rows"]
        return rows

    def reassess(self, *, actor: str) -> int:
        """Recompute every verdict and say how many changed."""
        return int(self._ask("POST", "/assessments", params={"actor": actor}).json()["changed"])

    def recalibrate(self, **how: Any) -> dict[str, Any]:
        """Freeze the ordinary noise again and say what that changes."""
        asked = {name: str(value) for name, value in how.items() if value is not None}
        answer: dict[str, Any] = self._ask("POST", "/calibrations", params=asked).json()
        return answer

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, path, **how)
        except httpx.HTTPError as error:
            raise CommandError(f"Servern svarar inte längre: {error}") from error
        if answer.is_error:
            raise CommandError(str(answer.json().get("error", answer.text)))
        return answer
