"""Whether a file holds one table or several."""

from collections.abc import Sequence

from data.intake.columns import alias_count, plain


def second_header(rows: Sequence[Sequence[str]], header: int) -> int | None:
    """Return the index of the first other row of headers, None where there is none.

    `header` is the index of the headers of the table. A row is headers when two of its cells
    at least, and half of those that are filled, are names of columns. The same headers once
    more are a repetition and no table of their own.
    """
    own = _names(rows[header])
    for index, row in enumerate(rows):
        filled = sum(bool(cell.strip()) for cell in row)
        if index == header or filled < 2 or _names(row) == own:
            continue
        if (known := alias_count(row)) >= 2 and 2 * known >= filled:
            return index
    return None


def _names(row: Sequence[str]) -> list[str]:
    names = [plain(cell) for cell in row]
    while names and not names[-1]:
        names.pop()
    return names
