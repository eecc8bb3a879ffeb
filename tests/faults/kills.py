"""Kills a process at a moment that nobody has chosen, and looks at what it left behind."""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from data.keeping.proof import fingerprint, proved
from data.store.errors import StoreError
from metrics.definition.catalogue import Catalogue, load_catalogue
from tests.faults import town
from tests.faults.acts import ACTS, Act, Scene


@dataclass(slots=True)
class Found:
    """How often each act was killed, and what was wrong afterwards."""

    killed: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def scene_in(folder: Path, catalogue: Catalogue, seed: int, built: Path | None = None) -> Scene:
    """Build a store in a folder, or copy one that is `built`."""
    scene = Scene(folder=folder, catalogue=catalogue, draw=random.Random(seed))
    if built is None:
        town.built(scene.store, catalogue)
    else:
        town.copied(built, scene.store)
    return scene


def kill_one(scene: Scene, act: Act, found: Found) -> None:
    """Begin an act, kill it at a moment of its own, and say what is wrong with what is left."""
    name = type(act).__name__
    process = act.begin(scene)
    began = time.monotonic()
    process.join(timeout=scene.draw.uniform(0, act.lasts * 1.05))
    if process.exitcode is None:
        process.kill()
        process.join()
        found.killed[name] += 1
    else:
        act.lasts = time.monotonic() - began
        found.ended[name] += 1
        if process.exitcode != 0:
            found.wrong.append(f"{name} ended by itself: {scene.said.read_text()[-800:]}")
    for each in (*_not_whole(scene), *act.wrong(scene)):
        found.wrong.append(f"{name}, kill {found.killed.total()}: {each}")


def _not_whole(scene: Scene) -> Iterator[str]:
    """Say what is wrong with the store itself, which must open and prove that it is whole."""
    try:
        yield from proved(scene.store, scene.catalogue).problems
    except StoreError as error:
        yield str(error)
    for file in Path(f"{scene.store}.bilagor").iterdir():
        if not file.name.startswith(".") and fingerprint(file) != file.name:
            yield f"half an attachment: {file.name}"


def main(kills: int, seed: int) -> int:
    """Kill so many processes; return how many things were wrong."""
    catalogue, found, acts = load_catalogue(), Found(), [each() for each in ACTS]
    with TemporaryDirectory() as folder:
        scene = scene_in(Path(folder), catalogue, seed)
        while found.killed.total() < kills:
            kill_one(scene, scene.draw.choice(acts), found)
            if found.killed.total() % 20 == 0:
                print(f"{found.killed.total()} kills, {len(found.wrong)} wrong", flush=True)
    for each in found.wrong:
        print(each)
    print(f"seed {seed}: killed {dict(found.killed)}, ended by themselves {dict(found.ended)}")
    print(f"{found.killed.total()} kills, {len(found.wrong)} wrong")
    return len(found.wrong)


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(given + [200, 13][len(given) :])) > 0)
