"""What is an initiative worth to those it is for? Social value, with its range.

A valuation is of one initiative. It is never summed over areas and never a headline: the
range, and what drives it, is the result.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from metrics.arrays import Floats

Key = tuple[str, str]
Draws = Mapping[Key, float | Floats]

# What is assumed where nothing is given; units and unit value have no default.
DEFAULTS = {
    "duration": 1.0,
    "deadweight": 0.0,
    "attribution": 0.0,
    "displacement": 0.0,
    "drop_off": 0.0,
    "discount_rate": 0.0,
    "investment": 0.0,
}
NAMES = ("units", "unit_value", *DEFAULTS)
SHARES = ("deadweight", "attribution", "displacement", "drop_off")
SHAPES = ("fixed", "uniform", "triangular", "normal")
LONGEST_DURATION = 100
# The distance between the 2.5th and 97.5th percentile of a normal, in standard deviations.
WIDTH_OF_95 = 3.92


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One assumption of a valuation, with its range and where it comes from.

    ``name``: one of `NAMES`. Attribution is the share owed to *others*, as deadweight is what
    would have happened anyway and displacement what was moved from elsewhere. An empty
    ``outcome`` means all outcomes of the initiative. ``low`` and ``high`` are the ends of a
    uniform or triangular shape and the 95 % range of a normal one.
    """

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    shape: str = "triangular"
    outcome: str = ""
    unit: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise ValueError(f"No parameter {self.name!r}. There are: {', '.join(NAMES)}.")
        if self.shape not in SHAPES:
            raise ValueError(f"No shape {self.shape!r}. There are: {', '.join(SHAPES)}.")
        low, high = self.range
        if not low <= self.value <= high:
            raise ValueError(f"{self.name}: `value` must lie between `low` and `high`.")
        if low < 0 or (self.name in SHARES and high > 1):
            raise ValueError(f"{self.name}: must be 0 or more, and a share at most 1.")
        if self.name == "duration" and high > LONGEST_DURATION:
            raise ValueError(f"duration: must be at most {LONGEST_DURATION} years.")

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and highest value considered; the value itself where none is given."""
        return (
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )


class Driver(NamedTuple):
    """One bar of the tornado: the net value with one parameter at its low and its high."""

    outcome: str
    name: str
    at_low: float
    at_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialValue:
    """The present value of an initiative's outcomes, in the currency of the unit values.

    ``low`` and ``high`` hold the middle of the simulated values; ``ratio`` is value per
    invested unit, None where no investment is given. ``tornado`` has the widest bar first.
    ``unsourced`` names the parameters for which no source is given.
    """

    value: float
    low: float
    high: float
    investment: float
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    by_outcome: dict[str, float]
    tornado: tuple[Driver, ...]
    unsourced: tuple[str, ...]


def social_value(
    parameters: Mapping[str, float] | Iterable[Parameter],
    *,
    generator: np.random.Generator | None = None,
    draws: int = 10_000,
    confidence: float = 0.9,
    first_year_discounted: bool = False,
) -> SocialValue:
    """Return the social value of one initiative with its range and what drives it.

    For each outcome: units x unit value x (1 - deadweight) x (1 - attribution) x
    (1 - displacement) a year, shrinking by ``drop_off`` from the second year on, discounted
    over ``duration`` years (a part of a year counts in part). The first year is undiscounted
    unless ``first_year_discounted``. ``parameters``: `Parameter` rows, or names and numbers
    for one outcome without ranges. ``generator``: seeded by the caller; without one the same
    parameters always give the same range.

    Raises `ValueError` where an outcome lacks units or unit value, a parameter is given
    twice, or there is no outcome.

    Source: Social Value UK (2012), "A guide to social return on investment".
    """
    rows = _rows(parameters)
    outcomes = _outcomes(rows)
    central: Draws = {key: row.value for key, row in rows.items()}
    generator = generator or np.random.default_rng(0)
    drawn = {key: _drawn(row, generator, draws) for key, row in rows.items()}
    by_outcome = {
        outcome: float(_present_value(central, outcome, first_year_discounted))
        for outcome in outcomes
    }
    value = sum(by_outcome.values())
    simulated = np.broadcast_to(_total(drawn, outcomes, first_year_discounted), draws)
    low, high = _middle(simulated, confidence)
    investment = float(_investment(central, outcomes))
    ratio, ratio_low, ratio_high = None, None, None
    if investment > 0:
        ratio = value / investment
        ratio_low, ratio_high = _middle(simulated / _investment(drawn, outcomes), confidence)
    return SocialValue(
        value=value,
        low=low,
        high=high,
        investment=investment,
        ratio=ratio,
        ratio_low=ratio_low,
        ratio_high=ratio_high,
        by_outcome=by_outcome,
        tornado=_tornado(rows, central, outcomes, first_year_discounted),
        unsourced=tuple(row.name for row in rows.values() if not row.source.strip()),
    )


def _middle(simulated: Floats, confidence: float) -> tuple[float, float]:
    low, high = np.quantile(simulated, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _rows(parameters: Mapping[str, float] | Iterable[Parameter]) -> dict[Key, Parameter]:
    if isinstance(parameters, Mapping):
        parameters = [Parameter(name=name, value=value) for name, value in parameters.items()]
    rows: dict[Key, Parameter] = {}
    for row in parameters:
        if (row.outcome, row.name) in rows:
            raise ValueError(f"{row.name} of outcome {row.outcome!r} is given twice.")
        rows[row.outcome, row.name] = row
    return rows


def _outcomes(rows: Mapping[Key, Parameter]) -> tuple[str, ...]:
    """Return the outcomes in the order given; one without a name where none is named."""
    named = dict.fromkeys(outcome for outcome, _ in rows if outcome)
    outcomes = tuple(named) or ("",)
    for outcome in outcomes:
        for name in ("units", "unit_value"):
            if (outcome, name) not in rows and ("", name) not in rows:
                raise ValueError(f"Outcome {outcome!r} lacks the parameter {name!r}.")
    return outcomes


def _get(draws: Draws, outcome: str, name: str) -> float | Floats:
    return draws.get((outcome, name), draws.get(("", name), DEFAULTS.get(name, 0.0)))


def _present_value(draws: Draws, outcome: str, first_year_discounted: bool) -> float | Floats:
    yearly = _get(draws, outcome, "units") * _get(draws, outcome, "unit_value")
    for name in ("deadweight", "attribution", "displacement"):
        yearly = yearly * (1 - _get(draws, outcome, name))
    duration = _get(draws, outcome, "duration")
    kept = 1 - _get(draws, outcome, "drop_off")
    discount = 1 + _get(draws, outcome, "discount_rate")
    years: float | Floats = 0.0
    for year in range(int(np.ceil(np.max(duration)))):
        part = np.clip(duration - year, 0, 1)
        years = years + part * kept**year / discount ** (year + first_year_discounted)
    return yearly * years


def _total(
    draws: Draws, outcomes: tuple[str, ...], first_year_discounted: bool
) -> float | Floats:
    total: float | Floats = 0.0
    for outcome in outcomes:
        total = total + _present_value(draws, outcome, first_year_discounted)
    return total


def _investment(draws: Draws, outcomes: tuple[str, ...]) -> float | Floats:
    """Return what was invested: in the initiative as a whole, or for each outcome."""
    invested: float | Floats = 0.0
    for outcome in dict.fromkeys(("", *outcomes)):
        invested = invested + draws.get((outcome, "investment"), 0.0)
    return invested


def _drawn(row: Parameter, generator: np.random.Generator, draws: int) -> float | Floats:
    low, high = row.range
    if row.shape == "fixed" or low == high:
        return row.value
    if row.shape == "uniform":
        return generator.uniform(low, high, draws)
    if row.shape == "triangular":
        return generator.triangular(low, row.value, high, draws)
    normal = generator.normal(row.value, (high - low) / WIDTH_OF_95, draws)
    # A normal has tails beyond what a share, or a number of years, can be.
    most = {"duration": LONGEST_DURATION, **dict.fromkeys(SHARES, 1.0)}.get(row.name, np.inf)
    return np.clip(normal, 0.0, most)


def _tornado(
    rows: Mapping[Key, Parameter],
    central: Draws,
    outcomes: tuple[str, ...],
    first_year_discounted: bool,
) -> tuple[Driver, ...]:
    drivers = []
    for (outcome, name), row in rows.items():
        at_low, at_high = (
            float(_total({**central, (outcome, name): end}, outcomes, first_year_discounted))
            for end in row.range
        )
        if at_low != at_high:
            drivers.append(Driver(outcome, name, at_low, at_high))
    return tuple(sorted(drivers, key=lambda bar: -abs(bar.at_high - bar.at_low)))
