"""A store of six places that are followed up, small enough to be proved after each kill."""

import io
import shutil
from pathlib import Path

import numpy as np
from PIL import Image

from data.acts import attachments
from data.acts.save import save
from data.door import Door
from data.intake import UploadedFile, examine
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests import new_owner, promise_files
from tests.data.loading import TODAY, lines, load
from tests.data.portfolio import AREAS, SURVEY
from tests.factories import a_door

PLACES = tuple(f"ny.plats{number:02}" for number in range(6))
PROMISES = promise_files.PROMISES.splitlines()[0]
LATEST = 2025


def values(share: float, *years: int) -> str:
    """Write what every place answers in some years: the same everywhere, so that half shows."""
    rows = (f"{place},TRY14,{year},{share:.2f},900,test" for place in PLACES for year in years)
    return lines(SURVEY, *rows)


def changed(number: int) -> str:
    """Write the file of one import: every place gets a figure that no other import gives."""
    return values(30 + number % 6_000 / 100, LATEST)


def built(place: Path, catalogue: Catalogue) -> None:
    """Build the store at `place`, with a promise that has a paper, and close it."""
    store = Store(place)
    areas = (f"{one},development_area,{one} (påhittat),{one},,ja,test" for one in PLACES)
    load(store, lines(AREAS, *areas), catalogue)
    load(store, values(62, *range(2012, LATEST)), catalogue)
    header, terms = new_owner.GOAL.splitlines()
    goals = (
        terms.replace(new_owner.AREA, place).replace("ny.mal", f"mal.{place}")
        for place in PLACES
    )
    load(store, lines(header, *goals), catalogue)
    attached(a_door(store), catalogue, 0)
    store.close()


def attached(door: Door, catalogue: Catalogue, number: int) -> int:
    """Save a promise with a paper of its own, as the page does, and return the revision."""
    row = f"l.{number};{PLACES[0]};Löfte {number};service;alla;;;;avtal;chef;Papper {number};1"
    examination = examine(
        door.reader(door.who()),
        UploadedFile.of(lines(PROMISES, row).encode(), "formulär.csv"),
        catalogue=catalogue,
    )
    assert not examination.stops, [each.message("sv") for each in examination.findings]
    paper = attachments.prepared(a_photo(number), "foto.png", largest_mb=20)
    examination = attachments.attached(examination, paper)
    attachments.keep(door, door.who(), paper)
    return save(
        door, door.who(), examination, catalogue=catalogue, actor="Test", now=TODAY
    ).revision


def a_photo(number: int) -> bytes:
    """Return a photo that no other number gives."""
    drawn = io.BytesIO()
    dots = np.random.default_rng(number).integers(0, 255, (120, 120, 3), dtype=np.uint8)
    Image.fromarray(dots).save(drawn, "PNG")
    return drawn.getvalue()


def copied(place: Path, target: Path) -> None:
    """Copy a closed store with its attachments."""
    shutil.copy(place, target)
    shutil.copytree(f"{place}.bilagor", f"{target}.bilagor")
