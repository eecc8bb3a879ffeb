"""Charts as plain Plotly specifications: tables in, JSON out, no page and no store."""

from dashboard.figures.comparison import comparator_line
from dashboard.figures.ladder import alt_ladder, ladder
from dashboard.figures.lines import alt_series, alt_small_line, series_chart, small_line
from dashboard.figures.tenure import TENURES, alt_tenure, tenure
from dashboard.figures.tornado import alt_tornado, tornado
from dashboard.figures.transitions import alt_transitions, transitions

__all__ = [
    "TENURES",
    "alt_ladder",
    "alt_series",
    "alt_small_line",
    "alt_tenure",
    "alt_tornado",
    "alt_transitions",
    "comparator_line",
    "ladder",
    "series_chart",
    "small_line",
    "tenure",
    "tornado",
    "transitions",
]
