"""The series that a new goal is planned on."""

from types import SimpleNamespace

import pytest

from dashboard.charts.plotly import plan
from dashboard.charts.theme import palette


@pytest.mark.parametrize(("many", "mode"), [(60, "lines+markers"), (61, "lines")])
def test_the_measurements_of_a_long_series_are_a_line_without_marks(many, mode):
    measured = [SimpleNamespace(x=at, value=50.0, period=str(at)) for at in range(many)]
    assert plan._series(SimpleNamespace(measured=measured), palette(False))["mode"] == mode
