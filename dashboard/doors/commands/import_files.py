"""``kvarvarde import``: each file in the order given, until one does not pass."""

import json
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import click

from dashboard.doors.commands.parameters import Choice, OneOf, actor, as_json, dry_run
from dashboard.doors.commands.swedish import Command
from dashboard.doors.errors import CommandError
from dashboard.doors.service import open_door


def _kinds() -> tuple[str, ...]:
    """The kinds of file there are: one module each, named without loading any of them."""
    place = find_spec("data.intake.kinds")
    folders = place.submodule_search_locations if place else None
    return tuple(module.name for module in iter_modules(folders))


@click.command("import", cls=Command, help="Läs in filer.")
@click.argument("files", metavar="FIL...", nargs=-1, required=True, type=Path)
@click.option("--indicator", metavar="ID", help="filens indikator")
@click.option(
    "--kind",
    metavar="SLAG",
    cls=Choice,
    type=OneOf(_kinds),
    help="slag av fil",
)
@click.option(
    "--answers", metavar="FIL", type=Path, help='svar på filens frågor, JSON: {"id": "svar"}'
)
@actor
@dry_run
@as_json
def command(
    *,
    files: tuple[Path, ...],
    indicator: str | None,
    kind: str | None,
    answers: Path | None,
    actor: str,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Import each file in the order given; stop at the first that does not pass."""
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise CommandError(f"Filen finns inte: {', '.join(missing)}.")
    given = _answers(answers)
    with open_door(new=True) as door:
        for file in files:
            report = door.import_file(
                file,
                indicator_id=indicator,
                kind=kind,
                answers=given,
                dry_run=dry_run,
                actor=actor,
            )
            _show(file, report, dry_run=dry_run, as_json=as_json)
            if _stops(report) or (_waiting(report) and not dry_run):
                return 1
    return 0


def _answers(file: Path | None) -> dict[str, str]:
    """Read the answers of a file: one text per question."""
    if file is None:
        return {}
    try:
        answers = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise CommandError(f"Svaren i {file} går inte att läsa: {error}.") from error
    if not isinstance(answers, dict) or not all(isinstance(a, str) for a in answers.values()):
        raise CommandError(f'Svaren i {file} ska skrivas som {{"id": "svar"}}.')
    return answers


def _stops(report: Mapping[str, Any]) -> int:
    return sum(finding["level"] == "error" for finding in report["findings"])


def _waiting(report: Mapping[str, Any]) -> int:
    return sum(not proposal["answered"] for proposal in report["proposals"])


def _show(file: Path, report: Mapping[str, Any], *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for finding in report["findings"]:
        weight = "Stoppar" if finding["level"] == "error" else "Varnar"
        print(f"{weight}. {finding['message']}{_offered(finding)}", file=sys.stderr)
    for proposal in report["proposals"]:
        if not proposal["answered"]:
            print(f"Frågar ({proposal['id']}). {_asked(proposal)}", file=sys.stderr)
    if hidden := report["finding_count"] - len(report["findings"]):
        print(f"... och {hidden} anmärkningar till.", file=sys.stderr)
    print(f"{file.name}: {_outcome(report, dry_run=dry_run)}")


def _offered(finding: Mapping[str, Any]) -> str:
    """Name the first answer that would take a finding away."""
    for offer in finding["offers"][:1]:
        return f" Svar som rättar ({offer['id']}): {offer['choice']}."
    return ""


def _asked(proposal: Mapping[str, Any]) -> str:
    choices = [
        f"{choice} ({label})" if label != choice else choice
        for choice, label in list(proposal["labels"].items())[:12]
    ]
    suggested = proposal["suggested"]
    takes = f" Förslag: {suggested}." if suggested is not None else ""
    return f"{proposal['question']}{takes} Svar: {', '.join(choices)}."


def _outcome(report: Mapping[str, Any], *, dry_run: bool) -> str:
    counts = (
        f"{report['new']} nya, {report['changed']} ändrade, {report['unchanged']} oförändrade"
    )
    if stops := _stops(report):
        return f"Inget har sparats. Anmärkningar som stoppar: {stops}."
    if (waiting := _waiting(report)) and not dry_run:
        return f"Inget har sparats. Frågor som väntar på svar: {waiting}. Svara med --answers."
    if dry_run:
        return f"Inget har sparats, det var en provläsning. {counts}."
    if report["revision"] is None:
        return f"Inget att spara: {counts}."
    return f"Sparad som inläsning {report['revision']}. {counts}."
