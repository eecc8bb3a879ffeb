"""Who lives in an area and in what homes: from the area itself or from what lies in it.

Counts are compared inside one boundary version and after the last break, never across.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.store.noted import of_indicators
from metrics.arrays import Floats

POPULATION, DWELLINGS = "BEF01", "BOS09"
"""The indicators whose totals are how many live in an area, and in how many homes."""

ALLOWED_CHANGE = 15.0
"""Percent by which the population may change before other people live here."""

_AT_LEAST_HALF = 0.5
"""How much of an area must lie in another for its counts to be added there."""

NO, YES, UNKNOWN = "no", "yes", "unknown"

Ask = Callable[..., pd.DataFrame]
"""Answers SQL at one revision, such as `Reader.visible`: ``$revision`` is known to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Counts of one area by category over time, in one boundary version.

    `counts`: one row per ``period``, ``period_start`` and one column per category, oldest
    first; `parts`: the same per ``area_id``. `of_parts` says that they are summed over parts.
    `left_out` are other boundary versions, or periods before a break, never compared.
    """

    categories: tuple[str, ...]
    counts: pd.DataFrame
    parts: pd.DataFrame
    of_parts: bool
    geo_version: str
    left_out: tuple[str, ...]

    def at(self, place: int) -> Floats:
        """Return the counts of one period by category; -1 for the latest."""
        return np.asarray(self.counts.iloc[place][list(self.categories)], dtype=np.float64)

    def parts_at(self, place: int) -> Floats:
        """Return the counts of one period, shape (part, category)."""
        period = self.counts.iloc[place]["period"]
        rows = self.parts[self.parts["period"] == period]
        return np.asarray(rows[list(self.categories)], dtype=np.float64)

    def period(self, place: int) -> str:
        """Return the name of one period; -1 for the latest."""
        return str(self.counts.iloc[place]["period"])


def profile(
    reader: Reader, *, area_id: str, indicator_id: str, categories: Sequence[str]
) -> Profile | None:
    """Return the counts of an area; None where nothing is counted.

    Own counts come first. Otherwise the parts inside it are summed, over the periods that
    every part has. Only the newest boundary version is used, after the last break.
    """
    rows = _rows(reader.visible, [area_id], indicator_id, categories)
    kept, left_out = _comparable(rows, _breaks(reader.visible, indicator_id))
    return _arranged(kept, tuple(categories), tuple(left_out.get(area_id, ())))


def population(reader: Reader, *, area_id: str, since: str) -> dict[str, Any]:
    """Return whether others live in an area now than in the year `since` or the first after.

    As `moved_in` answers it.
    """
    counts = populations(reader.visible, [area_id]).get(area_id)
    return moved_in(counts, int(since) if since.isdecimal() else 0)


def populations(ask: Ask, area_ids: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return how many live in each area that somebody has counted, final counts only.

    One row per ``period``, oldest first: ``period_start``, ``people``, ``of_parts``.
    """
    rows = _rows(ask, area_ids, POPULATION, [""])
    if rows.empty:
        return {}
    kept, _ = _comparable(rows[rows["status"] == "final"], _breaks(ask, POPULATION))
    whole = _whole(kept)
    summed = whole.groupby(["of_area", "period"], as_index=False).agg(
        period_start=("period_start", "min"), people=("value", "sum"), own=("own", "all")
    )
    summed = summed.assign(of_parts=~summed.pop("own").astype(bool))
    ordered = summed.sort_values(["of_area", "period_start"])
    return {str(area): mine for area, mine in ordered.groupby("of_area")}


def moved_in(counts: pd.DataFrame | None, since: int) -> dict[str, Any]:
    """Say whether others live in an area now than in the year `since`, or the nearest after.

    `counts` is the area's part of `populations`. ``answer`` is no, yes or unknown; where it is
    known also ``first_period``, ``first``, ``last_period``, ``last`` (people), ``change``
    (percent) and ``of_parts`` (they were added up).
    """
    if counts is None:
        return {"answer": UNKNOWN}
    later = counts[pd.to_datetime(counts["period_start"]).dt.year >= since]
    if len(later) < 2 or float(later["people"].iloc[0]) <= 0:
        return {"answer": UNKNOWN}
    first, last = later.iloc[0], later.iloc[-1]
    change = round(100 * (float(last["people"]) / float(first["people"]) - 1), 1)
    return {
        "answer": YES if abs(change) > ALLOWED_CHANGE else NO,
        "first_period": str(first["period"]),
        "first": float(first["people"]),
        "last_period": str(last["period"]),
        "last": float(last["people"]),
        "change": change,
        "of_parts": bool(last["of_parts"]),
    }


def _rows(
    ask: Ask, area_ids: Sequence[str], indicator_id: str, categories: Sequence[str]
) -> pd.DataFrame:
    """Return the values of areas and of their parts: a row per ``of_area``, series, period."""
    with of_indicators([indicator_id]):
        rows = ask(
            _COUNTED,
            area_ids=list(area_ids),
            indicator_id=indicator_id,
            categories=list(categories),
            half=_AT_LEAST_HALF,
        )
    own = rows["own"].astype(bool)
    return rows[own == own.groupby(rows["of_area"]).transform("any")]


def _breaks(ask: Ask, indicator_id: str) -> pd.DataFrame:
    return ask(_STOPS, indicator_id=indicator_id)


def _comparable(
    rows: pd.DataFrame, breaks: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """Keep one kind of part, the newest boundary version, and what no break lies between.

    Returns the rows kept and, by area, the versions and periods that were left out.
    """
    rows = rows[rows["kind"] == _most_common(rows, "kind")]
    newest = _newest(rows, "geo_version")
    left_out: dict[str, list[str]] = {}
    for found, mine in rows[rows["geo_version"] != newest].groupby("of_area"):
        left_out[str(found)] = sorted(set(mine["geo_version"]) - {""})
    rows = rows[rows["geo_version"] == newest]
    for stop in breaks.to_dict("records"):
        early = _before(rows, stop)
        for area, periods in rows[early].groupby("of_area")["period"].unique().items():
            left_out.setdefault(str(area), []).extend(sorted(periods))
        rows = rows[~early]
    return rows, left_out


def _most_common(rows: pd.DataFrame, column: str) -> pd.Series:
    sizes = rows.groupby(["of_area", column]).size().sort_values(ascending=False, kind="stable")
    best = sizes.reset_index().drop_duplicates("of_area").set_index("of_area")[column]
    return rows["of_area"].map(best)


def _newest(rows: pd.DataFrame, column: str) -> pd.Series:
    ordered = rows.sort_values(["period_end", column])
    last = ordered.drop_duplicates("of_area", keep="last").set_index("of_area")[column]
    return rows["of_area"].map(last)


def _before(rows: pd.DataFrame, stop: dict[Any, Any]) -> pd.Series:
    """Say which rows lie before a break in an area that has rows on both sides of it."""
    early = pd.to_datetime(rows["period_start"]) < pd.Timestamp(stop["first_period_start"])
    concerned = pd.Series(True, index=rows.index)
    for column in ("area_id", "category"):
        if stop[column]:
            concerned &= rows[column] == stop[column]
    if pd.notna(stop["definition_version"]):
        concerned &= rows["definition_version"] == stop["definition_version"]
    areas = rows["of_area"]
    both = set(areas[concerned & early]) & set(areas[concerned & ~early])
    return early & areas.isin(both)


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the periods that every part of an area has."""
    parts = rows.groupby("of_area")["area_id"].transform("nunique")
    counted = rows.groupby(["of_area", "period"])["area_id"].transform("nunique")
    return rows[counted == parts]


def _arranged(
    rows: pd.DataFrame, categories: tuple[str, ...], left_out: tuple[str, ...]
) -> Profile | None:
    whole = _whole(rows)
    if whole.empty:
        return None
    starts = rows.groupby("period")["period_start"].min()
    table = rows.pivot_table(
        index=["area_id", "period"], columns="category", values="value", aggfunc="sum"
    ).reindex(columns=list(categories), fill_value=0.0)
    table = table.fillna(0.0)
    counts = table.groupby("period").sum()
    counts = counts[counts.index.isin(whole["period"])].reset_index()
    counts = counts.assign(period_start=counts["period"].map(starts))
    return Profile(
        categories=categories,
        counts=counts.sort_values("period_start").reset_index(drop=True),
        parts=table.reset_index(),
        of_parts=len(set(rows["area_id"])) > 1,
        geo_version=str(rows["geo_version"].iloc[0]),
        left_out=left_out,
    )


def as_observations(found: Profile) -> pd.DataFrame:
    """Return the summed counts as the measurements of one series, for a line."""
    total = found.counts[list(found.categories)].sum(axis=1)
    return pd.DataFrame(
        {
            "indicator_id": POPULATION,
            "area_id": "",
            "category": "",
            "period": found.counts["period"],
            "period_start": found.counts["period_start"],
            "value": total,
            "status": "final",
        }
    )


_COUNTED = """
WITH asked AS (SELECT DISTINCT unnest($area_ids) AS of_area),
counted AS (
    SELECT of_area, of_area AS area_id, true AS own FROM asked
    UNION SELECT of_area, r.area_id, false FROM asked
          JOIN area_relation_as_of($revision) r ON r.other_area_id = of_area
          WHERE r.relation = 'parent' OR (r.relation = 'overlaps' AND r.share >= $half)
    UNION SELECT of_area, m.area_id, false FROM asked
          JOIN area_as_of($revision) m ON m.municipality_id = of_area
          WHERE m.area_id <> of_area)
SELECT c.of_area, c.own, s.area_id, a.kind, coalesce(s.geo_version, '') AS geo_version,
       s.definition_version, s.category, o.period, o.period_start, o.period_end, o.value,
       o.status
FROM counted c JOIN series s USING (area_id) JOIN area_as_of($revision) a USING (area_id)
JOIN observation_as_of($revision) o USING (series_id)
WHERE s.indicator_id = $indicator_id AND list_contains($categories, s.category)
  AND o.value IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY c.of_area, c.own, s.area_id, s.geo_version, s.category,
                           o.period ORDER BY s.series_id DESC) = 1
ORDER BY c.of_area, a.name COLLATE sv, s.area_id, s.series_id, o.period_start
"""

_STOPS = """
SELECT coalesce(area_id, '') AS area_id, coalesce(category, '') AS category,
       definition_version, first_period_start
FROM series_break_as_of($revision) WHERE indicator_id = $indicator_id AND blocks_change
ORDER BY first_period_start, break_id
"""
