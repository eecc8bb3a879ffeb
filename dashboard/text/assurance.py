"""What an installation may believe of its own alarms: how many are false, and of how many."""

import math
from collections.abc import Mapping
from typing import Any

from dashboard.text import numbers
from dashboard.text.language import plural, translator

Run = Mapping[str, Any]


def agenda(run: Run, language: str, *, invented: bool = False) -> str:
    """Say what the losses on the agenda have been held to; empty where none was tested.

    `run` is a row of `Reader.runs`.
    """
    tested = _count(run, "tested", invented)
    if not tested:
        return ""
    _ = translator(language)
    share = float(run["q"])
    return _(
        "Av dem som står på dagordningen är i medeltal högst {one} av {many} ett falskt larm."
        " {tested} urvalsserier är prövade tillsammans."
    ).format(
        one=numbers.number(1, 0, language),
        many=numbers.number(1 / share, 0, language),
        tested=numbers.number(tested, 0, language),
    )


def false_alarms(run: Run, language: str, *, invented: bool = False) -> str:
    """Say how many false alarms so many series give in a year; empty without any."""
    series = _count(run, "monitored", invented)
    if not series:
        return ""
    said = plural(
        language,
        "{series} serie bevakas: vänta högst {watch} falska Bevaka"
        " och {lost} falska Förlorat om året.",
        "{series} serier bevakas: vänta högst {watch} falska Bevaka"
        " och {lost} falska Förlorat om året.",
        series,
    )
    return said.format(
        series=numbers.number(series, 0, language),
        watch=_figure(series * float(run["watch_rate"]), language),
        lost=_figure(series * float(run["lost_rate"]), language),
    )


def _figure(number: float, language: str) -> str:
    """Write an expected number with the digits that say something: 3, 2,5 or 0,06."""
    if number <= 0 or number == round(number):
        return numbers.number(number, 0, language)
    return numbers.number(number, max(1, math.ceil(-math.log10(number))), language)


def _count(run: Run, name: str, invented: bool) -> int:
    found = run.get(f"{name}_invented" if invented else name)
    return 0 if found is None or found != found else int(found)
