"""What is asked of one sheet: what is hidden, struck out, commented, or a year as a date."""

from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from data.intake.columns import aliases, is_period, plain
from data.intake.findings import Both
from data.intake.questions import LEAVE, Questions
from data.intake.undated import undated
from data.intake.workbook.grid import Cell, Grid
from data.intake.workbook.texts import Texts

_NOTE = "fotnot"
_AMONG_HEADERS = Both("bland rubrikerna", "among the headers")


@dataclass(slots=True, kw_only=True)
class Body:
    """The rows below the header: their numbers in the sheet, and the places that are read.

    `subject` is what the questions about them are about.
    """

    subject: str
    headers: list[str]
    numbers: list[int]
    places: list[int]


def years_asked(texts: Texts, at: int, questions: Questions) -> None:
    """Ask, column by column, whether dates in 1905 are the years 2024 or 2026."""
    by_place: dict[int, list[Cell]] = {}
    for cell in sorted(texts.years):
        if cell[0] > at:
            by_place.setdefault(cell[1] if cell[0] > at + 1 else -1, []).append(cell)
    for place, cells in by_place.items():
        row, column = cells[0]
        header = texts.rows[at]
        name = header[place] if 0 <= place < len(header) else ""
        column_named = Both(f"i kolumnen {name}", f"in the column {name}")
        answer = questions.ask(
            "year_as_date",
            undated(name),
            suggested="year",
            count=len(cells),
            example=texts.rows[row - 1][column],
            rows=[row for row, _ in cells],
            year=texts.years[cells[0]],
            where=column_named if name else _AMONG_HEADERS,
        )
        if answer == "year":
            for row, column in cells:
                texts.rows[row - 1][column] = texts.years[row, column]


def hidden_asked(body: Body, rows: list[list[str]], grid: Grid, questions: Questions) -> None:
    """Ask whether hidden rows and columns are read; those that are not leave the body."""
    hidden = [number for number in body.numbers if number in grid.features.hidden_rows]
    if hidden:
        answer = questions.ask(
            "hidden_rows",
            body.subject,
            suggested="read",
            count=len(hidden),
            example=_listed(hidden),
            rows=hidden,
        )
        if answer == LEAVE:
            left = set(hidden)
            body.numbers = [number for number in body.numbers if number not in left]
    columns = [
        place
        for place in body.places
        if place in grid.features.hidden_columns
        and (body.headers[place] or any(_at(rows, n, place) for n in body.numbers))
    ]
    if columns:
        names = [body.headers[place] or get_column_letter(place + 1) for place in columns]
        answer = questions.ask(
            "hidden_columns",
            body.subject,
            suggested="read",
            count=len(columns),
            example=", ".join(names[:6]),
        )
        if answer == LEAVE:
            body.places = [place for place in body.places if place not in columns]


def _listed(numbers: list[int]) -> str:
    more = " ..." if len(numbers) > 6 else ""
    return ", ".join(map(str, numbers[:6])) + more


def _at(rows: list[list[str]], number: int, place: int) -> str:
    row = rows[number - 1]
    return row[place] if place < len(row) else ""


def unshown_asked(body: Body, texts: Texts, questions: Questions) -> None:
    """Ask what a zero that is shown as a dash or nothing is, and whether unseen cells count."""
    asked: tuple[tuple[str, list[Cell], str | None, dict[str, str]], ...] = (
        ("zero_shown", texts.zeros, "zero", {"missing": "-"}),
        # A small number is often hidden so, as "<5": that nobody answers for another.
        ("unseen_cells", texts.unseen, None, {LEAVE: ""}),
    )
    for kind, cells, suggested, instead in asked:
        found = cells_within(body, cells)
        if not found:
            continue
        row, place = found[0]
        answer = questions.ask(
            kind,
            body.subject,
            suggested=suggested,
            count=len(found),
            example=f"{get_column_letter(place + 1)}{row}",
            rows=dict.fromkeys(row for row, _ in found),
        )
        for row, place in found if answer in instead else ():
            texts.rows[row - 1][place] = instead[answer]


def negatives_asked(body: Body, texts: Texts, questions: Questions) -> None:
    """Ask whether a number above zero that is shown with a minus is below zero."""
    found = cells_within(body, texts.negatives)
    if not found:
        return
    row, place = found[0]
    answer = questions.ask(
        "shown_negative",
        body.subject,
        suggested="shown",
        count=len(found),
        example=f"{get_column_letter(place + 1)}{row}",
        rows=dict.fromkeys(row for row, _ in found),
        held=texts.rows[row - 1][place],
        shown=texts.negatives[found[0]],
    )
    for row, place in found if answer == "shown" else ():
        texts.rows[row - 1][place] = texts.negatives[row, place]


def cells_within(body: Body, cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells that are in the rows and columns read, in order."""
    numbers, places = set(body.numbers), set(body.places)
    return sorted(each for each in cells if each[0] in numbers and each[1] in places)


def struck_asked(body: Body, rows: list[list[str]], grid: Grid, questions: Questions) -> None:
    """Ask whether what is crossed out counts; a row whose value does not is left out."""
    places, numbers = set(body.places), set(body.numbers)
    struck = sorted(
        (number, place)
        for number, place in grid.features.struck
        if number in numbers and place in places and _at(rows, number, place)
    )
    if not struck:
        return
    answer = questions.ask(
        "struck_through",
        body.subject,
        suggested=LEAVE,
        count=len(struck),
        example=_at(rows, *struck[0]),
        rows=dict.fromkeys(number for number, _ in struck),
    )
    if answer != LEAVE:
        return
    gone = {number for number, place in struck if not is_period(body.headers[place])}
    for number, place in struck:
        rows[number - 1][place] = ""
    body.numbers = [number for number in body.numbers if number not in gone]


def commented_asked(
    body: Body, rows: list[list[str]], grid: Grid, questions: Questions
) -> None:
    """Propose the comments of cells as the note of their row."""
    numbers = set(body.numbers)
    by_row: dict[int, list[str]] = {}
    for (number, place), text in sorted(grid.features.comments.items()):
        if number in numbers:
            by_row.setdefault(number, []).append(_of_period(body, place, text))
    if not by_row:
        return
    answer = questions.ask(
        "cell_comments",
        body.subject,
        suggested="note",
        count=sum(map(len, by_row.values())),
        example=next(iter(by_row.values()))[0],
        rows=by_row,
    )
    if answer != "note":
        return
    place = _note_place(body, rows)
    for number, said in by_row.items():
        row = rows[number - 1]
        row.extend([""] * (place + 1 - len(row)))
        row[place] = " ".join(filter(None, [row[place], *said]))


def _of_period(body: Body, place: int, text: str) -> str:
    """Name the period of a comment in a wide table, whose row has one note for them all."""
    header = body.headers[place] if place < len(body.headers) else ""
    return f"{header}: {text}" if is_period(header) else text


def _note_place(body: Body, rows: list[list[str]]) -> int:
    """Find the column of notes, or add one to the right of everything."""
    names = aliases("observations")
    for place in body.places:
        if names.get(plain(body.headers[place])) == "note":
            return place
    place = max(len(body.headers), *(len(rows[number - 1]) for number in body.numbers))
    body.headers += [""] * (place - len(body.headers)) + [_NOTE]
    body.places.append(place)
    return place
