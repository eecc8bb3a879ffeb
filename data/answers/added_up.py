"""What the figures of several areas come to together: counts summed, shares weighted."""

import numpy as np
import pandas as pd

from data.answers.places import of_indicator, one_each
from data.answers.reader import Reader
from metrics.definition.indicator import Indicator

_COUNTED = frozenset({"persons", "count", "commitments"})


def added_up(
    reader: Reader, *, indicator: Indicator, area_ids: tuple[str, ...]
) -> pd.DataFrame:
    """Return the periods in which every one of some areas has a value, oldest first.

    One row per period: ``period``, ``value`` in the indicator's unit and ``n`` (answers, NaN
    where nobody was asked). Counts are summed; shares are weighed by what they are shares of,
    or by the number of answers. No row where neither is known, nor for anything else than
    counts and percent.
    """
    every = of_indicator(reader, indicator_id=indicator.id)
    mine = every[every["area_id"].isin(area_ids)]
    if mine.empty or (mine["category"] != mine["category"].iloc[0]).any():
        return pd.DataFrame(columns=["period", "value", "n"])
    rows = one_each(mine)
    weight = rows["denominator"].astype(float).fillna(rows["n"].astype(float))
    counted = indicator.unit in _COUNTED
    rows = rows.assign(
        weight=1.0 if counted else weight if indicator.unit == "percent" else np.nan,
        value=rows["value"].astype(float),
        answers=rows["n"].astype(float),
    )
    rows["part"] = rows["value"] * rows["weight"]
    together = rows.groupby("period", sort=False).agg(
        areas=("part", "count"),
        part=("part", "sum"),
        weight=("weight", "sum"),
        n=("answers", lambda each: each.sum(min_count=len(area_ids))),
        end=("period_end", "max"),
    )
    whole = together[together["areas"] == len(set(area_ids))].sort_values("end")
    value = whole["part"] if counted else whole["part"] / whole["weight"]
    return pd.DataFrame(
        {
            "period": whole.index.astype(str),
            "value": value.to_numpy(),
            "n": whole["n"].to_numpy(),
        }
    )
