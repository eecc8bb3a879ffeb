"""An area given in two columns, by its code and by its name: as one, or so that they agree."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from data.intake.area_names import Area, Areas
from data.intake.columns import plain, told
from data.intake.findings import Marks, PerCode, echoed, mark
from data.intake.likeness import fold
from data.intake.municipalities import municipality_named
from data.intake.sheet import Sheet
from data.intake.text_table import TextTable
from data.intake.values import Coded, coded

_COLUMN = "area_id"

_OF_AREAS = re.compile(r"kod|code|omrade|area|kommun|region|lan\b|scb|geo|deso|plats")
"""What a header says, as `plain` writes it, over numbers that may be codes of areas."""

_SHARE = 0.5
"""So large a part of the texts of a column that names areas are areas."""


class OneArea(NamedTuple):
    """The text of each record with its code first, and the places of the two columns."""

    area: Coded
    places: tuple[int, int]


def code_and_name(table: TextTable, names: Sequence[str]) -> OneArea | None:
    """Join a column of codes and a column of names; None where there are not those two.

    A text like ``1480 Göteborg`` means an area only where its code and name agree.
    """
    places = [at for at, name in enumerate(names) if name == _COLUMN]
    if len(places) != 2:
        return None
    columns = [(coded(table.cells.column(at)), at) for at in places]
    by_kind = sorted(columns, key=lambda each: not _are_codes(each[0].texts))
    (codes, first), (called, second) = by_kind
    if not _are_codes(codes.texts) or _are_codes(called.texts):
        return None
    width = len(called.texts)
    pair = codes.codes.astype(np.int64) * width + called.codes
    distinct, place = np.unique(pair, return_inverse=True)
    joined = [
        f"{codes.texts[each // width]} {called.texts[each % width]}".strip()
        for each in distinct.tolist()
    ]
    texts = {text: at for at, text in enumerate(dict.fromkeys(joined))}
    numbers = np.array([texts[text] for text in joined], dtype=np.int32)
    return OneArea(Coded(numbers[place], list(texts)), (first, second))


def without_wider(names: Sequence[str], headers: Sequence[str]) -> list[str]:
    """Leave out of two columns of areas the one that others use for what the area lies in.

    ``kommun`` beside ``område`` says in which municipality the area is.
    """
    places = [at for at, name in enumerate(names) if name == _COLUMN]
    wider = [at for at in places if plain(headers[at]) in told("observations")]
    left = wider if (len(places), len(wider)) == (2, 1) else []
    return ["" if at in left else name for at, name in enumerate(names)]


def _are_codes(texts: Sequence[str]) -> bool:
    """Whether all texts are codes: they begin with a digit and have no spaces."""
    given = [text for text in texts if text]
    return bool(given) and all(text[0].isdigit() and " " not in text for text in given)


def named_otherwise(
    sheet: Sheet, areas: Areas, places: Sequence[Area], area: np.ndarray
) -> Iterator[Marks]:
    """Mark the rows where a column that is not read names another area of the same kind.

    `places` are the areas of the file and `area` says which of them each row is about, or -1.
    What an area lies in is often said beside it, and is of another kind; a column that is
    called ``kommun`` must name the municipality that it lies in.
    """
    for header, column in sheet.unread.items():
        meant = [_meant(text, areas) for text in column.texts]
        if not _names_areas(header, column.texts, meant):
            continue
        width = len(column.texts)
        pair = area.astype(np.int64) * width + column.codes
        distinct, of_row = np.unique(np.where(area < 0, -1, pair), return_inverse=True)
        wider = plain(header) in told("observations")
        another = [
            each >= 0 and _is_another(meant[each % width], places[each // width], wider=wider)
            for each in distinct.tolist()
        ]
        yield from mark(
            "area_named_otherwise",
            _COLUMN,
            np.array(another, dtype=bool)[of_row],
            header=echoed(header),
            other=PerCode([*map(_shown, column.texts, meant)], column.codes),
            area=PerCode([each.name for each in places], area),
        )


class _Meant(NamedTuple):
    """What a text names: the ids it may be, and the name and kind of the first."""

    ids: tuple[str, ...]
    name: str
    kind: str


def _meant(text: str, areas: Areas) -> _Meant | None:
    for each in (text, f"0{text}"):
        if found := areas.named(each):
            first = areas.by_id[found[0]]
            return _Meant(found, first.name, first.kind)
        if elsewhere := municipality_named(each):
            return _Meant((), elsewhere.name, "municipality")
    return None


def _shown(text: str, meant: _Meant | None) -> str:
    """Write a text with what it is called, where it says something else itself."""
    known = meant is not None and fold(meant.name) not in fold(text)
    return f"{echoed(text)} ({meant.name})" if meant and known else echoed(text)


def _names_areas(header: str, texts: Sequence[str], meant: Sequence[_Meant | None]) -> bool:
    """Whether a column names areas; one of numbers may as well count something."""
    given = [each for text, each in zip(texts, meant, strict=True) if text]
    if not given or sum(each is not None for each in given) < _SHARE * len(given):
        return False
    return bool(_OF_AREAS.search(plain(header))) or not _are_codes(texts)


def _is_another(meant: _Meant | None, area: Area, *, wider: bool) -> bool:
    if meant is None or area.area_id in meant.ids:
        return False
    in_another = meant.kind == "municipality" and area.municipality_id not in {"", *meant.ids}
    return meant.kind == area.kind or (wider and in_another)
