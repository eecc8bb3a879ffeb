"""``kvarvarde grant``: who may do what, and where."""

from collections.abc import Sequence
from datetime import date

import click

from dashboard.doors.commands.parameters import DAY, WHOLE, Choice, OneOf
from dashboard.doors.commands.swedish import Command
from dashboard.doors.service import open_door


def _roles() -> Sequence[str]:
    from data.store.roles import Role

    return [role.value for role in Role]


@click.command("grant", cls=Command, help="Ge en person en roll, avsluta en, eller lista alla.")
@click.argument("name", metavar="[NAMN]", default="")
@click.option("--role", metavar="ROLL", cls=Choice, type=OneOf(_roles), help="roll")
@click.option("--email", metavar="ADRESS", default="", help="adressen som inloggningen lämnar")
@click.option("--issuer", metavar="URL", default="", help="utgivaren, med --subject")
@click.option("--subject", metavar="ID", default="", help="personens id hos utgivaren")
@click.option("--organisation", metavar="NAMN", default="", help="organisation; tomt för alla")
@click.option("--area", metavar="ID", default="", help="område med allt i det; tomt för alla")
@click.option("--until", metavar="DAG", type=DAY, help="sista dagen; annars tills vidare")
@click.option("--end", metavar="NUMMER", type=WHOLE, help="avsluta rollen med numret")
def command(
    *, name: str, role: str | None, area: str, until: date | None, end: int | None, **who: str
) -> None:
    """Give or end a role, or list those that apply."""
    with open_door() as door:
        if end is not None:
            door.administer("end", grant_id=end)
            print(f"Roll {end} är avslutad.")
        elif name and role:
            door.administer(
                "grant",
                name=name,
                role=role,
                area_id=area,
                valid_to=until.isoformat() if until else None,
                **who,
            )
            print(f"{name} har rollen {role} i {area or 'alla områden'}.")
        else:
            for row in door.administer("grants")["rows"]:
                where = row["area_id"] or "alla områden"
                print(f"{row['grant_id']}: {row['name']}, {row['role']}, {where}")
