"""Which categories make up which: ages inside wider ages, the sexes, and both at once.

Categories are what senders write, so they are read as anybody would who wants to add them up:
*kön:kvinnor*, *16–24 år*, *kvinnor, 65 år och äldre*.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

Span = tuple[float, float]
"""The first and the last of a band, both in it."""

Facets = tuple[tuple[str, str | Span], ...]
"""By what a category is divided, and which part it is of each."""


class Division(NamedTuple):
    """A category (``""`` for all of it), and others that are parts of it and do not overlap."""

    whole: str
    parts: tuple[str, ...]


_AGES = frozenset({"", "ålder", "alder", "age", "åldersgrupp", "age_group", "ages"})
_SEXES = frozenset({"kön", "kon", "sex", "gender"})
_OF_A_SEX = frozenset(
    {"kvinnor", "män", "flickor", "pojkar", "women", "men", "girls", "boys", "female", "male"}
)
_MOST = 40
"""So many ways to put a band together are followed: more would say nothing new."""

_BAND = re.compile(r"(\d+)-(\d+)")
_FROM = re.compile(r"(\d+)(?:\+|-|w)|(?:minst|över|over|>=?)(\d+)|(\d+)(?:och|eller|and|or)\w+")
_TO = re.compile(r"(?:-|under|<=?|högst)(\d+)")
_NOISE = re.compile(r"\s+|år(?!s)|years?|ålder")


@lru_cache(maxsize=512)
def divisions(categories: frozenset[str]) -> tuple[Division, ...]:
    """Return what the categories of one area may be put together of, all of it among them."""
    facets = {text: _facets(text) for text in sorted(categories) if text}
    wholes: dict[Facets, str] = {(): ""}
    same = []
    for text, read in facets.items():
        if read in wholes:
            same.append(Division(wholes[read], (text,)))
        wholes.setdefault(read, text)
    found = [
        Division(text, tuple(wholes[part] for part in parts))
        for whole, text in wholes.items()
        for parts in _parts(whole, wholes)
    ]
    return tuple(dict.fromkeys([*same, *found]))


def _facets(text: str) -> Facets:
    found: dict[str, str | Span] = {}
    for part in text.casefold().split(", "):
        name, colon, rest = part.rpartition(":")
        said: str | Span = _span(rest) or rest.strip()
        if not isinstance(said, str) and name in _AGES:
            name = "age"
        elif name in _SEXES or (not colon and said in _OF_A_SEX):
            name = "sex"
        found[name if name not in found else f"{name}{len(found)}"] = said
    return tuple(sorted(found.items(), key=lambda one: one[0]))


def _span(text: str) -> Span | None:
    """Read a band of numbers; None for what is none."""
    bare = _NOISE.sub("", re.sub("[–—−]", "-", text))
    if match := _BAND.fullmatch(bare):
        return float(match[1]), float(match[2])
    if match := _FROM.fullmatch(bare):
        over = match[2] is not None and not bare.startswith(("minst", ">="))
        return float(match[1] or match[2] or match[3]) + over, float("inf")
    if match := _TO.fullmatch(bare):
        return 0.0, float(match[1]) - bare.startswith(("under", "<")) + bare.startswith("<=")
    return (float(bare), float(bare)) if bare.isdecimal() else None


def _parts(whole: Facets, others: Collection[Facets]) -> Iterator[tuple[Facets, ...]]:
    """Yield the ways in which a category is divided further, by one thing or by several."""
    mine = dict(whole)
    words: dict[str, list[Facets]] = defaultdict(list)
    bands: dict[str, dict[Span, Facets]] = defaultdict(dict)
    crossed: dict[frozenset[str], list[Facets]] = defaultdict(list)
    for other in others:
        theirs = dict(other)
        changed = frozenset(name for name in theirs if theirs[name] != mine.get(name))
        if not changed or mine.keys() - theirs.keys():
            continue
        if len(changed) > 1:
            if not changed & mine.keys():
                crossed[changed].append(other)
            continue
        (name,) = changed
        part = theirs[name]
        if isinstance(part, tuple) and _inside(part, mine.get(name)):
            bands[name][part] = other
        elif isinstance(part, str) and name not in mine:
            words[name].append(other)
    yield from (tuple(several) for several in words.values())
    for name, spans in bands.items():
        within = mine.get(name)
        for tiles in tilings(list(spans), within if isinstance(within, tuple) else None):
            yield tuple(spans[one] for one in tiles)
    for names, several in crossed.items():
        if all(_is_apart(name, several) for name in names):
            yield tuple(several)


def _is_apart(name: str, several: Sequence[Facets]) -> bool:
    spans = {one for each in several if isinstance(one := dict(each)[name], tuple)}
    return len(_apart(spans)) == len(spans)


def _inside(part: Span, whole: str | Span | None) -> bool:
    return whole is None or (
        isinstance(whole, tuple) and whole[0] <= part[0] and part[1] <= whole[1]
    )


def tilings(spans: Sequence[Span], within: Span | None = None) -> list[tuple[Span, ...]]:
    """Return groups of bands of whole numbers that do not overlap and may make up a wider one.

    That one is `within`, or all from the first to the last: what fills it exactly, in every
    way, and besides the narrowest and the widest that are there, whatever they leave out.
    """
    ordered = sorted(set(spans) - {within})
    if not ordered:
        return []
    whole = within or (ordered[0][0], max(last for _, last in ordered))
    widest = [one for one in ordered if not any(_wider(other, one) for other in ordered)]
    found = [*_exactly(ordered, whole), _apart(ordered), _apart(widest)]
    return list(dict.fromkeys(found))


def _wider(one: Span, other: Span) -> bool:
    return one != other and one[0] <= other[0] and other[1] <= one[1]


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return as many as possible that do not overlap."""
    found: list[Span] = []
    for one in sorted(spans, key=lambda span: (span[1], -span[0])):
        if not found or one[0] > found[-1][1]:
            found.append(one)
    return tuple(found)


def _exactly(spans: Sequence[Span], whole: Span) -> list[tuple[Span, ...]]:
    starting: Mapping[float, list[Span]] = defaultdict(list)
    for one in spans:
        if _inside(one, whole):
            starting[one[0]].append(one)
    found: list[tuple[Span, ...]] = []
    waiting: list[tuple[Span, ...]] = [(one,) for one in starting[whole[0]]]
    while waiting and len(found) < _MOST:
        so_far = waiting.pop()
        if so_far[-1][1] == whole[1]:
            found.append(so_far)
        waiting += [(*so_far, one) for one in starting.get(so_far[-1][1] + 1, ())]
    return found
