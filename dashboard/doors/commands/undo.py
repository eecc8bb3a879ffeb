"""``kvarvarde undo``: an inläsning is undone, as an inläsning of its own."""

import json

import click

from dashboard.doors.commands.parameters import WHOLE, actor, as_json
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door


@click.command("undo", cls=Command, help="Ångra en inläsning.")
@click.argument("revision", metavar="INLÄSNING", type=WHOLE)
@actor
@as_json
def command(*, revision: int, actor: str, as_json: bool) -> None:
    """Undo an inläsning."""
    with open_door() as door:
        undone = door.undo(revision, actor=actor)
    if as_json:
        print(json.dumps(undone, ensure_ascii=False))
        return
    print(
        f"Inläsning {undone['undid']} är ångrad i inläsning {undone['revision']}: "
        f"{undone['removed']} rader borttagna, {undone['restored']} återställda."
    )
    if undone["left"]:
        print(f"{undone['left']} rader har ersatts sedan dess och står kvar.")
    for goal in undone["kept"]:
        print(
            f"Målet {goal['title'] or goal['goal_id']} har ändrats i inläsning "
            f"{goal['revision']} och står kvar."
        )
