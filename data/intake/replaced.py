"""What a file of observations replaces: series before and after, and what goes missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.answers.reader import Reader
from data.intake.examination import Examination
from data.store import ledger
from data.store.tables import SERIES_KEY

GOING = ("value", "n", "low", "high", "source")
"""What a changed row may take away: columns of an observation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacedSeries:
    """A series that a file changes: all its values before and after, oldest first.

    `values` has ``period``, ``before`` and ``after``, NaN where there is no value, and
    ``changed`` where a saved value becomes another or none.
    """

    area_id: str
    indicator_id: str
    category: str
    values: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """The first series that a file changes, how many there are, and what rows lose.

    `going` counts, for each of `GOING`, the rows that have it saved and not in the file.
    """

    series: tuple[ReplacedSeries, ...] = ()
    count: int = 0
    going: Mapping[str, int] = field(default_factory=dict)


def replaced(reader: Reader, examination: Examination, most: int = 3) -> Replaced:
    """Say what saving an examined file would replace, nothing for other kinds of file.

    Series whose values change most come first, and at most `most` are given.
    """
    frame = examination.frames.get("observation")
    if frame is None or not examination.changed:
        return Replaced()
    stored, given = _beside(reader, frame)
    both = given.merge(stored, on=["series_id", "period"], suffixes=("", "_saved"))
    other = both[_differ(both["value_saved"], both["value"])]
    counts = other.groupby("series_id").size().sort_values(ascending=False, kind="stable")
    return Replaced(
        series=tuple(_one(series, stored, given) for series in counts.index[:most]),
        count=len(counts),
        going=_going(both),
    )


def _beside(reader: Reader, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what is saved of the series of a file, and the file's rows of saved series."""
    keys = [*SERIES_KEY, "period"]
    with reader.cursor() as cursor:
        found = ledger.resolve_series(cursor, frame[keys], None)["series_id"]
        given = frame.assign(series_id=found.to_numpy()).dropna(subset="series_id")
        cursor.register("given", given[["series_id"]].drop_duplicates())
        stored = cursor.execute(
            "SELECT series_id, period, period_start, value, n, low, high, source "
            "FROM observation_as_of($revision) SEMI JOIN given USING (series_id)",
            {"revision": reader.revision},
        ).df()
        cursor.unregister("given")
    return stored, given


def _differ(saved: pd.Series, value: pd.Series) -> pd.Series:
    """Say of each saved value whether it becomes another or none."""
    return saved.notna() & ~(saved == value)


def _one(series: int, stored: pd.DataFrame, given: pd.DataFrame) -> ReplacedSeries:
    mine = given[given["series_id"] == series]
    columns = ["period", "period_start", "value"]
    both = stored.loc[stored["series_id"] == series, columns].merge(
        mine[columns], on="period", how="outer", suffixes=("_saved", ""), indicator="where"
    )
    start = both["period_start_saved"].fillna(both["period_start"])
    kept = both["where"] == "left_only"
    values = pd.DataFrame(
        {
            "period": both["period"],
            "before": both["value_saved"],
            "after": both["value"].mask(kept, both["value_saved"]),
            "changed": ~kept & _differ(both["value_saved"], both["value"]),
        }
    )
    first = mine.iloc[0]
    return ReplacedSeries(
        area_id=str(first["area_id"]),
        indicator_id=str(first["indicator_id"]),
        category=str(first["category"] or ""),
        values=values.iloc[start.argsort(kind="stable")].reset_index(drop=True),
    )


def _going(both: pd.DataFrame) -> dict[str, int]:
    """Count the rows that have something saved and nothing in the file."""
    counts = {}
    for name in GOING:
        had, has = (_there(both[each]) for each in (f"{name}_saved", name))
        counts[name] = int((had & ~has).sum())
    return {name: count for name, count in counts.items() if count}


def _there(column: pd.Series) -> pd.Series:
    return column.notna() & (column.astype(str) != "")
