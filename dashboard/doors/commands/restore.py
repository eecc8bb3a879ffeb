"""``kvarvarde restore``: puts a backup in place of a store, once it has proved to be whole."""

from pathlib import Path

import click

from dashboard.doors.commands.swedish import Command
from dashboard.settings import settings
from data.store.errors import StoreBusyError


@click.command(
    "restore",
    cls=Command,
    help="Lägg tillbaka en kopia, eller en mapp av öppna filer, när den har visat sig hel.",
)
@click.argument("file", metavar="FIL", type=Path)
@click.option("--replace", is_flag=True, help="flytta undan det lager som står där")
def command(*, file: Path, replace: bool) -> None:
    """Put a backup, or what was exported as open files, where the store is to be."""
    from dashboard.doors.running import running
    from dashboard.installation import now
    from data.keeping.restore import restore
    from metrics.definition.catalogue import load_catalogue

    chosen = settings()
    if server := running(chosen.store):
        raise StoreBusyError(f"{chosen.store} visas på {server.url}.")
    done = restore(
        file, chosen.store, load_catalogue(chosen.definitions), now=now(), replace=replace
    )
    proof = done.proof
    print(
        f"{chosen.store}: inläsning {proof.revision} från {done.manifest.made_at}. "
        f"{sum(proof.rows.values())} rader lästa, {proof.attachments} bilagor hela, "
        f"{proof.verdicts - proof.older} utfall blev desamma när de räknades om."
    )
    if done.before is not None:
        print(f"Det som stod där förut heter nu {done.before}.")
