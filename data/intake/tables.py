"""How many tables the rows of a file hold."""

from collections.abc import Sequence

from data.intake.columns import is_known_header, is_period, plain


def second_header(rows: Sequence[Sequence[str]], header: Sequence[str]) -> int | None:
    """Find the first of `rows` that is the header of another table than that of `header`.

    `rows` are what stands below the header. A row is a header when at least two of its cells
    are headers that some kind of file knows, and these and its periods are at least half of
    its filled cells. The same header once more begins no other table. Returns the place of
    the row in `rows`, or None.
    """
    same = _filled(header)
    met: dict[str, bool] = {}
    for place, row in enumerate(rows):
        known = 0
        for text in row:
            if text not in met:
                met[text] = is_known_header(text)
            known += met[text]
        if known > 1 and _is_header(row, known) and _filled(row) != same:
            return place
    return None


def _is_header(row: Sequence[str], known: int) -> bool:
    filled = [text for text in row if text.strip()]
    return 2 * (known + sum(map(is_period, filled))) >= len(filled)


def _filled(row: Sequence[str]) -> list[str]:
    return [plain(text) for text in row if text.strip()]
