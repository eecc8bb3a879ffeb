"""A file of assumptions: what an initiative is thought worth, between which bounds."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake.compare import compared, replaced
from data.intake.fields import (
    chosen,
    not_yours,
    required,
    texts,
)
from data.intake.findings import Marks, mark
from data.intake.kind import Basis, declared
from data.intake.prepared import Prepared, stopped_rows
from data.intake.sheet import Sheet
from data.intake.values import CURRENCIES, listed, nearest, numbers
from metrics.methods.valuation import LONGEST_DURATION, NAMES, SHAPES, SHARES

PARAMETERS = {
    **{name: name for name in NAMES},
    "antal": "units",
    "enheter": "units",
    "värde per enhet": "unit_value",
    "enhetsvärde": "unit_value",
    "varaktighet": "duration",
    "hade hänt ändå": "deadweight",
    "dödvikt": "deadweight",
    "andras bidrag": "attribution",
    "tillskrivning": "attribution",
    "undanträngning": "displacement",
    "avtar per år": "drop_off",
    "avtagande": "drop_off",
    "diskonteringsränta": "discount_rate",
    "ränta": "discount_rate",
    "insats": "investment",
    "investering": "investment",
}
"""What an assumption may be called, and its name in `metrics.methods.valuation`."""

_SHAPES = {
    "": "triangular",
    **{shape: shape for shape in SHAPES},
    "fast": "fixed",
    "likformig": "uniform",
    "jämn": "uniform",
    "triangel": "triangular",
    "triangulär": "triangular",
    "normal": "normal",
}
_PERCENT = (*SHARES, "discount_rate")
_MONEY = ("unit_value", "investment")
_PERCENT_WORDS = frozenset({"procent", "%", "percent"})
_YEAR_WORDS = frozenset({"år", "years", "year"})
_EXPECTED = {
    **dict.fromkeys(_PERCENT, "procent"),
    **dict.fromkeys(_MONEY, "SEK"),
    "duration": "år",
    "units": "vad som räknas, till exempel personer",
}


_NEEDED = ("initiative_id", "parameter", "value", "unit", "source")


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every assumption, and prepare those that can be saved.

    A file holds all assumptions of the initiatives it names: what it leaves out is removed.
    """
    marks = list(required(sheet, _NEEDED))
    stored = _initiatives(basis.reader)
    rows = _rows(sheet, stored, marks)
    marks += [*_range_checks(rows), *_unit_checks(rows)]
    marks += [*_twice(rows, sheet), *_incomplete(rows)]
    marks += not_yours(
        rows["initiative_id"].map(_looked_up(stored["area_id"])).map(listed),
        "initiative_id",
        basis.reader.viewer,
    )
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    kept["unit"] = _units(kept)
    described = pd.DataFrame(
        {
            "what": kept["initiative_id"].map(_looked_up(stored["title"])),
            "indicator_name": kept["name"],
            "period": kept["outcome"],
        }
    )
    own = replaced(basis.reader, "valuation_parameter", kept, keep, marks)
    frames = {"valuation_parameter": kept}
    return compared(
        basis.reader,
        "valuation_parameter",
        frames,
        described,
        marks=marks,
        rows=len(rows),
        own=own,
    )


def _initiatives(reader: Reader) -> pd.DataFrame:
    return reader.rows(
        "SELECT initiative_id, area_id, title FROM initiative_as_of($revision)"
    ).set_index("initiative_id")


def _looked_up(column: pd.Series) -> Callable[[str], str]:
    known = {str(key): str(value) for key, value in column.items()}
    return lambda key: known.get(key, "")


def _rows(sheet: Sheet, stored: pd.DataFrame, marks: list[Marks]) -> pd.DataFrame:
    """Return the assumptions as the store has them, one row per row of the sheet."""
    rows = texts(sheet, ("initiative_id", "outcome", "unit", "source"))
    unknown = ~rows["initiative_id"].isin(stored.index) & (rows["initiative_id"] != "")
    like = sheet.column("initiative_id").each(
        lambda text: ", ".join(nearest(text, map(str, stored.index)))
    )
    marks += mark("initiative_unknown", "initiative_id", unknown.to_numpy(), like=like)
    names = pd.Series(sheet.column("parameter").strings, dtype=object)
    meant = names.map(lambda text: PARAMETERS.get(" ".join(text.casefold().split())))
    marks += mark(
        "parameter_unknown",
        "parameter",
        meant.isna().to_numpy() & (names != "").to_numpy(),
        like=sheet.column("parameter").each(
            lambda text: ", ".join(nearest(text.casefold(), PARAMETERS, most=2))
        ),
        allowed=", ".join(NAMES),
    )
    read = {name: numbers(sheet.column(name)) for name in ("value", "low", "high")}
    for name, column in read.items():
        marks += mark("not_a_plain_number", name, column.unreadable)
    filled = sheet.column("value").filled & ~read["value"].unreadable
    marks += mark("value_missing", "value", np.isnan(read["value"].value) & filled)
    return rows.assign(
        name=meant.fillna(""),
        shape=chosen(sheet, "shape", _SHAPES, marks),
        **{name: column.value for name, column in read.items()},
    )


def _range_checks(rows: pd.DataFrame) -> Iterator[Marks]:
    value, low, high = (rows[name].to_numpy(float) for name in ("value", "low", "high"))
    for name, ends in (("low", low > value), ("high", high < value)):
        yield from mark("range_misses_value", name, ends, value=value)
    yield from mark("range_half", "high", np.isnan(low) != np.isnan(high))
    for name, number in (("value", value), ("low", low), ("high", high)):
        yield from mark("assumption_negative", name, number < 0)
    percent = rows["name"].isin(SHARES).to_numpy()
    highest = np.fmax(value, high)
    yield from mark("assumption_above_hundred", "value", percent & (highest > 100))
    years = (rows["name"] == "duration").to_numpy()
    yield from mark(
        "duration_too_long",
        "value",
        years & (highest > LONGEST_DURATION),
        most=LONGEST_DURATION,
    )
    fraction = rows["name"].isin(_PERCENT).to_numpy() & (value > 0) & (highest <= 1)
    yield from mark(
        "share_like_a_fraction", "value", fraction, percent=np.round(value * 100, 6)
    )
    fixed = (rows["shape"] == "fixed").to_numpy()
    sure = np.isnan(low) & np.isnan(high) & ~fixed & ~np.isnan(value)
    yield from mark("assumption_without_range", "low", sure & (rows["name"] != "").to_numpy())


def _unit_checks(rows: pd.DataFrame) -> Iterator[Marks]:
    fits = [
        not name or not unit or _unit(name, unit) != ""
        for name, unit in zip(rows["name"], rows["unit"], strict=True)
    ]
    expected = rows["name"].map(_EXPECTED).fillna("").to_numpy(object)
    yield from mark("unit_wrong", "unit", ~np.array(fits, dtype=bool), wanted=expected)


def _unit(name: str, unit: str) -> str:
    """Return the unit as the store has it; ``''`` where it is another than the name asks."""
    word = unit.casefold()
    if name in _PERCENT:
        return "percent" if word in _PERCENT_WORDS else ""
    if name in _MONEY:
        return CURRENCIES.get(word, "")
    if name == "duration":
        return "years" if word in _YEAR_WORDS else ""
    return unit


def _units(rows: pd.DataFrame) -> list[str]:
    return [_unit(name, unit) for name, unit in zip(rows["name"], rows["unit"], strict=True)]


def _twice(rows: pd.DataFrame, sheet: Sheet) -> Iterator[Marks]:
    keys = ["initiative_id", "outcome", "name"]
    said = rows["name"] != ""
    twice = rows[said].duplicated(keys).reindex(rows.index, fill_value=False)
    first = rows.assign(row=sheet.rows).groupby(keys)["row"].transform("first")
    yield from mark("assumption_twice", "parameter", twice.to_numpy(), first=first.to_numpy())
    for _, mine in rows[said].groupby("initiative_id"):
        currencies = {_unit(name, unit) for name, unit in _money_of(mine)} - {""}
        if len(currencies) > 1:
            where = rows.index == mine.index[0]
            yield from mark(
                "currencies_mixed", "unit", where, found=", ".join(sorted(currencies))
            )


def _money_of(rows: pd.DataFrame) -> list[tuple[str, str]]:
    money = rows[rows["name"].isin(_MONEY)]
    return list(zip(money["name"], money["unit"], strict=True))


def _incomplete(rows: pd.DataFrame) -> Iterator[Marks]:
    """Mark the first row of every outcome that lacks units or what a unit is worth."""
    for _, mine in rows[rows["initiative_id"] != ""].groupby("initiative_id"):
        common = set(mine[mine["outcome"] == ""]["name"])
        named = [outcome for outcome in mine["outcome"].unique() if outcome]
        for outcome in named or [""]:
            there = common | set(mine[mine["outcome"] == outcome]["name"])
            for lacking in {"units", "unit_value"} - there:
                where = rows.index == mine[mine["outcome"].isin([outcome, ""])].index[0]
                yield from mark(
                    "outcome_incomplete", "parameter", where, outcome=outcome, lacking=lacking
                )


KIND = declared("valuation", read_sheet)
