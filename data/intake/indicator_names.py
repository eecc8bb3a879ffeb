"""Names of indicators: which one a text means, which it is like, and how each is written."""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from data.intake.findings import Both
from data.intake.likeness import Near, bare, fold, near
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator

_ID = re.compile(r"([a-z]+)[ _-]?0*([0-9]+)")
_WORD = re.compile(r"\w{3,}")


def label(indicator: Indicator) -> Both:
    """Write an indicator's id and name."""
    return Both(*(f"{indicator.id} ({each.name})" for each in (indicator.sv, indicator.en)))


def _by_name(catalogue: Catalogue) -> Mapping[str, str]:
    """Return indicators by the names that only one of them has, by `fold`."""
    meant: dict[str, set[str]] = {}
    for each in catalogue.values():
        for words in (each.sv, each.en):
            for name in (words.name, words.short):
                meant.setdefault(fold(name), set()).add(each.id)
    return {name: min(ids) for name, ids in meant.items() if len(ids) == 1}


def exact_names(catalogue: Catalogue) -> Mapping[str, str]:
    """Return indicators by id, code and the names that only one of them has, by `fold`."""
    return {**_by_name(catalogue), **catalogue.ids_by_code}


def near_names(catalogue: Catalogue) -> Mapping[str, str]:
    """Return indicators by the names that an unknown text is held against, by `bare`."""
    names = {bare(name): each for name, each in _by_name(catalogue).items()}
    return {**names, **{_plain_id(each): each for each in catalogue}}


def _plain_id(text: str) -> str:
    """Write an id without the zeros and signs that are often lost: ``TRY 3`` for ``TRY03``."""
    found = _ID.fullmatch(fold(text))
    return f"{found[1]}{found[2]}" if found else fold(text)


def nearest_indicator(text: str, names: Mapping[str, str]) -> Near:
    """Search indicators by the names of `near_names`; a lost zero is clear."""
    same = names.get(_plain_id(text)) or names.get(bare(text))
    return Near((same,), True) if same else near(text, names)


def by_likeness(text: str, context: str, catalogue: Catalogue) -> Sequence[Indicator]:
    """Return every indicator, those first whose names are most like a text and its context."""
    alone = _WORD.findall(text.casefold())
    whole = [*alone, *_WORD.findall(context.casefold())]

    def likeness(indicator: Indicator) -> float:
        wordings = (indicator.sv.name, indicator.sv.short, indicator.en.name)
        names = [_WORD.findall(each.casefold()) for each in wordings]
        return max(
            _found_in(name, alone) + _found_in(name, whole) + _found_in(alone, name)
            for name in names
        )

    return sorted(catalogue.values(), key=likeness, reverse=True)


def _found_in(words: Sequence[str], others: Sequence[str]) -> float:
    """Say how well each word is found among the others, from 0 to 100."""
    if not words or not others:
        return 0.0
    return sum(max(fuzz.ratio(each, other) for other in others) for each in words) / len(words)
