"""``kvarvarde assess``: every verdict once more."""

import click

from dashboard.doors.commands.parameters import Choice, OneOf, actor
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door


@click.command("assess", cls=Command, help="Räkna om alla utfall.")
@click.option(
    "--engine",
    metavar="RÄKNESÄTT",
    cls=Choice,
    type=OneOf(lambda: ("duckdb",)),
    default="duckdb",
    expose_value=False,
    help="räknesätt",
)
@actor
def command(*, actor: str) -> None:
    """Recompute every verdict."""
    with open_door() as door:
        changed = door.reassess(actor=actor)
    print(f"Alla utfall är omräknade. {changed} mål bytte läge.")
