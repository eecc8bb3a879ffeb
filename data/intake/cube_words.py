"""The words of published statistics: which dimension is what, totals, flags and periods."""

import re
from typing import Literal, NamedTuple

from data.intake.columns import aliases, plain
from data.intake.values import MISSING_MARKS

_AREA = re.compile(
    r"(region|kommun|municipality|lan|county|deso|regso|stadsdel|stadsomrade|primaromrade"
    r"|mellanomrade|basomrade|skolenhet|skolkommun|polisomrade|lokalpolisomrade|tatort)"
    r"(er|s?kod|_?code|_?id|_.*)?"
    r"|ref_area|geo|geography|omrade|area"
)
_PERIOD = re.compile(
    r"(time|time_period|tid|ar|year|period|kvartal|quarter|manad|month|vecka|week|halvar|lasar"
    r"|termin|matar)"
)
_CONTENTS = re.compile(r"(contentscode|contents|tabellinnehall|kpi|measure|matt)")
_TOTAL = re.compile(
    r"(total|totalt|samtliga|alla|bada_konen|all|both_sexes|t|tot|totsa|men_and_women"
    r"|kvinnor_och_man|man_och_kvinnor)(_(samtliga|total|totalt|alla)_?.*)?"
)

_STATUS = dict.fromkeys("pef", "preliminary")
_MARK = {
    "c": "..",
    "q": "..",
    "privacy": "..",
    "z": ".",
    "not applicable": ".",
    "m": "-",
    "o": "-",
    "l": "-",
    "h": "-",
    ":": "-",
    "missing": "-",
    **{mark: mark for mark in MISSING_MARKS},
}
_NOTE = {
    "b": "tidsseriebrott (b)",
    "d": "annan definition (d)",
    "e": "skattning (e)",
    "f": "prognos (f)",
    "i": "imputerat värde (i)",
    "k": "ingår i en annan kategori (k)",
    "n": "ej signifikant (n)",
    "r": "reviderat värde (r)",
    "s": "skattat av den som publicerar (s)",
    "u": "låg tillförlitlighet (u)",
}
_WITHOUT_MEANING = {"", "a"}


class Flag(NamedTuple):
    """What a flag beside a value says: a mark where there is none, a status, a note."""

    mark: str = ""
    status: str = ""
    note: str = ""


def role_of(name: str) -> Literal["area", "period", "contents", ""]:
    """Say what a dimension is of by its name, ``""`` where it says nothing."""
    bare = plain(name)
    meant = aliases("observations").get(bare, "")
    if meant == "area_id" or _AREA.fullmatch(bare):
        return "area"
    if meant == "period" or _PERIOD.fullmatch(bare):
        return "period"
    return "contents" if meant == "indicator_id" or _CONTENTS.fullmatch(bare) else ""


def is_total(text: str) -> bool:
    """Whether the text of a value says that it is all the others together."""
    return _TOTAL.fullmatch(plain(text)) is not None


def flag(text: str) -> Flag:
    """Say what a flag means: one from a list of codes, or several letters in one.

    Letters nobody knows are kept as a note.
    """
    word = text.strip().casefold()
    if word in _WITHOUT_MEANING:
        return Flag()
    if word in _MARK:
        return Flag(mark=_MARK[word])
    letters = word if all(each in {*_NOTE, *_STATUS} for each in word) else ""
    if not letters:
        return Flag(note=f"flagga {text.strip()[:40]}")
    status = "preliminary" if any(each in _STATUS for each in letters) else ""
    notes = [_NOTE[each] for each in dict.fromkeys(letters) if each in _NOTE]
    return Flag(status=status, note=", ".join(notes))
