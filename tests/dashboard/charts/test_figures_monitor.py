"""What the monitor heard, drawn under the series: 1 is a warning and 2 a loss."""

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.describe import alarms
from dashboard.charts.describe import monitor as monitors
from dashboard.charts.describe.alarms import loudness, monitored, reference_of
from dashboard.charts.describe.monitor import monitor
from dashboard.charts.plotly.monitor import draw_monitor
from metrics.definition.period import parse_period
from metrics.engine.charts import CHART_NAMES
from tests.dashboard.approval import approve_figure
from tests.dashboard.charts.drawn import a_series
from tests.dashboard.charts.figure_tables import SAFETY, goal, safe_evenings, series_break

QUESTION_2016 = series_break("TRY14", "2016", "question")
NEVER = math.inf


def readings(
    charts: dict[str, float], *, reference: str = "target", side: str = "", **columns: Any
) -> pd.DataFrame:
    """Rows of `data.judging.monitoring.readings`: the CUSUM of each period, limits 3 and 4."""
    rows, watch, lost = [], False, False
    for measurement, (period, cusum) in enumerate(charts.items(), start=1):
        watch, lost = watch or cusum >= 3.0, lost or cusum >= 4.0
        rows.append(
            {
                "reference": reference,
                "side": side,
                "period": period,
                "period_end": pd.Timestamp(parse_period(period).end),
                "look": measurement,
                "ewma": 0.1,
                "cusum": cusum,
                "self_starting": 0.0,
                "pair": math.nan if measurement == 1 else 0.0,
                "ewma_watch": 1.0,
                "cusum_watch": 3.0,
                "self_starting_watch": 3.0,
                "pair_watch": NEVER if measurement == 1 else 3.0,
                "ewma_lost": 2.0,
                "cusum_lost": 4.0,
                "self_starting_lost": 4.0,
                "pair_lost": NEVER if measurement == 1 else 4.0,
                "watch": watch,
                "lost": lost,
                "preliminary": False,
            }
            | columns
        )
    return pd.DataFrame(rows)


FALLING = readings({"2022": 0.0, "2023": 0.5, "2024": 3.1, "2025": 5.6})


@given(st.floats(-5, 50), st.floats(0.1, 5), st.floats(0.1, 5))
def test_a_chart_is_at_its_limits_where_the_scale_says_so(value, watch, more):
    lost, loud = watch + more, loudness(value, watch, watch + more)
    assert (loud >= alarms.WATCH) is (value >= watch) or math.isclose(value, watch)
    assert (loud >= alarms.LOST) is (value >= lost) or math.isclose(value, lost)
    assert 0 <= loud <= alarms.LOUDEST


@given(st.floats(0, 20), st.floats(0, 20), st.floats(0.1, 5), st.floats(0.1, 5))
def test_more_is_never_quieter(one, other, watch, more):
    low, high = sorted((one, other))
    for lost in (watch + more, NEVER):
        assert loudness(low, watch, lost) <= loudness(high, watch, lost) + 1e-9


def test_of_many_measurements_the_loudest_of_every_few_and_each_alarm_have_a_bar():
    cusum = {f"{1726 + place}": (place % 3) * 0.4 for place in range(299)}
    heard = monitored(readings(cusum | {"2025": 3.1}), "target")
    shown = [one.period for one in monitors._shown(heard)]
    assert monitors.in_one_bar(heard) == 4
    assert len(shown) <= monitors.MOST_BARS
    assert shown[-1] == "2025"
    few = {one.period: one.loudness for one in heard[-8:-4]}
    assert [one for one in shown if one in few] == [
        max(reversed(few), key=lambda one: few[one])
    ]
    assert monitors._shown(heard[:60]) == heard[:60]


def test_without_a_limit_for_loss_a_chart_never_reaches_it():
    assert loudness(1e9, 3.0, NEVER) <= alarms.LOST
    assert loudness(5.0, NEVER, NEVER) == 0.0


def test_the_page_shows_every_chart_there_is():
    assert alarms.CHARTS == CHART_NAMES


def test_the_loudest_chart_speaks():
    (measurement,) = monitored(readings({"2025": 0.3}, ewma=1.5), "target")
    assert (measurement.loudest, measurement.loudness) == ("ewma", 1.5)


def test_of_a_band_the_louder_side_speaks():
    low = readings({"2024": 0.2, "2025": 0.4}, reference="baseline", side="low")
    high = readings({"2024": 3.0, "2025": 0.1}, reference="baseline", side="high")
    loud = monitored(pd.concat([low, high]), "baseline")
    assert [round(measurement.loudness, 2) for measurement in loud] == [1.0, 0.13]
    assert loud[0].watch


def test_the_alarms_are_those_that_still_stand():
    watch, lost = alarms.first_alarms(monitored(FALLING, "target"))
    assert watch is not None
    assert lost is not None
    assert (watch.period, lost.period) == ("2024", "2025")
    again = pd.concat([FALLING, readings({"2026": 0.1, "2027": 3.5})])
    watch, lost = alarms.first_alarms(monitored(again, "target"))
    assert watch is not None
    assert watch.period == "2027"


@pytest.mark.parametrize(
    ("state", "parts"),
    [("relapse", "target"), ("below_baseline", "baseline"), ("fell_behind", "comparator")],
)
def test_a_loss_is_told_by_the_monitor_that_found_it(state, parts):
    every = pd.concat(
        [readings({"2025": 0.0}, reference=one) for one in ("baseline", "target", "comparator")]
    )
    assert reference_of(every, goal(state=state)) == parts


def test_a_watch_is_told_by_the_alarm():
    quiet = readings({"2025": 0.0}, reference="baseline")
    assert reference_of(pd.concat([quiet, FALLING]), goal(state="watch")) == "target"


def test_a_calm_goal_is_held_against_its_baseline_until_it_has_been_reached():
    both = pd.concat([readings({"2025": 0.0}, reference=one) for one in ("baseline", "target")])
    assert reference_of(both, goal(state="holds")) == "baseline"
    assert reference_of(both, goal(state="reached", was_reached=True)) == "target"
    assert reference_of(both.iloc[:0], goal(state="holds")) == ""


def described(measurements, language="sv"):
    table = safe_evenings()
    return monitor(
        measurements, table, "target", indicator=SAFETY, breaks=QUESTION_2016, language=language
    )


def both_charts(measurements, *, dark=False, language="sv"):
    series = a_series(
        safe_evenings(),
        indicator=SAFETY,
        goal=goal(),
        breaks=QUESTION_2016,
        dark=False,
        language="sv",
    )
    margin = series["layout"]["margin"]
    spec = draw_monitor(
        described(measurements, language), left=margin["l"], right=margin["r"], dark=dark
    )
    return series, spec


def test_the_years_stand_under_themselves():
    series, spec = both_charts(monitored(FALLING, "target"))
    for side in ("l", "r"):
        assert series["layout"]["margin"][side] == spec["layout"]["margin"][side]
    assert series["layout"]["xaxis"] == spec["layout"]["xaxis"]
    assert spec["layout"]["yaxis"]["automargin"] is False


def test_the_alarms_have_shape_and_number():
    _, spec = both_charts(monitored(FALLING, "target"))
    words = [label["text"] for label in spec["layout"]["annotations"]]
    assert "<b>▼\u00a02,8</b>" in words
    assert "<b>◇\u00a01,1</b>" in words


def test_the_monitor_chart_is_as_approved():
    _, spec = both_charts(monitored(FALLING, "target"))
    approve_figure("monitor", spec)


def test_the_dark_english_monitor_is_as_approved():
    measurements = monitored(readings({"2024": 0.5, "2025": 3.4}, preliminary=True), "target")
    _, spec = both_charts(measurements, dark=True, language="en")
    approve_figure("monitor_dark_en", spec)


def test_the_alt_text_says_what_was_heard():
    said = described(monitored(FALLING, "target")).alt
    assert said == (
        "Larmet mot målet, staplar 2022 till 2025. Senast 2,8, där 1 är tidig varning och 2 är"
        " förlust. Tidig varning 2024. Larm om förlust 2025."
    )


def test_a_silent_monitor_says_that_no_alarm_stands():
    said = described(monitored(readings({"2025": 0.2}), "target")).alt
    assert said.endswith("Inget larm står.")
