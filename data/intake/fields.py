"""How the columns of registry files are read: texts, ids, dates, yes and no, areas."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from data.intake.findings import Marks, mark
from data.intake.known import Areas
from data.intake.near_names import area_meant, indicator_meant
from data.intake.questions import Questions
from data.intake.sheet import Sheet
from data.intake.values import day, listed, yes
from data.store.access import Viewer
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator
from metrics.definition.period import Period, parse_period
from metrics.definition.web_address import is_web_address
from metrics.errors import PeriodError

TEXTS = pd.ArrowDtype(pa.list_(pa.string()))
"""A column of lists of text, as the store has them."""

_SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def slug(text: str) -> str:
    """Write a text as an id: lower case, å and ä as a, ö as o, the rest as hyphens."""
    bare = text.casefold().translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def free_id(base: str, used: Collection[str]) -> str:
    """Return an id that nothing has: `base`, or with the first number that is free."""
    made, number = base, 2
    while made in used:
        made, number = f"{base}-{number}", number + 1
    return made


def texts(sheet: Sheet, columns: Iterable[str]) -> pd.DataFrame:
    """Return the columns as text, ``''`` where there is none, one row per row of the sheet."""
    return pd.DataFrame({name: sheet.column(name).strings for name in columns}, dtype=object)


def where(column: pd.Series, wrong: Callable[[str], bool]) -> np.ndarray:
    """Say of each text whether it is wrong."""
    return column.map(wrong).to_numpy(dtype=bool)


def required(sheet: Sheet, names: Sequence[str]) -> list[Marks]:
    """Mark the empty cells of columns that must be filled in."""
    return [
        each for name in names for each in mark("cell_empty", name, ~sheet.column(name).filled)
    ]


def web_addresses(sheet: Sheet, name: str) -> list[Marks]:
    """Mark what is no address on the web that a page may link to."""
    column = pd.Series(sheet.column(name).strings)
    odd = where(column, lambda text: bool(text) and not is_web_address(text))
    return [*mark("link_odd", name, odd)]


def ids(sheet: Sheet, name: str) -> list[Marks]:
    """Mark ids that are no slugs, and those used on an earlier row."""
    column = pd.Series(sheet.column(name).strings)
    odd = where(column, lambda text: bool(text) and not _SLUG.fullmatch(text))
    suggestion = column.map(lambda text: ".".join(map(slug, text.split("."))).strip("."))
    return [
        *mark("id_odd", name, odd, suggestion=suggestion.to_numpy(object)),
        *twice("id_twice", name, column, sheet),
    ]


def twice(code: str, name: str, values: pd.Series, sheet: Sheet) -> Iterator[Marks]:
    """Mark texts that stand on an earlier row too, and say on which first."""
    again = (values.duplicated() & (values != "")).to_numpy(bool)
    first = values.map(dict(zip(values[::-1], sheet.rows[::-1], strict=True)))
    return mark(code, name, again, first=first.to_numpy(object))


def chosen(
    sheet: Sheet, name: str, meanings: Mapping[str, str], marks: list[Marks]
) -> pd.Series:
    """Read a column with a closed set of words, by their Swedish or English names."""
    column = pd.Series(sheet.column(name).strings, dtype=object)
    meant = column.map(lambda text: meanings.get(text.casefold()))
    allowed = ", ".join(dict.fromkeys(filter(None, meanings.values())))
    marks += mark(
        "word_unknown",
        name,
        meant.isna().to_numpy() & (column != "").to_numpy(),
        allowed=allowed,
    )
    return meant.fillna("")


def booleans(sheet: Sheet, name: str, otherwise: bool, marks: list[Marks]) -> pd.Series:
    """Read ja and nej."""
    column = pd.Series(sheet.column(name).strings, dtype=object)
    read = column.map(lambda text: yes(text, otherwise))
    marks += mark("not_yes_or_no", name, read.isna().to_numpy())
    return read.map(lambda answer: otherwise if answer is None else answer).astype(bool)


def dates(sheet: Sheet, name: str, marks: list[Marks]) -> pd.Series:
    """Read ISO dates, NaT where there is none."""
    column = pd.Series(sheet.column(name).strings, dtype=object)
    read = column.map(day)
    marks += mark("not_a_date", name, (read.isna() & (column != "")).to_numpy())
    return as_dates(read)


def as_dates(days: Iterable[date | None]) -> pd.Series:
    """Return a column of dates that the store reads, NaT for None."""
    values = [
        np.datetime64(each, "s") if isinstance(each, date) else np.datetime64("NaT")
        for each in days
    ]
    return pd.Series(np.array(values, dtype="M8[s]"))


def place_ids(
    sheet: Sheet,
    name: str,
    areas: Areas,
    marks: list[Marks],
    extra: Iterable[str] = (),
    questions: Questions | None = None,
) -> pd.Series:
    """Read one area per cell as an id, ``''`` where it is empty or unknown.

    A name that is clearly near one area is asked about, where there are `questions`.
    """
    in_file = set(extra)
    column = sheet.column(name)
    found = [
        (text,) if text in in_file or not text else areas.named(text) for text in column.texts
    ]
    if questions is not None:
        near = area_meant(sheet, name, areas, questions)
        found = [
            each or tuple(filter(None, [near(text)]))
            for text, each in zip(column.texts, found, strict=True)
        ]
    likely = areas.like(
        text for text, each in zip(column.texts, found, strict=True) if not each
    )
    like = column.each(lambda text: ", ".join(likely.get(text, [])))
    marks += mark(
        "area_unknown_here", name, column.spread([not f for f in found], bool), like=like
    )
    several = column.spread([len(each) > 1 for each in found], bool)
    choices = column.spread([", ".join(each[:6]) for each in found])
    marks += mark("area_ambiguous_here", name, several, choices=choices)
    return pd.Series(
        column.spread([each[0] if len(each) == 1 else "" for each in found]), dtype=object
    )


def indicators(
    sheet: Sheet, name: str, catalogue: Catalogue, marks: list[Marks], questions: Questions
) -> list[Indicator | None]:
    """Find the indicator of each row, None where it is missing or unknown. Asks where near."""
    column = sheet.column(name)
    meant = indicator_meant(sheet, name, catalogue, questions)
    codes = [meant(text) if text else None for text in column.texts]
    found = column.spread([catalogue[code] if code else None for code in codes])
    unknown = np.array([each is None for each in found], dtype=bool)
    marks += mark("indicator_missing", name, unknown & ~column.filled)
    marks += mark("indicator_unknown", name, unknown & column.filled, like="", instead="")
    return list(found)


def class_lists(
    sheet: Sheet, name: str, found: list[Indicator | None], marks: list[Marks]
) -> pd.Series:
    """Read classes separated by ``|`` as codes of each row's own ladder."""
    read, wrong, ladders = [], [], []
    for text, indicator in zip(sheet.column(name).strings, found, strict=True):
        ladder = indicator.ladder if indicator else ()
        words = {
            word.casefold(): step.code
            for step in ladder
            for word in (*step.aliases, step.sv, step.en, step.code)
        }
        classes = [words.get(part.casefold(), "") for part in listed(text)]
        read.append([each for each in classes if each])
        wrong.append("" in classes)
        ladders.append(", ".join(step.code for step in ladder))
    marks += mark(
        "class_unknown",
        name,
        np.array(wrong, dtype=bool),
        ladder=np.array(ladders, dtype=object),
    )
    return pd.Series(read, dtype=TEXTS)


def period(text: str) -> Period | None:
    """Read a period, None when it is not one."""
    try:
        return parse_period(text)
    except PeriodError:
        return None


def several(
    sheet: Sheet,
    name: str,
    meaning: Callable[[str], str | None],
    what: str,
    marks: list[Marks],
) -> pd.Series:
    """Read several ids per cell; marks those that mean nothing."""
    read, unknown = [], []
    for text in sheet.column(name).strings:
        meant = {part: meaning(part) for part in listed(text)}
        read.append([each for each in meant.values() if each])
        unknown.append(", ".join(part for part, each in meant.items() if each is None))
    wrong = np.array([bool(each) for each in unknown], dtype=bool)
    marks += mark(f"{what}_unknown", name, wrong, unknown=np.array(unknown, dtype=object))
    return pd.Series(read, dtype=object)


def not_yours(places: pd.Series, name: str, viewer: Viewer) -> list[Marks]:
    """Mark rows about areas that the viewer may not upload for."""
    if viewer.areas is None:
        return []
    seen = viewer.areas
    outside = [not each or not set(each) <= seen for each in places]
    return list(mark("area_not_yours", name, np.array(outside, dtype=bool)))


def area_name(areas: Areas, area_id: str) -> str:
    """Return the name of an area, its id where it has none."""
    return areas.by_id[area_id].name if area_id in areas.by_id else area_id
