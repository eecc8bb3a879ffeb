"""What an initiative is worth, as a range: assumptions in, simulated value out."""

import numpy as np
import pandas as pd

from metrics.methods.valuation import DEFAULTS, SHARES, Parameter, SocialValue, social_value

SEED = 20261122
CONFIDENCE = 0.95
_PERCENT = (*SHARES, "discount_rate")
_MONEY = ("unit_value", "investment")


def valued(parameters: pd.DataFrame) -> SocialValue | None:
    """Return the value of one initiative with its 95 % range; None without assumptions.

    `parameters` has the columns of `data.answers.initiatives.parameters`: shares in percent.
    The seed is fixed, so that the same assumptions always give the same range.
    """
    if parameters.empty:
        return None
    return social_value(
        [_parameter(row) for row in parameters.to_dict("records")],
        generator=np.random.default_rng(SEED),
        confidence=CONFIDENCE,
    )


def currency(parameters: pd.DataFrame) -> str:
    """Return the one currency of a valuation."""
    units = parameters[parameters["name"].isin(_MONEY)]["unit"]
    return str(units.iloc[0]) if len(units) else ""


def unsaid(parameters: pd.DataFrame) -> list[str]:
    """Name the assumptions nobody has made, which are counted as nothing."""
    said = set(parameters["name"])
    return [name for name in DEFAULTS if name not in said]


def _parameter(row: dict[object, object]) -> Parameter:
    name = str(row["name"])
    scale = 100.0 if name in _PERCENT else 1.0
    value, low, high = (_number(row[key], scale) for key in ("value", "low", "high"))
    return Parameter(
        name=name,
        value=value or 0.0,
        low=low,
        high=high,
        shape=str(row["shape"]),
        outcome=str(row["outcome"]),
        unit=str(row["unit"]),
        source=str(row["source"]),
    )


def _number(value: object, scale: float) -> float | None:
    number = float(str(value))
    return None if np.isnan(number) else number / scale
