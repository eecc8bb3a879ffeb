"""What the areas of an indicator did together, from the store in one batch per indicator."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from data.answers.goals import all_goals
from data.answers.reader import Reader
from data.answers.series import all_breaks
from metrics.definition.indicator import Evidence
from metrics.outcome.together import FEWEST_AREAS, follows, step, together

COLUMNS = (
    *("indicator_id", "category", "kind", "invented", "period_before", "period", "areas"),
    *("fell", "rose", "median_change", "mid", "direction", "alarms"),
    *("parent_id", "parent_name", "follow"),
)

_SAME_SEASON = 20
"""Days within which two periods end at the same time of the year."""

_GROUP = ["indicator_id", "definition_version", "category", "kind", "invented"]


def common_movement(reader: Reader, *, indicator_id: str | None = None) -> pd.DataFrame:
    """Return what the areas of each indicator did together in the latest step.

    One row per indicator, category and kind of area with at least ten areas measured in the two
    latest periods: the columns `COLUMNS`. ``fell`` and ``rose`` count the areas that moved by
    at least ``mid`` (by anything where the indicator has none); ``direction`` is "fell" or
    "rose" where `metrics.outcome.together.MOST_OF_THEM` did and no break that concerns all of
    them lies between. Classes have no step and no row. ``alarms`` is whether the common part is
    itself a loss, to be told once, at ``parent_name``; ``follow`` lists the goals whose own
    part, beside the median of the other areas, is smaller than what matters.
    """
    rows = reader.visible(_VALUES, indicator_id=indicator_id, ordinal=str(Evidence.ORDINAL))
    goals = reader.ask(all_goals)
    parents, breaks = reader.visible(_PARENTS), _of_everywhere(reader.ask(all_breaks))
    found = []
    for key, mine in rows.groupby(_GROUP, sort=True):
        table = mine.pivot_table(index="area_id", columns="period_end", values="value")
        if len(table) >= FEWEST_AREAS and table.shape[1] > 1:
            named = dict(zip(_GROUP, key, strict=True))
            stops = _starts(breaks, named)
            found.append(_moved(named, mine, table, goals, parents, stops))
    known = [one for one in found if one is not None]
    return pd.DataFrame(known, columns=list(COLUMNS))


def _moved(
    key: dict[str, object],
    rows: pd.DataFrame,
    table: pd.DataFrame,
    goals: pd.DataFrame,
    parents: pd.DataFrame,
    stops: pd.Series,
) -> dict[str, object] | None:
    enough = table.columns[table.notna().sum() >= FEWEST_AREAS]
    if len(enough) < 2:
        return None
    names = rows.drop_duplicates("period_end").set_index("period_end")["period"]
    mine = goals[
        (goals["indicator_id"] == key["indicator_id"])
        & (goals["category"] == key["category"])
        & goals["area_id"].isin(table.index)
    ]
    mid = rows["smallest_difference"].astype(float).iloc[0]
    mid = float(mine["mid"].astype(float).fillna(mid).median()) if len(mine) else float(mid)
    before_day, day = _latest_step(enough)
    before, after = table[before_day], table[day]
    seen = step(before.to_numpy(float), after.to_numpy(float), mid)
    broken = bool(((stops > before_day) & (stops <= day)).any())
    alarms, follow = _since_reference(mine, table[enough], names, mid)
    parent_id, parent_name = _parent(set(table.index), parents)
    return {
        **key,
        "period_before": names[before_day],
        "period": names[day],
        "areas": seen.areas,
        "fell": seen.fell,
        "rose": seen.rose,
        "median_change": seen.median,
        "mid": mid,
        "direction": "" if broken else seen.direction,
        "alarms": alarms,
        "parent_id": parent_id,
        "parent_name": parent_name,
        "follow": follow,
    }


def _of_everywhere(breaks: pd.DataFrame) -> pd.DataFrame:
    """Keep the breaks that concern every area and stop comparison of values."""
    everywhere = breaks["area_id"].fillna("") == ""
    return breaks[everywhere & breaks["blocks_change"].astype("boolean").fillna(False)]


def _starts(breaks: pd.DataFrame, key: dict[str, object]) -> pd.Series:
    """Return the days on which the breaks of an indicator and category begin."""
    version, category = breaks["definition_version"], breaks["category"].fillna("")
    mine = (
        (breaks["indicator_id"] == key["indicator_id"])
        & (version.isna() | (version == key["definition_version"]))
        & category.isin(["", key["category"]])
    )
    return pd.to_datetime(breaks.loc[mine, "first_period_start"])


def _latest_step(columns: pd.Index) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the last day and the one it is compared with: a year before, where there is one.

    From one quarter to the next the season moves more than anything else.
    """
    days = pd.DatetimeIndex(columns)
    year = days[-1] - pd.DateOffset(years=1)
    near = days[np.abs((days - year).days) <= _SAME_SEASON]
    return (near[-1] if len(near) else days[-2]), days[-1]


def _since_reference(
    goals: pd.DataFrame, table: pd.DataFrame, names: pd.Series, mid: float
) -> tuple[bool, list[str]]:
    """Return whether the common part is itself a loss, and which goals only follow it."""
    alarms, follow = False, []
    goals = goals[goals["worse"].isin(["lower", "higher"])]
    periods = [_listed(one) for one in goals["baseline_periods"]]
    for terms in sorted(set(zip(goals["worse"], periods, strict=True))):
        same = [one == terms for one in zip(goals["worse"], periods, strict=True)]
        worsening, baseline = _worsening(table, names, *terms)
        if worsening is None:
            continue
        mine = goals[same]
        common = together(
            worsening.to_numpy(float),
            baseline=baseline,
            smallest=mid,
            measurements_per_year=_pace(worsening.columns),
        )
        alarms = alarms or common.alarms
        place = worsening.index.get_indexer(pd.Index(mine["area_id"]))
        least = mine["mid"].astype(float).fillna(mid)
        only = follows(
            worsening.to_numpy(float)[place, -1],
            common.common[place, -1],
            np.asarray(least, dtype=np.float64),
        )
        follow += [str(one) for one in mine["goal_id"][only]]
    return alarms, sorted(follow)


def _worsening(
    table: pd.DataFrame, names: pd.Series, worse: str, named: tuple[str, ...]
) -> tuple[pd.DataFrame | None, int]:
    """Return how much every area has worsened since the reference, and how long that is."""
    inside = [day for day in table.columns if names[day] in named]
    later = [day for day in table.columns if inside and day > max(inside)]
    if not later or len(inside) < len(named):
        return None, 0
    sign = 1.0 if worse == "higher" else -1.0
    moved = sign * table.sub(table[inside].mean(axis=1), axis=0)
    return moved[[*inside, *later]], len(inside)


def _pace(days: pd.Index) -> float:
    """Return how many measurements a year the columns are apart."""
    apart = np.diff(days.to_numpy("datetime64[D]")).astype(float)
    return 365.25 / max(float(np.median(apart)), 1.0)


def _listed(periods: object) -> tuple[str, ...]:
    return tuple(str(one) for one in periods) if isinstance(periods, Iterable) else ()


def _parent(areas: set[str], parents: pd.DataFrame) -> tuple[str, str]:
    """Return the nearest area that all of the areas lie in, or nothing."""
    over = parents.groupby("area_id")["parent_id"].apply(list).to_dict()
    names = dict(zip(parents["parent_id"], parents["parent_name"], strict=True))
    shared: list[str] | None = None
    for area in areas:
        line, here = [], over.get(area, [])
        while here:
            line.append(str(here[0]))
            here = over.get(here[0], [])
        shared = line if shared is None else [one for one in shared if one in line]
    nearest = shared[0] if shared else ""
    return nearest, str(names.get(nearest, ""))


_VALUES = """
SELECT s.area_id, s.indicator_id, s.definition_version, s.category, a.kind,
       coalesce(a.invented, false) AS invented, o.period, o.period_end, o.value,
       CAST(i.definition ->> '$.smallest_difference' AS DOUBLE) AS smallest_difference
FROM series s
JOIN observation_as_of($revision) o USING (series_id)
JOIN area_as_of($revision) a USING (area_id)
LEFT JOIN indicator_as_of($revision) i ON i.indicator_id = s.indicator_id
     AND i.definition_version = s.definition_version
WHERE o.value IS NOT NULL AND o.status = 'final'
  AND coalesce(i.definition ->> '$.evidence', '') <> $ordinal
  AND ($indicator_id IS NULL OR s.indicator_id = $indicator_id)
QUALIFY row_number() OVER (PARTITION BY s.area_id, s.indicator_id, s.definition_version,
                           s.category, o.period ORDER BY s.series_id DESC) = 1
"""

_PARENTS = """
SELECT r.area_id, r.other_area_id AS parent_id, p.name AS parent_name
FROM area_relation_as_of($revision) r
JOIN area_as_of($revision) p ON p.area_id = r.other_area_id
WHERE r.relation = 'parent' ORDER BY ALL
"""
