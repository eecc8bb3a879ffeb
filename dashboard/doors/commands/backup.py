"""``kvarvarde backup``: a copy of everything, in one file."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from dashboard.doors.commands.parameters import as_json
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import Door, open_door
from dashboard.settings import settings
from data.store.errors import StoreError


@click.command(
    "backup", cls=Command, help="Spara en kopia av allt i en fil, också medan servern är igång."
)
@click.argument("file", metavar="FIL", type=Path)
@click.option(
    "--prove", is_flag=True, help="läs tillbaka kopian, och skriv i loggen hur det gick"
)
@as_json
def command(*, file: Path, prove: bool, as_json: bool) -> None:
    """Write a backup of the store and its attachments to a new file."""
    with open_door() as door:
        if prove:
            with _told(door):
                made = door.backup(file)
                said = _read_back(file)
            door.administer("read-back", about=said, went=True)
        else:
            made, said = door.backup(file), ""
    if as_json:
        print(json.dumps(made, ensure_ascii=False))
        return
    print(f"{file}: {_contents(made)}, {_megabytes(file)}.", *([said] if said else []))


@contextmanager
def _told(door: Door) -> Iterator[None]:
    """Write in the log why a copy could not be taken or read back."""
    try:
        yield
    except StoreError as error:
        with suppress(StoreError):  # a full disk may have no room for that either
            door.administer("read-back", about=str(error), went=False)
        raise


def _read_back(file: Path) -> str:
    """Prove a backup in an empty place, and say what was read and how long it took."""
    from dashboard.text.numbers import number
    from data.keeping.restore import read_back
    from metrics.definition.catalogue import load_catalogue

    began = time.monotonic()
    proof = read_back(file, load_catalogue(settings().definitions))
    rows = number(sum(proof.rows.values()), 0)
    return (
        f"Inläsning {proof.revision} provläst på {time.monotonic() - began:.0f} sekunder: "
        f"{rows} rader, {_megabytes(file)}."
    )


def _contents(made: dict[str, Any]) -> str:
    return f"inläsning {made['revision']} och {len(made['files']) - 1} bilagor"


def _megabytes(file: Path) -> str:
    return f"{file.stat().st_size / 1_000_000:.1f} MB".replace(".", ",")
