"""What a page may not show because it is of few people: said, so that it is no silent gap."""

from collections.abc import Hashable, Mapping

import pandas as pd

from dashboard.text.amounts import period
from dashboard.text.language import translator

FEW_PEOPLE = "few_people"
"""The reason of a value that is hidden from whoever has no clearance."""

_NAMED = 6
"""How many hidden values are named; of more it is said how many."""


def hidden(observations: pd.DataFrame, language: str) -> str:
    """Name the values that are hidden, by area where there are several, and why; or nothing."""
    gone = observations[observations["missing_reason"] == FEW_PEOPLE]
    if gone.empty:
        return ""
    _ = translator(language)
    named = [_value(row, language) for row in gone.to_dict("records")]
    which = ", ".join(named[:_NAMED])
    if len(named) > _NAMED:
        which = _("{which} och {count} till").format(which=which, count=len(named) - _NAMED)
    return _(
        "Dolt, eftersom talet gäller få personer eller skulle röja ett sådant tal: {which}."
    ).format(which=which)


def _value(row: Mapping[Hashable, object], language: str) -> str:
    when = period(str(row["period"]), language)
    name = row.get("area_name_en") if language == "en" else None
    return f"{name or row.get('area_name') or ''} {when}".strip()
