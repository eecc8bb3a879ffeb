"""Why no alarm that answers every year can win every cell.

Three rules that know more than any monitor may, at the engine's own false alarms: one knows
the shape, size and date of the loss and is asked at every look, or once only, at the end; one
is made for a loss of three measurements; one weighs all sizes and dates
(`tests.benchmarks.mixture`). Everybody here knows the noise.
"""

from collections.abc import Callable

import numpy as np

from metrics.engine.screen import screen_losses
from tests.benchmarks.detection import CELLS, Cell, Floats, measured, standardised
from tests.benchmarks.mixture import first_over, limits, mixture

FALSE_ALARMS = 0.025
"""Shared by all rules; about what pymannkendall and changepoint-online have natively."""
SHORT = 3

Statistic = Callable[[Floats, Cell], Floats]


def knowing(values: Floats, cell: Cell) -> Floats:
    """Return, per look, the likelihood-ratio statistic for the loss as it really is."""
    seen, shape = standardised(values, cell), cell.loss(np.arange(cell.horizon))
    statistic = np.zeros(seen.shape)
    for step in range(cell.horizon):
        known = shape[: step + 1]
        # The baseline mean errs by the same amount at every look.
        weight = known - known.sum() / (cell.baseline + step + 1)
        scale = np.sqrt(known @ weight)
        statistic[:, step] = seen[:, : step + 1] @ weight / (scale if scale > 0 else 1.0)
    return statistic


def latest_three(values: Floats, cell: Cell) -> Floats:
    """Return, per look, the standardised mean of the latest three measurements."""
    seen, statistic = standardised(values, cell), np.zeros((len(values), cell.horizon))
    for step in range(cell.horizon):
        latest = seen[:, max(0, step + 1 - SHORT) : step + 1]
        statistic[:, step] = latest.mean(axis=1) / np.sqrt(
            1 / latest.shape[1] + 1 / cell.baseline
        )
    return statistic


def weighing(values: Floats, cell: Cell) -> Floats:
    """Return, per look, the Shiryaev-Roberts mixture."""
    return mixture(standardised(values, cell), cell.baseline)


def at_every_measurement(rule: Statistic, null: Floats, lost: Floats, cell: Cell) -> float:
    """Return the power of a rule with the same false-alarm rate at every look."""
    limit = limits(rule(null, cell), FALSE_ALARMS)
    return float((first_over(rule(lost, cell), limit) >= 0).mean())


def once(rule: Statistic, null: Floats, lost: Floats, cell: Cell) -> float:
    """Return the power of a rule that is asked after the last look only."""
    limit = np.quantile(rule(null, cell)[:, -1], 1 - FALSE_ALARMS)
    return float((rule(lost, cell)[:, -1] > limit).mean())


def engine(null: Floats, lost: Floats, cell: Cell) -> float:
    """Return the power of the engine at exactly the shared false alarms."""
    p_null, p_lost = (
        screen_losses(
            values, baseline=cell.baseline, worse="higher", group=np.zeros(len(values))
        ).p_value
        for values in (null, lost)
    )
    return float((p_lost <= np.quantile(p_null, FALSE_ALARMS)).mean())


def print_bounds(series: int) -> None:
    """Print what the three rules and the engine find in the cells of 8+12."""
    print(f"power at {FALSE_ALARMS:.1%} false alarms, noise known, {series} series")
    wide = (12, 12, 12, 12, 8)
    names = ("asked once", "every look", "last three", "mixture", "engine")
    heading = "".join(f"{name:>{width}}" for name, width in zip(names, wide, strict=True))
    print(f"{'cell':22}{heading}")
    for number, cell in enumerate(CELLS[:5]):
        null = measured(cell, 5 * series, False, 700 + number)
        lost = measured(cell, series, True, 800 + number)
        figures = (
            once(knowing, null, lost, cell),
            at_every_measurement(knowing, null, lost, cell),
            at_every_measurement(latest_three, null, lost, cell),
            at_every_measurement(weighing, null, lost, cell),
            engine(null, lost, cell),
        )
        row = "".join(
            f"{figure:{width}.3f}" for figure, width in zip(figures, wide, strict=True)
        )
        print(f"{cell.name:22}{row}", flush=True)
