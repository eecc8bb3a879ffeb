"""Baseline measurements unlike the others: a wild year would set the level for ever."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.intake.findings import Both, Marks, mark, written
from data.intake.goal_noise import on_noise_scale
from data.intake.kind import Basis
from metrics.definition.indicator import Evidence, Indicator
from metrics.engine.seasonal import visible_season
from metrics.engine.series import season_of

_FAR = 4.0
"""How many standard deviations from the others a baseline measurement is worth a question."""
_FEWEST = 4
"""Measurements that a baseline needs to be its own yardstick."""
_MAD_TO_SD = 1.4826
"""A median absolute deviation times this is the standard deviation of normal noise."""


def outlying(
    basis: Basis, rows: pd.DataFrame, base: pd.DataFrame, found: list[Indicator | None]
) -> Iterator[Marks]:
    """Ask about baseline measurements far from the others, and name their periods and values.

    `rows` holds the goals, `base` the measurements of `data.intake.goal_series.measured` that
    are their baselines.
    """
    numeric = [
        bool((each := found[place]) and each.evidence is not Evidence.ORDINAL)
        for place in base["place"]
    ]
    mids = rows["mid"].to_numpy(float)
    far = np.zeros(len(rows), dtype=bool)
    named, usual = np.empty(len(rows), dtype=object), np.empty(len(rows), dtype=object)
    turned = on_noise_scale(basis, rows, base[np.array(numeric, dtype=bool)], found)
    places = turned["place"].to_numpy(np.int64)
    for place in np.unique(places).tolist():
        mine = turned.iloc[
            np.searchsorted(places, place) : np.searchsorted(places, place, "right")
        ]
        pace = indicator.measurements_per_year if (indicator := found[place]) else 1.0
        odd = _unlike_others(_without_own_season(mine, mids[place], pace), mids[place])
        if odd.any():
            far[place] = True
            named[place] = _named(mine[odd])
            others = mine[~odd] if not odd.all() else mine
            usual[place] = round(float(others["number"].median()), 2)
    yield from mark("baseline_outlying", "baseline_periods", far, outlying=named, usual=usual)


def _named(odd: pd.DataFrame) -> Both:
    """Write the period and value of each measurement, ``45 för 2013``."""
    pairs = list(zip(odd["period"], odd["number"], strict=True))
    return Both(
        ", ".join(f"{written(float(number), 'sv')} för {period}" for period, number in pairs),
        ", ".join(f"{written(float(number), 'en')} for {period}" for period, number in pairs),
    )


def _without_own_season(mine: pd.DataFrame, mid: float, pace: float) -> pd.DataFrame:
    """Take the season that one baseline shows out of it: every summer is like the others."""
    if pace <= 1:
        return mine
    season, seasons = season_of(mine["period_start"], np.full(len(mine), pace)), round(pace)
    number = mine["number"].to_numpy(float)
    pattern = visible_season(number, season, seasons, mid)
    if not pattern.any():
        return mine
    turned = mine["turned"].to_numpy(float)
    on_scale = visible_season(turned, season, seasons, 0.0)
    return mine.assign(number=number - pattern[season], turned=turned - on_scale[season])


def _unlike_others(mine: pd.DataFrame, mid: float) -> np.ndarray:
    """Say which measurements of one baseline lie far from the middle of the others.

    Far is four standard deviations: of the frozen noise and the sampling error where both are
    known, otherwise of the baseline itself, robustly, and then at least what matters (`mid`).
    """
    turned = mine["turned"].to_numpy(float)
    if len(turned) < 2:
        return np.zeros(len(turned), dtype=bool)
    others = np.array([np.median(np.delete(turned, each)) for each in range(len(turned))])
    away = np.abs(turned - others)
    between = mine["between"].to_numpy(float)
    if np.isfinite(between).all():
        return np.asarray(away > _FAR * np.sqrt(between + mine["error"].to_numpy(float) ** 2))
    number = mine["number"].to_numpy(float)
    middle = np.median(number)
    spread = _MAD_TO_SD * np.median(np.abs(number - middle))
    matters = np.abs(number - middle) > (mid if mid == mid else 0.0)
    enough = len(number) >= _FEWEST and (spread > 0 or mid == mid)
    return np.asarray(enough & matters & (np.abs(number - middle) > _FAR * spread))
