"""From the sheets of a workbook to one table: which are read, and what is said of the rest."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock

import numpy as np
import pyarrow as pa
import python_calamine as calamine

from data.intake.columns import aliases, is_period, plain
from data.intake.findings import Both, Marks
from data.intake.questions import Questions
from data.intake.text_table import Refusal, TextTable
from data.intake.undated import undated_apart
from data.intake.workbook.grid import Grid
from data.intake.workbook.header import Header, header_of
from data.intake.workbook.packed import NotReadableError
from data.intake.workbook.sheet_table import table_from
from data.intake.workbook.texts import Texts, written

LISTS_SHEET = "kvarvarde_listor"
"""The hidden sheet of our own templates: it holds what their cells may be filled with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The sheets of a workbook by name, in order, and how one of them is loaded.

    `remarks` are said of the file whichever sheet is read.
    """

    visible: tuple[str, ...]
    hidden: tuple[str, ...]
    load: Callable[[str], Grid]
    remarks: tuple[Marks, ...] = ()


_PERIODS = "#"


class _Collector:
    """Lets Python's search for unused objects rest, whoever of several asks for it.

    The cells of a large sheet are millions of objects, none of which goes unused before the
    sheet is read; looking through them takes a fifth of the time.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._asking = 0

    @contextmanager
    def resting(self) -> Iterator[None]:
        self._ask(1)
        try:
            yield
        finally:
            self._ask(-1)

    def _ask(self, more: int) -> None:
        with self._lock:
            self._asking += more
            (gc.disable if self._asking else gc.enable)()


_collector = _Collector()


@dataclass(slots=True, kw_only=True)
class _Sheet:
    grid: Grid
    texts: Texts
    header: Header = field()

    def headers(self) -> set[str]:
        """Name the columns alike in both languages, and all periods the same."""
        given = [text for text in self.texts.rows[self.header.at] if text]
        return {_PERIODS if is_period(text) else _column(text) for text in given}

    @property
    def holds_rows(self) -> bool:
        """Whether it is a table of ours with something in it."""
        return self.header.is_kind and any(map(any, self.texts.rows[self.header.at + 1 :]))


def _column(header: str) -> str:
    """Write a header the same way in both languages."""
    name = plain(header)
    return aliases("observations").get(name, name)


def read_safely(
    file_name: str, opened: Callable[[], Book], questions: Questions
) -> TextTable | Refusal:
    """Open and read a workbook; whatever is wrong with it is a reason why it cannot be read."""
    try:
        with _collector.resting():
            return _read(opened(), questions)
    except NotReadableError as reason:
        return Refusal(code=reason.code, details=reason.details)
    except calamine.PasswordError:
        return Refusal(code="workbook_locked")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a broken workbook breaks in many ways, also in what reads it
        return Refusal(code="workbook_broken", details={"name": file_name})


def _read(book: Book, questions: Questions) -> TextTable | Refusal:
    found: list[_Sheet] = []
    widest: list[str] = []
    for name in book.visible:
        grid = book.load(name)
        texts = written(grid)
        header = header_of(texts.rows)
        if header:
            found.append(_Sheet(grid=grid, texts=texts, header=header))
        full = [[text for text in row if text] for row in texts.rows]
        widest = max([widest, *full], key=len)
    if not found and (hidden := _hidden(book)):
        return Refusal(code="only_hidden_sheets", details={"sheets": ", ".join(hidden)[:200]})
    if not found and not widest:
        return Refusal(code="file_empty")
    if not found:
        return Refusal(code="header_not_found", details={"shown": ", ".join(widest[:6])[:160]})
    best = _best(found, questions)
    chosen = _chosen(found, best, questions)
    subjects = undated_apart([each.grid.name for each in chosen])
    tables = [
        table_from(
            each.grid,
            each.texts,
            each.header.at,
            questions,
            subject=subject if len(chosen) > 1 else "",
        )
        for each, subject in zip(chosen, subjects, strict=True)
    ]
    remarks = [*book.remarks, *_left(book, found, best)]
    table = tables[0] if len(tables) == 1 else _joined(tables)
    return replace(table, remarks=(*table.remarks, *remarks))


def _best(found: list[_Sheet], questions: Questions) -> _Sheet:
    """Find the sheet to read; ask which, where others with other headers hold rows too."""
    best = max(found, key=lambda each: each.header.rank)
    others = [each for each in found if each.holds_rows and each.headers() != best.headers()]
    if not others or not best.holds_rows:
        return best
    offered = [best, *others]
    names = undated_apart([each.grid.name for each in offered])
    answer = questions.ask(
        "which_sheet",
        suggested=names[0],
        count=len(offered),
        example=", ".join(each.grid.name for each in others),
        choices={
            name: Both(each.grid.name, each.grid.name)
            for name, each in zip(names, offered, strict=True)
        },
        sheet=best.grid.name,
    )
    return offered[names.index(answer)]


def _chosen(found: list[_Sheet], best: _Sheet, questions: Questions) -> list[_Sheet]:
    """Read the sheets that have the same headers, unless somebody wants only the first."""
    alike = [each for each in found if each.headers() == best.headers()]
    if len(alike) == 1:
        return alike
    others = ", ".join(each.grid.name for each in alike if each is not best)
    answer = questions.ask(
        "more_sheets",
        suggested="all",
        count=len(alike),
        example=others,
        sheet=best.grid.name,
    )
    return alike if answer == "all" else [best]


def _left(book: Book, found: list[_Sheet], best: _Sheet) -> list[Marks]:
    """Say which sheets were not read and not asked about: hidden ones, and other tables."""
    others = [
        each.grid.name
        for each in found
        if each.headers() != best.headers() and not (each.holds_rows and best.holds_rows)
    ]
    kept = {"sheets_not_read": others, "sheets_hidden": _hidden(book)}
    return [
        Marks(code=code, details={"sheets": ", ".join(names)[:200]})
        for code, names in kept.items()
        if names
    ]


def _hidden(book: Book) -> list[str]:
    return [name for name in book.hidden if name != LISTS_SHEET]


def _joined(tables: list[TextTable]) -> TextTable:
    """Put the rows of several sheets after one another, in the order of the first's columns.

    Columns that only others have come last.
    """
    first = tables[0]
    order = [_column(header) for header in first.headers]
    headers = list(first.headers)
    for table in tables[1:]:
        for header in table.headers:
            if _column(header) not in order:
                order.append(_column(header))
                headers.append(header)
    cells, sheets, start = [], [], 0
    moved: dict[str, list[tuple[int, int]]] = {"uncalculated": [], "errors": []}
    dates: dict[int, list[np.ndarray]] = {place: [] for place in range(len(order))}
    for table in tables:
        at = _places(order, [_column(header) for header in table.headers])
        columns = [
            table.cells.column(at[place])
            if place in at
            else pa.nulls(len(table.rows)).cast(pa.string()).fill_null("")
            for place in range(len(order))
        ]
        cells.append(pa.table({str(place): column for place, column in enumerate(columns)}))
        back = {given: place for place, given in at.items()}
        for name, kept in moved.items():
            kept += [(r + start, back[p]) for r, p in getattr(table, name) if p in back]
        for place in dates:
            blank = np.zeros(len(table.rows), dtype=bool)
            dates[place].append(table.dates.get(at.get(place, -1), blank))
        sheets.append((table.sheet, start))
        start += len(table.rows)
    joined = {place: np.concatenate(each) for place, each in dates.items()}
    return replace(
        first,
        headers=tuple(headers),
        cells=pa.concat_tables(cells),
        rows=np.concatenate([table.rows for table in tables]),
        too_long=tuple(number for table in tables for number in table.too_long),
        sheet=", ".join(table.sheet for table in tables),
        sheets=tuple(sheets),
        remarks=tuple(each for table in tables for each in table.remarks),
        uncalculated=tuple(moved["uncalculated"]),
        errors=tuple(moved["errors"]),
        dates={place: each for place, each in joined.items() if each.any()},
    )


def _places(order: list[str], given: list[str]) -> dict[int, int]:
    """Find each column of the first table in another, the same header again in its turn."""
    left = list(enumerate(given))
    found: dict[int, int] = {}
    for place, name in enumerate(order):
        match = next((each for each in left if each[1] == name), None)
        if match:
            left.remove(match)
            found[place] = match[0]
    return found
