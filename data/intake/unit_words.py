"""The words for units that stand beside numbers, and what one of each is."""

import re
from collections.abc import Mapping

from data.intake.likeness import fold

SCALES: Mapping[str, float] = {
    **dict.fromkeys(["kr", "sek", "kronor", "krona"], 1.0),
    **dict.fromkeys(["tusental", "tusen", "tusentals", "thousand", "thousands"], 1e3),
    **dict.fromkeys(["1000", "1000-tal", "tkr", "kkr", "ksek", "tsek", "sek_thousand"], 1e3),
    **dict.fromkeys(["miljon", "miljoner", "million", "millions", "mn", "milj"], 1e6),
    **dict.fromkeys(["mkr", "mnkr", "msek", "miljontals"], 1e6),
    **dict.fromkeys(["miljard", "miljarder", "billion", "billions", "mdkr", "mdr"], 1e9),
}
"""What one of a unit is, by its first word."""

PER_MILLE = frozenset({"‰", "promille", "per mille"})
PERCENT = frozenset({"%", "procent", "percent", "pct"})

_COUNTED = frozenset(["st", "stycken", "personer", "invånare", "timmar", "persons", "hours"])


def scale_of(text: str) -> float | None:
    """Say what one of a unit is, by its first words; None for a unit without a scale."""
    words = re.sub(r"(?<=\d) (?=\d{3})", "", fold(text)).strip("()").split()
    return SCALES.get(words[0].rstrip(".")) if words else None


def is_unit(word: str) -> bool:
    """Whether a word after a number may be its unit."""
    plain = fold(word).rstrip(".")
    return plain in {*SCALES, *PER_MILLE, *PERCENT, *_COUNTED} and not plain.isdigit()
