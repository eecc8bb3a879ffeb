"""Why no alarm that answers every year can win every cell.

Two rules that know more than any monitor may, at the engine's own false alarms: one knows the
shape, size and date of the loss and is asked at every look, or once only, at the end; the other
is made for a loss of three measurements. Everybody here knows the noise.
"""

from collections.abc import Callable

import numpy as np

from metrics.engine.screen import screen_losses
from tests.benchmarks.detection import CELLS, Cell, Floats, measured

FALSE_ALARMS = 0.025
"""Shared by all rules; about what pymannkendall and changepoint-online have natively."""
SHORT = 3

Statistic = Callable[[Floats, Cell], Floats]


def residuals(values: Floats, cell: Cell) -> Floats:
    """Return what was monitored less the baseline mean; the noise is 1."""
    return values[:, cell.baseline :] - values[:, : cell.baseline].mean(axis=1, keepdims=True)


def knowing(values: Floats, cell: Cell) -> Floats:
    """Return, per look, the likelihood-ratio statistic for the loss as it really is."""
    seen, shape = residuals(values, cell), cell.loss(np.arange(cell.horizon))
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
    seen, statistic = residuals(values, cell), np.zeros((len(values), cell.horizon))
    for step in range(cell.horizon):
        latest = seen[:, max(0, step + 1 - SHORT) : step + 1]
        statistic[:, step] = latest.mean(axis=1) / np.sqrt(
            1 / latest.shape[1] + 1 / cell.baseline
        )
    return statistic


def at_every_look(rule: Statistic, null: Floats, lost: Floats, cell: Cell) -> float:
    """Return the power of a rule with the same false-alarm rate at every look.

    The rate is per look, among the unchanged series that have not alarmed yet.
    """
    quiet, found = np.ones(len(null), dtype=bool), np.zeros(len(lost), dtype=bool)
    rate = 1 - (1 - FALSE_ALARMS) ** (1 / cell.horizon)
    by_chance, by_loss = rule(null, cell), rule(lost, cell)
    for step in range(cell.horizon):
        limit = np.quantile(by_chance[quiet, step], 1 - rate)
        quiet &= by_chance[:, step] <= limit
        found |= by_loss[:, step] > limit
    return float(found.mean())


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
    """Print what the two rules and the engine find in the cells of 8+12."""
    print(f"power at {FALSE_ALARMS:.1%} false alarms, noise known, {series} series")
    print(f"{'cell':22}{'asked once':>12}{'every look':>12}{'last three':>12}{'engine':>8}")
    for number, cell in enumerate(CELLS[:5]):
        null = measured(cell, 5 * series, False, 700 + number)
        lost = measured(cell, series, True, 800 + number)
        figures = (
            once(knowing, null, lost, cell),
            at_every_look(knowing, null, lost, cell),
            at_every_look(latest_three, null, lost, cell),
            engine(null, lost, cell),
        )
        row = "".join(
            f"{figure:{wide}.3f}" for figure, wide in zip(figures, (12, 12, 12, 8), strict=True)
        )
        print(f"{cell.name:22}{row}", flush=True)
