"""Columns of words with a few meanings, and what the flags of the values add to them."""

from collections.abc import Mapping

import numpy as np

from data.intake.findings import Marks, mark
from data.intake.sheet import Sheet
from data.intake.values import Coded

STATUS = {
    "": "final",
    "final": "final",
    "slutlig": "final",
    "slutligt": "final",
    "definitiv": "final",
    "preliminary": "preliminary",
    "preliminär": "preliminary",
    "preliminärt": "preliminary",
    "prel": "preliminary",
    "prel.": "preliminary",
    "provisional": "preliminary",
    "p": "preliminary",
    "a": "final",
}
"""What may be written about how final a value is, and what it means."""

EVIDENCE = {
    "": "stated",
    "stated": "stated",
    "angiven": "stated",
    "angivet": "stated",
    "uppgiven": "stated",
    "redovisad": "stated",
    "inferred": "inferred",
    "härledd": "inferred",
    "härlett": "inferred",
    "slutsats": "inferred",
    "beräknad": "inferred",
}


def flagged_words(
    sheet: Sheet,
    name: str,
    meanings: Mapping[str, str],
    flagged: str,
    where: np.ndarray,
    marks: list[Marks],
) -> Coded:
    """Read a column of words, `flagged` where another cell says so and the column nothing."""
    column = _words(sheet, name, meanings, marks)
    if not where.any():
        return column
    silent = where & ~sheet.column(name).filled
    codes = np.where(silent, column.texts.index(flagged), column.codes)
    return Coded(codes.astype(np.int32), column.texts)


def _words(sheet: Sheet, name: str, meanings: Mapping[str, str], marks: list[Marks]) -> Coded:
    column = sheet.column(name)
    meant = [meanings.get(text.casefold()) for text in column.texts]
    unknown = column.spread([each is None for each in meant], bool)
    marks += mark(f"{name}_unknown", name, unknown)
    texts = list(dict.fromkeys(meanings.values()))
    places = [texts.index(each) if each else 0 for each in meant]
    return Coded(column.spread(places, np.int32), texts)


def joined_notes(notes: Coded, flags: Coded) -> Coded:
    """Write what the flags of the values say after the notes of their rows."""
    if not any(flags.texts):
        return notes
    pair = notes.codes.astype(np.int64) * len(flags.texts) + flags.codes
    pairs, place = np.unique(pair, return_inverse=True)
    both = [
        "; ".join(filter(None, (notes.texts[at // len(flags.texts)], flags.texts[each])))
        for at in pairs.tolist()
        for each in (at % len(flags.texts),)
    ]
    return Coded(place.astype(np.int32), both)
