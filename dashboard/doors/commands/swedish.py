"""Click in Swedish: the headings of the help, and what is said about wrong usage."""

from collections.abc import Callable
from typing import Any

import click

_HEADINGS = {
    "Options": "Val",
    "Positional arguments": "Argument",
    "Commands": "Kommandon",
}


class _Formatter(click.HelpFormatter):
    """Help with Swedish headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Användning: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command that explains itself in Swedish."""

    context_class = _Context
    # What is left over is refused by `parse_args`, in Swedish.
    allow_extra_args = True

    def __init__(self, name: str | None, **how: Any) -> None:
        super().__init__(name, **{"options_metavar": "[VAL]", **how})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Describe ``--help`` in Swedish."""
        return _help_in_swedish(super().get_help_option(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments. Raises `click.UsageError` for one that nothing asks for."""
        left = _parsed(super().parse_args, ctx, args)
        if left and not ctx.resilient_parsing:
            ctx.fail(f"{' '.join(left)} är inget känt argument")
        return left


class Group(click.Group):
    """A group of commands that explains itself in Swedish."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Describe ``--help`` in Swedish."""
        return _help_in_swedish(super().get_help_option(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse what stands before the command. Raises `click.UsageError`."""
        return _parsed(super().parse_args, ctx, args)


def _help_in_swedish(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "visa den här hjälpen"
    return option


def _parsed(
    parse: Callable[[click.Context, list[str]], list[str]],
    ctx: click.Context,
    args: list[str],
) -> list[str]:
    """Parse, and tie an error to the command it was found in, which Click does not always."""
    try:
        return parse(ctx, args)
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


def sentence(error: click.UsageError) -> str:
    """Say in Swedish what is wrong with the usage, without a full stop."""
    match error:
        case click.MissingParameter(param=click.Parameter() as param):
            return f"{_name(param)} saknas"
        case click.BadParameter(param=click.Parameter() as param):
            return f"{_name(param)}: {error.message}"
        case click.NoSuchOption():
            return f"{error.option_name} är inget känt argument{_nearest(error.possibilities)}"
        case click.NoSuchCommand():
            return f"'{error.command_name}' finns inte: {', '.join(_commands(error.ctx))}"
        case click.BadOptionUsage():
            return f"{error.option_name}: {_about_value(error)}"
    return error.message


def _name(param: click.Parameter) -> str:
    """What a person knows the parameter as: ``--port``, or ``FIL``."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.human_readable_name.rstrip(" .")


def _nearest(names: list[str] | None) -> str:
    return f". Menar du {' eller '.join(names)}?" if names else ""


def _commands(ctx: click.Context | None) -> list[str]:
    if ctx is None or not isinstance(ctx.command, click.Group):
        return []
    return ctx.command.list_commands(ctx)


def _about_value(error: click.BadOptionUsage) -> str:
    flags = [
        name
        for option in (error.ctx.command.get_params(error.ctx) if error.ctx else ())
        if isinstance(option, click.Option) and option.is_flag
        for name in option.opts
    ]
    return "tar inget värde" if error.option_name in flags else "ett värde saknas"
