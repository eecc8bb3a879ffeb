"""``kvarvarde audit``: the log of who did what, for the archive."""

import csv
import json
import sys

import click

from dashboard.doors.commands.parameters import as_json
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door


@click.command("audit", cls=Command, help="Skriv ut loggen över vem som gjort vad, som CSV.")
@as_json
def command(*, as_json: bool) -> None:
    """Write the log, the oldest first."""
    with open_door() as door:
        rows = door.administer("log")["rows"][::-1]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
    elif rows:
        writer = csv.DictWriter(sys.stdout, list(rows[0]), delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(_harmless(row) for row in rows)


def _harmless(row: dict[str, object]) -> dict[str, object]:
    """Let no cell begin as a formula, in a file that is opened in a spreadsheet."""
    return {
        name: f"'{said}" if isinstance(said, str) and said[:1] in set("=+-@\t\r") else said
        for name, said in row.items()
    }
