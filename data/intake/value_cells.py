"""What a value cell says beside a plain number: marks, bounds, flags and what Excel leaves."""

import re
from dataclasses import dataclass

from data.intake.findings import Both

SUPPRESSED, NOT_APPLICABLE, MISSING = "suppressed", "not_applicable", "missing"

_MARKS = {
    **dict.fromkeys(
        [
            "x",
            "c",
            "[c]",
            "[x]",
            "*",
            "**",
            "s",
            "[s]",
            "[u]",
            "[low]",
            "sekretess",
            "sekretessbelagd",
            "supp",
            "suppressed",
            "konf",
            "confidential",
            "prövas",
            ".x",
        ],
        SUPPRESSED,
    ),
    **dict.fromkeys(["z", "[z]", "n/t", "ea", "e.a.", "ej_aktuellt"], NOT_APPLICABLE),
    **dict.fromkeys(
        [
            ":",
            "n.a.",
            "n.a",
            "na",
            "n/a",
            "n.d.",
            "nd",
            "null",
            "none",
            "nil",
            "#n/a",
            "#saknas!",
            "#saknas",
            "…",
            "...",
            "?",
            "--",
            "---",
            "m",
            "[m]",
            "saknas",
            "missing",
            "uppgift_saknas",
            "ej_redovisad",
            "i.u.",
            "iu",
        ],
        MISSING,
    ),
}
"""What others write where there is no value, and what it probably means."""

_EXCEL_ERRORS = frozenset(
    [
        "#div/0!",
        "#division/0!",
        "#value!",
        "#värdefel!",
        "#ref!",
        "#referens!",
        "#referens!",
        "#name?",
        "#namn?",
        "#num!",
        "#ogiltigt!",
        "#null!",
        "#skärning!",
        "#spill!",
        "#spill!",
        "#calc!",
        "#beräkna!",
    ]
)
_NUMBER = r"[+−-]?\d[\d  .,'’]*"
_BOUND = re.compile(
    rf"(?:(<|≤|<=|färre än|mindre än|under|högst|less than|fewer than|at most)\s*({_NUMBER})"
    r"|(\d+)\s?[-–]\s?(\d+))",
    re.IGNORECASE,
)
_LARGEST_LEAST = 10
"""A range that begins above this hides no small number: it is an interval, and no mark."""

_AT_MOST = frozenset({"≤", "<=", "högst", "at most"})
_ABOUT = re.compile(
    rf"(?:~|≈|ca\.?|cirka|omkring|c:a|about|approx\.?)\s*({_NUMBER})", re.IGNORECASE
)
_IN_BRACKETS = re.compile(rf"\(\s*({_NUMBER})\s*\)")
_FLAG = r"\*{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]|\d\)|†|‡|\(?prel\.?\)?|\([pebrudsfic]\)|[pebrudsfi]{1,3}"
_AFTER = re.compile(rf"({_NUMBER}(?:e[+-]?\d+)?\s?%?)\s*((?:{_FLAG})+)", re.IGNORECASE)
_BEFORE = re.compile(rf"([pebr])\s*({_NUMBER}\s?%?)", re.IGNORECASE)
_ONE_FLAG = re.compile(r"\*{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]|\d\)|†|‡|prel|[pebrudsfic]", re.IGNORECASE)

FLAGS = {
    "p": "preliminary",
    "prel": "preliminary",
    "e": "inferred",
    "s": "inferred",
    "i": "inferred",
    "b": "break",
    "r": "revised",
}
"""What a flag beside a number probably means; every other flag is a footnote."""

MEANINGS = {
    SUPPRESSED: Both("sekretess", "suppressed"),
    NOT_APPLICABLE: Both("inte aktuellt", "not applicable"),
    MISSING: Both("att värdet saknas", "that the value is missing"),
    "preliminary": Both("preliminär", "preliminary"),
    "inferred": Both("beräknad eller skattad", "estimated"),
    "break": Both("ett brott i serien", "a break in the series"),
    "revised": Both("reviderad", "revised"),
    "note": Both("en fotnot", "a footnote"),
}
"""How each meaning is said in a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCell:
    """What a text that is no plain number says.

    `number` is the text of the number in it, `flags` what stands beside it. `mark` is what the
    text as a whole probably means, or ``"?"`` where it may be a mark that nobody here knows;
    `ceiling` the largest number that a hidden value can be. Otherwise `code` says why it
    cannot be read, and `suggestion` what may have been meant.
    """

    number: str = ""
    flags: tuple[str, ...] = ()
    mark: str = ""
    ceiling: str = ""
    below: bool = False
    code: str = ""
    suggestion: str = ""


def value_cell(text: str) -> ValueCell:
    """Read a text that is no plain number and none of our own marks."""
    plain = re.sub(r"\s+", "_", text.casefold())
    if plain in _EXCEL_ERRORS:
        division = "/0" in plain
        return ValueCell(code="excel_division" if division else "excel_error")
    if plain in {"nan", "inf", "-inf", "+inf", "infinity", "-infinity", "∞"}:
        return ValueCell(code="not_a_number_at_all" if plain == "nan" else "infinite")
    if plain in _MARKS:
        return ValueCell(mark=_MARKS[plain])
    if match := _BOUND.fullmatch(text):
        sign, bound, least, last = match.groups()
        if not bound and int(least) > _LARGEST_LEAST:
            return ValueCell(code="not_a_number")
        below = bool(bound) and sign.casefold() not in _AT_MOST
        return ValueCell(mark=SUPPRESSED, ceiling=(bound or last).strip(), below=below)
    if match := _ABOUT.fullmatch(text):
        return ValueCell(code="about", suggestion=match[1].strip())
    if match := _IN_BRACKETS.fullmatch(text):
        return ValueCell(code="in_brackets", suggestion=f"−{match[1].strip()}")
    return _flagged(text)


def _flagged(text: str) -> ValueCell:
    if match := _AFTER.fullmatch(text):
        number, flags = match[1], match[2]
    elif match := _BEFORE.fullmatch(text):
        number, flags = match[2], match[1]
    elif len(text) <= 2 or re.fullmatch(r"\[\w{1,4}\]", text):
        return ValueCell(code="not_a_number") if re.search(r"\d", text) else ValueCell(mark="?")
    else:
        return ValueCell(code="not_a_number")
    found = tuple(dict.fromkeys(_ONE_FLAG.findall(flags.casefold())))
    return ValueCell(number=number.strip(), flags=found)
