"""``kvarvarde assess``: every verdict once more."""

from collections.abc import Mapping

import click

from dashboard.doors.commands.parameters import Choice, OneOf, Setting, actor
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door

SPARK = "spark"


@click.command("assess", cls=Command, help="Räkna om alla utfall.")
@click.option(
    "--engine",
    metavar="RÄKNESÄTT",
    cls=Choice,
    type=OneOf(lambda: ("duckdb", SPARK)),
    default="duckdb",
    help="räknesätt",
)
@click.option(
    "--master", metavar="ADRESS", help="Sparks kluster; annars den här datorns kärnor"
)
@click.option(
    "--folder",
    metavar="MAPP",
    help="där Spark läser och skriver Parquet, som s3a://hink/mapp; annars en tillfällig",
)
@click.option(
    "--conf",
    metavar="NAMN=VÄRDE",
    type=Setting(),
    multiple=True,
    help="inställning för Spark eller Hadoop; kan sägas flera gånger",
)
@actor
@click.pass_context
def command(
    ctx: click.Context,
    *,
    engine: str,
    master: str | None,
    folder: str | None,
    conf: tuple[tuple[str, str], ...],
    actor: str,
) -> None:
    """Recompute every verdict."""
    said = {"master": master, "folder": folder, "options": dict(conf)}
    cluster = {name: given for name, given in said.items() if given}
    if engine != SPARK and cluster:
        ctx.fail("--master, --folder och --conf hör till --engine spark")
    with open_door() as door:
        changed = door.reassess(actor=actor, cluster=_asked(engine, cluster))
    print(f"Alla utfall är omräknade. {changed} mål bytte läge.")


def _asked(engine: str, cluster: Mapping[str, object]) -> Mapping[str, object] | None:
    return cluster if engine == SPARK else None
