"""The categories of a file: spellings of the same one, totals, and age bands that Excel ate."""

import re
from collections.abc import Collection, Iterator, Sequence, Set

import numpy as np

from data.answers.reader import Reader
from data.intake.columns import plain
from data.intake.findings import Both, Marks, PerCode, mark
from data.intake.month_names import month_number
from data.intake.questions import Questions
from data.intake.sheet import Sheet
from data.intake.values import Coded
from metrics.definition.indicator import Indicator

_TOTALS = frozenset(
    {"totalt", "total", "totalen", "tot", "samtliga", "alla", "all", "summa", "bada_konen"}
    | {"samtliga_aldrar", "alla_aldrar", "both_sexes", "all_ages"}
)
"""What the whole may be called, as `plain` writes it, where no category means the same."""

_DASHES = re.compile("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[- .]?([a-zåäö]{3,4})\.?")
_MONTH_AND_YEAR = re.compile(r"([a-zåäö]{3,4})\.?[- ]?(\d{1,2})")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)([ T].*)?")


def is_total(text: str) -> bool:
    """Whether a category says that nothing is divided."""
    return not text or plain(text) in _TOTALS


def read_categories(
    sheet: Sheet, indicators: Sequence[Indicator], reader: Reader, questions: Questions
) -> tuple[Coded, list[Marks]]:
    """Ask which spellings are one category and which words mean the total. Stop eaten bands."""
    column = sheet.column("category")
    if not any(column.texts):
        return column, []
    stored = _stored(reader, [indicator.id for indicator in indicators])
    asking = _Asking(column, sheet.rows, questions)
    totals = asking.totals(stored)
    changed = {**totals, **asking.spellings(stored, totals)}
    meant = [changed.get(text, text) for text in column.texts]
    distinct = list(dict.fromkeys(meant))
    codes = column.spread([distinct.index(text) for text in meant], np.int32)
    return Coded(codes, distinct), list(_eaten(column))


def _stored(reader: Reader, indicators: Sequence[str]) -> frozenset[str]:
    """Return the categories that the saved values of some indicators have."""
    rows = reader.rows(
        "SELECT DISTINCT category FROM series WHERE list_contains($indicators, indicator_id) "
        "AND series_id IN (SELECT series_id FROM observation_as_of($revision))",
        indicators=list(indicators),
    )
    return frozenset(rows["category"])


class _Asking:
    """Asks about the categories of a file."""

    def __init__(self, column: Coded, rows: np.ndarray, questions: Questions) -> None:
        self.column, self.rows, self.questions = column, rows, questions
        counted = np.bincount(column.codes, minlength=len(column.texts)).tolist()
        self.counts = {text: n for text, n in zip(column.texts, counted, strict=True) if n}
        self.counts.pop("", None)

    def totals(self, stored: Set[str]) -> dict[str, str]:
        """Ask which words mean all of it. Returns the blank category by word."""
        found: dict[str, str] = {}
        for text in self.counts:
            total = plain(text) in _TOTALS and text not in stored
            if total and self._ask("category_total", text, [text], "total") == "total":
                found[text] = ""
        return found

    def spellings(self, stored: Set[str], besides: Collection[str]) -> dict[str, str]:
        """Ask which spellings are one category. Returns the one to use by the others."""
        found: dict[str, str] = {}
        groups: dict[str, list[str]] = {}
        for text in (each for each in self.counts if each not in besides):
            groups.setdefault(_alike(text), []).append(text)
        for alike, texts in groups.items():
            saved = sorted(each for each in stored if _alike(each) == alike)
            usual = (saved or sorted(texts, key=lambda text: -self.counts[text]))[0]
            others = [text for text in texts if text != usual and text not in saved]
            if others and self._ask("category_spelling", usual, others, "same") == "same":
                found.update(dict.fromkeys(others, usual))
        return found

    def _ask(self, kind: str, subject: str, texts: Sequence[str], suggested: str) -> str:
        codes = [self.column.texts.index(text) for text in texts]
        where = np.isin(self.column.codes, codes)
        return self.questions.ask(
            kind,
            subject,
            suggested=suggested,
            count=int(where.sum()),
            example=", ".join(texts[:4]),
            rows=self.rows[where],
        )


def _alike(text: str) -> str:
    """Write a category without case, inner spaces and kinds of dashes."""
    return re.sub(r"\s+", "", _DASHES.sub("-", text.casefold()))


def _eaten(column: Coded) -> Iterator[Marks]:
    bands = [_band(text) for text in column.texts]
    if any(bands):
        meant = [Both(f"Menar du {band}?", f"Do you mean {band}?") for band in bands]
        where = column.spread([bool(band) for band in bands], bool)
        details = {
            "meant": PerCode(meant, column.codes),
            "instead": PerCode(bands, column.codes),
        }
        yield from mark("age_band_eaten", "category", where, **details)


def _band(text: str) -> str:
    """Return the band of ages that a day or a month probably was, ``""`` for other texts."""
    bare = text.casefold()
    if (match := _DAY_AND_MONTH.fullmatch(bare)) and (month := month_number(match[2])):
        return _rising(int(match[1]), month)
    if (match := _MONTH_AND_YEAR.fullmatch(bare)) and (month := month_number(match[1])):
        return f"{month}-{int(match[2])}"
    if match := _DAY.fullmatch(bare):
        year, month, day = int(match[1]) % 100, int(match[2]), int(match[3])
        return f"{month}-{year}" if day == 1 and month < year else _rising(day, month)
    return ""


def _rising(day: int, month: int) -> str:
    """Write the band that a day and a month were, in whichever order Excel took them."""
    return f"{min(day, month)}-{max(day, month)}"
