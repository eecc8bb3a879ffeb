"""``kvarvarde backup``: a copy of everything, in one file."""

import json
from pathlib import Path

import click

from dashboard.doors.commands.parameters import as_json
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door


@click.command(
    "backup", cls=Command, help="Spara en kopia av allt i en fil, också medan servern är igång."
)
@click.argument("file", metavar="FIL", type=Path)
@as_json
def command(*, file: Path, as_json: bool) -> None:
    """Write a backup of the store and its attachments to a new file."""
    with open_door() as door:
        made = door.backup(file)
    if as_json:
        print(json.dumps(made, ensure_ascii=False))
        return
    size = file.stat().st_size / 1_000_000
    decimal = f"{size:.1f}".replace(".", ",")
    print(
        f"{file}: inläsning {made['revision']} och {len(made['files']) - 1} bilagor, "
        f"{decimal} MB."
    )
