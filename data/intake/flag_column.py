"""A column of flags beside the values: each is read, and asked about, as in their cells."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from data.intake.columns import plain
from data.intake.sheet import Sheet
from data.intake.value_cells import value_cell
from data.intake.values import Coded

_HEADERS = frozenset({"flagga", "flagg", "flaggor", "flag", "flags", "obs_flag", "markering"})


def is_flags(header: str, texts: Iterable[str]) -> bool:
    """Whether a column holds nothing but flags, by its header and what stands in it."""
    return plain(header) in _HEADERS and all(
        not text or value_cell(f"1 {text}").flags for text in texts
    )


def flags_in_cells(sheet: Sheet) -> Sheet:
    """Write each flag after the value that it stands beside: ``51,3`` and ``p`` as ``51,3 p``.

    A flag beside no number, as a mark often has one, says nothing that the mark does not.
    """
    columns = [each for name, each in sheet.unread.items() if is_flags(name, each.texts)]
    if len(columns) != 1:
        return sheet
    value, beside = sheet.column("value"), columns[0]
    pairs = value.codes.astype(np.int64) * len(beside.texts) + beside.codes
    distinct, codes = np.unique(pairs, return_inverse=True)
    texts = [
        _flagged(value.texts[pair // len(beside.texts)], beside.texts[pair % len(beside.texts)])
        for pair in distinct.tolist()
    ]
    column = Coded(codes.astype(np.int32), texts)
    return replace(sheet, columns={**sheet.columns, "value": column})


def _flagged(value: str, flag: str) -> str:
    joined = f"{value} {flag}"
    return joined if flag and value_cell(joined).flags else value
