"""What the commands ask for alike: numbers, days and names, and who does it."""

import getpass
from collections.abc import Callable, Sequence
from datetime import date

import click


def whoami() -> str:
    """The name of the person at the keyboard, as the machine knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "kommandoraden"


class Whole(click.ParamType[int]):
    """A whole number, as the number of an inläsning."""

    name = "heltal"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read a whole number."""
        try:
            return int(value)
        except ValueError:
            self.fail(f"'{value}' är inget heltal", param, ctx)


class Port(Whole):
    """A port of this machine."""

    name = "port"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read a whole number that can be a port."""
        port = super().convert(value, param, ctx)
        if not 0 <= port <= 65_535:
            self.fail(f"{port} är ingen port, de slutar vid 65535", param, ctx)
        return port


class Positive(click.ParamType[int]):
    """How many of something."""

    name = "antal"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read a whole number that is at least one."""
        text = str(value)
        if not text.isdecimal() or int(text) < 1:
            self.fail(f"{text} är inget antal", param, ctx)
        return int(text)


class Day(click.ParamType[date]):
    """A day such as 2025-12-31."""

    name = "dag"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read a day."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} är ingen dag som 2025-12-31", param, ctx)


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
