"""The command ``kvarvarde``: which commands there are, and how one ends."""

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from dashboard.doors.commands.swedish import Group, sentence
from dashboard.doors.errors import CommandError
from dashboard.settings import SettingsError
from data.store.errors import StoreBusyError, StoreError
from metrics.errors import DefinitionError, MetricsError

WRONG_USAGE = 2

_MODULES = {
    "serve": "serve",
    "import": "import_files",
    "undo": "undo",
    "revisions": "revisions",
    "assess": "assess",
    "calibrate": "calibrate",
    "demo": "demo",
    "templates": "templates",
    "deliveries": "deliveries",
    "present": "present",
    "backup": "backup",
    "restore": "restore",
    "verify": "verify",
    "grant": "grant",
    "token": "token",
    "release": "release",
    "audit": "audit",
    "export": "export",
}
"""The commands in the order of the help, and the module in `doors.commands` of each."""


class _Commands(Group):
    """The commands, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"dashboard.doors.commands.{_MODULES[cmd_name]}")
        command: click.Command = module.command
        return command


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    help="Följer upp områdens sociala värden.",
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO ...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.pass_context
def kvarvarde(ctx: click.Context) -> None:
    """Refuse to do nothing; what is to be done is in the commands."""
    if ctx.invoked_subcommand is None:
        ctx.fail("KOMMANDO saknas")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; every error is a sentence on stderr."""
    try:
        code = kvarvarde.main(arguments, prog_name="kvarvarde", standalone_mode=False)
    except click.UsageError as error:
        return _say(*_wrong_usage(error))
    except DefinitionError as error:
        return _say("Definitionerna går inte att använda:", *error.problems)
    except StoreBusyError as error:
        return _say(f"{error} Stäng den, eller vänta tills den svarar.")
    except (SettingsError, StoreError, MetricsError, CommandError) as error:
        return _say(str(error))
    except (click.Abort, KeyboardInterrupt):
        return _say("Avbrutet. Inget mer har sparats.")
    return int(code or 0)


def _wrong_usage(error: click.UsageError) -> tuple[str, str]:
    """How the command is used, and what is wrong with how it was."""
    ctx = error.ctx or click.Context(kvarvarde, info_name="kvarvarde")
    said = sentence(error)
    return ctx.get_usage(), f"{ctx.command_path}: {said}{'' if said.endswith('?') else '.'}"


def _say(*lines: str) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return WRONG_USAGE


if __name__ == "__main__":
    sys.exit(main())
