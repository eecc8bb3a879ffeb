"""``kvarvarde token``: keys that programs show to the API."""

import click

from dashboard.doors.commands.parameters import POSITIVE
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door


@click.command("token", cls=Command, help="Gör en nyckel till API:et, eller spärra en.")
@click.argument("name", metavar="[NAMN]", default="")
@click.option("--label", metavar="TEXT", default="", help="vad nyckeln är till")
@click.option("--may", metavar="VERB", multiple=True, help="vad den får; kan upprepas")
@click.option("--area", metavar="ID", multiple=True, help="område; kan upprepas; annars alla")
@click.option("--days", metavar="ANTAL", type=POSITIVE, default=90, help="dagar den gäller")
@click.option("--revoke", metavar="ID", default="", help="spärra nyckeln med detta id")
def command(
    *,
    name: str,
    label: str,
    may: tuple[str, ...],
    area: tuple[str, ...],
    days: int,
    revoke: str,
) -> None:
    """Make a key in the place of a person, revoke one, or list those that apply."""
    with open_door() as door:
        if revoke:
            door.administer("revoke", token_id=revoke)
            print(f"Nyckel {revoke} gäller inte längre.")
        elif name:
            made = door.administer(
                "token", person=name, label=label, verbs=may, area_ids=area, days=days
            )
            print(made["key"])
        else:
            for row in door.administer("tokens")["rows"]:
                print(f"{row['token_id']}: {row['label']}, {row['name']}, {row['expires_at']}")
