"""What the commands ask for alike: numbers, days and names, and who does it."""

import getpass
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import click

Value = TypeVar("Value")


def whoami() -> str:
    """The name of the person at the keyboard, as the machine knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "kommandoraden"


class Read(click.ParamType[Value]):
    """A value that `read` makes of its text; for what it refuses, `refusal` says why."""

    def __init__(self, name: str, read: Callable[[str], Value], refusal: str) -> None:
        self.name = name
        self.read = read
        self.refusal = refusal

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Value:
        """Read a value."""
        try:
            return self.read(str(value))
        except ValueError:
            self.fail(self.refusal.format(value=value), param, ctx)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(text)
    return int(text)


WHOLE = Read("heltal", int, "'{value}' är inget heltal")
"""A whole number, as the number of an inläsning."""

POSITIVE = Read("antal", _positive, "{value} är inget antal")
"""How many of something: at least one."""

DAY = Read("dag", date.fromisoformat, "{value} är ingen dag som 2025-12-31")
"""A day such as 2025-12-31."""


class Port(click.ParamType[int]):
    """A port of this machine."""

    name = "port"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read a whole number that can be a port."""
        port = WHOLE.convert(value, param, ctx)
        if not 0 <= port <= 65_535:
            self.fail(f"{port} är ingen port, de slutar vid 65535", param, ctx)
        return port


class Setting(click.ParamType[tuple[str, str]]):
    """The name of a setting and its value, with = between."""

    name = "inställning"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Divide at the first =."""
        name, is_there, given = str(value).partition("=")
        if not (name and is_there):
            self.fail(f"'{value}' är ingen inställning som spark.cores.max=8", param, ctx)
        return name, given


class OneOf(click.ParamType[str]):
    """One of a few names, which are asked for only when somebody wants to know them."""

    name = "namn"

    def __init__(self, names: Callable[[], Sequence[str]]) -> None:
        self.names = names

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Accept a name that is one of them."""
        names = self.names()
        if value not in names:
            self.fail(f"'{value}' finns inte. Välj bland {', '.join(names)}", param, ctx)
        return value


class Choice(click.Option):
    """An option that lists the names of its `OneOf` in the help of its command."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Complete the help with the names."""
        record = super().get_help_record(ctx)
        if record is None or not isinstance(self.type, OneOf):
            return record
        spelling, help_text = record
        return spelling, f"{help_text}: {', '.join(self.type.names())}"


actor = click.option("--actor", metavar="NAMN", default=whoami, help="vem som gör det")
dry_run = click.option("--dry-run", is_flag=True, help="spara inget")
as_json = click.option("--json", "as_json", is_flag=True, help="svara med JSON")
indicator = click.option("--indicator", metavar="ID", help="en indikator; annars alla")
sender = click.option("--sender", metavar="NAMN", help="den som lämnar; annars alla")
language = click.option(
    "--language",
    metavar="SPRÅK",
    cls=Choice,
    type=OneOf(lambda: ("sv", "en")),
    default="sv",
    help="språk",
)
