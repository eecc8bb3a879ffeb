"""``kvarvarde present``: slides, paper or a page of a goal, an area or Läget."""

from pathlib import Path

import click

from dashboard.doors.commands.parameters import language
from dashboard.doors.commands.swedish import Command
from dashboard.doors.errors import CommandError
from dashboard.doors.service import open_door

FORMS = ("pptx", "pdf", "html")
"""The endings of what can be made, known without loading what makes it."""


@click.command("present", cls=Command, help="Skriv bilder, papper eller en webbsida.")
@click.argument("file", metavar="FIL", type=Path, help="slutar på .pptx, .pdf eller .html")
@click.option("--goal", metavar="MÅL", help="ett mål; annars Läget")
@click.option("--area", metavar="OMRÅDE", help="ett område; annars Läget")
@click.option("--show", metavar="OMRÅDE", multiple=True, help="får namnges på Läget")
@click.option("--training", is_flag=True, help="övningsområdet")
@language
def command(
    *,
    file: Path,
    goal: str | None,
    area: str | None,
    show: tuple[str, ...],
    training: bool,
    language: str,
) -> None:
    """Write slides, paper or a page of a goal, an area or Läget; the ending says which."""
    form = file.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise CommandError(f"{file.name}: filen ska sluta på .pptx, .pdf eller .html.")
    with open_door() as door:
        content = door.present(
            form,
            goal_id=goal,
            area_id=area,
            areas=show or None,
            training=training,
            language=language,
        )
    file.write_bytes(content)
    print(f"Skrev {file}, {len(content) // 1000} kB.")
