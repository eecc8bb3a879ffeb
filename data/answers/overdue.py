"""Which series are late: what should have arrived, since when, and who is to hand it in."""

from collections.abc import Hashable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from data.answers.reader import Reader
from metrics.definition.catalogue import Catalogue
from metrics.definition.period import Frequency
from metrics.definition.timeliness import Awaited, awaited

COLUMNS = (
    "series_id", "indicator_id", "area_id", "area_name", "area_name_en", "invented", "category",
    "supplier", "has_goal", "owner_role", "last_period", "next_period", "due_on", "days_late",
    "stale",
)  # fmt: skip


def overdue(reader: Reader, catalogue: Catalogue, today: date) -> pd.DataFrame:
    """Name every series whose next measurement is late on `today`, the latest first.

    One row per series, with the columns of `COLUMNS`: ``supplier`` is '' where files do not
    say who hands the series in, and then ``owner_role`` of the indicator answers;
    ``next_period`` is what should have arrived and ``due_on`` (date) the last day it would
    have been in time; ``days_late`` counts from it; ``stale`` is whether the last value is too
    old to judge by.
    A series that another has taken over, by a new boundary or definition, is not awaited.
    See `metrics.definition.timeliness.awaited` for the rule.
    """
    found = last_measured(reader, catalogue)
    next_ones = [_next(catalogue, row) for row in found.to_dict("records")]
    kept = [
        place for place, one in enumerate(next_ones) if one is not None and one.due_on < today
    ]
    due = [one for place in kept if (one := next_ones[place]) is not None]
    late = found.iloc[kept].assign(
        next_period=[one.period for one in due],
        due_on=[one.due_on for one in due],
        days_late=[(today - one.due_on).days for one in due],
        stale=[one.stale_on < today for one in due],
    )
    ordered = late.sort_values(
        ["days_late", "indicator_id"], ascending=[False, True], kind="stable"
    )
    return ordered[list(COLUMNS)].reset_index(drop=True)


def last_measured(reader: Reader, catalogue: Catalogue) -> pd.DataFrame:
    """Name every series that is measured, with the period it was measured last.

    One row per series of a known indicator, in the order of the areas' names: ``series_id``,
    ``indicator_id``, ``area_id``, ``area_name``, ``area_name_en``, ``area_kind``,
    ``invented``, ``category``, ``geo_version``, ``supplier``, ``has_goal``, ``last_period``,
    ``gap`` (the days that usually lie between two measurements; NaN for a single one),
    ``owner_role`` and ``sender``: the supplier, or the owner's role where files name none.
    """
    found = _last_measurements(reader)
    found = found[found["indicator_id"].isin(list(catalogue))].reset_index(drop=True)
    owners = [catalogue[each].owner_role for each in found["indicator_id"]]
    return found.assign(
        owner_role=owners, sender=found["supplier"].where(found["supplier"] != "", owners)
    )


def _next(catalogue: Catalogue, row: Mapping[Hashable, Any]) -> Awaited | None:
    indicator = catalogue[str(row["indicator_id"])]
    # Series that stand alike are many, and the answer is the same for all of them.
    return _awaited(
        str(row["last_period"]),
        usual_gap(row),
        indicator.frequency,
        indicator.stale_after_days,
    )


def usual_gap(row: Mapping[Hashable, Any]) -> float | None:
    """Return the days that usually lie between two measurements of a series, if any do."""
    gap = row["gap"]
    return float(gap) if isinstance(gap, float) and gap == gap else None


@lru_cache(maxsize=2048)
def _awaited(
    last_period: str, gap: float | None, frequency: Frequency, stale_after_days: int
) -> Awaited | None:
    return awaited(last_period, gap=gap, frequency=frequency, stale_after_days=stale_after_days)


def _last_measurements(reader: Reader) -> pd.DataFrame:
    """Ask for the last period of each series and the days that usually lie between two."""
    return reader.visible(
        """
        WITH told AS (
            SELECT series_id, period, period_end,
                   period_end - lag(period_end) OVER (
                       PARTITION BY series_id ORDER BY period_end) AS gap
            FROM observation_as_of($revision)),
        ending AS (
            SELECT series_id, arg_max(period, period_end) AS last_period,
                   max(period_end) AS last_end, CAST(median(gap) AS DOUBLE) AS gap
            FROM told GROUP BY series_id)
        SELECT s.series_id, s.indicator_id, s.area_id, a.name AS area_name,
               a.name_en AS area_name_en, coalesce(a.invented, false) AS invented,
               a.kind AS area_kind, s.category, s.geo_version, s.supplier,
               g.series_id IS NOT NULL AS has_goal, e.last_period, e.gap
        FROM ending e JOIN series s USING (series_id)
        LEFT JOIN area_as_of($revision) a USING (area_id)
        LEFT JOIN (SELECT DISTINCT series_id FROM goal_as_of($revision)) g USING (series_id)
        QUALIFY e.last_end = max(e.last_end) OVER (
            PARTITION BY s.indicator_id, s.area_id, s.category)
        ORDER BY a.name COLLATE sv, s.indicator_id, s.category, s.series_id
        """
    )
