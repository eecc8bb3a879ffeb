"""``kvarvarde revisions``: what has been committed."""

import json

import click

from dashboard.doors.commands.parameters import as_json
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door


@click.command("revisions", cls=Command, help="Lista inläsningar.")
@as_json
def command(*, as_json: bool) -> None:
    """List what has been committed, newest first."""
    with open_door() as door:
        rows = door.revisions()
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        undone = f"  (ångrad i {row['undone_by']})" if row.get("undone_by") else ""
        print(
            f"{row['revision_id']:>5}  {row['committed_at'][:16].replace('T', ' ')}  "
            f"{row['kind']:<12} {row['actor']:<20} {row['file_name']}{undone}"
        )
