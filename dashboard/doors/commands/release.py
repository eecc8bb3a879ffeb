"""``kvarvarde release``: figures that everybody may see from now on."""

import click

from dashboard.doors.commands.parameters import WHOLE
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door


@click.command("release", cls=Command, help="Släpp siffror, eller lista dem som väntar.")
@click.argument("revisions", metavar="[INLÄSNING...]", type=WHOLE, nargs=-1)
@click.option("--withdraw", is_flag=True, help="ta tillbaka ett släpp")
def command(*, revisions: tuple[int, ...], withdraw: bool) -> None:
    """Release the figures of some inläsningar, or list what waits."""
    with open_door() as door:
        if revisions:
            door.administer("release", revisions=revisions, withdraw=withdraw)
            done = "visas inte längre för alla" if withdraw else "är släppt"
            print(*(f"Inläsning {revision} {done}." for revision in revisions), sep="\n")
            return
        for row in door.administer("uploads")["rows"]:
            if row["released_at"] is None:
                print(f"{row['revision_id']}: {row['file_name']}, {row['actor']}")
