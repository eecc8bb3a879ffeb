"""What a process does to a store until it is killed, and what it may have left then."""

import hashlib
import json
import random
import re
import shutil
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import httpx

from data.answers.areas import all_areas
from data.answers.promises import promises as all_promises
from data.answers.series import observations_of, series_of
from data.door import Door
from data.keeping.archive import backup
from data.keeping.proof import proved
from data.keeping.publishing import publish
from data.keeping.restore import restore
from data.store.following import LATEST as LATEST_COPY
from data.store.following import Following
from metrics.definition.catalogue import Catalogue, load_catalogue
from tests.data.loading import lines
from tests.data.portfolio import AREAS
from tests.faults import town
from tests.faults.processes import begun, command
from tests.serving import free_port

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Scene:
    """A store that is written in, and what it may hold now: the share of the latest year."""

    folder: Path
    catalogue: Catalogue
    draw: random.Random
    number: int = 0
    share: float | None = None

    @property
    def store(self) -> Path:
        return self.folder / "store.duckdb"

    @property
    def said(self) -> Path:
        return self.folder / "said.txt"

    def next_file(self) -> tuple[Path, float]:
        """Write a file that gives every place a new share, and return both."""
        self.number += 1
        file = self.folder / "file.csv"
        file.write_text(text := town.changed(self.number), "utf-8")
        return file, float(text.splitlines()[1].split(",")[3])

    def has_come(self, text: str) -> bool:
        """Whether a killed process has said something."""
        return text in self.said.read_text()


def shares(door: Door) -> list[float]:
    """Return the shares of the latest year that a store has."""
    reader = door.reader(door.who())
    ids = tuple(reader.ask(series_of)["series_id"].tolist())
    rows = reader.ask(observations_of, series_ids=ids)
    return [float(one) for one in rows.loc[rows["period"] == str(town.LATEST), "value"]]


def is_one_of(scene: Scene, expected: set[float | None]) -> Iterator[str]:
    """Hold the shares that stand to those that may, all the same; the scene goes on there."""
    with closing(Door.open(scene.store)) as door:
        stand = shares(door)
    if len(stand) not in {0, len(town.PLACES)} or len(set(stand)) > 1:
        yield f"half saved: {stand}"
    scene.share = stand[0] if stand else None
    if scene.share not in expected:
        yield f"{scene.share} stands, and one of {expected} should"


class Act(ABC):
    """Something that a process does to a store until it is killed."""

    lasts = 2.0
    """Seconds that it takes, as far as is known."""

    @abstractmethod
    def begin(self, scene: Scene) -> BaseProcess:
        """Begin it, and let it come to where a kill is of interest."""

    @abstractmethod
    def wrong(self, scene: Scene) -> Iterator[str]:
        """Say what is wrong with what it left, in a store that is whole."""


class Import(Act):
    """A file is read in by a command."""

    def begin(self, scene: Scene) -> BaseProcess:
        file, self.given = scene.next_file()
        words = ("import", str(file))
        return begun(command, *words, store=scene.store, said=scene.said)

    def wrong(self, scene: Scene) -> Iterator[str]:
        answered = scene.has_come("Sparad som inläsning")
        yield from is_one_of(scene, {self.given} if answered else {self.given, scene.share})


class First(Act):
    """A file is read in where there is no store yet."""

    def begin(self, scene: Scene) -> BaseProcess:
        self.place = scene.folder / "new" / "store.duckdb"
        shutil.rmtree(self.place.parent, ignore_errors=True)
        file = scene.folder / "areas.csv"
        rows = (
            f"{one},development_area,{one} (påhittat),{one},,ja,test" for one in town.PLACES
        )
        file.write_text(lines(AREAS, *rows), "utf-8")
        return begun(command, "import", str(file), store=self.place, said=scene.said)

    def wrong(self, scene: Scene) -> Iterator[str]:
        there = 0
        if self.place.exists():
            yield from proved(self.place, scene.catalogue).problems
            with closing(Door.open(self.place)) as door:
                there = len(door.reader(door.who()).ask(all_areas))
        if there not in {0, len(town.PLACES)} or (scene.has_come("Sparad") and not there):
            yield f"{there} areas in a new store"


class Serve(Act):
    """A server takes in one file after another, and undoes some of them."""

    environment: ClassVar[dict[str, str]] = {}
    lasts = 3.0

    def begin(self, scene: Scene) -> BaseProcess:
        self.may_be: set[float | None] = {scene.share}
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        words = ("serve", "--port", str(port))
        process = begun(command, *words, store=scene.store, said=scene.said, **self.environment)
        if scene.draw.random() < 0.9:
            _wait(self.url, process)
            self.sending = threading.Thread(target=self._send, args=(scene,))
            self.sending.start()
        else:
            self.sending = None
        return process

    def _send(self, scene: Scene) -> None:
        stood: list[float | None] = [scene.share]
        latest = 0
        with suppress(httpx.HTTPError), httpx.Client(trust_env=False, timeout=60) as client:
            for turn in range(1_000):
                if turn % 3 == 2:
                    self.may_be.add(stood[-2])
                    address = f"{self.url}/api/v1/revisions/{latest}/undo"
                    client.post(address).raise_for_status()
                    stood.pop()
                else:
                    file, share = scene.next_file()
                    self.may_be.add(share)
                    latest = self._sent(client, file)
                    stood.append(share)
                self.may_be = {stood[-1]}

    def _sent(self, client: httpx.Client, file: Path) -> int:
        answer = client.post(
            f"{self.url}/api/v1/imports",
            params={"name": file.name},
            content=file.read_bytes(),
        )
        answer.raise_for_status()
        return int(answer.json()["revision"])

    def wrong(self, scene: Scene) -> Iterator[str]:
        if self.sending is not None:
            self.sending.join()
        yield from is_one_of(scene, self.may_be)


class Publish(Serve):
    """A server takes in files, and gives a copy of each revision to others."""

    def begin(self, scene: Scene) -> BaseProcess:
        self.copies = scene.folder / "copies"
        shutil.rmtree(self.copies, ignore_errors=True)
        self.environment = {"KVARVARDE_PUBLISH": str(self.copies)}
        return super().begin(scene)

    def wrong(self, scene: Scene) -> Iterator[str]:
        yield from super().wrong(scene)
        if (self.copies / LATEST_COPY).exists():
            with closing(Following(self.copies)) as following:
                copied = shares(Door(following))
            if len(set(copied)) > 1 or len(copied) not in {0, len(town.PLACES)}:
                yield f"a copy with {copied}"
        with closing(Door.open(scene.store)) as door:
            publish(door, door.who(), self.copies)
        left = [*self.copies.glob(".*"), *self.copies.glob(f"{LATEST_COPY}.*")]
        if left:
            yield f"left among the copies: {left}"


class Backup(Act):
    """A copy of everything is taken."""

    def begin(self, scene: Scene) -> BaseProcess:
        self.target = scene.folder / "copy.zip"
        self.target.unlink(missing_ok=True)
        words = ("backup", str(self.target))
        return begun(command, *words, store=scene.store, said=scene.said)

    def wrong(self, scene: Scene) -> Iterator[str]:
        yield from is_one_of(scene, {scene.share})
        if self.target.exists():
            with TemporaryDirectory() as back:
                restore(self.target, Path(back) / "store.duckdb", scene.catalogue, now=NOW)
        elif scene.has_come("inläsning"):
            yield "no copy, and it was said to be there"


class Export(Act):
    """Every table is written as open files."""

    def begin(self, scene: Scene) -> BaseProcess:
        self.target = scene.folder / "archive"
        shutil.rmtree(self.target, ignore_errors=True)
        words = ("export", str(self.target))
        return begun(command, *words, store=scene.store, said=scene.said)

    def wrong(self, scene: Scene) -> Iterator[str]:
        yield from is_one_of(scene, {scene.share})
        if not self.target.exists():
            return
        package = json.loads((self.target / "datapackage.json").read_text("utf-8"))
        for each in package["resources"]:
            content = (self.target / each["path"]).read_bytes()
            if each["hash"] != f"sha256:{hashlib.sha256(content).hexdigest()}":
                yield f"{each['path']} is not whole"


class Restore(Act):
    """A copy is put back in the place of what stands there."""

    def begin(self, scene: Scene) -> BaseProcess:
        archive = scene.folder / "to-restore.zip"
        if not archive.exists():
            with closing(Door.open(scene.store)) as door:
                backup(door, door.who(), archive, now=NOW)
                self.kept = next(iter(shares(door)), None)
        for old in scene.folder.glob("store.duckdb.fore-*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        words = ("restore", str(archive), "--replace")
        return begun(command, *words, store=scene.store, said=scene.said)

    def wrong(self, scene: Scene) -> Iterator[str]:
        before = scene.share
        yield from is_one_of(scene, {self.kept, before})
        aside = [
            file for file in scene.folder.glob("store.duckdb.fore-*") if not file.suffix[5:]
        ]
        if scene.share != before and not any(file.is_file() for file in aside):
            yield "what stood there is gone"


class Attach(Act):
    """Papers are attached to promises, one after another."""

    def begin(self, scene: Scene) -> BaseProcess:
        self.before = promises(scene.store)
        first = scene.number = scene.number + 100
        return begun(papers, scene.store, first, store=scene.store, said=scene.said)

    def wrong(self, scene: Scene) -> Iterator[str]:
        yield from is_one_of(scene, {scene.share})
        answered = len(re.findall(r"revision \d+\n", scene.said.read_text()))
        there = promises(scene.store) - self.before
        if there not in {answered, answered + 1}:
            yield f"{there} papers of {answered} that were said to be saved"


def papers(store: Path, first: int) -> None:
    """Attach papers to promises until somebody ends it."""
    catalogue = load_catalogue()
    with closing(Door.open(store)) as door:
        for number in range(first, first + 20):
            print(f"revision {town.attached(door, catalogue, number)}", flush=True)


def promises(store: Path) -> int:
    with closing(Door.open(store)) as door:
        return len(door.reader(door.who()).ask(all_promises))


def _wait(url: str, process: BaseProcess) -> None:
    """Wait until a server answers, or has ended."""
    while process.exitcode is None:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/healthz", timeout=5, trust_env=False).is_success:
                return
        process.join(timeout=0.02)


ACTS: tuple[type[Act], ...] = (
    Import, Serve, Backup, Restore, Attach, Publish, First, Export,
)  # fmt: skip
