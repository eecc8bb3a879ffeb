"""Questions about comparators: the line beside each goal as it was judged, and beside others.

The line that is drawn and the number that is said come from here, so that they are the ones
that decided.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.answers import places
from data.answers.areas import all_areas
from data.answers.followed import Followed
from data.answers.reader import Asks, Reader
from data.answers.residents import POPULATION
from data.answers.series import observations_of
from data.judging import comparators
from data.judging.comparators import ALIKE, DENOMINATOR, PEOPLE
from data.judging.evidence import listed
from data.store.noted import of_indicators
from metrics.arrays import Floats
from metrics.methods import peers


def of_goals(
    reader: Reader, *, goal_ids: Sequence[str] | None = None, indicator_id: str | None = None
) -> pd.DataFrame:
    """Return what some goals are compared with, as they were judged: by goal, then by time.

    One row per goal and period in which a named area has a final value: ``goal_id``,
    ``area_id`` (the goal's), ``period``, ``period_start``, ``period_end``, ``value`` (published
    unit; NaN where a named area has none), ``baseline`` (its mean over the goal's baseline
    periods; NaN where one lacks it), ``areas`` (how many are named), ``known`` (how many gave
    a value) and ``weighted_by`` (see `data.judging.comparators.parts`). Without `goal_ids` and
    `indicator_id`, of all goals.
    """
    goals = _goals(reader, goal_ids, indicator_id)
    if goals.empty:
        return pd.DataFrame(columns=_LINE)
    with of_indicators(goals["indicator_id"]), reader.cursor() as cursor:
        rows = comparators.parts(cursor, goals, reader.revision)
    values = comparators.weighted(rows)
    by_period = rows.groupby(["goal_id", "period"], as_index=False).agg(
        period_start=("period_start", "min"), period_end=("period_end", "max"),
        areas=("areas", "first"), known=("area_id", "count"),
        weighted_by=("weighted_by", "first"),
    )  # fmt: skip
    baselines = comparators.comparator_baseline(values.to_frame(), goals)
    about = goals.assign(baseline=np.array(baselines, dtype=float))
    found = by_period.join(values.rename("value"), on=["goal_id", "period"]).merge(
        about[["goal_id", "area_id", "baseline"]], on="goal_id"
    )
    found = found.sort_values(["goal_id", "period_start", "period_end"], ignore_index=True)
    return found.astype({"value": float})[_LINE]


def of_followed(asks: Asks, one: Followed) -> pd.DataFrame:
    """Return what the goal of a followed series is compared with: see `of_goals`."""
    goal_ids = () if one.goal is None else (one.goal.goal_id,)
    return asks.ask(of_goals, goal_ids=goal_ids)


_LINE = [
    "goal_id", "area_id", "period", "period_start", "period_end", "value", "baseline", "areas",
    "known", "weighted_by",
]  # fmt: skip


def areas(
    reader: Reader, *, goal_ids: Sequence[str] | None = None, indicator_id: str | None = None
) -> pd.DataFrame:
    """Return the areas that some goals are compared with, never the goal's own.

    One row per goal and area, by name: ``goal_id``, ``area_id``, ``name``, and ``weight``, its
    frozen population where areas do not weigh by denominators (1 where they weigh the same).
    """
    goals = _goals(reader, goal_ids, indicator_id)
    with reader.cursor() as cursor:
        rows = comparators.named(cursor, goals, reader.revision)
    names = reader.ask(all_areas)[["area_id", "name"]]
    return names.merge(rows, on="area_id")[["goal_id", "area_id", "name", "weight"]]


def published(reader: Reader, *, goal_id: str) -> pd.DataFrame:
    """Return what was published in the areas of a goal's comparator, with what each weighs.

    The rows of `Reader.observations` that its line is made of, by period and area, and
    ``weight``, ``share`` and ``comparator``: the line's own value, NaN where a period lacks an
    area.
    """
    goals = _goals(reader, (goal_id,), None)
    with of_indicators(goals["indicator_id"]), reader.cursor() as cursor:
        rows = comparators.parts(cursor, goals, reader.revision)
    rows = rows.join(comparators.weighted(rows), on=["goal_id", "period"])
    weights = rows[["series_id", "period", "weight", "share", "comparator"]]
    seen = reader.ask(observations_of, series_ids=tuple(rows["series_id"].unique().tolist()))
    found = seen.merge(weights, on=["series_id", "period"])
    return found.sort_values(["period_start", "area_id"], ignore_index=True)


def _goals(
    reader: Reader, goal_ids: Sequence[str] | None, indicator_id: str | None
) -> pd.DataFrame:
    """Return the visible goals asked about that name areas, with their baseline periods."""
    goals = reader.visible(
        """
        SELECT g.goal_id, g.series_id, s.area_id, s.indicator_id, g.baseline_periods
        FROM goal_as_of($revision) g JOIN series s USING (series_id)
        SEMI JOIN goal_comparator_as_of($revision) c ON c.goal_id = g.goal_id
        WHERE ($goal_ids IS NULL OR list_contains($goal_ids, g.goal_id))
          AND ($indicator_id IS NULL OR s.indicator_id = $indicator_id)
        ORDER BY g.goal_id
        """,
        goal_ids=None if goal_ids is None else list(goal_ids),
        indicator_id=indicator_id,
    )
    return goals.assign(baseline_periods=goals["baseline_periods"].map(listed))


def others(
    reader: Reader, *, indicator_id: str, kind: str, category: str, invented: bool
) -> pd.DataFrame:
    """Return, per area of a level and period, the weighted mean of all the other areas.

    One row per area and period: ``area_id``, ``period``, ``value`` (published unit; NaN where
    fewer than two others are known) and ``weighted_by``. Made of final values, as the
    comparator of a goal is. Shares weigh by their denominators, other values by population
    where it is known and otherwise alike. Areas are only weighted together inside one
    boundary version and definition.
    """
    rows = reader.ask(places.figures_of_indicator, indicator_id=indicator_id)
    here = (rows["kind"] == kind) & (rows["category"] == category)
    mine = places.one_each(places.only(rows, here & (rows["invented"] == invented)))
    final = mine[mine["status"] == "final"]
    keys = [final["definition_version"], final["geo_version"].fillna("")]
    lines = [_others(reader, alike) for _key, alike in final.groupby(keys)]
    if not lines:
        return pd.DataFrame(columns=["area_id", "period", "value", "weighted_by"])
    return pd.concat(lines, ignore_index=True)


def _others(reader: Reader, rows: pd.DataFrame) -> pd.DataFrame:
    area_ids = rows["area_id"].drop_duplicates().tolist()
    periods = _mostly_known(rows)
    weights, weighted_by = _weights(reader, rows, area_ids, periods)
    values = places.by_area_and_period(rows, "value", area_ids, periods)
    means = peers.mean_of_others(values, weights)
    return pd.DataFrame(
        {
            "area_id": np.repeat(area_ids, len(periods)),
            "period": np.tile(periods, len(area_ids)),
            "value": means.ravel(),
            "weighted_by": weighted_by,
        }
    )


def _mostly_known(rows: pd.DataFrame) -> list[str]:
    """Return the periods that at least half of the areas have a value for, oldest first.

    One that hardly anybody has would leave no area with a value in every period.
    """
    known = rows.dropna(subset=["value"])
    counted = known.groupby("period").agg(
        areas=("area_id", "nunique"), start=("period_start", "min")
    )
    half = rows["area_id"].nunique() / 2
    return [str(one) for one in counted[counted["areas"] >= half].sort_values("start").index]


def _weights(
    reader: Reader, rows: pd.DataFrame, area_ids: list[str], periods: list[str]
) -> tuple[Floats, str]:
    """Return what areas weigh: denominators, else their first known population, else 1."""
    counted = places.by_area_and_period(rows, "denominator", area_ids, periods)
    values = places.by_area_and_period(rows, "value", area_ids, periods)
    if np.isfinite(counted[np.isfinite(values)]).all():
        return counted, DENOMINATOR
    people = reader.ask(places.figures_of_indicator, indicator_id=POPULATION)
    people = people[people["category"] == ""].dropna(subset=["value"])
    first = people.drop_duplicates("area_id").set_index("area_id")["value"]
    living = first.reindex(pd.Index(area_ids)).to_numpy(dtype=float)
    if np.isfinite(living).all():
        return living, PEOPLE
    return np.ones(len(area_ids)), ALIKE
