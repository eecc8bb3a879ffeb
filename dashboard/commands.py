"""What each command does: through the running server when there is one, else in the file."""

import argparse
import getpass
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dashboard import service
from dashboard.export import asking
from dashboard.installation import now, open_installation
from dashboard.serving import serve
from dashboard.settings import generated_definitions, settings
from dashboard.text.states import word
from data import demo, generated
from data.intake import KIND_NAMES, TEMPLATES, template
from data.store import shared
from metrics.catalogue import load_catalogue
from metrics.outcome import State

__all__ = [
    "KINDS",
    "CommandError",
    "assess",
    "build_demo",
    "calibrate",
    "day",
    "import_files",
    "positive",
    "present",
    "revisions",
    "serve",
    "undo",
    "whoami",
    "write_templates",
]

KINDS = KIND_NAMES

CommandError = service.CommandError


def whoami() -> str:
    """The name of the person at the keyboard, as the machine knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "kommandoraden"


def positive(text: str) -> int:
    """Read a whole number that is at least one."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} är inget antal")
    return int(text)


def import_files(chosen: argparse.Namespace) -> int:
    """Take in each file in the order given; stop at the first that does not pass."""
    missing = [str(file) for file in chosen.files if not file.is_file()]
    if missing:
        raise CommandError(f"Filen finns inte: {', '.join(missing)}.")
    with service.reached() as door:
        for file in chosen.files:
            report = door.take_in(
                file,
                indicator_id=chosen.indicator,
                kind=chosen.kind,
                dry_run=chosen.dry_run,
                actor=chosen.actor,
            )
            _show_import(file, report, dry_run=chosen.dry_run, as_json=chosen.json)
            if _stops(report):
                return 1
    return 0


def _stops(report: Mapping[str, Any]) -> int:
    return sum(finding["level"] == "error" for finding in report["findings"])


def _show_import(
    file: Path, report: Mapping[str, Any], *, dry_run: bool, as_json: bool
) -> None:
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for finding in report["findings"]:
        weight = "Stoppar" if finding["level"] == "error" else "Varnar"
        print(f"{weight}. {finding['message']}", file=sys.stderr)
    if hidden := report["finding_count"] - len(report["findings"]):
        print(f"... och {hidden} anmärkningar till.", file=sys.stderr)
    print(f"{file.name}: {_outcome(report, dry_run=dry_run)}")


def _outcome(report: Mapping[str, Any], *, dry_run: bool) -> str:
    counts = (
        f"{report['new']} nya, {report['changed']} ändrade, {report['unchanged']} oförändrade"
    )
    if stops := _stops(report):
        return f"Inget har sparats. Anmärkningar som stoppar: {stops}."
    if dry_run:
        return f"Inget har sparats, det var en provläsning. {counts}."
    if report["revision"] is None:
        return f"Inget att spara: {counts}."
    return f"Sparad som inläsning {report['revision']}. {counts}."


def undo(chosen: argparse.Namespace) -> int:
    """Take back an inläsning."""
    with service.reached() as door:
        undone = door.take_back(chosen.revision, actor=chosen.actor)
    if chosen.json:
        print(json.dumps(undone, ensure_ascii=False))
    else:
        print(
            f"Inläsning {undone['undid']} är ångrad i inläsning {undone['revision']}: "
            f"{undone['removed']} rader borttagna, {undone['restored']} återställda."
        )
        if undone["left"]:
            print(f"{undone['left']} rader har ersatts sedan dess och står kvar.")
    return 0


def revisions(chosen: argparse.Namespace) -> int:
    """List what has been committed, newest first."""
    with service.reached() as door:
        rows = door.revisions()
    if chosen.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        undone = f"  (ångrad i {row['undone_by']})" if row.get("undone_by") else ""
        print(
            f"{row['revision_id']:>5}  {row['committed_at'][:16].replace('T', ' ')}  "
            f"{row['kind']:<12} {row['actor']:<20} {row['file_name']}{undone}"
        )
    return 0


def assess(chosen: argparse.Namespace) -> int:
    """Recompute every verdict."""
    with service.reached() as door:
        changed = door.reassess(actor=chosen.actor)
    print(f"Alla utfall är omräknade. {changed} mål bytte läge.")
    return 0


def calibrate(chosen: argparse.Namespace) -> int:
    """Estimate what is ordinary anew, and list what that changes."""
    if not (chosen.dry_run or chosen.reason):
        raise CommandError("Skriv varför med --reason, eller pröva först med --dry-run.")
    with service.reached() as door:
        found = door.recalibrate(
            actor=chosen.actor,
            reason=chosen.reason,
            through=chosen.through,
            dry_run=chosen.dry_run,
        )
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    print(_noise_told(found, dry_run=chosen.dry_run))
    for change in found["noise"]:
        print(f"  {change['noise_group']}: {_spread_told(change)}")
    for change in found["verdicts"]:
        told = " blir ".join(_state_told(change[when]) for when in ("before", "after"))
        print(f"  {change['area_name']}, {change['title']}: {told}")
    return 0


def _noise_told(found: Mapping[str, Any], *, dry_run: bool) -> str:
    groups, verdicts = len(found["noise"]), len(found["verdicts"])
    if not groups:
        return "Bruset är det som redan gäller. Inget har sparats."
    counts = f"{groups} brusmodeller ändras, och {verdicts} mål byter läge"
    if dry_run:
        return f"Inget har sparats, det var en provräkning. {counts}:"
    return f"Sparad som kalibrering {found['revision']}. {counts}:"


def _spread_told(change: Mapping[str, Any]) -> str:
    after = f"{_figure(change['sigma_after'])} ur {change['areas_after']} serier"
    if change["sigma_before"] is None:
        return f"ny, {after}"
    return f"{_figure(change['sigma_before'])} ur {change['areas_before']} serier blir {after}"


def _state_told(state: str) -> str:
    return word(State(state), "sv") if state else "nytt mål"


def _figure(number: float) -> str:
    return f"{number:.3g}".replace(".", ",")


def day(text: str) -> date:
    """Read a day such as 2025-12-31."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} är ingen dag som 2025-12-31") from error


def present(chosen: argparse.Namespace) -> int:
    """Write slides, paper or a page of a goal, an area or Läget; the ending says which."""
    form = chosen.file.suffix.lower().removeprefix(".")
    if form not in asking.FORMATS:
        raise CommandError(f"{chosen.file.name}: filen ska sluta på .pptx, .pdf eller .html.")
    asked = asking.Asked(
        goal_id=chosen.goal,
        area_id=chosen.area,
        areas=tuple(chosen.show) or None,
        training=chosen.training,
        language=chosen.language,
    )
    with service.reached() as door:
        content = door.present(asked, form)
    chosen.file.write_bytes(content)
    print(f"Skrev {chosen.file}, {len(content) // 1000} kB.")
    return 0


def build_demo(chosen: argparse.Namespace) -> int:
    """Build the shipped store, or an invented one of the size asked for."""
    size = (chosen.areas, chosen.indicators, chosen.periods)
    if not any(size):
        here = open_installation(settings(), build=False)
        made = demo.build(here.store, here.catalogue, now())
        print(f"{here.settings.store}: {len(made)} nya inläsningar av medföljande data.")
        return 0
    place = settings().store
    if place.exists():
        raise CommandError(f"{place} finns redan. Välj en ny fil med KVARVARDE_STORE.")
    _generate([number or usual for number, usual in zip(size, (20, 5, 10), strict=True)], place)
    return 0


def _generate(size: Sequence[int], place: Path) -> None:
    areas, indicators, periods = size
    folder = generated_definitions(place)
    generated.write_definitions(folder, indicators)
    rows = generated.build(
        shared(place), load_catalogue([folder]), now(), areas=areas, periods=periods
    )
    print(f"{place}: {rows} påhittade mätvärden i {areas} påhittade områden.")


def write_templates(chosen: argparse.Namespace) -> int:
    """Write a template of every kind, and one for every indicator."""
    catalogue = load_catalogue(settings().definitions)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for kind in TEMPLATES:
        place = chosen.folder / f"{kind}.csv"
        place.write_bytes(template(kind, "sv", catalogue))
    for indicator_id in catalogue:
        place = chosen.folder / f"observations-{indicator_id}.csv"
        place.write_bytes(template("observations", "sv", catalogue, indicator_id))
    print(f"{len(TEMPLATES) + len(catalogue)} mallar i {chosen.folder}.")
    return 0
