"""What the monitors showed, as a table: the numbers that decided."""

import numpy as np
import pandas as pd

from metrics.engine.charts import CHART_NAMES
from metrics.outcome.alarms import Traced
from metrics.outcome.on_scale import OnScale

COLUMNS = (
    "goal_id",
    "reference",
    "side",
    "period",
    "period_end",
    "look",
    "residual",
    "sd",
    *CHART_NAMES,
    *(f"{name}_watch" for name in CHART_NAMES),
    *(f"{name}_lost" for name in CHART_NAMES),
    "watch",
    "lost",
    "preliminary",
)
"""One row per goal, reference, side and monitored measurement, numbered by ``look``.

See `metrics.engine.monitoring.Trace`.
"""


def readings(
    goals: pd.DataFrame, measurements: pd.DataFrame, on_scale: OnScale, traced: Traced
) -> pd.DataFrame:
    """Return a row for every monitored measurement of every line, columns `COLUMNS`."""
    shown = traced.trace
    line, column = np.nonzero(shown.measurement)
    row = on_scale.row[traced.goal[line], column]
    seen = measurements.iloc[row].reset_index(drop=True)
    charts = {
        f"{name}{ending}": cells[line, column, place]
        for ending, cells in (
            ("", shown.charts),
            ("_watch", shown.watch_limits),
            ("_lost", shown.lost_limits),
        )
        for place, name in enumerate(CHART_NAMES)
    }
    return pd.DataFrame(
        {
            "goal_id": goals["goal_id"].to_numpy(object)[traced.goal[line]],
            "reference": traced.reference.to_numpy(object)[line],
            "side": traced.side.to_numpy(object)[line],
            "period": seen["period"],
            "period_end": seen["period_end"],
            "look": shown.measurement[line, column],
            "residual": shown.residual[line, column],
            "sd": traced.sd[line, column],
            **charts,
            "watch": shown.watch[line, column],
            "lost": shown.lost[line, column],
            "preliminary": ~seen["final"].to_numpy(bool),
        },
        columns=list(COLUMNS),
    )
