"""``kvarvarde demo``: a store of the shipped data, or of invented data of a size."""

from collections.abc import Callable
from math import prod
from pathlib import Path
from typing import Any

import click

from dashboard.doors.commands.parameters import POSITIVE
from dashboard.doors.commands.swedish import Command
from dashboard.doors.errors import CommandError
from dashboard.settings import generated_definitions, settings

_MOST = {"areas": 100_000, "indicators": 10_000, "periods": 1_000}
"""The most of each that is made up: sixteen nations, and years of four digits."""

_MOST_MEASUREMENTS = 200_000_000
"""Eight times a nation with a hundred indicators and forty years."""


def _number(name: str, what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(name, metavar="N", type=POSITIVE, help=f"antal {what} att hitta på")


@click.command(
    "demo", cls=Command, help="Bygg ett lager av de medföljande eller av påhittade data."
)
@_number("--areas", "områden längst ner")
@_number("--indicators", "indikatorer")
@_number("--periods", "år")
def command(*, areas: int | None, indicators: int | None, periods: int | None) -> None:
    """Build the shipped store, or an invented one of the size asked for."""
    if not any((areas, indicators, periods)):
        _build_shipped()
        return
    size = {"areas": areas or 20, "indicators": indicators or 5, "periods": periods or 10}
    _refuse_too_much(size)
    place = settings().store
    if place.exists():
        raise CommandError(f"{place} finns redan. Välj en ny fil med KVARVARDE_STORE.")
    _generate(place, **size)


def _refuse_too_much(size: dict[str, int]) -> None:
    for name, most in _MOST.items():
        if size[name] > most:
            raise CommandError(f"--{name}: {size[name]} är för många, högst {most} hittas på.")
    if prod(size.values()) > _MOST_MEASUREMENTS:
        raise CommandError(
            f"{prod(size.values())} mätvärden är för många, "
            f"högst {_MOST_MEASUREMENTS} hittas på."
        )


def _build_shipped() -> None:
    from dashboard.installation import now, open_installation
    from data.sample import demo

    here = open_installation(settings(), build=False)
    made = demo.build(here.door, here.door.who(), here.catalogue, now())
    print(f"{here.settings.store}: {len(made)} nya inläsningar av medföljande data.")


def _generate(place: Path, *, areas: int, indicators: int, periods: int) -> None:
    from dashboard.installation import now
    from data.door import Door
    from data.sample import generated, nation
    from metrics.definition.catalogue import load_catalogue

    folder = generated_definitions(place)
    generated.write_definitions(folder, indicators)
    door, catalogue = Door.shared(place), load_catalogue([folder])
    rows = nation.build(door, door.who(), catalogue, now(), areas=areas, periods=periods)
    print(f"{place}: {rows} påhittade mätvärden i {areas} påhittade områden.")
