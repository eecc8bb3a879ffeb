"""The command ``kvarvarde``: what it accepts, and what it says when something is wrong."""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from dashboard import commands
from dashboard.settings import SettingsError
from data.errors import StoreBusyError, StoreError
from metrics.errors import DefinitionError, MetricsError

DONE, STOPPED, WRONG_USAGE = 0, 1, 2

_SAID_IN_SWEDISH = (
    (r"the following arguments are required: (.+)", r"\1 saknas"),
    (r"unrecognized arguments: (.+)", r"\1 är inget känt argument"),
    (r"argument (.+): invalid choice: (.+?) \(choose from (.+)\)", r"\2 finns inte: \3"),
    (r"argument (.+): invalid int value: (.+)", r"\1: \2 är inget heltal"),
    (r"argument (.+): expected .*argument.*", r"\1: ett värde saknas"),
    (r"argument (.+): (.+)", r"\1: \2"),
)


class _Help(argparse.HelpFormatter):
    """Help with Swedish headings."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        swedish = "användning: " if prefix is None else prefix
        super().add_usage(usage, actions, groups, swedish)


class _Parser(argparse.ArgumentParser):
    """A parser that explains itself in Swedish."""

    def __init__(self, **given: object) -> None:
        super().__init__(formatter_class=_Help, add_help=False, **given)  # type: ignore[arg-type]
        self.options = self.add_argument_group("val")
        self.options.add_argument("-h", "--help", action="help", help="visa den här hjälpen")

    def error(self, message: str) -> NoReturn:
        for english, swedish in _SAID_IN_SWEDISH:
            if re.fullmatch(english, message):
                message = re.sub(english, swedish, message)
                break
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, f"{self.prog}: {message}.\n")


def parser() -> argparse.ArgumentParser:
    """Describe every command and its arguments."""
    whole = _Parser(prog="kvarvarde", description="Följer upp områdens sociala värden.")
    rooms = whole.add_subparsers(
        title="kommandon", dest="command", required=True, metavar="KOMMANDO"
    )
    _serve(rooms.add_parser("serve", help="öppna sidorna och API:et"))
    _import(rooms.add_parser("import", help="läs in filer"))
    _undo(rooms.add_parser("undo", help="ångra en inläsning"))
    _revisions(rooms.add_parser("revisions", help="lista inläsningar"))
    _assess(rooms.add_parser("assess", help="räkna om alla utfall"))
    _calibrate(rooms.add_parser("calibrate", help="skatta det vanliga bruset på nytt"))
    _demo(
        rooms.add_parser(
            "demo", help="bygg ett lager av de medföljande eller av påhittade data"
        )
    )
    _templates(rooms.add_parser("templates", help="skriv mallar för filer"))
    return whole


def _serve(room: _Parser) -> None:
    room.options.add_argument("--host", default="127.0.0.1", help="adress (127.0.0.1)")
    room.options.add_argument("--port", type=int, default=8501, help="port (8501)")
    room.set_defaults(run=commands.serve)


def _import(room: _Parser) -> None:
    room.add_argument("files", nargs="+", metavar="FIL", type=Path)
    room.options.add_argument("--indicator", metavar="ID", help="filens indikator")
    room.options.add_argument("--kind", choices=commands.KINDS, help="slag av fil")
    _actor(room)
    room.options.add_argument("--dry-run", action="store_true", help="spara inget")
    room.options.add_argument("--json", action="store_true", help="svara med JSON")
    room.set_defaults(run=commands.import_files)


def _undo(room: _Parser) -> None:
    room.add_argument("revision", metavar="INLÄSNING", type=int)
    _actor(room)
    room.options.add_argument("--json", action="store_true", help="svara med JSON")
    room.set_defaults(run=commands.undo)


def _revisions(room: _Parser) -> None:
    room.options.add_argument("--json", action="store_true", help="svara med JSON")
    room.set_defaults(run=commands.revisions)


def _assess(room: _Parser) -> None:
    room.options.add_argument(
        "--engine", choices=("duckdb",), default="duckdb", help="räknesätt"
    )
    _actor(room)
    room.set_defaults(run=commands.assess)


def _calibrate(room: _Parser) -> None:
    room.options.add_argument(
        "--reason", metavar="TEXT", default="", help="varför: ett beslut som syns för alla"
    )
    room.options.add_argument(
        "--through", metavar="DAG", type=commands.day, help="ta med mätningar till den dagen"
    )
    _actor(room)
    room.options.add_argument("--dry-run", action="store_true", help="spara inget")
    room.options.add_argument("--json", action="store_true", help="svara med JSON")
    room.set_defaults(run=commands.calibrate)


def _demo(room: _Parser) -> None:
    for name, what in (("areas", "områden"), ("indicators", "indikatorer"), ("periods", "år")):
        room.options.add_argument(
            f"--{name}", type=commands.positive, metavar="N", help=f"antal {what} att hitta på"
        )
    room.set_defaults(run=commands.build_demo)


def _templates(room: _Parser) -> None:
    room.add_argument("folder", metavar="MAPP", type=Path)
    room.set_defaults(run=commands.write_templates)


def _actor(room: _Parser) -> None:
    room.options.add_argument(
        "--actor", metavar="NAMN", default=commands.whoami(), help="vem som gör det"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; every error is a sentence on stderr."""
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except DefinitionError as error:
        return _say("Definitionerna går inte att använda:", *error.problems)
    except StoreBusyError as error:
        return _say(f"{error} Stäng den, eller vänta tills den svarar.")
    except (SettingsError, StoreError, MetricsError, commands.CommandError) as error:
        return _say(str(error))
    except KeyboardInterrupt:
        return _say("Avbrutet. Inget mer har sparats.")


def _say(*lines: str) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return WRONG_USAGE


if __name__ == "__main__":
    sys.exit(main())
