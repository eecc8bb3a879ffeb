"""``kvarvarde calibrate``: what is ordinary is estimated anew, as a dated decision."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from dashboard.doors.commands.parameters import DAY, actor, as_json, dry_run
from dashboard.doors.commands.swedish import Command
from dashboard.doors.errors import CommandError
from dashboard.doors.service import open_door


@click.command("calibrate", cls=Command, help="Skatta det vanliga bruset på nytt.")
@click.option(
    "--reason", metavar="TEXT", default="", help="varför: ett beslut som syns för alla"
)
@click.option("--through", metavar="DAG", type=DAY, help="ta med mätningar till den dagen")
@actor
@dry_run
@as_json
def command(
    *, reason: str, through: date | None, actor: str, dry_run: bool, as_json: bool
) -> None:
    """Estimate what is ordinary anew, and list what that changes."""
    if not (dry_run or reason):
        raise CommandError("Skriv varför med --reason, eller pröva först med --dry-run.")
    with open_door() as door:
        found = door.recalibrate(actor=actor, reason=reason, through=through, dry_run=dry_run)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        _show(found, dry_run=dry_run)


def _show(found: Mapping[str, Any], *, dry_run: bool) -> None:
    print(_summary(found, dry_run=dry_run))
    for change in found["noise"]:
        print(f"  {change['noise_group']}: {_spread(change)}")
    for change in found["verdicts"]:
        states = " blir ".join(_state(change[when]) for when in ("before", "after"))
        print(f"  {change['area_name']}, {change['title']}: {states}")


def _summary(found: Mapping[str, Any], *, dry_run: bool) -> str:
    groups, verdicts = len(found["noise"]), len(found["verdicts"])
    if not groups:
        return "Bruset är det som redan gäller. Inget har sparats."
    counts = f"{groups} brusmodeller ändras, och {verdicts} mål byter läge"
    if dry_run:
        return f"Inget har sparats, det var en provräkning. {counts}:"
    return f"Sparad som kalibrering {found['revision']}. {counts}:"


def _spread(change: Mapping[str, Any]) -> str:
    after = f"{_figure(change['sigma_after'])} ur {change['areas_after']} serier"
    if change["sigma_before"] is None:
        return f"ny, {after}"
    return f"{_figure(change['sigma_before'])} ur {change['areas_before']} serier blir {after}"


def _state(state: str) -> str:
    from dashboard.text.states import word
    from metrics.outcome.state import State

    return word(State(state), "sv") if state else "nytt mål"


def _figure(number: float) -> str:
    return f"{number:.3g}".replace(".", ",")
