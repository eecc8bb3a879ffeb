"""What a chart may and may not draw, exactly; and what each looks like, as approved."""

import json
import re

import pandas as pd
import pytest

from dashboard.charts.describe import timeline
from dashboard.charts.describe.chart import Role
from dashboard.charts.describe.ladder import ladder
from dashboard.charts.describe.series import series, small_line
from dashboard.charts.plotly.lines import draw_small_line
from dashboard.charts.theme import COMPARATOR_DASH, palette, template
from metrics.outcome.state import State
from tests.dashboard.approval import approve_figure
from tests.dashboard.charts.drawn import a_ladder, a_series, a_small_line, a_tenure
from tests.dashboard.charts.figure_tables import (
    CATALOGUE,
    GARDSTEN,
    POLICE,
    SAFE,
    SAFETY,
    events,
    goal,
    observations,
    police_goal,
    safe_evenings,
    series_break,
)

LIGHT = {"dark": False, "language": "sv"}
QUESTION_2016 = series_break("TRY14", "2016", "question")
SCALE_2025 = series_break("TRY08", "2025", "ladder")


def lines(spec):
    """The traces of measurements: those that answer to the pointer and have a line."""
    return [
        trace
        for trace in spec["data"]
        if trace.get("type") == "scatter"
        and "lines" in trace["mode"]
        and trace["line"]["width"] > 0
    ]


def texts(spec):
    return [label["text"] for label in spec["layout"]["annotations"]]


def quarters(**columns):
    values = {
        f"{year}-Q{quarter}": 900.0 + 10 * quarter
        for year in range(2014, 2018)
        for quarter in (1, 2, 3, 4)
    }
    values["2016-Q2"] = None
    del values["2014-Q3"], values["2014-Q4"]
    return observations("TRY13", "kommun.1480.goteborg", values, **columns)


def comparator():
    return pd.DataFrame(
        {
            "period": [str(year) for year in range(2012, 2026)],
            "value": [52.0 + year / 2 for year in range(14)],
        }
    )


def gardsten(**columns):
    return observations("TRY08", "p", GARDSTEN, **columns)


def test_nothing_is_drawn_across_a_break():
    spec = a_series(
        safe_evenings(), indicator=SAFETY, goal=goal(), breaks=QUESTION_2016,
        comparator=comparator(), **LIGHT,
    )  # fmt: skip
    for trace in spec["data"]:
        years = [x for x in trace["x"] if x is not None]
        assert max(years) < 2015.5 or min(years) > 2015.5


def test_the_goal_begins_where_the_series_can_be_compared():
    spec = a_series(
        safe_evenings(), indicator=SAFETY, goal=goal(), breaks=QUESTION_2016, **LIGHT
    )
    (line,) = [
        shape for shape in spec["layout"]["shapes"] if shape.get("y0") == shape["y1"] == 65.0
    ]
    assert line["x0"] == 2016


def test_a_break_of_another_area_or_category_cuts_nothing():
    for column in ({"area_id": "elsewhere"}, {"category": "sex:women"}, {"indicator_id": "X"}):
        other = series_break("TRY14", "2016", "question").assign(**column)
        spec = a_series(safe_evenings(), indicator=SAFETY, breaks=other, **LIGHT)
        (line,) = lines(spec)
        assert len(line["x"]) == 14


def test_a_break_that_blocks_nothing_is_not_a_cut():
    harmless = series_break("TRY14", "2016", "price", blocks_change=False)
    spec = a_series(safe_evenings(), indicator=SAFETY, breaks=harmless, **LIGHT)
    assert len(lines(spec)) == 1


def test_what_came_before_a_break_is_grey():
    spec = a_series(safe_evenings(), indicator=SAFETY, breaks=QUESTION_2016, **LIGHT)
    before, after = lines(spec)
    assert before["line"]["color"] == palette(False)["axis"]
    assert after["line"]["color"] == palette(False)["accent"]


def test_a_missing_value_is_a_gap_not_a_zero():
    spec = a_series(quarters(), indicator=CATALOGUE["TRY13"], **LIGHT)
    (line,) = lines(spec)
    assert line["connectgaps"] is False
    assert 0 not in line["y"]
    assert None in line["y"]
    gap = line["x"].index(None, 3)
    assert (line["x"][gap - 1], line["x"][gap + 1]) == pytest.approx(
        (2016.124, 2016.624), abs=0.01
    )


def test_periods_that_are_not_there_are_a_gap_too():
    spec = a_series(quarters(), indicator=CATALOGUE["TRY13"], **LIGHT)
    (line,) = lines(spec)
    assert line["y"][:4] == [910.0, 920.0, None, 910.0]


def test_a_survey_every_other_year_is_one_line():
    every_other = observations("TRY14", "a", {"2016": 50.0, "2018": 52.0, "2020": 55.0})
    spec = a_series(every_other, indicator=SAFETY, **LIGHT)
    (line,) = lines(spec)
    assert line["y"] == [50.0, 52.0, 55.0]


def test_the_ribbon_is_the_95_percent_interval_of_the_answers():
    spec = a_series(safe_evenings(), indicator=SAFETY, **LIGHT)
    upper, lower = (trace["y"] for trace in spec["data"][:2])
    assert upper[-1] == pytest.approx(61.11, abs=0.02)
    assert lower[-1] == pytest.approx(52.78, abs=0.02)


def test_a_preliminary_value_is_hollow_and_says_so():
    spec = a_series(
        quarters(status={"2017-Q4": "preliminary"}), indicator=CATALOGUE["TRY13"], **LIGHT
    )
    (line,) = lines(spec)
    assert line["marker"]["color"][-1] == palette(False).background
    assert line["marker"]["color"][-2] == palette(False)["accent"]
    assert any("prel." in text for text in texts(spec))
    assert "preliminärt" in line["hovertext"][-1]


def test_the_judged_measurement_has_the_shape_and_colour_of_its_state():
    spec = a_series(safe_evenings(), indicator=SAFETY, goal=goal(), **LIGHT)
    marker = spec["data"][-1]["marker"]
    assert (marker["symbol"], marker["color"]) == (
        "triangle-down",
        palette(False).state["lost"]["mark"],
    )


def at_state(spec):
    """Where the marks of a chart that have the shape of a loss stand, in years."""
    marks = [trace for trace in spec["data"] if "marker" in trace]
    return [one["x"] for one in marks if one["marker"].get("symbol") == "triangle-down"]


def test_a_loss_is_marked_where_it_was_found_and_not_at_the_edge():
    since_2024 = goal(since=pd.Timestamp("2024-12-31"))
    large = a_series(safe_evenings(), indicator=SAFETY, goal=since_2024, **LIGHT)
    small = a_small_line(safe_evenings(), since_2024, SAFETY, None, **LIGHT)
    assert (at_state(large), at_state(small)) == ([[2024.0]], [[2024.0]])


def test_what_holds_is_marked_where_it_was_last_assessed():
    held = goal(state="reached", since=pd.Timestamp("2021-12-31"))
    spec = a_series(safe_evenings(), indicator=SAFETY, goal=held, **LIGHT)
    (mark,) = [one for one in spec["data"] if one.get("marker", {}).get("size") == 16]
    assert mark["x"] == [2025.0]


def test_the_state_of_a_class_is_written_at_its_list():
    missed = police_goal(state="never_came", since=pd.Timestamp("2023-12-31"))
    spec = a_ladder(gardsten(), indicator=POLICE, goal=missed, **LIGHT)
    (label,) = [one for one in spec["layout"]["annotations"] if "Uteblev" in one["text"]]
    assert (label["x"], label["xshift"], label["xanchor"]) == (2023.0, 0, "center")


def test_the_small_line_holds_the_baseline_and_what_the_goal_is_compared_with():
    others = pd.DataFrame({"period": list(SAFE), "value": [70.0 + at for at in range(14)]})
    described = small_line(
        safe_evenings(), goal(state="fell_behind"), SAFETY, None, comparator=others,
        language="sv",
    )  # fmt: skip
    (line,) = described.of(Role.COMPARATOR)
    assert [dot.y for dot in line.dots] == others["value"].tolist()
    assert [level.y for level in described.levels] == [65.0, 55.9]
    drawn = draw_small_line(described, dark=False)
    low, high = drawn["layout"]["yaxis"]["range"]
    assert low < 49 < 83 < high
    (dotted,) = [
        one for one in drawn["data"] if one.get("line", {}).get("dash") == COMPARATOR_DASH
    ]
    assert dotted["y"] == others["value"].tolist()


def test_without_a_goal_no_colour_of_a_state_is_used():
    spec = a_series(quarters(), indicator=CATALOGUE["TRY13"], **LIGHT)
    drawn = json.dumps({**spec, "layout": {**spec["layout"], "template": None}})
    for colours in palette(False).state.values():
        assert colours["mark"] not in drawn or colours["mark"] == palette(False)["glyph"]


def test_years_have_no_decimals_and_values_a_decimal_comma():
    shares = observations("MIX02", "a", {"2020": 0.61, "2021": 0.62, "2022": 0.655})
    spec = a_series(shares, indicator=CATALOGUE["MIX02"], **LIGHT)
    assert spec["layout"]["xaxis"]["ticktext"] == ["2020", "2021", "2022"]
    assert all(re.fullmatch(r"\d(,\d+)? ", t) for t in spec["layout"]["yaxis"]["ticktext"])


def test_there_are_never_more_ticks_than_a_phone_has_room_for():
    long = observations(
        "SKO01", "a", {str(year): 80.0 + year % 7 for year in range(1990, 2026)}
    )
    spec = a_series(long, indicator=CATALOGUE["SKO01"], **LIGHT)
    ticks = spec["layout"]["xaxis"]["ticktext"]
    assert len(ticks) <= 6
    assert ticks[-1] == "2025"


def test_school_years_are_written_as_school_years():
    pupils = observations(
        "SKO02",
        "s",
        {f"{year}/{year % 100 + 1:02d}": 400.0 + year for year in range(2009, 2023)},
    )
    spec = a_series(pupils, indicator=CATALOGUE["SKO02"], **LIGHT)
    assert spec["layout"]["xaxis"]["ticktext"][-1] == "2022/23"


def test_a_chart_takes_the_width_of_the_page():
    for spec in (
        a_series(safe_evenings(), indicator=SAFETY, goal=goal(), **LIGHT),
        a_ladder(gardsten(), indicator=POLICE, goal=police_goal(), **LIGHT),
        a_tenure(dwellings(), **LIGHT),
    ):
        assert "width" not in spec["layout"]
        assert spec["layout"]["template"]["layout"]["showlegend"] is False


def test_no_step_is_drawn_across_a_new_scale():
    spec = a_ladder(
        gardsten(), indicator=POLICE, goal=police_goal(), breaks=SCALE_2025, **LIGHT
    )
    for trace in spec["data"]:
        assert max(trace["x"]) < 2024 or min(trace["x"]) > 2024


def test_the_axis_of_a_ladder_has_words_and_no_numbers():
    spec = a_ladder(gardsten(), indicator=POLICE, goal=police_goal(), **LIGHT)
    assert spec["layout"]["yaxis"]["ticktext"] == [
        "<b>Särskilt<br>utsatt</b> ",
        "Riskområde ",
        "Utsatt ",
        "Ej på listan ",
    ]


def test_a_class_that_was_removed_ends_at_the_cut():
    spec = a_ladder(gardsten(), indicator=POLICE, breaks=SCALE_2025, **LIGHT)
    rungs = {
        shape["y0"]: shape["x1"]
        for shape in spec["layout"]["shapes"]
        if shape["type"] == "line" and shape["y0"] == shape["y1"]
    }
    assert rungs[1] == 2024
    assert rungs[0] == rungs[2] == rungs[3] > 2025
    assert "finns inte<br>längre" in texts(spec)


def test_after_a_new_scale_the_marker_is_hollow():
    spec = a_ladder(gardsten(), indicator=POLICE, breaks=SCALE_2025, **LIGHT)
    before, after = [trace for trace in spec["data"] if trace["mode"] == "markers"]
    assert before["marker"]["color"] == palette(False)["accent"]
    assert after["marker"]["color"] == palette(False).background


def test_an_inferred_class_is_marked():
    spec = a_ladder(gardsten(evidence={"2017": "inferred"}), indicator=POLICE, **LIGHT)
    assert texts(spec).count("härledd") == 1


def test_a_list_without_the_area_is_a_gap():
    classes = {"2015": "vulnerable", "2017": None, "2019": "vulnerable", "2021": "vulnerable"}
    spec = a_ladder(observations("TRY08", "p", classes), indicator=POLICE, **LIGHT)
    assert [line["x"] for line in lines(spec)] == [[2015.0], [2019.0, 2021.0]]


def dwellings():
    return pd.DataFrame(
        {
            "period": ["2020", "2023"],
            "tenure:rental": [2919, 3315],
            "tenure:cooperative": [317, 412],
            "tenure:owned": [178, 178],
        }
    )


def test_the_bars_of_a_year_are_its_shares():
    spec = a_tenure(dwellings(), **LIGHT)
    assert [sum(bar["x"][row] for bar in spec["data"]) for row in (0, 1)] == pytest.approx(
        [100, 100]
    )
    assert spec["data"][0]["x"][0] == pytest.approx(85.5, abs=0.05)


def test_the_alt_text_of_a_ladder_reads_every_list():
    said = ladder(
        gardsten(evidence={"2017": "inferred"}), indicator=POLICE, goal=police_goal(),
        breaks=SCALE_2025, language="sv",
    ).alt  # fmt: skip
    assert "2019 riskområde" in said
    assert "Klasserna gjordes om 2025; steget dit jämförs inte." in said
    assert "Läge: Nått målet." in said


def test_the_alt_text_of_a_series_says_value_goal_and_break():
    said = series(
        safe_evenings(), indicator=SAFETY, goal=goal(), breaks=QUESTION_2016, language="sv"
    ).alt
    assert said == (
        "Trygg på kvällen, områdets egen enkät, linje 2012 till 2025. Senast 57\u00a0procent. "
        "Målet är minst 65\u00a0procent. Läge: Återfall. "
        "Serien är bruten 2016; före och efter jämförs inte."
    )


def test_a_series_without_values_draws_an_empty_chart():
    empty = observations("TRY14", "a", {"2020": None})
    spec = a_series(empty, indicator=SAFETY, goal=goal(state="no_evidence"), **LIGHT)
    assert lines(spec) == []
    assert "inga värden" in series(empty, indicator=SAFETY, language="sv").alt


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("dark", [False, True])
def test_every_state_can_be_drawn(state, dark):
    case = goal(state=state.value)
    for spec in (
        a_series(
            safe_evenings(), indicator=SAFETY, goal=case, dark=dark, language="en"
        ),
        a_small_line(safe_evenings(), case, SAFETY, None, dark=dark, language="en"),
        a_ladder(
            gardsten(), indicator=POLICE, goal=police_goal(state=state.value),
            breaks=SCALE_2025, dark=dark, language="en",
        ),
    ):  # fmt: skip
        assert spec["data"]
        assert json.dumps(spec)


def test_colours_come_only_from_the_tokens():
    for dark in (False, True):
        known = set(re.findall(r"#[0-9A-F]{6}", json.dumps(template(dark, "sv"))))
        ink = palette(dark)
        known |= {
            ink.background,
            *ink.neutral.values(),
            *ink.series,
            *ink.tenure,
            *ink.on_tenure,
        }
        known |= {colour for state in ink.state.values() for colour in state.values()}
        spec = a_series(
            safe_evenings(), indicator=SAFETY, goal=goal(), breaks=QUESTION_2016,
            dark=dark, language="sv",
        )  # fmt: skip
        assert set(re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(spec))) <= known


@pytest.mark.parametrize(
    ("low", "high", "decimals", "expected"),
    [
        (42, 77, 1, [45, 50, 55, 60, 65, 70, 75]),
        (0, 9, 0, [0, 2, 4, 6, 8]),
        (0.60, 0.66, 2, [0.6, 0.61, 0.62, 0.63, 0.64, 0.65, 0.66]),
        (3, 4, 0, [3, 4]),
    ],
)
def test_value_ticks_are_round(low, high, decimals, expected):
    assert timeline.value_ticks(low, high, decimals, 7) == pytest.approx(expected)


def test_the_series_chart_is_as_approved():
    spec = a_series(
        safe_evenings(), indicator=SAFETY, goal=goal(), breaks=QUESTION_2016,
        events=events(("2019-05-01", "Torget öppnar")), comparator=comparator(), **LIGHT,
    )  # fmt: skip
    approve_figure("series_chart", spec)


def test_the_quarterly_chart_is_as_approved():
    spec = a_series(quarters(), indicator=CATALOGUE["TRY13"], **LIGHT)
    approve_figure("series_quarterly", spec)


def test_the_band_is_as_approved():
    rentals = observations(
        "MIX01", "a", {"2018": 31.0, "2019": 36.0, "2020": 44.0, "2021": 52.0}
    )
    case = goal(
        form="band", worse="both", target_low=35.0, target_high=50.0, state="watch",
        baseline_value=31.0, baseline_periods=["2018"], last_period="2021", value=52.0,
    )  # fmt: skip
    spec = a_series(rentals, indicator=CATALOGUE["MIX01"], goal=case, dark=True, language="en")
    approve_figure("series_band_dark_en", spec)


def test_the_small_line_is_as_approved():
    spec = a_small_line(safe_evenings(), goal(), SAFETY, QUESTION_2016, **LIGHT)
    approve_figure("small_line", spec)


def test_the_ladder_is_as_approved():
    spec = a_ladder(
        gardsten(evidence={"2017": "inferred"}), indicator=POLICE, goal=police_goal(),
        breaks=SCALE_2025, **LIGHT,
    )  # fmt: skip
    approve_figure("ladder", spec)


def test_the_tenure_bars_are_as_approved():
    approve_figure("tenure", a_tenure(dwellings(), **LIGHT))


def test_more_events_than_there_is_room_for_are_numbers_of_the_list_beside():
    many = events(*((f"{year}-05-01", "Något hände") for year in range(2017, 2022)))
    spec = a_series(
        safe_evenings(), indicator=SAFETY, events=many.assign(number=range(3, 8)), **LIGHT
    )
    assert [words for words in texts(spec) if words.isdecimal()] == ["7", "6", "5", "4", "3"]


def test_a_ladder_shows_what_happened():
    spec = a_ladder(
        observations("TRY08", "p", GARDSTEN),
        indicator=POLICE,
        events=events(("2019-05-01", "Torget öppnar")),
        **LIGHT,
    )
    assert "Torget öppnar" in texts(spec)


def test_the_alt_text_names_what_happened():
    said = series(
        safe_evenings(),
        indicator=SAFETY,
        events=events(("2019-05-01", "Torget öppnar")),
        language="sv",
    ).alt
    assert said.endswith("Händelser: Torget öppnar 1 maj 2019.")


def test_a_baseline_without_room_along_it_is_named_in_the_margin():
    around = dict(
        zip(SAFE, [65.5, 67.0, 65.0, 64.5, 67.0, 66.0] * 2 + [58.0, 50.0], strict=True)
    )
    crossing = observations("TRY14", "a", around, n=dict.fromkeys(SAFE, 300))
    frozen = goal(baseline_value=66.0, baseline_periods=["2012", "2019"])
    spec = a_small_line(crossing, frozen, SAFETY, None, **LIGHT)
    (label,) = [one for one in spec["layout"]["annotations"] if "Utgångsläge" in one["text"]]
    assert (label["text"], label["xanchor"]) == ("Utgångsläge<br>66,0\u00a0%", "left")
