"""The line a series is compared with: one mean of the named areas."""

from collections.abc import Mapping

import pandas as pd


def comparator_line(
    observations: pd.DataFrame, weights: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Return the comparator areas' mean per period: ``period`` and ``value``, oldest first.

    Where every row of a period has numerator and denominator they are pooled, otherwise the
    values are weighted by `weights` (area id to weight, 1 where none is given). Only periods
    that every area has are kept, so that the line never moves because an area came or went.
    """
    known = observations.dropna(subset=["value"])
    if known.empty:
        return pd.DataFrame({"period": [], "value": []})
    everyone = known["area_id"].nunique()
    rows = [
        {"period": period, "value": _mean(group, weights or {})}
        for (_start, period), group in known.groupby(["period_start", "period"])
        if group["area_id"].nunique() == everyone
    ]
    return pd.DataFrame(rows, columns=["period", "value"])


def _mean(group: pd.DataFrame, weights: Mapping[str, float]) -> float:
    parts = group[["numerator", "denominator"]]
    if parts.notna().to_numpy().all() and (group["denominator"] > 0).all():
        pooled = float(group["numerator"].sum() / group["denominator"].sum())
        single = group.iloc[0]
        scale = _scale(
            float(single["value"]), float(single["numerator"] / single["denominator"])
        )
        return pooled * scale
    weight = group["area_id"].map(lambda area_id: weights.get(area_id) or 1.0).astype(float)
    return float((group["value"] * weight).sum() / weight.sum())


def _scale(value: float, ratio: float) -> float:
    """Return what a ratio is multiplied by in the published unit: 1, 100, 1 000, 100 000."""
    if ratio == 0:
        return 100.0
    return min(
        (1.0, 100.0, 1_000.0, 100_000.0), key=lambda scale: abs(value / ratio / scale - 1)
    )
