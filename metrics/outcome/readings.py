"""What the monitors showed, as a table: the numbers that decided."""

import numpy as np
import pandas as pd

from metrics.engine.charts import CHART_NAMES
from metrics.engine.monitoring import limits_of
from metrics.outcome.alarms import REFERENCES, Traced
from metrics.outcome.on_scale import OnScale
from metrics.outcome.rows import Rows, as_read
from metrics.outcome.terms import Terms

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


def readings(terms: Terms, rows: Rows, on_scale: OnScale, traced: Traced) -> pd.DataFrame:
    """Return a row for every monitored measurement of every line, columns `COLUMNS`."""
    shown = traced.trace
    line, column = np.nonzero(shown.measurement)
    goal = traced.goal[line]
    row = on_scale.row[goal, column]
    watch, lost = limits_of(traced.lines, shown.measurement)
    charts = {
        f"{name}{ending}": cells[:, place]
        for ending, cells in (
            ("", shown.charts[line, column]),
            ("_watch", watch),
            ("_lost", lost),
        )
        for place, name in enumerate(CHART_NAMES)
    }
    references, sides = (
        np.array(names, dtype=object) for names in zip(*REFERENCES, strict=True)
    )
    against = traced.reference[line]
    return pd.DataFrame(
        {
            "goal_id": as_read(terms.goal_id.to_numpy(object), goal),
            "reference": as_read(references, against),
            "side": as_read(sides, against),
            "period": rows.told("period", row),
            "period_end": rows.told("period_end", row),
            "look": shown.measurement[line, column],
            "residual": traced.lines.residual[line, column],
            "sd": traced.sd[line, column],
            **charts,
            "watch": shown.watch[line, column],
            "lost": shown.lost[line, column],
            "preliminary": ~rows.final[row],
        },
        columns=list(COLUMNS),
    )
