"""Which texts mean the same, and which known names an unknown one is like."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process

CHOICES = 3
"""How many names are offered for one that is not known."""

SEARCHED = 30
"""For how many unknown texts of a file near names are searched."""

_OFFERED, _CLEAR, _LEAD, _WORD = 75, 85, 8, 75
_LONGEST = 12
_SUMS = frozenset(
    {
        *(
            "tot",
            "total",
            "totalt",
            "totala",
            "summa",
            "sum",
            "alla",
            "all",
            "samtliga",
            "hela",
        ),
        *("riket", "medel", "medelvarde", "snitt", "genomsnitt", "mean", "average"),
        *("ovriga", "ovrigt", "okand", "okant", "other"),
    }
)
"""First words of a row that adds others up, or gathers what is left: no name is near those."""


class Near(NamedTuple):
    """The ids of what a text may mean, nearest first; `clear` where one is far nearer."""

    ids: tuple[str, ...] = ()
    clear: bool = False


def fold(text: str) -> str:
    """Write texts that look the same the same way: composed, in lower case, single spaces."""
    if not text.isascii():
        composed = unicodedata.normalize("NFC", text)
        text = "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
    return " ".join(text.casefold().split())


def bare(text: str) -> str:
    """Write a folded text without diacritics, and with hyphens as spaces."""
    apart = unicodedata.normalize("NFKD", fold(text))
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[-‐-―_/,.()]+", " ", letters).split())


def near(text: str, known: Mapping[str, str]) -> Near:
    """Search ids by `bare` name: at most `CHOICES`, none for a code or a sum.

    A name with other digits may be offered but is never clear: 7-9 is not 7-8.
    """
    asked = bare(text)
    if not re.search("[a-z]{3}", asked) or asked.split()[0] in _SUMS:
        return Near()
    scored = _scored(asked, known)
    best: dict[str, tuple[float, str]] = {}
    for name, score in scored:
        best.setdefault(known[name], (score, name))
    ids = tuple(best)[:CHOICES]
    if not ids:
        return Near()
    (first, name), *others = best.values()
    ahead = all(first - score >= _LEAD for score, _ in others)
    return Near(ids, ahead and first >= _CLEAR and _same_words(asked, name))


def _scored(asked: str, known: Mapping[str, str]) -> list[tuple[str, float]]:
    """Return near names with their likeness (0-100), best first.

    Beside names spelt like it, those that the text only adds words to.
    """
    spelt = process.extract(
        asked, list(known), scorer=fuzz.ratio, score_cutoff=_OFFERED, limit=4 * CHOICES
    )
    found = {name: score for name, score, _ in spelt}
    for part in _parts(asked.split()[:_LONGEST]):
        if part in known and 2 * len(part) >= len(asked):
            found.setdefault(part, float(_OFFERED))
    return sorted(found.items(), key=lambda each: -each[1])


def _parts(words: list[str]) -> Iterator[str]:
    """Return every run of words that stand together."""
    for first in range(len(words)):
        for last in range(first, len(words)):
            yield " ".join(words[first : last + 1])


def _same_words(asked: str, name: str) -> bool:
    """Whether two names are alike word by word, with the same digits."""
    if re.findall(r"\d+", asked) != re.findall(r"\d+", name):
        return False
    ours, theirs = asked.split(), name.split()
    if len(ours) != len(theirs):
        return bool(fuzz.ratio(asked.replace(" ", ""), name.replace(" ", "")) >= 90)
    pairs = zip(ours, theirs, strict=True)
    return all(fuzz.ratio(mine, other) >= _WORD for mine, other in pairs)
