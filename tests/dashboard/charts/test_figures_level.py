"""The ribbon of a goal that is judged by its level is that level, in every picture."""

import pandas as pd
import pytest

from dashboard.charts.describe.series import series, small_line
from dashboard.charts.plotly.drawing import draw
from dashboard.charts.plotly.lines import draw_small_line
from dashboard.charts.powerpoint.native_data import edges_of
from dashboard.charts.powerpoint.scales import scale_of
from tests.dashboard.charts.figure_tables import SAFETY, goal, observations

SEEN = observations(
    "TRY14",
    "a",
    {"2021": 60.0, "2022": 61.0, "2023": 58.0, "2024": 57.0, "2025": 40.0},
).assign(low=30.0, high=70.0)
LEVEL = pd.DataFrame({"period": ["2023", "2024"], "low": [52.5, 55.0], "high": [61.0, 59.25]})


def described(ribbon=LEVEL, language="sv"):
    return series(SEEN, indicator=SAFETY, goal=goal(), ribbon=ribbon, language=language)


def ribbon_of(spec):
    upper, lower = (trace for trace in spec["data"] if trace.get("hoverinfo") == "skip")
    return [upper["y"], lower["y"]]


def test_the_ribbon_is_where_the_level_is_and_nowhere_else():
    chart = described()
    assert ribbon_of(draw(chart, dark=False)) == [[61.0, 59.25], [52.5, 55.0]]
    assert [dot.level for dot in chart.dots] == [None, None, (52.5, 61.0), (55.0, 59.25), None]
    small = small_line(SEEN, goal(), SAFETY, None, ribbon=LEVEL, language="sv")
    assert ribbon_of(draw_small_line(small, dark=False)) == [[61.0, 59.25], [52.5, 55.0]]


@pytest.mark.parametrize("without", [None, LEVEL.iloc[:0], pd.DataFrame()])
def test_a_series_that_is_judged_otherwise_keeps_its_intervals(without):
    chart = described(without)
    assert ribbon_of(draw(chart, dark=False)) == [[70.0] * 5, [30.0] * 5]
    assert "Bandet visar 95\u00a0% osäkerhet." in chart.explained()
    assert edges_of(chart) == []


def test_it_is_said_what_the_ribbon_is_on_paper_and_on_a_slide():
    assert (
        "Bandet visar var nivån ligger, med 80\u00a0% sannolikhet." in described().explained()
    )
    assert "De tunna linjerna visar var nivån ligger" in described().explained(ribbon=False)
    said = described(language="en")
    assert "The band shows where the level is, with 80\u00a0% probability." in said.explained()
    assert "The thin lines show where the level is" in said.explained(ribbon=False)


def test_the_table_and_the_pointer_say_the_level_beside_the_interval():
    chart = described()
    words = chart.table.set_index("Period")["Nivån, 80\u00a0%"]
    assert dict(words) == {
        "2025": "",
        "2024": "55,0–59,2",
        "2023": "52,5–61,0",
        "2022": "",
        "2021": "",
    }
    assert set(chart.table["95\u00a0% osäkerhet"]) == {"30,0–70,0"}
    spoken = [
        text for trace in draw(chart, dark=False)["data"] for text in trace.get("hovertext", ())
    ]
    assert any("Nivån: 55,0–59,2" in text for text in spoken)


def test_a_slide_has_room_for_the_level_and_names_both_its_edges():
    low = LEVEL.assign(low=[12.0, 13.0])
    chart = described(low)
    assert scale_of(chart).low <= 12.0
    (under, lowest), (over, highest) = edges_of(chart)
    assert (under, over) == ("Nivån, undre gräns", "Nivån, övre gräns")
    assert (list(lowest.values()), list(highest.values())) == ([12.0, 13.0], [61.0, 59.25])
