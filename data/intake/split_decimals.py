"""Decimal commas in a file with commas between its columns: 71,5 that became 71 and 5."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from data.intake.columns import is_period
from data.intake.questions import Questions
from data.intake.text_table import TextTable
from data.intake.values import Coded, coded

_TEXT_COLUMNS = frozenset(
    {"", "note", "source", "category", "supplier", "status", "evidence", "class", "geo_version"}
)
"""Columns that numbers do not belong in. An ``n`` of one digit is hardly one, either."""

_WHOLE = re.compile(r"[+-]?\d+")
_DECIMALS = re.compile(r"\d{1,2}")
_ONE_DECIMAL = re.compile(r"\d")


def with_decimals(
    table: TextTable,
    names: Sequence[str],
    columns: Mapping[str, Coded],
    questions: Questions,
) -> dict[str, Coded]:
    """Ask whether what stands to the right of whole values is their decimals.

    `names` are the canonical names of the columns of the table, by place. Returns the columns
    with the decimals where they belong.
    """
    read = dict(columns)
    if table.delimiter != "," or "value" not in names:
        return read
    place = names.index("value")
    beside = names[place + 1] if place + 1 < len(names) else "value"
    if beside not in _TEXT_COLUMNS | {"n"}:
        return read
    written = _ONE_DECIMAL if beside == "n" else _DECIMALS
    value, right = read["value"], coded(table.cells.column(place + 1))
    where = right.filled
    decimals = right.each(lambda text: written.fullmatch(text) is not None, bool)
    whole = value.each(lambda text: _WHOLE.fullmatch(text) is not None, bool)
    if not where.any() or (where & ~(decimals & whole)).any():
        return read
    first = int(np.argmax(where))
    pair = (value.strings[first], right.strings[first])
    answer = questions.ask(
        "decimal_comma",
        suggested="decimals",
        count=int(where.sum()),
        example=" | ".join(pair),
        rows=table.rows[where],
        header=table.headers[place + 1] or f"nr {place + 2}",
        meant=",".join(pair),
    )
    if answer != "decimals":
        return read
    read["value"] = _joined(value, right, where)
    if beside:
        read[beside] = Coded(np.zeros(len(where), dtype=np.int32), [""])
    return read


def cut_decimals(table: TextTable, names: Sequence[str]) -> np.ndarray:
    """Rows where decimals have pushed what comes after them out under no header.

    The first value is whole, what stands to the right of it are one or two digits, and there
    are numbers further to the right, above which no header stands.
    """
    nowhere = np.zeros(len(table.rows), dtype=bool)
    values = [at for at, name in enumerate(names) if name == "value"]
    values = values or [at for at, name in enumerate(names) if not name and _is_wide(table, at)]
    if table.delimiter != "," or not values:
        return nowhere
    beside = values[0] + 1
    after = [at for at in range(beside + 1, len(names)) if not table.headers[at]]
    if not after or (names[beside] in _TEXT_COLUMNS - {""} and len(values) == 1):
        return nowhere
    pushed = np.logical_or.reduce([_matches(table, at, _WHOLE) for at in after])
    whole = _matches(table, values[0], _WHOLE) & _matches(table, beside, _DECIMALS)
    return np.asarray(pushed & whole)


def _is_wide(table: TextTable, at: int) -> bool:
    return bool(table.headers[at]) and is_period(table.headers[at])


def _matches(table: TextTable, at: int, form: re.Pattern[str]) -> np.ndarray:
    column = coded(table.cells.column(at))
    return column.each(lambda text: form.fullmatch(text) is not None, bool)


def _joined(value: Coded, right: Coded, where: np.ndarray) -> Coded:
    pair = np.where(where, value.codes.astype(np.int64) * len(right.texts) + right.codes, -1)
    pairs, place = np.unique(pair, return_inverse=True)
    texts = list(value.texts)
    joined = [len(texts) + at if each >= 0 else -1 for at, each in enumerate(pairs.tolist())]
    texts += [
        ",".join((value.texts[each // len(right.texts)], right.texts[each % len(right.texts)]))
        if each >= 0
        else ""
        for each in pairs.tolist()
    ]
    return Coded(np.where(where, np.array(joined)[place], value.codes).astype(np.int32), texts)
