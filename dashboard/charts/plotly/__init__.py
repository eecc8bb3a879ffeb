"""Charts as plain Plotly specifications: tables in, JSON out, no page and no store."""

from dashboard.charts.plotly.course import alt_course, course
from dashboard.charts.plotly.ladder import alt_ladder, ladder
from dashboard.charts.plotly.lines import alt_series, alt_small_line, series_chart, small_line
from dashboard.charts.plotly.monitor import alt_monitor, monitor_chart
from dashboard.charts.plotly.tenure import TENURES, alt_tenure, tenure
from dashboard.charts.plotly.tornado import alt_tornado, tornado
from dashboard.charts.plotly.transitions import alt_transitions, transitions

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
