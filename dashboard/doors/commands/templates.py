"""``kvarvarde templates``: a template of every kind of file."""

from pathlib import Path

import click

from dashboard.doors.commands.swedish import Command
from dashboard.settings import settings


@click.command("templates", cls=Command, help="Skriv mallar för filer.")
@click.argument("folder", metavar="MAPP", type=Path)
def command(*, folder: Path) -> None:
    """Write a template of every kind, and one for every indicator."""
    from data.intake import TEMPLATES, template
    from metrics.definition.catalogue import load_catalogue

    catalogue = load_catalogue(settings().definitions)
    folder.mkdir(parents=True, exist_ok=True)
    for kind in TEMPLATES:
        place = folder / f"{kind}.csv"
        place.write_bytes(template(kind, "sv", catalogue))
    for indicator_id in catalogue:
        place = folder / f"observations-{indicator_id}.csv"
        place.write_bytes(template("observations", "sv", catalogue, indicator_id))
    print(f"{len(TEMPLATES) + len(catalogue)} mallar i {folder}.")
