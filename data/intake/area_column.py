"""Which area each row of a file is about: codes, names, and what has to be asked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.intake.area_names import Area, Areas
from data.intake.findings import Both, Marks, PerCode, mark
from data.intake.likeness import SEARCHED, Near
from data.intake.municipalities import municipalities, municipality_named
from data.intake.questions import LEAVE, Questions
from data.intake.shared_names import label, which_of_several, with_short_names
from data.intake.sheet import Sheet
from data.intake.values import Coded
from metrics.definition.period import Period

_LOST = re.compile(r"[0-9]{1,3}|[0-9]{7}|[0-9]{3}[A-Za-z][0-9]{3,4}")
"""Codes without their first zero: of municipalities, of school units, of DeSO and RegSO."""
_CODE = re.compile(r"[0-9]{4}([ABC][0-9]{4}|R[0-9]{3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When each row is about: the distinct periods, and the place of each row's own, or -1."""

    periods: tuple[Period, ...]
    codes: np.ndarray

    def after(self, day: date) -> np.ndarray:
        """Say of each row whether its period begins after a day."""
        said = np.array([*(each.start > day for each in self.periods), False])
        return np.asarray(said[self.codes])

    def before(self, day: date) -> np.ndarray:
        """Say of each row whether its period ends before a day."""
        said = np.array([*(each.end < day for each in self.periods), False])
        return np.asarray(said[self.codes])


def read_areas(
    sheet: Sheet, areas: Areas, questions: Questions, dated: Dated
) -> tuple[tuple[Area, ...], np.ndarray, list[Marks]]:
    """Find the area of every row: the distinct areas, the place of each row's own (or -1).

    What is only nearly known is asked about, once per text; what nothing is near stops, and
    the marks say so.
    """
    column = sheet.column("area_id")
    padded = _lost_zeros(column, areas, questions, sheet.rows)
    texts = [padded.get(text, text) for text in column.texts]
    meant = [areas.named(text) for text in texts]
    ids = [each[0] if len(each) == 1 else "" for each in meant]
    nearby = _Nearby(column, areas, questions, sheet.rows, areas.parts_of_one(texts))
    answers = {
        at: nearby.meant_by(at, text, ids)
        for at, text in enumerate(texts)
        if text and not meant[at]
    }
    marks = _unknown(column, texts, answers, areas)
    ids = [answers.get(at) or each for at, each in enumerate(ids)]
    meant = with_short_names(texts, meant, ids, areas)
    ids = ["" if len(each) > 1 else ids[at] for at, each in enumerate(meant)]
    known = dict.fromkeys(each for each in ids if each in areas.by_id)
    number = {each: at for at, each in enumerate(known)}
    codes = column.spread([number.get(each, -1) for each in ids], np.int32)
    several = column.spread([len(each) > 1 for each in meant], bool)
    if several.any():
        codes = _told_apart(
            codes, several, Coded(column.codes, texts), sheet, areas, dated, number
        )
        which = which_of_several(
            column, meant, several & (codes < 0), areas, questions, sheet.rows
        )
        codes = _chosen(codes, several & (codes < 0), column, which, areas, number)
        left = column.spread([which.get(at) == LEAVE for at in range(len(texts))], bool)
        marks += mark("area_left_out", "area_id", left & (codes < 0))
        unanswered = column.spread([at not in which for at in range(len(texts))], bool)
        several = several & unanswered
        choices = column.spread([one_of(list(each)[:6]) for each in meant])
        marks += mark("area_ambiguous", "area_id", several & (codes < 0), choices=choices)
    marks += _out_of_use(Coded(column.codes, texts), ids, areas, dated)
    return tuple(areas.by_id[each] for each in number), codes, marks


def _told_apart(
    codes: np.ndarray,
    several: np.ndarray,
    column: Coded,
    sheet: Sheet,
    areas: Areas,
    dated: Dated,
    number: dict[str, int],
) -> np.ndarray:
    """Tell several areas with one code apart by the boundary version beside it, or the day.

    Areas that are found so are added to `number`.
    """
    versions = sheet.column("geo_version")
    at = np.flatnonzero(several)
    cells = np.stack([column.codes[at], versions.codes[at], dated.codes[at]], axis=1)
    distinct, place = np.unique(cells, axis=0, return_inverse=True)
    found = []
    for text, version, period in distinct.tolist():
        asked = column.texts[text]
        is_code = areas.is_code_of(asked, areas.named(asked))
        meant = areas.in_version(asked, versions.texts[version])
        if meant is None and period >= 0 and is_code:
            meant = areas.on_day(asked, dated.periods[period].end)
        found.append(-1 if meant is None else number.setdefault(meant, len(number)))
    told = codes.copy()
    told[at] = np.array(found, dtype=np.int32)[place.ravel()]
    return told


def _chosen(
    codes: np.ndarray,
    where: np.ndarray,
    column: Coded,
    which: Mapping[int, str],
    areas: Areas,
    number: dict[str, int],
) -> np.ndarray:
    """Give the rows where the mask is true the area chosen for their text, if any."""
    chosen = {at: each for at, each in which.items() if each in areas.by_id}
    places = [
        number.setdefault(chosen[at], len(number)) if at in chosen else -1
        for at in range(len(column.texts))
    ]
    return np.where(where, column.spread(places, np.int32), codes)


def _lost_zeros(
    column: Coded, areas: Areas, questions: Questions, rows: np.ndarray
) -> dict[str, str]:
    """Return the codes whose first zero is to be put back, if that is the answer.

    Asked once for the column, where every short code is known with a zero before it.
    """
    short = [text for text in column.texts if _LOST.fullmatch(text) and not areas.named(text)]
    padded = {text: f"0{text}" for text in short if _known_code(f"0{text}", areas)}
    if not padded or len(padded) < len(short):
        return {}
    where = np.array([text in padded for text in column.texts], dtype=bool)[column.codes]
    first = next(iter(padded))
    answer = questions.ask(
        "lost_zeros",
        suggested="pad",
        count=int(where.sum()),
        example=first,
        rows=rows[where],
        meant=_named(padded[first], areas),
    )
    return padded if answer == "pad" else {}


def _known_code(code: str, areas: Areas) -> bool:
    return areas.only(code) is not None or code in municipalities()


def _named(code: str, areas: Areas) -> str:
    found = areas.only(code)
    name = areas.by_id[found].name if found else municipalities()[code].name
    return f"{code} ({name})"


@dataclass(slots=True)
class _Nearby:
    """Asks what unknown texts mean, for the first of them."""

    column: Coded
    areas: Areas
    questions: Questions
    rows: np.ndarray
    parts: Mapping[str, str]
    searched: int = 0

    def meant_by(self, at: int, text: str, ids: Sequence[str]) -> str | None:
        """Return what the text at a place means: an id, `LEAVE`, ``""`` while that waits.

        None where nothing is near, so that there is nothing to ask.
        """
        chosen = self.questions.answer_to("area_name", text)
        chosen = chosen if chosen in self.areas.visible else None
        if is_elsewhere(text) or (self.searched >= SEARCHED and not chosen):
            return None
        self.searched += 1
        schools = any(self.areas.by_id[each].kind == "school" for each in ids if each)
        near = self.areas.likely(text, schools=schools)
        if part := self.parts.get(text):
            near = Near((part,), True)
        choices = dict.fromkeys([*near.ids, *([chosen] if chosen else [])])
        if not choices:
            return None
        where = self.column.codes == at
        return self.questions.ask(
            "area_name",
            text,
            suggested=near.ids[0] if near.clear else None,
            count=int(where.sum()),
            example=text,
            rows=self.rows[where],
            choices={
                **{each: label(self.areas.by_id[each]) for each in choices},
                LEAVE: Both(
                    "Inget av dem, hoppa över raderna", "None of these, leave the rows out"
                ),
            },
            meant=one_of(
                [
                    self.areas.by_id[each].name
                    for each in (near.ids[:1] if near.clear else choices)
                ]
            ),
        )


def is_elsewhere(text: str) -> bool:
    """Whether a text is a code, or names a municipality (which is not registered)."""
    return (
        text.isdecimal() or bool(_CODE.fullmatch(text)) or municipality_named(text) is not None
    )


def _unknown(
    column: Coded, texts: Sequence[str], answers: Mapping[int, str | None], areas: Areas
) -> list[Marks]:
    """Say which cells are empty, unknown or left out."""
    said = {
        at: _stop(texts[at], areas) if answer is None else ("area_left_out", {})
        for at, answer in answers.items()
        if answer in (None, LEAVE)
    }
    marks = list(mark("area_missing", "area_id", ~column.filled))
    for code in dict.fromkeys(code for code, _ in said.values()):
        mine = {at: details for at, (of, details) in said.items() if of == code}
        where = column.spread([at in mine for at in range(len(texts))], bool)
        names = next(iter(mine.values()))
        details = {
            name: PerCode(
                [mine.get(at, {}).get(name) for at in range(len(texts))], column.codes
            )
            for name in names
        }
        marks += mark(code, "area_id", where, **details)
    return marks


def _stop(text: str, areas: Areas) -> tuple[str, dict[str, object]]:
    """Say why an unknown text stops: the code of the sentence and what fills it."""
    if elsewhere := municipality_named(text):
        return "area_not_registered", {"name": elsewhere.name, "number": elsewhere.code}
    if _CODE.fullmatch(text) and text[4].upper() != "R" and "deso" not in areas.kinds:
        return "deso_not_followed", {"like": areas.first_regso(text[:4])}
    zero = f"0{text}"
    known = bool(_LOST.fullmatch(text)) and _known_code(zero, areas)
    like = one_of([_named(zero, areas)] if known else [])
    return "area_unknown", {"like": like, "instead": zero if known else ""}


def _out_of_use(
    column: Coded, ids: Sequence[str], areas: Areas, dated: Dated
) -> Iterator[Marks]:
    """Say where a code stands beside a period after it was in use, or before its area was.

    A present code beside an earlier period is usual where a place had another code then:
    figures are often given for the division of today.
    """
    for at, (text, area_id) in enumerate(zip(column.texts, ids, strict=True)):
        use = areas.use_of(text, area_id) if area_id else None
        if use is None:
            continue
        if last := use.valid_to:
            late = (column.codes == at) & dated.after(last)
            yield from mark("area_code_ended", "area_id", late, last=last)
        if first := areas.began(text, area_id):
            early = (column.codes == at) & dated.before(first)
            yield from mark("area_code_not_yet", "area_id", early, first=first)


def one_of(words: Sequence[str]) -> Both:
    """Ask which: ``Menar du a, b eller c?``, nothing when there is nothing to suggest."""
    distinct = list(dict.fromkeys(words))
    if not distinct:
        return Both("", "")
    first, last = ", ".join(distinct[:-1]), distinct[-1]
    return Both(
        f"Menar du {f'{first} eller ' if first else ''}{last}?",
        f"Do you mean {f'{first} or ' if first else ''}{last}?",
    )
