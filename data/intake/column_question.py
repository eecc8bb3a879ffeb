"""Asks which columns of an office's own table are the area, indicator, period and value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from data.intake.columns import canonical, headers, is_period, likely, plain
from data.intake.findings import Both
from data.intake.kinds import kind_of
from data.intake.period_cells import period_cell
from data.intake.questions import LEAVE, Questions
from data.intake.text_table import TextTable
from data.intake.value_cells import value_cell
from data.intake.values import coded, numbers

KIND = "observations"
"""The kind of file that offices write in words of their own."""

_ROLES = ("area_id", "indicator_id", "period", "value")

_SAMPLE = 8
"""So many texts of a column are tried."""

Recognised = Callable[[str], bool]
"""Says of a text whether it is the name of something known."""


def with_columns(
    table: TextTable, questions: Questions, area: Recognised, indicator: Recognised
) -> TextTable:
    """Return the table with our headers over the columns that were said to be ours.

    Asked where a table that is no other kind's lacks the header of a column that observations
    need, and another header, or what stands under it, looks like one. `area` and `indicator`
    say whether a text names one.
    """
    kind = kind_of(table.headers)
    if kind is not None and kind.name != KIND:
        return table
    given = list(table.headers)
    for role in _lacking(given):
        free = _free(given)
        alike = _likely(role, free, table, {"area_id": area, "indicator_id": indicator})
        if not alike:
            continue
        # One of several columns that are just as likely is no better guess than another.
        open_one = len(alike) > 1
        names = [given[at] for at in alike]
        answer = questions.ask(
            "which_column" if open_one else "column",
            role,
            suggested=None if open_one else names[0],
            example=", ".join(names) if open_one else next(iter(_texts(table, alike[0])), ""),
            rows=[table.header_row],
            choices={
                **{given[at]: Both(given[at], given[at]) for at in free},
                LEAVE: Both("Ingen av dem", "None of them"),
            },
            what=Both(headers(KIND)[role]["sv"], headers(KIND)[role]["en"].removesuffix("_id")),
            header=names[0],
        )
        if answer in given and answer != LEAVE:
            given[given.index(answer)] = headers(KIND)[role]["sv"]
    return replace(table, headers=tuple(given))


def waits(questions: Questions) -> bool:
    """Whether nobody has said which of several columns is the one; no row is read before."""
    return any(
        each.kind == "which_column" and not each.answered for each in questions.proposals
    )


def _lacking(given: Sequence[str]) -> list[str]:
    there = set(canonical(KIND, given))
    wide = any(is_period(header) for header in given)
    settled = there | ({"period", "value"} if wide else set())
    if "class" in there:
        settled.add("value")
    return [role for role in _ROLES if role not in settled]


def _free(given: Sequence[str]) -> list[int]:
    """Return the places of headers that mean nothing here yet, the first of each name."""
    names = canonical(KIND, given)
    return [
        at
        for at, header in enumerate(given)
        if header and not names[at] and not is_period(header) and given.index(header) == at
    ]


def _likely(
    role: str, free: Sequence[int], table: TextTable, known: Mapping[str, Recognised]
) -> list[int]:
    """Return the places of the columns that are most like a role, by header and contents."""
    scores = {at: _likeness(role, at, table, known) for at in free}
    best = max(scores.values(), default=0.0)
    return [at for at in free if scores[at] == best] if best >= 1 else []


def _likeness(role: str, at: int, table: TextTable, known: Mapping[str, Recognised]) -> float:
    header, texts = plain(table.headers[at]), _texts(table, at)
    called = header.startswith(likely(KIND)[role])
    if role == "value":
        share = _numbers_and_marks(texts)
        return share * (1 + called) if share >= 0.5 else 0.0
    if role == "period":
        fits = [period_cell(text).period is not None for text in texts]
    else:
        fits = [known[role](text) for text in texts]
    share = sum(fits) / max(len(texts), 1)
    return share * 2 * (share >= 0.5) + called


def _numbers_and_marks(texts: Sequence[str]) -> float:
    """Say how large a part of some texts are values: numbers, and beside them known marks."""
    read = ~np.isnan(numbers(coded(pa.array(texts, pa.string()))).value)
    cells = [value_cell(text) for text in texts]
    number = read | np.array([bool(each.number) for each in cells], dtype=bool)
    marked = np.array([each.mark not in {"", "?"} for each in cells], dtype=bool)
    return float((number | marked).mean()) if number.any() else 0.0


def _texts(table: TextTable, at: int) -> list[str]:
    """Return the first different texts of a column."""
    return [text for text in coded(table.cells.column(at)).texts if text][:_SAMPLE]
