"""An area given by its code and by its name, in two columns: they are read as one."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from data.intake.text_table import TextTable
from data.intake.values import Coded, coded

_COLUMN = "area_id"


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


def _are_codes(texts: Sequence[str]) -> bool:
    """Whether all texts are codes: they begin with a digit and have no spaces."""
    given = [text for text in texts if text]
    return bool(given) and all(text[0].isdigit() and " " not in text for text in given)
