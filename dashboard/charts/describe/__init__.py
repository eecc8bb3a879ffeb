"""What a chart says, apart from how it is drawn: pure, and the same for every way out."""

from dashboard.charts.describe.chart import (
    Chart,
    Cut,
    Dot,
    Event,
    Form,
    Level,
    Line,
    Role,
    Stack,
    Verdict,
)
from dashboard.charts.describe.ladder import ladder
from dashboard.charts.describe.series import series
from dashboard.charts.describe.stacked import columns, tenure

__all__ = [
    "Chart",
    "Cut",
    "Dot",
    "Event",
    "Form",
    "Level",
    "Line",
    "Role",
    "Stack",
    "Verdict",
    "columns",
    "ladder",
    "series",
    "tenure",
]
