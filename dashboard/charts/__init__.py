"""What a chart says, apart from how it is drawn: pure, and the same for every way out."""

from dashboard.charts.description import (
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
from dashboard.charts.ladder import ladder
from dashboard.charts.series import series
from dashboard.charts.stacked import columns, tenure

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
