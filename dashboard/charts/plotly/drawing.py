"""Any described chart as the screen draws it: what pictures and papers are made of too."""

from collections.abc import Callable

from dashboard.charts.describe.chart import Chart, Form
from dashboard.charts.plotly.ladder import draw_ladder
from dashboard.charts.plotly.lines import draw_series
from dashboard.charts.plotly.tenure import draw_tenure
from dashboard.charts.theme import Spec

_DRAWN: dict[Form, Callable[..., Spec]] = {
    Form.LINE: draw_series,
    Form.STEPS: draw_ladder,
    Form.BARS: draw_tenure,
}


def draw(chart: Chart, *, dark: bool) -> Spec:
    """Draw a series, a ladder or bars of shares. Raises `KeyError` for columns."""
    return _DRAWN[chart.form](chart, dark=dark)
