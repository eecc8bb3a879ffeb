"""What the monitors showed, as a table: the numbers that decided, to be drawn again."""

import numpy as np
import pandas as pd

from metrics.engine.charts import CHART_NAMES
from metrics.outcome.alarms import Traced
from metrics.outcome.on_scale import Standing

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
"""One row per goal, reference, side and look; see `metrics.engine.monitoring.Trace`."""


def readings(
    goals: pd.DataFrame, measurements: pd.DataFrame, standing: Standing, traced: Traced
) -> pd.DataFrame:
    """Return a row for every monitored look of every line, columns `COLUMNS`."""
    shown = traced.trace
    line, look = np.nonzero(shown.measurement)
    row = standing.row[traced.goal[line], look]
    seen = measurements.iloc[row].reset_index(drop=True)
    charts = {
        f"{name}{ending}": cells[line, look, place]
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
            "look": shown.measurement[line, look],
            "residual": shown.residual[line, look],
            "sd": traced.sd[line, look],
            **charts,
            "watch": shown.watch[line, look],
            "lost": shown.lost[line, look],
            "preliminary": ~seen["final"].to_numpy(bool),
        },
        columns=list(COLUMNS),
    )
