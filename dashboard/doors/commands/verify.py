"""``kvarvarde verify``: everything in the store is read, and its verdicts are reached again."""

import json

import click

from dashboard.doors.commands.parameters import as_json
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door

_NOT_WHOLE = 1


@click.command(
    "verify", cls=Command, help="Läs allt i lagret och räkna om utfallen i en kopia av det."
)
@as_json
def command(*, as_json: bool) -> int:
    """Prove the store: 0 when it is whole, 1 when it is not."""
    with open_door() as door:
        proof = door.verify()
    if as_json:
        print(json.dumps(proof, ensure_ascii=False))
    else:
        print(
            f"Inläsning {proof['revision']}: {sum(proof['rows'].values())} rader lästa, "
            f"{proof['attachments']} bilagor hela, {proof['verdicts'] - proof['older']} utfall "
            f"räknade om, {proof['older']} av en äldre regel bara lästa."
        )
        for problem in proof["problems"]:
            print(problem)
        if proof["spare"]:
            print(f"{len(proof['spare'])} bilagor hör inte till något dokument.")
    return 0 if proof["is_whole"] else _NOT_WHOLE
