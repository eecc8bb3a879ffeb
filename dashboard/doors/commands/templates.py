"""``kvarvarde templates``: a template of every kind of file, or the one of an indicator."""

from pathlib import Path

import click

from dashboard.doors.commands.parameters import indicator, language, sender
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door
from dashboard.settings import settings


@click.command("templates", cls=Command, help="Skriv mallar för filer.")
@click.argument("folder", metavar="MAPP", type=Path)
@indicator
@sender
@language
def command(*, folder: Path, indicator: str | None, sender: str | None, language: str) -> None:
    """Write a template of every kind and indicator; of one indicator, with its next rows."""
    folder.mkdir(parents=True, exist_ok=True)
    if indicator is None:
        if sender is not None:
            raise click.UsageError("--sender behöver --indicator: mallen är en indikators")
        _every_kind(folder, language)
        return
    place = folder / f"{_MALL[language]}-{indicator}.xlsx"
    with open_door() as door:
        place.write_bytes(door.template(indicator, sender=sender, language=language))
    print(f"Skrev {place}.")


_MALL = {"sv": "mall", "en": "template"}


def _every_kind(folder: Path, language: str) -> None:
    from data.intake import TEMPLATES, template
    from metrics.definition.catalogue import load_catalogue

    catalogue = load_catalogue(settings().definitions)
    for kind in TEMPLATES:
        place = folder / f"{kind}.csv"
        place.write_bytes(template(kind, language, catalogue))
    for indicator_id in catalogue:
        place = folder / f"observations-{indicator_id}.csv"
        place.write_bytes(template("observations", language, catalogue, indicator_id))
    print(f"{len(TEMPLATES) + len(catalogue)} mallar i {folder}.")
