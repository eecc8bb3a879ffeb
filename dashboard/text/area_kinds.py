"""Kinds of area in words: one, many, and as a heading."""

from dashboard.text.language import upper_first
from metrics.definition.area_kinds import AREA_KINDS, AreaKind
from metrics.definition.words import Words

_ANY = AreaKind(9, Words("område", "area"), Words("områden", "areas"))


def one(kind: str, language: str) -> str:
    """Return what one area of a kind is called, ``kommun``."""
    return AREA_KINDS.get(kind, _ANY).one.said(language)


def many(kind: str, language: str) -> str:
    """Return what several areas of a kind are called, ``kommuner``."""
    return AREA_KINDS.get(kind, _ANY).many.said(language)


def heading(kind: str, language: str) -> str:
    """Return what several areas of a kind are called, as a heading: ``Kommuner``."""
    words = many(kind, language)
    return upper_first(words)
