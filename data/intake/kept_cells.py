"""What is saved beside a value, and what a file that says nothing of it does to it.

An empty cell and a column that is not there say nothing: what is saved stays while the value is
the same. With another value it belonged to the old one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from data.intake.batch import Batch
from data.intake.columns import ColumnNames
from data.intake.findings import Both, Marks, mark_first
from data.intake.history import Timeline
from data.intake.questions import Questions
from data.intake.values import MISSING_MARKS, Coded
from data.store.staged import SAME_NUMBER

_NUMBERS = ("numerator", "denominator", "n", "low", "high", "ceiling")
_TEXTS = ("source", "note", "evidence")
_TAKEN = ("n", "low", "high", "source")
"""What a file may take away with a mark beside the value, as far as it is counted."""

Masks = Mapping[str, np.ndarray]


def with_kept(
    batch: Batch, keep: np.ndarray, line: Timeline, questions: Questions
) -> tuple[Batch, list[Marks], Mapping[str, int]]:
    """Return the rows with what is saved and the file does not mention.

    Only the rows where `keep` is true are looked at. Beside another value than the saved one
    nothing stays by itself; whether the number of answers does is asked, once per indicator.
    Marks say what stays and what does not. What the file itself takes away is counted, by
    column.
    """
    there = keep & (line.stored_at >= 0)
    if not there.any():
        return batch, [], {}
    saved = line.stored.take(np.maximum(line.stored_at, 0)).reset_index(drop=True)
    same = there & _same(batch, saved)
    silent = {name: there & ~_given(batch, name) & _filled(saved[name]) for name in _NUMBERS}
    silent |= {name: there & ~_said(batch, name) & _filled(saved[name]) for name in _TEXTS}
    silent["evidence"] &= (saved["evidence"] != "stated").to_numpy()
    kept = {name: where & same for name, where in silent.items()}
    gone = {name: where & ~same for name, where in silent.items()}
    answers = gone["n"] & ~np.isnan(batch.value())
    kept["n"] = kept["n"] | _answers_kept(batch, answers, saved["n"], questions)
    gone["n"] &= ~answers
    final = same & (saved["status"] == "preliminary").to_numpy() & ~_said(batch, "status")
    final &= batch.status.each(lambda text: text == "final", bool)
    marks = [
        *_said_once("details_kept", kept),
        *_said_once("details_of_another_value", gone),
        *mark_first("becomes_final", "status", final, count=int(final.sum())),
    ]
    return _filled_in(batch, kept, saved), marks, _taken(batch, there, saved)


def _taken(batch: Batch, there: np.ndarray, saved: pd.DataFrame) -> Mapping[str, int]:
    """Count the rows where a mark says that there is none of what is saved."""
    columns = {name: batch.sheet.column(name) for name in _TAKEN}
    marked = {
        name: there & _filled(saved[name]) & column.each(MISSING_MARKS.__contains__, bool)
        for name, column in columns.items()
        if any(text in MISSING_MARKS for text in column.texts)
    }
    counts = {name: int(where.sum()) for name, where in marked.items()}
    return {name: count for name, count in counts.items() if count}


def _same(batch: Batch, saved: pd.DataFrame) -> np.ndarray:
    """Rows with the value or class that is saved."""
    value, before = batch.value(), saved["value"].to_numpy(dtype=float, na_value=np.nan)
    alike = np.isclose(value, before, rtol=SAME_NUMBER, atol=0, equal_nan=True)
    classes = batch.class_code.strings == _texts(saved["class_code"])
    return np.asarray(alike & classes)


def _filled(column: pd.Series) -> np.ndarray:
    there = column.notna()
    if isinstance(column.dtype, pd.CategoricalDtype):
        there &= column != ""
    return there.to_numpy(dtype=bool)


def _texts(column: pd.Series) -> np.ndarray:
    """Return the text of each row, ``""`` where it is missing."""
    categories = np.array([*column.cat.categories, ""], dtype=object)
    return np.asarray(categories[column.cat.codes.to_numpy()])


def _given(batch: Batch, name: str) -> np.ndarray:
    """Rows where the file says a number, or with a mark that there is none."""
    if name == "ceiling":
        return np.asarray(~np.isnan(batch.ceiling) | ~np.isnan(batch.value()))
    told = batch.numbers[name].missing_reason > 0
    if name in {"low", "high"}:
        number = batch.low if name == "low" else batch.high
        return np.asarray(told | ~np.isnan(number))
    return np.asarray(told | ~np.isnan(batch.value(name)))


def _said(batch: Batch, name: str) -> np.ndarray:
    """Rows where the file has a text, in its own column or by a flag beside the value."""
    said = batch.sheet.column(name).filled
    if name == "note":
        return batch.note.filled
    if name == "evidence":
        said = said | batch.evidence.each(lambda text: text != "stated", bool)
    return np.asarray(said)


def _answers_kept(
    batch: Batch, where: np.ndarray, saved: pd.Series, questions: Questions
) -> np.ndarray:
    """Ask whether the saved number of answers is that of the new value too."""
    kept = np.zeros(len(batch), dtype=bool)
    for place, indicator in enumerate(batch.indicators):
        here = where & (batch.indicator == place)
        if not here.any():
            continue
        first = np.flatnonzero(here)[:1]
        area, period = (each[first][0] for each in (batch.area_names(), batch.period_texts()))
        answer = questions.ask(
            "answers_of_another_value",
            indicator.id,
            count=int(here.sum()),
            example=f"{area} {period}",
            rows=batch.sheet.rows[here],
            lasting=False,
            indicator=Both(indicator.sv.name, indicator.en.name),
            number=int(saved[first[0]]),
        )
        kept |= here & (answer == "keep")
    return kept


def _said_once(code: str, cells: Masks) -> Iterator[Marks]:
    """Say once for the file which columns it is about, and of how many rows."""
    names = [name for name, where in cells.items() if where.any()]
    if not names:
        return
    where = np.logical_or.reduce([cells[name] for name in names])
    columns = ColumnNames("observations", (*_NUMBERS, *_TEXTS), frozenset(names))
    yield from mark_first(code, "", where, count=int(where.sum()), columns=columns)


def _filled_in(batch: Batch, kept: Masks, saved: pd.DataFrame) -> Batch:
    """Put what is saved where it stays, and nothing where a text says that there is none."""

    def number(name: str, now: np.ndarray) -> np.ndarray:
        before = saved[name].to_numpy(dtype=float, na_value=np.nan)
        return np.where(kept[name], before, now)

    def text(name: str, now: Coded) -> Coded:
        return _instead(now, kept[name], _texts(saved[name]))

    numbers = {
        name: replace(batch.numbers[name], value=number(name, batch.value(name)))
        for name in ("numerator", "denominator", "n")
    }
    source = text("source", _without_marks(batch.sheet.column("source")))
    columns = {**batch.sheet.columns, "source": source}
    return replace(
        batch,
        sheet=replace(batch.sheet, columns=columns),
        numbers={**batch.numbers, **numbers},
        low=number("low", batch.low),
        high=number("high", batch.high),
        ceiling=number("ceiling", batch.ceiling),
        note=text("note", _without_marks(batch.note)),
        evidence=text("evidence", batch.evidence),
    )


def _without_marks(column: Coded) -> Coded:
    """Read a mark for a missing value as no text: it takes away what is saved."""
    texts = ["" if text in MISSING_MARKS else text for text in column.texts]
    return Coded(column.codes, texts)


def _instead(column: Coded, where: np.ndarray, texts: np.ndarray) -> Coded:
    """Return the column with other texts where the mask is true."""
    if not where.any():
        return column
    found, distinct = pd.factorize(texts[where])
    codes = column.codes.copy()
    codes[where] = len(column.texts) + found
    return Coded(codes, [*column.texts, *distinct.tolist()])
