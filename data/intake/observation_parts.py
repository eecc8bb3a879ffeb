"""A file of observations a part at a time, and the parts put together again."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

import numpy as np
import pandas as pd
import pyarrow as pa

from data.intake.batch import Batch
from data.intake.checks import unsaid
from data.intake.findings import WHOLE_FILE, Marks, mark, without
from data.intake.flagged_breaks import flagged_breaks
from data.intake.history import Timeline
from data.intake.kind import Basis
from data.intake.meanings import Readings
from data.intake.observation_preview import preview, understood, worth_showing
from data.intake.observation_rows import as_chunk, as_frame, observation_table
from data.intake.prepared import Prepared, marked_rows, stopped_rows
from data.intake.questions import Questions
from data.intake.replaced import Replaced, of_all
from data.intake.row_states import row_states
from data.store.spool import Chunk, Spool
from data.store.staged import STATES

PART = 150_000
"""How many rows are checked at a time, unless one indicator alone has more."""

AT_A_TIME = 2
"""How many parts are checked at the same time."""

_LEFT_OUT = ("area_left_out", "indicator_left_out")

_ABOUT_NO_VALUE = ("missing_without_reason", "class_missing", "row_cut_off")
"""What is said of single rows without a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What is known of the rows of a file before its parts are checked.

    Rows that are `left` out, `cut` off before period and value, or `stopped` by what their
    texts say; `marks` say so, by their places in the file.
    """

    marks: list[Marks]
    left: np.ndarray
    cut: np.ndarray
    stopped: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What became of a part: marks by place in the file, and the state of each accepted row.

    `shown` are the rows that may be listed, with ``row`` (the place in the file) and ``state``.
    `flagged` are those marked as breaks of their series, with their number in the spreadsheet
    as ``row`` and their ``place`` among the accepted. `replaced` is what they replace. `table`
    are the accepted rows and `chunk` the same by series, until they are written to a spool. A
    part `says_nothing` where no row has a value or says why there is none.
    """

    at: np.ndarray
    says_nothing: bool
    marks: list[Marks]
    states: np.ndarray
    shown: pd.DataFrame
    flagged: pd.DataFrame
    replaced: Replaced
    table: pa.Table | None = None
    chunk: Chunk | None = None


def whole_file(read: Readings, marks: list[Marks]) -> Whole:
    """Say which rows are left out, cut off or stopped, from what their texts say."""
    rows = len(read)
    left = marked_rows(marks, _LEFT_OUT[0], rows) | marked_rows(marks, _LEFT_OUT[1], rows)
    filled = [read.sheet.column(name).filled for name in ("period", "value", "class")]
    cut = ~np.logical_or.reduce(filled)
    kept = without(marks, left, but=_LEFT_OUT)
    stopped = stopped_rows(kept, rows)
    kept = [*without(kept, cut, but=()), *mark("row_cut_off", "", cut)]
    return Whole(marks=kept, left=left, cut=cut, stopped=stopped)


def divided(read: Readings, most: int | None = None) -> list[np.ndarray]:
    """Divide a file into parts that hold every row of some indicators, by their places."""
    most = PART if most is None else most
    if len(read) <= most:
        return [np.arange(len(read), dtype=np.int32)]
    order = np.argsort(read.indicator, kind="stable").astype(np.int32)
    counts = np.bincount(read.indicator.astype(np.int32) + 1)
    parts, start, end = [], 0, 0
    for count in counts.tolist():
        if end > start and end + count - start > most:
            parts.append((start, end))
            start = end
        end += count
    parts.append((start, end))
    return [np.sort(order[first:last]) for first, last in parts]


def part_of(
    rows: Batch,
    at: np.ndarray,
    marks: Sequence[Marks],
    keep: np.ndarray,
    line: Timeline,
    going: Replaced,
) -> Part:
    """Compare the accepted rows of a part with the store, and keep them for saving.

    `at` are the places of its rows in the file and `line` lays them beside the store; `keep`
    are the places among them of those that are accepted. `going` is what they replace.
    """
    table = observation_table(rows, keep)
    chunk = as_chunk(table, line.series_of_row[keep])
    states = row_states(table, line.stored, line.stored_at[keep])
    listed = worth_showing(states)
    shown = as_frame(table.take(pa.array(listed)))
    shown = shown.assign(row=at[keep][listed], state=states[listed])
    flagged = np.flatnonzero(rows.breaks[keep])
    breaking = as_frame(table.take(pa.array(flagged)))
    breaking = breaking.assign(row=rows.sheet.rows[keep][flagged], place=flagged)
    return Part(
        at=at,
        says_nothing=bool(unsaid(rows).all()),
        marks=[_in_file(each, at) for each in marks],
        states=states,
        shown=shown,
        flagged=breaking,
        replaced=going,
        table=table,
        chunk=chunk,
    )


def _in_file(marks: Marks, at: np.ndarray) -> Marks:
    return replace(marks, rows=np.where(marks.rows == WHOLE_FILE, WHOLE_FILE, at[marks.rows]))


def in_turn(
    check: Callable[[np.ndarray, Basis], Part], places: Sequence[np.ndarray], basis: Basis
) -> Iterator[Part]:
    """Check the parts at some places, a few at a time. Gives them in order.

    Each asks its questions by itself; they are asked of the whole file in the same order.
    """
    ahead: deque[tuple[Future[Part], Questions]] = deque()
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for at in places:
            if len(ahead) == AT_A_TIME:
                yield _answered(*ahead.popleft(), basis)
            questions = basis.questions.apart()
            # The thread notes the tables it reads for whoever asked for the examination.
            run = copy_context().run
            future = pool.submit(run, check, at, replace(basis, questions=questions))
            ahead.append((future, questions))
        while ahead:
            yield _answered(*ahead.popleft(), basis)


def _answered(future: Future[Part], questions: Questions, basis: Basis) -> Part:
    part = future.result()
    basis.questions.take(questions)
    return part


def joined(read: Readings, whole: Whole, made: Iterable[Part], basis: Basis) -> Prepared:
    """Put the parts of a file together. The rows of several are written to a spool."""
    parts, spool = [], Spool()
    for part in made:
        if part.chunk is not None and len(part.at) < len(read):
            spool.add(part.chunk)
            part = replace(part, table=None, chunk=None)
        parts.append(part)
    shown = pd.concat([each.shown for each in parts], ignore_index=True)
    table = parts[0].table
    states, breaks, said = _broken(parts, basis)
    frames = {} if table is None else {"observation": as_frame(table)}
    return Prepared(
        marks=_blank(read, parts, [*whole.marks, *_together(parts), *said]),
        rows=len(read),
        accepted=len(states),
        frames=frames | ({"series_break": breaks} if len(breaks) else {}),
        spool=spool if table is None else None,
        difference=pd.Series(pd.Categorical.from_codes(states, pd.Index(STATES))),
        preview=preview(basis, read.areas, shown),
        as_read=understood(shown),
        replaced=of_all([each.replaced for each in parts]),
    )


def _broken(
    parts: Sequence[Part], basis: Basis
) -> tuple[np.ndarray, pd.DataFrame, list[Marks]]:
    """Return the state of every accepted row, with the breaks that hang on some of them.

    A row that says what is saved is changed by a break that is not.
    """
    states = np.concatenate([each.states for each in parts])
    before = np.cumsum([0, *(len(each.states) for each in parts)]).tolist()
    flagged = pd.concat(
        [
            each.flagged.assign(place=each.flagged["place"] + start)
            for each, start in zip(parts, before, strict=False)
        ],
        ignore_index=True,
    )
    breaks, broken, said = flagged_breaks(
        flagged, basis.reader, basis.catalogue, basis.questions
    )
    same = broken[states[broken] == STATES.index("unchanged")]
    states[same] = STATES.index("changed")
    return states, breaks, said


def _blank(read: Readings, parts: Sequence[Part], marks: list[Marks]) -> list[Marks]:
    """Say one thing only about a file in which no value is filled in, such as a template."""
    filled = [read.sheet.column(name).filled.any() for name in ("value", "class")]
    if any(filled) or not all(each.says_nothing for each in parts):
        return marks
    kept = [each for each in marks if each.stops and each.code not in _ABOUT_NO_VALUE]
    return [*kept, Marks(code="nothing_filled_in", details={"count": len(read)})]


def _together(parts: Sequence[Part]) -> Iterator[Marks]:
    """Join what is said in several parts, one sentence about rows in order. Empties them."""
    if len(parts) == 1:
        yield from parts[0].marks
        return
    said: dict[tuple[str, str, bool], list[Marks]] = {}
    for part in parts:
        for each in part.marks:
            said.setdefault((each.code, each.column, each.once), []).append(each)
        part.marks.clear()
    for key in list(said):
        marks = said.pop(key)
        yield _first_of(marks) if key[2] and "count" in marks[0].details else _rows_of(marks)


def _first_of(marks: Sequence[Marks]) -> Marks:
    """Say once for the file what was said once in each part, of all rows and columns."""
    first = min(marks, key=lambda each: int(each.rows[0]))
    details = {**first.details, "count": sum(int(each.details["count"]) for each in marks)}
    if "columns" in details:
        details["columns"] = reduce(or_, (each.details["columns"] for each in marks))
    return replace(first, details=details)


def _rows_of(marks: Sequence[Marks]) -> Marks:
    rows = np.concatenate([each.rows for each in marks])
    order = np.argsort(rows, kind="stable")
    details = {
        name: np.concatenate([_per_row(each, name) for each in marks])[order]
        for name in marks[0].details
    }
    return replace(marks[0], rows=rows[order], details=details)


def _per_row(marks: Marks, name: str) -> np.ndarray:
    detail = marks.details[name]
    if isinstance(detail, np.ndarray):
        return detail
    made = np.empty(len(marks.rows), dtype=object)
    for place in range(len(made)):
        made[place] = detail
    return made
