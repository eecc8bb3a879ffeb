"""What an installation may believe of its own alarms: how many are false, and of how many."""

from collections.abc import Mapping
from typing import Any

from dashboard.text import numbers
from dashboard.text.headline import in_words
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
    _ = translator(language)
    watched = plural(language, "{count} serie bevakas", "{count} serier bevakas", series)
    early, lost = (10 * series * float(run[rate]) for rate in ("watch_rate", "lost_rate"))
    return _("{watched}. Räkna med {early} och {lost} på tio år.").format(
        watched=watched.format(count=numbers.number(series, 0, language)),
        early=_about(
            early,
            "färre än en falsk tidig varning",
            "ungefär {count} falsk tidig varning",
            "ungefär {count} falska tidiga varningar",
            language,
        ),
        lost=_about(
            lost,
            "färre än en falsk förlust",
            "ungefär {count} falsk förlust",
            "ungefär {count} falska förluster",
            language,
        ),
    )


def _about(expected: float, fewer: str, one: str, many: str, language: str) -> str:
    """Write how many are to be waited for, as a whole number: nobody counts parts of alarms."""
    if expected < 1:
        return translator(language)(fewer)
    count = round(expected)
    return plural(language, one, many, count).format(count=in_words(count, language))


def _count(run: Run, name: str, invented: bool) -> int:
    found = run.get(f"{name}_invented" if invented else name)
    return 0 if found is None or found != found else int(found)
