"""The baselines of goals on the scale they are monitored on, beside the frozen noise there."""

import numpy as np
import pandas as pd

from data.intake.kind import Basis
from metrics.definition.indicator import Indicator
from metrics.engine.noise import noise_groups, on_scale
from metrics.engine.sampling import UNIT_SCALE, standard_error
from metrics.engine.scale import scale_of
from metrics.engine.series import season_of

_NUMBERS = ("value", "numerator", "denominator", "n", "low", "high")


def on_noise_scale(
    basis: Basis, rows: pd.DataFrame, base: pd.DataFrame, found: list[Indicator | None]
) -> pd.DataFrame:
    """Add ``turned`` and ``error`` on the monitored scale, and ``between``, the noise there.

    `base` has the measurements of `data.intake.goal_series.measured` that are baselines of the
    goals in `rows`. The variance ``between`` is that of the series' noise group, NaN where
    none is frozen or the group drifts; ``turned`` is without the group's season.
    """
    base = base.reset_index(drop=True)
    indicators = [each for place in base["place"] if (each := found[place])]
    if not indicators:
        return base.assign(turned=np.nan, error=np.nan, between=np.nan)
    inside = base.assign(
        goal_id=base["place"],
        in_baseline=True,
        answers=base["n"].astype(float).fillna(base["denominator"].astype(float)),
        standard_error=_errors(base, indicators),
    )
    series = _series(rows, base, indicators)
    turned, error = on_scale(series, inside)
    noise = _noise(basis, series, inside)
    return inside.assign(turned=turned - noise["season"], error=error, between=noise["between"])


def _series(
    rows: pd.DataFrame, base: pd.DataFrame, indicators: list[Indicator]
) -> pd.DataFrame:
    """Return the series of each measurement, as `metrics.engine.noise` asks for them."""
    goals = rows.iloc[base["place"].to_numpy()]
    versions, categories = goals["definition_version"], goals["category"]
    return pd.DataFrame(
        {
            "goal_id": base["place"].to_numpy(),
            "group": [
                f"{each.id}.{version}|{category}"
                for each, version, category in zip(
                    indicators, versions, categories, strict=True
                )
            ],
            "looks_per_year": [each.measurements_per_year for each in indicators],
            "scale": [str(scale_of(each.evidence)) for each in indicators],
            "whole": [UNIT_SCALE.get(each.unit, 1.0) for each in indicators],
        }
    )


def _noise(basis: Basis, series: pd.DataFrame, inside: pd.DataFrame) -> pd.DataFrame:
    """Return ``between`` and ``season`` (0 where there is none) of each measurement."""
    frozen = basis.reader.rows(
        'SELECT noise_group, "between", season FROM noise_model_as_of($revision) '
        "WHERE NOT coalesce(drifting, false) AND NOT alone"
    ).set_index("noise_group")
    own = series.drop_duplicates("goal_id")
    by_goal = dict(zip(own["goal_id"], noise_groups(own, inside), strict=True))
    groups = series["goal_id"].map(by_goal)
    pace = series["looks_per_year"].to_numpy(float)
    part = season_of(inside["period_start"], pace)
    seasons = frozen["season"].to_dict()
    season = [
        float(steps[at]) if (steps := _steps(seasons.get(group))) and at < len(steps) else 0.0
        for group, at in zip(groups, part, strict=True)
    ]
    between = groups.map(frozen["between"].astype(float)).astype(float).to_numpy()
    return pd.DataFrame({"between": between, "season": np.nan_to_num(season)})


def _steps(season: object) -> list[float]:
    return list(season) if isinstance(season, (list, np.ndarray)) else []


def _errors(base: pd.DataFrame, indicators: list[Indicator]) -> np.ndarray:
    """Return the standard error of each measurement, in its unit; NaN where nothing says."""
    errors = np.full(len(base), np.nan)
    ids = np.array([each.id for each in indicators], dtype=object)
    for each in {one.id: one for one in indicators}.values():
        mine = ids == each.id
        numbers = {
            name: base.loc[mine, name].to_numpy(float, na_value=np.nan) for name in _NUMBERS
        }
        errors[mine] = standard_error(each.evidence, each.unit, **numbers)
    return errors
