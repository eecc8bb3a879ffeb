"""A series before and after a file: both lines, named, and the changed values beneath."""

import numpy as np
import pandas as pd

from dashboard.charts.describe.before_after import before_after
from dashboard.charts.plotly.before_after import draw_before_after
from tests.dashboard.approval import approve_figure
from tests.dashboard.charts.figure_tables import CATALOGUE

VALUES = pd.DataFrame(
    {
        "period": ["2022", "2023", "2024", "2025"],
        "before": [60.0, 61.0, 62.0, np.nan],
        "after": [60.0, 58.5, np.nan, 57.0],
        "changed": [False, True, True, False],
    }
)


def described(language: str):
    return before_after(VALUES, CATALOGUE["TRY14"], name="Trygg, centrum", language=language)


def test_the_chart_says_in_words_and_in_its_table_what_changes():
    chart = described("sv")
    assert chart.table.to_numpy().tolist() == [
        ["2023", "61,0\u00a0%", "58,5\u00a0%"],
        ["2024", "62,0\u00a0%", "saknas"],
    ]
    assert chart.alt == (
        "Trygg, centrum. 2023: i dag 61,0\u00a0%, med filen 58,5\u00a0%; "
        "2024: i dag 62,0\u00a0%, med filen saknas."
    )
    assert described("en").alt.endswith("2024: today 62.0\u00a0%, with the file missing.")


def test_old_is_dashed_and_hollow_and_new_is_solid_and_filled():
    spec = draw_before_after(described("sv"), dark=False)
    approve_figure("before_after", spec)
    old, new = spec["data"]
    assert (old["line"]["dash"], new["line"]["dash"]) == ("dash", "solid")
    assert old["marker"]["color"] != old["line"]["color"]
    assert [each["text"] for each in spec["layout"]["annotations"]] == [
        "sparat",
        "<b>med filen</b>",
    ]
