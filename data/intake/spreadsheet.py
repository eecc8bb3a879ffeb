"""Cells of CSV that no spreadsheet runs as a formula."""

import re

FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
"""What a cell begins with that a spreadsheet reads as a formula, or that hides one."""

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def harmless(text: str) -> str:
    """Return a text that is no formula: an apostrophe stands before each line that could be.

    Every line break becomes one, ``\\n``: a bare one of another kind ends a row for some
    programs, and the rest of the cell would begin the next.
    """
    if not text or text == "-":
        return text
    lines = _LINE_BREAK.split(text)
    return "\n".join(f"'{line}" if _is_formula(line) else line for line in lines)


def _is_formula(line: str) -> bool:
    return line.lstrip(" \N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}").startswith(
        FORMULA_SIGNS
    )
