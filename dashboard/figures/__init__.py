"""Charts as plain Plotly specifications: tables in, JSON out, no page and no store."""

from dashboard.figures.course import alt_course, course
from dashboard.figures.ladder import alt_ladder, ladder
from dashboard.figures.lines import alt_series, alt_small_line, series_chart, small_line
from dashboard.figures.monitor import alt_monitor, monitor_chart
from dashboard.figures.tenure import TENURES, alt_tenure, tenure
from dashboard.figures.tornado import alt_tornado, tornado
from dashboard.figures.transitions import alt_transitions, transitions

__all__ = [
    "TENURES",
    "alt_course",
    "alt_ladder",
    "alt_monitor",
    "alt_series",
    "alt_small_line",
    "alt_tenure",
    "alt_tornado",
    "alt_transitions",
    "course",
    "ladder",
    "monitor_chart",
    "series_chart",
    "small_line",
    "tenure",
    "tornado",
    "transitions",
]
