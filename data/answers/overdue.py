"""Which series are late: what should have arrived, since when, and who is to hand it in."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.store.noted import of_indicators
from metrics.arrays import Ints
from metrics.definition.catalogue import Catalogue
from metrics.definition.timeliness import Awaited, awaited

COLUMNS = (
    "series_id", "indicator_id", "area_id", "area_name", "area_name_en", "invented", "category",
    "supplier", "has_goal", "owner_role", "last_period", "next_period", "due_on", "days_late",
    "stale",
)  # fmt: skip


def overdue(
    reader: Reader,
    catalogue: Catalogue,
    today: date,
    *,
    behind_goals: bool = False,
    indicator_id: str | None = None,
) -> pd.DataFrame:
    """Name every series whose next measurement is late on `today`, the latest first.

    One row per series, with the columns of `COLUMNS`: ``supplier`` is '' where files do not
    say who hands the series in, and then ``owner_role`` of the indicator answers;
    ``next_period`` is what should have arrived and ``due_on`` (date) the last day it would
    have been in time; ``days_late`` counts from it; ``stale`` is whether the last value is too
    old to judge by. With `behind_goals` only the series that goals are about are asked for,
    with `indicator_id` those of one indicator.
    A series that another has taken over, by a new boundary or definition, is not awaited.
    See `metrics.definition.timeliness.awaited` for the rule.
    """
    asked = [*catalogue] if indicator_id is None else [indicator_id]
    found = [
        _late(
            last_measured(reader, catalogue, behind_goals=behind_goals, indicator_ids=some),
            catalogue,
            today,
        )
        for some in ([asked] if behind_goals else in_parts(asked))
    ]
    ordered = pd.concat(found).sort_values(
        ["days_late", "indicator_id"], ascending=[False, True], kind="stable"
    )
    return ordered[list(COLUMNS)].reset_index(drop=True)


_AT_ONCE = 20
"""So many indicators are asked for at a time: all the measurements of a nation are not."""


def in_parts(indicator_ids: Sequence[str]) -> list[Sequence[str]]:
    """Divide indicators into those that are asked for at a time; at least one part."""
    starts = range(0, len(indicator_ids), _AT_ONCE)
    return [indicator_ids[first : first + _AT_ONCE] for first in starts] or [[]]


def standing_alike(found: pd.DataFrame) -> tuple[list[dict[Hashable, Any]], Ints]:
    """Return a row of each kind of series that what is next is the same for, and whose it is.

    Of the series that are `last_measured`: a nation has many, and few kinds of them.
    """
    kinds = found.groupby(["indicator_id", "last_period", "gap"], dropna=False, sort=False)
    kind = kinds.ngroup().to_numpy().astype(np.int64)
    return found.iloc[np.unique(kind, return_index=True)[1]].to_dict("records"), kind


def _late(found: pd.DataFrame, catalogue: Catalogue, today: date) -> pd.DataFrame:
    """Keep the series that are late, with what should have arrived."""
    alike, kind = standing_alike(found)
    next_ones = [_next(catalogue, row) for row in alike]
    is_late = np.array([one is not None and one.due_on < today for one in next_ones], bool)
    kept = is_late[kind]
    due = [one for which in kind[kept] if (one := next_ones[which]) is not None]
    return found[kept].assign(
        next_period=[one.period for one in due],
        due_on=[one.due_on for one in due],
        days_late=[(today - one.due_on).days for one in due],
        stale=[one.stale_on < today for one in due],
    )


def last_measured(
    reader: Reader,
    catalogue: Catalogue,
    *,
    behind_goals: bool = False,
    indicator_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Name every series that is measured, with the period it was measured last.

    With `behind_goals` only those that goals are about, and what has taken over from them;
    with `indicator_ids` those of some indicators.

    One row per series of a known indicator, in the order of the areas' names: ``series_id``,
    ``indicator_id``, ``area_id``, ``area_name``, ``area_name_en``, ``area_kind``,
    ``invented``, ``category``, ``geo_version``, ``supplier``, ``has_goal``, ``last_period``,
    ``gap`` (the days that usually lie between two measurements; NaN for a single one),
    ``owner_role`` and ``sender``: the supplier, or the owner's role where files name none.
    """
    asked = tuple(indicator_ids or catalogue)
    found = reader.ask(last_measurements, behind_goals=behind_goals, indicator_ids=asked)
    found = found[found["indicator_id"].isin(list(catalogue))].reset_index(drop=True)
    owners = [catalogue[each].owner_role for each in found["indicator_id"]]
    return found.assign(
        owner_role=owners, sender=found["supplier"].where(found["supplier"] != "", owners)
    )


def _next(catalogue: Catalogue, row: Mapping[Hashable, Any]) -> Awaited | None:
    indicator = catalogue[str(row["indicator_id"])]
    return awaited(
        str(row["last_period"]),
        gap=usual_gap(row),
        frequency=indicator.frequency,
        stale_after_days=indicator.stale_after_days,
    )


def usual_gap(row: Mapping[Hashable, Any]) -> float | None:
    """Return the days that usually lie between two measurements of a series, if any do."""
    gap = row["gap"]
    return float(gap) if isinstance(gap, float) and gap == gap else None


def last_measurements(
    reader: Reader, *, behind_goals: bool, indicator_ids: tuple[str, ...]
) -> pd.DataFrame:
    """Ask for the last period of each series and the days that usually lie between two.

    A series that a goal is about is asked for with those that may have taken over from it.
    Most series are measured at the same ends as many others, and have the same rhythm.
    """
    with of_indicators(indicator_ids):
        return reader.visible(
            """
            WITH told AS MATERIALIZED (
                SELECT series_id, arg_max(period, period_end) AS last_period,
                       list_sort(list(period_end)) AS ends
                FROM observation_as_of($revision)
                WHERE series_id IN (
                    SELECT series_id FROM series
                    WHERE indicator_id IN (SELECT unnest(CAST($indicator_ids AS VARCHAR[]))))
                  AND (NOT $behind_goals OR series_id IN (
                    SELECT other.series_id FROM goal_as_of($revision)
                    JOIN series mine USING (series_id)
                    JOIN series other USING (indicator_id, area_id, category)))
                GROUP BY series_id),
            rhythm AS (
                SELECT ends, CAST(list_median(list_transform(
                    list_zip(ends[2:], ends[:-2]),
                    lambda two: two[1] - two[2])) AS DOUBLE) AS gap
                FROM (SELECT DISTINCT ends FROM told)),
            ending AS (
                SELECT series_id, last_period, ends[-1] AS last_end, gap
                FROM told JOIN rhythm USING (ends))
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
            """,
            behind_goals=behind_goals,
            indicator_ids=list(indicator_ids),
        )
