"""``kvarvarde export``: every table as an open file, with what each column means."""

import json
from pathlib import Path

import click

from dashboard.doors.commands.parameters import as_json
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door


@click.command(
    "export", cls=Command, help="Skriv alla tabeller som öppna filer i en ny mapp, för arkiv."
)
@click.argument("folder", metavar="MAPP", type=Path)
@click.option("--parquet", is_flag=True, help="Skriv varje tabell som Parquet också.")
@as_json
def command(*, folder: Path, parquet: bool, as_json: bool) -> None:
    """Write every table of the store to a new folder."""
    with open_door() as door:
        package = door.export(folder, parquet=parquet)
    if as_json:
        print(json.dumps(package, ensure_ascii=False))
        return
    print(f"{folder}: {len(package['resources'])} tabeller, beskrivna i datapackage.json.")
