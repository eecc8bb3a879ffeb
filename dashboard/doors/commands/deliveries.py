"""``kvarvarde deliveries``: what is to be handed in, by whom and when."""

import json
from pathlib import Path

import click

from dashboard.doors.commands.parameters import as_json, indicator, sender
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door


@click.command("deliveries", cls=Command, help="Lista vad som ska lämnas, av vem och när.")
@sender
@indicator
@click.option("--ics", metavar="FIL", type=Path, help="skriv dagarna som en kalender")
@as_json
def command(
    *, sender: str | None, indicator: str | None, ics: Path | None, as_json: bool
) -> None:
    """List what is to be handed in, or write it as a calendar."""
    with open_door() as door:
        if ics is not None:
            ics.write_bytes(door.calendar(sender=sender, indicator_id=indicator))
            print(f"Skrev {ics}.")
            return
        rows = door.deliveries(sender=sender, indicator_id=indicator)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        late = f"  {row['days_late']} dagar för sent" if row["days_late"] else ""
        areas = "område" if row["areas"] == 1 else "områden"
        print(
            f"{row['due_on']}  {row['indicator_id']:<8} {row['period']:<10} "
            f"{row['sender']:<24} {row['areas']:>4} {areas}{late}"
        )
