"""What the small registry files share: texts, ids, dates, yes and no, and their differences."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from data import ledger
from data.intake.findings import Marks, mark
from data.intake.known import Areas
from data.intake.sheet import Sheet
from data.intake.taken import PREVIEW_COLUMNS, PREVIEWED, Taken
from data.intake.values import day, yes
from data.store import CURRENT, Store

TEXTS = pd.ArrowDtype(pa.list_(pa.string()))
"""A column of lists of text, as the store has them."""

_SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def slug(text: str) -> str:
    """Write a text as an id: lower case, å and ä as a, ö as o, the rest as hyphens."""
    bare = text.casefold().translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


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


def ids(sheet: Sheet, name: str) -> list[Marks]:
    """Mark ids that are no slugs, and those used on an earlier row."""
    column = pd.Series(sheet.column(name).strings)
    odd = where(column, lambda text: bool(text) and not _SLUG.fullmatch(text))
    suggestion = column.map(lambda text: ".".join(map(slug, text.split("."))).strip("."))
    twice = column.duplicated().to_numpy() & (column != "").to_numpy()
    first = column.map(dict(zip(column[::-1], sheet.rows[::-1], strict=True))).to_numpy(object)
    return [
        *mark("id_odd", name, odd, suggestion=suggestion.to_numpy(object)),
        *mark("id_twice", name, twice, first=first),
    ]


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
    sheet: Sheet, name: str, areas: Areas, marks: list[Marks], extra: Iterable[str] = ()
) -> pd.Series:
    """Read one area per cell as an id, ``''`` where it is empty or unknown."""
    in_file = set(extra)
    column = sheet.column(name)
    found = [
        (text,) if text in in_file or not text else areas.named(text) for text in column.texts
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


def difference(store: Store, table: str, frame: pd.DataFrame) -> pd.Series:
    """Say of each row whether it is new, changed or unchanged in the store."""
    if frame.empty:
        return pd.Series(dtype="str")
    with store.cursor() as cursor:
        return ledger.compare(cursor, table, frame)


def laid_beside(
    store: Store,
    table: str,
    frames: dict[str, pd.DataFrame],
    described: pd.DataFrame,
    *,
    marks: list[Marks],
    rows: int,
    own: pd.Series | None = None,
) -> Taken:
    """Say what the rows of `table`, and those that hang on them, would change.

    A row is changed when something that hangs on it is. `described` has, per row of `table`,
    some of the preview's columns; `own` is the rows' own difference where it is known already.
    """
    main = frames[table]
    key = ledger.KEYS[table][0]
    states = difference(store, table, main) if own is None else own
    touched: set[str] = set()
    for name, frame in frames.items():
        if name != table and key in frame:
            moved = difference(store, name, frame).to_numpy() != "unchanged"
            touched |= set(frame[key].to_numpy()[moved])
    states = states.mask((states == "unchanged") & main[key].isin(touched), "changed")
    return Taken(
        marks=marks,
        rows=rows,
        accepted=len(main),
        frames=frames,
        difference=states,
        preview=preview(store, table, main, states, described),
    )


def stored_rows(store: Store, table: str) -> pd.DataFrame:
    """Return the current rows of a registry table, with all their columns."""
    questions = {
        "area": "SELECT * FROM area WHERE revision_to = $current",
        "area_boundary": "SELECT area_id, geo_version, source, licence FROM area_boundary "
        "WHERE revision_to = $current",
        "series_break": "SELECT * FROM series_break WHERE revision_to = $current",
        "event": "SELECT * FROM event WHERE revision_to = $current",
        "goal": "SELECT * FROM goal WHERE revision_to = $current",
        "initiative": "SELECT * FROM initiative WHERE revision_to = $current",
        "valuation_parameter": "SELECT * FROM valuation_parameter WHERE revision_to = $current",
        "moving_chain_step": "SELECT * FROM moving_chain_step WHERE revision_to = $current",
        "commitment": "SELECT * FROM commitment WHERE revision_to = $current",
        "area_stage": "SELECT * FROM area_stage WHERE revision_to = $current",
        "stage_record": "SELECT * FROM stage_record WHERE revision_to = $current",
        "confirmation": "SELECT * FROM confirmation WHERE revision_to = $current",
        "commitment_decision": "SELECT * FROM commitment_decision WHERE revision_to = $current",
    }
    return store.query(questions[table], current=CURRENT)


def preview(
    store: Store,
    table: str,
    frame: pd.DataFrame,
    differences: pd.Series,
    described: pd.DataFrame,
) -> pd.DataFrame:
    """List the first new and changed rows; ``saved`` and ``in_file`` hold what differs.

    `described` has, per row of `frame`, some of the preview's columns.
    """
    states = differences.to_numpy()
    listed = np.flatnonzero(states == "changed").tolist()
    listed = sorted([*listed, *np.flatnonzero(states == "new").tolist()][:PREVIEWED])
    picked = described.iloc[listed].reset_index(drop=True)
    keys = list(ledger.KEYS[table])
    stored = stored_rows(store, table).set_index(keys) if len(listed) else pd.DataFrame()
    sides = [
        _sides(frame.iloc[place], keys, stored) if states[place] == "changed" else ("", "")
        for place in listed
    ]
    picked["saved"] = pd.Series([saved for saved, _ in sides], dtype=object)
    picked["in_file"] = pd.Series([in_file for _, in_file in sides], dtype=object)
    picked["difference"] = states[listed]
    return picked.reindex(columns=list(PREVIEW_COLUMNS)).astype(object).fillna("")


def _sides(row: pd.Series, keys: list[str], stored: pd.DataFrame) -> tuple[str, str]:
    """Write the columns that differ, as they are saved and as they are in the file."""
    key = tuple(row[name] for name in keys)
    live = stored.loc[key if len(key) > 1 else key[0]]
    if isinstance(live, pd.DataFrame):
        live = live.iloc[0]
    pairs = [
        (name, _plain(live[name]), _plain(row[name]))
        for name in row.index
        if name not in keys and name in live.index and name != "series_id"
    ]
    differing = [(name, saved, new) for name, saved, new in pairs if saved != new]
    return (
        "; ".join(f"{name} {saved}".strip() for name, saved, _ in differing),
        "; ".join(f"{name} {new}".strip() for name, _, new in differing),
    )


def _plain(value: object) -> str:
    if isinstance(value, (list, np.ndarray)):
        return "|".join(map(str, value))
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:g}"
    return "" if value is None or value is pd.NaT or value is pd.NA else str(value)
