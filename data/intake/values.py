"""What is written in cells: numbers, missing marks, yes and no, dates. Each text once."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_INVISIBLE = "[\\x{00AD}\\x{180E}\\x{200B}-\\x{200F}\\x{202A}-\\x{202E}\\x{2060}\\x{FEFF}]"
_WIDE_SPACES = "[\\x{00A0}\\x{1680}\\x{2000}-\\x{200A}\\x{202F}\\x{205F}\\x{3000}]"

MISSING_MARKS = {
    "..": "suppressed",
    ".": "not_applicable",
    "-": "missing",
    "–": "missing",
    "—": "missing",
}
"""The three marks of Swedish official statistics, and what they mean."""

CURRENCIES = {
    "sek": "SEK",
    "kr": "SEK",
    "kronor": "SEK",
    "eur": "EUR",
    "euro": "EUR",
    "nok": "NOK",
    "dkk": "DKK",
    "usd": "USD",
}
"""Words for a currency and its code. Thousands and millions are not currencies."""

_LARGEST = 1e15
"""A number larger than this is a slip of the keyboard: nothing here is counted so far."""

REASONS = ("", "suppressed", "not_applicable", "missing")
"""Why there is no value; ``""`` where there is one."""

_DASHES = "[-\\x{2010}-\\x{2015}\\x{2212}\\x{FE58}\\x{FE63}\\x{FF0D}]"
_SPACED = r"^([+-]?\d{1,3}(?:[ \t]\d\d\d)+(?:[.,]\d+)?)$"
_APOSTROPHES = r"^[+-]?\d{1,3}(?:['\x{2019}\x{00B4}\x{02BC}]\d\d\d)+([.,]\d+)?$"
_REPEATED = r"^[+-]?\d{1,3}((\.\d\d\d){2,}|(,\d\d\d){2,})$"
_POINTS_THEN_COMMA = r"^[+-]?\d{1,3}(?:\.\d\d\d)+,\d+$"
_COMMAS_THEN_POINT = r"^[+-]?\d{1,3}(?:,\d\d\d)+\.\d+$"
_PLAIN = r"^-?\d+(\.\d+)?$"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$"
_DAY = re.compile(r"\d{4}-\d\d-\d\d($|[ T])")
_YES = frozenset({"ja", "j", "yes", "y", "true", "sant", "1", "x"})
_NO = frozenset({"nej", "n", "no", "false", "falskt", "0", ""})


class Coded(NamedTuple):
    """A column as distinct trimmed texts and, per row, which of them it is."""

    codes: np.ndarray
    texts: list[str]

    def spread(
        self, answers: Sequence[object] | np.ndarray, kind: object = object
    ) -> np.ndarray:
        """Give every row the answer worked out once for its text."""
        array = np.empty(len(answers), dtype=kind)  # type: ignore[call-overload]
        array[:] = answers
        return spread(array, self.codes)

    def each(self, answer: Callable[[str], object], kind: object = object) -> np.ndarray:
        """Work out an answer per distinct text and give it to every row."""
        return self.spread([answer(text) for text in self.texts], kind)

    def at(self, rows: np.ndarray) -> "Coded":
        """Return some rows of the column, with all its texts."""
        return Coded(at_rows(self.codes, rows), self.texts)

    @property
    def filled(self) -> np.ndarray:
        """Rows where the cell is not empty."""
        return self.each(bool, bool)

    @property
    def strings(self) -> np.ndarray:
        """The trimmed text of every row."""
        return self.spread(self.texts)


def coded(column: pa.ChunkedArray | pa.Array) -> Coded:
    """Trim a column of text and find its distinct texts, those that look alike as one."""
    encoded = dictionary(column)
    trimmed = pc.utf8_trim_whitespace(folded(encoded.dictionary)).dictionary_encode()
    again = trimmed.indices.to_numpy(zero_copy_only=False)
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    texts = trimmed.dictionary.to_pylist()
    if len(texts) == len(encoded.dictionary) or not len(codes):
        return Coded(codes, texts)
    return Coded(again[codes], texts)


def dictionary(column: pa.ChunkedArray | pa.Array) -> pa.DictionaryArray:
    """Return a column of text as its distinct texts and, per row, which of them it is."""
    if not isinstance(column, pa.ChunkedArray):
        return column.dictionary_encode()
    if column.num_chunks == 1:
        return column.chunk(0).dictionary_encode()
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return column.combine_chunks().dictionary_encode()


def spread(answers: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Give every row the answer at its code; where all are alike, without a copy of each."""
    if len(answers) and len(codes) and _all_alike(answers):
        return np.broadcast_to(answers[:1], codes.shape)
    return np.asarray(answers[codes])


def _all_alike(answers: np.ndarray) -> bool:
    if len(answers) == 1:
        return True
    if answers.dtype == object:
        return False
    first = answers[0]
    return bool((answers != answers).all() if first != first else (answers == first).all())


def at_rows(codes: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return codes or a mask at some rows; without a copy where all rows have the same."""
    if codes.strides == (0,):
        return np.broadcast_to(codes[:1], rows.shape) if len(codes) else codes
    return np.asarray(codes[rows])


def distinct(codes: np.ndarray, below: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct codes, in order, and the place of every row's own among them.

    The codes are from 0 and up to, but not with, `below`. They are sorted only where so many
    are possible that it is cheaper.
    """
    if below > 4 * len(codes) + 1_000:
        found, place = np.unique(codes, return_inverse=True)
        return found, place.ravel()
    there = np.zeros(below, dtype=bool)
    there[codes] = True
    return np.flatnonzero(there), (np.cumsum(there, dtype=np.int32) - 1)[codes]


def folded(texts: pa.Array) -> pa.Array:
    """Write texts that look the same the same way: composed letters, plain spaces.

    What cannot be seen (zero-width spaces, soft hyphens, byte order marks) is left out.
    """
    composed = pc.utf8_normalize(texts, form="NFC")
    spaced = pc.replace_substring_regex(composed, _WIDE_SPACES, " ")
    return pc.replace_substring_regex(spaced, _INVISIBLE, "")


def blank(rows: int) -> Coded:
    """Return the column a file does not have."""
    return every(rows, "")


def every(rows: int, text: str) -> Coded:
    """Return a column that says the same in every row."""
    return Coded(np.broadcast_to(np.zeros(1, dtype=np.int32), (rows,)), [text])


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A column read as numbers, one entry per row.

    `value` (float, NaN where there is none), `unreadable` (bool), `missing_reason` (place in
    `REASONS`), `step` (one unit in the last decimal shown).
    """

    value: np.ndarray
    unreadable: np.ndarray
    missing_reason: np.ndarray
    step: np.ndarray

    def at(self, codes: np.ndarray) -> "Numbers":
        """Give every row what was read at its code."""
        return Numbers(
            value=spread(self.value, codes),
            unreadable=spread(self.unreadable, codes),
            missing_reason=spread(self.missing_reason, codes),
            step=spread(self.step, codes),
        )


def numbers(column: Coded) -> Numbers:
    """Read numbers with decimal comma or point, spaces between thousands, and % signs."""
    return numbers_of(column.texts).at(column.codes)


def numbers_of(distinct_texts: Sequence[str]) -> Numbers:
    """Read every text of a column as a number, one entry per text."""
    texts = pa.array(distinct_texts, pa.string())
    bare = _bare(texts)
    readable = pc.match_substring_regex(bare, _NUMBER)
    value = pc.cast(pc.if_else(readable, bare, None), pa.float64())
    marks = [REASONS.index(MISSING_MARKS.get(text, "")) for text in distinct_texts]
    empty = np.array([not text or text in MISSING_MARKS for text in distinct_texts], dtype=bool)
    decimals = pc.utf8_length(pc.replace_substring_regex(bare, r"^[^.]*\.?(\d*)(e.*)?$", r"\1"))
    number = value.to_numpy(zero_copy_only=False).astype(float)
    step = 10.0 ** -decimals.to_numpy(zero_copy_only=False).astype(float)
    too_large = np.abs(number) > _LARGEST
    unreadable = (np.isnan(number) & ~empty) | too_large
    return Numbers(
        # Minus zero is zero.
        value=np.where(too_large, np.nan, number) + 0.0,
        unreadable=unreadable,
        missing_reason=np.array(marks, dtype=np.int32),
        step=step,
    )


def _bare(texts: pa.Array) -> pa.Array:
    """Write numbers the way computers do; texts that are no numbers may come out odd."""
    plain = pc.match_substring_regex(texts, _PLAIN)
    if pc.all(plain).as_py():
        return texts
    return pc.replace_with_mask(
        texts, pc.invert(plain), _rewritten(texts.filter(pc.invert(plain)))
    )


def _rewritten(texts: pa.Array) -> pa.Array:
    bare = pc.utf8_lower(pc.replace_substring_regex(texts, r"\s*%$", ""))
    bare = pc.replace_substring_regex(bare, rf"^{_DASHES}[ \t]*([\d.,])", r"-\1")
    bare = pc.replace_substring_regex(bare, rf"^(\d[^-]*){_DASHES}$", r"-\1")
    for form, sign in (
        (_SPACED, r"[ \t]"),
        (_APOSTROPHES, r"['\x{2019}\x{00B4}\x{02BC}]"),
        (_REPEATED, "[.,]"),
    ):
        grouped = pc.match_substring_regex(bare, form)
        bare = pc.if_else(grouped, pc.replace_substring_regex(bare, sign, ""), bare)
    bare = pc.replace_substring_regex(bare, r"^([+-]?\d*),(\d+(e[+-]?\d+)?)$", r"\1.\2")
    # 1.234,5 and 1,234.5: whichever comes last is the decimal sign.
    for form, sign in ((_POINTS_THEN_COMMA, "."), (_COMMAS_THEN_POINT, ",")):
        grouped = pc.match_substring_regex(bare, form)
        joined = pc.replace_substring(pc.replace_substring(bare, sign, ""), ",", ".")
        bare = pc.if_else(grouped, joined, bare)
    return bare


def yes(text: str, otherwise: bool = False) -> bool | None:
    """Read ja/nej, yes/no, sant/falskt; None for anything else."""
    if not text:
        return otherwise
    word = text.casefold()
    return True if word in _YES else False if word in _NO else None


def day(text: str) -> date | None:
    """Read a date written ``2025-12-01`` (or with a time after it); None for anything else."""
    try:
        return date.fromisoformat(text[:10]) if _DAY.match(text) else None
    except ValueError:
        return None


def version_number(text: str) -> int:
    """Read the number of a version, 0 for anything that cannot be one."""
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def listed(text: str) -> list[str]:
    """Split a cell with several values: ``a|b``."""
    return [part.strip() for part in text.split("|") if part.strip()]


def nearest(text: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Find the known texts most like `text`, best first."""
    return get_close_matches(text, list(known), n=most, cutoff=0.6)
