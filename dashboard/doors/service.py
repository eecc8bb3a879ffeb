"""The two ways to reach the facts from the command line: the running server, or the file."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from dashboard.settings import settings


class Door(Protocol):
    """What a command can ask for, whoever owns the store."""

    def import_file(
        self,
        file: Path,
        *,
        indicator_id: str | None,
        kind: str | None,
        answers: Mapping[str, str],
        dry_run: bool,
        actor: str,
    ) -> dict[str, Any]:
        """Examine a file and save it unless something stops or waits for an answer."""

    def undo(self, revision: int, *, actor: str) -> dict[str, Any]:
        """Undo a revision."""

    def revisions(self) -> list[dict[str, Any]]:
        """List revisions, newest first."""

    def reassess(self, *, actor: str, cluster: Mapping[str, Any] | None = None) -> int:
        """Recompute every verdict and say how many changed.

        `cluster` are the fields of `data.spark.cluster.Cluster`; None judges without one.
        """

    def recalibrate(self, **how: Any) -> dict[str, Any]:
        """Freeze the ordinary noise again and say what that changes."""

    def present(self, form: str, **asked: Any) -> bytes:
        """Make slides, paper or a page of what is asked for: the fields of `asking.Asked`."""

    def template(self, indicator_id: str, **asked: Any) -> bytes:
        """Write the template of an indicator: the other fields of `delivery_book.Asked`."""

    def deliveries(
        self, *, sender: str | None = None, indicator_id: str | None = None
    ) -> list[dict[str, Any]]:
        """List what is to be handed in, of one sender and indicator or of all."""

    def backup(self, target: Path) -> dict[str, Any]:
        """Write a backup to a new file and return its manifest."""

    def export(self, target: Path, *, parquet: bool = False) -> dict[str, Any]:
        """Write every table to a new folder and return its ``datapackage.json``."""

    def verify(self) -> dict[str, Any]:
        """Read everything in a copy of the store, and return the proof."""

    def administer(self, act: str, **asked: Any) -> dict[str, Any]:
        """Do or list one of `administering.ACTS`."""

    def calendar(self, *, sender: str | None = None, indicator_id: str | None = None) -> bytes:
        """Write what is to be handed in as a calendar."""


@contextmanager
def open_door(*, new: bool = False) -> Iterator[Door]:
    """Reach the server that owns the store, or open the file when there is none.

    Raises `StoreError` when there is no store at all, unless a `new` one may be made.

    Only the way that is taken is loaded: talking to a server needs neither pandas nor a store.
    """
    from dashboard.doors.running import running

    chosen = settings()
    server = running(chosen.store)
    if server is None:
        from dashboard.doors.file_door import FileDoor
        from dashboard.installation import open_installation

        yield FileDoor(open_installation(chosen, build=False, new=new))
        return
    from dashboard.doors.server_door import ServerDoor, client

    with client(server) as connected:
        yield ServerDoor(connected)
