"""Which areas have moved most beside the others at their level, where nobody has a goal."""

import numpy as np
import pandas as pd

from data.answers.areas import around, places_with_goals
from data.answers.reader import Reader
from data.answers.series import all_breaks
from data.judging import movement_questions
from data.judging.values_by_area import by_area_and_day
from data.store.noted import of_indicators
from metrics.arrays import Bools, Floats
from metrics.definition.indicator import Evidence
from metrics.methods.peers import moved_apart
from metrics.outcome.together import FEWEST_AREAS, medians_of_others

COLUMNS = (
    *("area_id", "indicator_id", "category", "kind", "apart"),
    *("periods", "ends", "values", "others"),
)

_MOST = 4
"""Areas of a group that are returned: more of the same would not be shown."""


def on_the_move(
    reader: Reader, *, indicator_ids: tuple[str, ...], invented: bool
) -> pd.DataFrame:
    """Return the areas that have moved most beside the others in some indicators.

    One row per area, furthest first and at most four of a category and kind of area: the
    columns `COLUMNS`. ``apart`` is the movement beside the median of the other areas, in
    spreads (`metrics.methods.peers.moved_apart`); ``periods`` and ``ends``, their last days,
    hold every period in which anybody was measured, ``values`` and ``others`` the area and the
    median of the others in them (unit of the indicator; NaN where it is not known). Areas with
    a goal are left out, and areas elsewhere, which are there to compare with (`_elsewhere`),
    and so is what lies before a break that stops comparison. It is worked out of what the
    viewer sees.
    """
    areas = None if reader.viewer.areas is None else sorted(reader.viewer.areas)
    asked = {"ids": list(indicator_ids), "areas": areas}
    chosen = asked | {"ordinal": str(Evidence.ORDINAL)}
    groups = reader.rows(movement_questions.AREAS, **chosen)
    groups = groups[groups["invented"] == invented]
    if groups.groupby("number").size().max() < FEWEST_AREAS or groups.empty:
        return _as_rows([])
    with of_indicators(indicator_ids):
        rows = reader.rows(movement_questions.EVERY_VALUE, **chosen)
    goals = reader.rows(movement_questions.GOALS, **asked)
    promised = goals.groupby(["indicator_id", "category"])["area_id"].agg(frozenset)
    elsewhere = _elsewhere(reader.ask(places_with_goals))
    breaks = reader.ask(all_breaks)
    breaks = breaks[breaks["indicator_id"].isin(indicator_ids) & breaks["blocks_change"]]
    measured = dict(iter(rows.groupby("number")))
    found: list[dict[str, object]] = []
    for number, group in groups.groupby("number"):
        if len(group) >= FEWEST_AREAS and number in measured:
            about = str(group["indicator_id"].iloc[0]), str(group["category"].iloc[0])
            left_out = elsewhere | promised.get(about, frozenset())
            found += _of_group(group, measured[number], left_out, breaks)
    return _as_rows(found)


def _elsewhere(areas: pd.DataFrame) -> frozenset[str]:
    """Return the areas that lie in nothing that an area with a goal lies in.

    Without goals there are none. Stockholm is measured only to compare Göteborg with.
    """
    inside = around(areas)
    with_goals = areas[areas["goals"] > 0]["area_id"]
    ours = frozenset().union(*(inside[str(one)] for one in with_goals))
    if not ours:
        return frozenset()
    return frozenset(one for one, places in inside.items() if places.isdisjoint(ours))


def _as_rows(found: list[dict[str, object]]) -> pd.DataFrame:
    rows = pd.DataFrame(found, columns=list(COLUMNS))
    return rows.sort_values("apart", key=abs, ascending=False, ignore_index=True)


def _of_group(
    group: pd.DataFrame, rows: pd.DataFrame, left_out: frozenset[str], breaks: pd.DataFrame
) -> list[dict[str, object]]:
    first = group.iloc[0]
    named = {name: first[name] for name in ("indicator_id", "category", "kind")}
    table = by_area_and_day(group, rows)
    values = table.to_numpy(float).copy()
    values[_before_a_break(table, first, breaks)] = np.nan
    others = _others(values)
    apart = moved_apart(values, others)
    apart[table.index.isin(list(left_out))] = np.nan
    names = rows.drop_duplicates("period_end").set_index("period_end")["period"]
    days = {
        "periods": [str(one) for one in names.loc[table.columns]],
        "ends": list(table.columns),
    }
    order = np.argsort(-np.abs(np.nan_to_num(apart)), kind="stable")[:_MOST]
    return [
        {
            **named,
            **days,
            "area_id": str(table.index[place]),
            "apart": float(apart[place]),
            "values": values[place].tolist(),
            "others": others[place].tolist(),
        }
        for place in order
        if np.isfinite(apart[place])
    ]


def _others(values: Floats) -> Floats:
    """Return, by area and period, the median of the other areas that are always measured.

    Were the others not the same all the time, the median would move because one came or went.
    Periods that hardly any area has are left out.
    """
    often = 2 * np.isfinite(values).sum(axis=0) >= len(values)
    always = np.isfinite(values[:, often]).all(axis=1, keepdims=True)
    others = medians_of_others(np.where(always, values, np.nan))
    return np.where(often, others, np.nan)


def _before_a_break(table: pd.DataFrame, about: pd.Series, breaks: pd.DataFrame) -> Bools:
    """Return which cells (area, day) lie before a break that concerns their area."""
    version, category = breaks["definition_version"], breaks["category"].fillna("")
    mine = breaks[
        (breaks["indicator_id"] == about["indicator_id"])
        & (version.isna() | (version == about["definition_version"]))
        & category.isin(["", about["category"]])
    ]
    before = np.zeros(table.shape, dtype=bool)
    for one in mine.to_dict("records"):
        earlier = pd.DatetimeIndex(table.columns) < pd.Timestamp(one["first_period_start"])
        here = table.index == one["area_id"] if one["area_id"] else np.ones(len(table), bool)
        before |= np.outer(here, earlier)
    return before
