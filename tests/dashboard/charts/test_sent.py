"""A chart that is sent says and shows what was drawn."""

import json
import re

import pytest

from dashboard.charts.sent import packed

YEARS = [2016.0, 2017.0, 2018.0, 2019.0, 2020.0]
VALUES = [60.277184466019584, 60.17572815533978, None, 59.1234567, 61.0]
SAID = [f"<b>{year:.0f}</b><br>6{year - 2010:.0f},3 %<br>{2 * year:.0f} svar" for year in YEARS]
POINTED = {"hovertext": SAID, "hovertemplate": "%{hovertext}<extra></extra>"}
SEEN = {"yaxis": {"range": [40.0, 80.0]}, "template": {"layout": {"separators": ", "}}}


def sent(*traces: dict, **layout: object) -> dict:
    written = packed(json.dumps({"data": traces, "layout": {**SEEN, **layout}}))
    assert "\\u" not in written
    return json.loads(written)


def points(trace: dict) -> list[float]:
    """Where a trace has points, as Plotly reads it."""
    if "x" in trace:
        return trace["x"]
    return [trace["x0"] + trace["dx"] * place for place in range(len(trace["y"]))]


def pointer(trace: dict) -> list[str]:
    """What the pointer shows at each point, as Plotly fills it in."""
    if "hovertext" in trace:
        return trace["hovertext"]
    shown = []
    every = trace.get("customdata", [()] * len(trace["y"]))
    for x, y, fills in zip(points(trace), trace["y"], every, strict=True):
        if y is None:
            shown.append("")
            continue
        text = trace["hovertemplate"].removesuffix("<extra></extra>")
        text = text.replace("%{x:d}", f"{x:.0f}")
        for form in re.findall(r"%\{y:(,\.\df)\}", text):
            value = format(y, form).translate({44: " ", 46: ","})
            text = text.replace(f"%{{y:{form}}}", value)
        if isinstance(fills, str | int):
            text = text.replace("%{customdata}", str(fills))
            fills = ()
        for place, fill in enumerate(fills):
            text = text.replace(f"%{{customdata[{place}]}}", str(fill))
        shown.append(text)
    return shown


def line(**more: object) -> dict:
    return {"type": "scatter", "x": YEARS, "y": VALUES, **more}


def test_points_stand_where_they_were_as_far_as_anybody_can_see():
    (trace,) = sent(line())["data"]
    assert points(trace) == YEARS
    for at, was in zip(trace["y"], VALUES, strict=True):
        assert at == was if was is None else abs(at - was) <= 40 / 4_000


@pytest.mark.parametrize(
    "axis",
    [
        *({}, {"range": [1, 3], "type": "log"}, {"range": None}, {"range": [None, 3]}),
        *({"range": [-1.7e308, 1.7e308]}, {"range": [5, 5]}, {"range": [1, 2, 3]}),
    ],
)
def test_values_stay_as_they_are_where_it_is_not_known_what_is_seen(axis):
    (trace,) = sent(line(), yaxis=axis)["data"]
    assert trace["y"] == VALUES


def test_years_that_are_not_as_far_apart_are_written_out():
    for years in (
        [2016.0, 2017.0, 2019.0, 2020.0, 2021.0],
        [2016.1, 2017.1, 2018.1, 2019, 2020],
    ):
        (trace,) = sent(line(x=years))["data"]
        assert trace["x"] == years


def test_the_pointer_says_the_same_at_every_point():
    (trace,) = sent(line(**POINTED, y=[1, 2, 3, 4, 5]))["data"]
    assert pointer(trace) == SAID
    assert len(json.dumps(trace)) < len(json.dumps(line(**POINTED)))


def test_a_text_with_one_gap_is_filled_in_as_it_is():
    said = [f"Jämförelse: {year / 2:.0f}" for year in YEARS]
    (trace,) = sent(line(**{**POINTED, "hovertext": said}, y=[1, 2, 3, 4, 5]))["data"]
    assert pointer(trace) == said
    assert all(isinstance(fill, str) for fill in trace["customdata"])


def test_what_says_where_a_point_is_is_read_off_the_point():
    years = [2016.0, 2017.0, None, 2019.0, 2020.0]
    values = [60.277184466019584, 1_060.0, None, 59.1234567, 61.0]
    said = ["2016<br>60,3 %", "2017<br>1 060,0 %", "", "2019<br>59,1 %", "2020<br>61,0 %"]
    about = {**POINTED, "hovertext": said, "y": values, "x": years}
    (trace,) = sent(line(**about), height=190)["data"]
    assert pointer(trace) == said
    assert not {"x", "customdata", "hovertext"} & set(trace)
    assert trace["y"] == [60.3, 1060, None, 59.1, 61]


@pytest.mark.parametrize(
    ("said", "layout"),
    [
        (["60,3 %", "60,2 %", "", "59,2 %", "61,0 %"], {"height": 190}),  # not what it is
        (["60,3 %", "60,2 %", "", "59,1 %", "61,0 %"], {"height": 4_000}),  # seen
        (["60,3 %", "60,2 %", "", "59,1 %", "61,0 %"], {}),
        (["60 %", "60 %", "", "59 %", "61 %"], {"height": 190}),
    ],
)
def test_what_is_said_otherwise_or_could_be_seen_is_not_read_off(said, layout):
    years = [2016.0, 2017.0, None, 2019.0, 2020.0]
    (trace,) = sent(line(**{**POINTED, "hovertext": said}, x=years), **layout)["data"]
    assert pointer(trace) == said
    assert "customdata" in trace
    assert trace["y"] == [60.28, 60.18, None, 59.12, 61]


def test_values_below_nought_are_written_with_our_own_minus():
    said = [f"{value} %".replace("-", "\N{MINUS SIGN}") for value in (-2, -1, 0, 1, 2)]
    about = {**POINTED, "hovertext": said, "y": [-2.0, -1.0, 0.0, 1.0, 2.0]}
    (trace,) = sent(line(**about), height=190)["data"]
    assert pointer(trace) == said


MONTHS = [2001.041, 2001.122, 2001.203, 2001.286, 2001.37, 2001.453, 2001.537]


def test_months_are_as_far_apart_as_each_other_as_far_as_anybody_can_see():
    about = {"x": MONTHS, "y": [1, 2, None, 3, 4, 5, 6]}
    (trace,) = sent(line(**about), xaxis={"range": [2000, 2026]})["data"]
    assert "x" not in trace
    for at, was in zip(points(trace), MONTHS, strict=True):
        assert abs(at - was) <= 26 / 4_000
    for axis in ({"range": [2001, 2002]}, {}, {"range": [2000, 2026], "type": "log"}):
        (trace,) = sent(line(**about), xaxis=axis)["data"]
        assert trace["x"] == MONTHS


def test_a_year_with_a_point_is_never_moved():
    (trace,) = sent(line(x=[2016.0, 2017.0, None, 2019.0, 2020.0], y=[1, 2, 3, 4, 5]))["data"]
    assert trace["x"] == [2016, 2017, None, 2019, 2020]


def test_words_that_look_like_a_gap_are_words():
    said = [f"customdata[0] {{y}} %{year:.0f} </script>" for year in YEARS]
    (trace,) = sent(line(**{**POINTED, "hovertext": said}, y=[1, 2, 3, 4, 5]))["data"]
    assert "hovertext" not in trace
    assert pointer(trace) == said


def test_texts_that_are_all_the_same_are_one():
    said = {**POINTED, "hovertext": ["<b>lika</b>"] * 5}
    (trace,) = sent(line(**said, y=[1, 2, 3, 4, 5]))["data"]
    assert pointer(trace) == ["<b>lika</b>"] * 5


@pytest.mark.parametrize(
    "texts",
    [
        ["", *SAID[1:]],  # nothing is said of a point that there is
        [SAID[0] + "<br>preliminärt", *SAID[1:]],
        ["%{y}", "%{y}", "%{y}", "%{y}", "%{y}"],
    ],
)
def test_texts_that_are_not_alike_are_sent_as_they_are(texts):
    (trace,) = sent(line(**{**POINTED, "hovertext": texts}, y=[1, 2, 3, 4, 5]))["data"]
    assert trace["hovertext"] == texts


def test_what_a_pressed_point_stands_for_is_left_alone():
    (trace,) = sent(line(**POINTED, y=[1, 2, 3, 4, 5]), clickmode="event+select")["data"]
    assert trace["hovertext"] == SAID
    assert "customdata" not in trace


def test_the_colour_of_a_gap_is_nobodys():
    colours = {"color": ["#17404F", "#17404F", "#FFFFFF", "#17404F", "#17404F"]}
    assert sent(line(marker=colours))["data"][0]["marker"] == {"color": "#17404F"}
    whole = line(marker=colours, y=[1, 2, 3, 4, 5])
    assert sent(whole)["data"][0]["marker"] == colours


def test_colours_are_written_once_where_they_are_the_same():
    colours = {"color": ["#17404F"] * 5, "size": [7, 0, 7, 7, 7], "line": {"width": [1.5] * 5}}
    (trace,) = sent(line(marker=colours))["data"]
    assert trace["marker"] == {
        "color": "#17404F", "size": [7, 0, 7, 7, 7], "line": {"width": 1.5},
    }  # fmt: skip


def test_no_size_at_all_is_not_written_once():
    marks = {"color": ["#17404F"] * 5, "size": [0] * 5, "line": {"width": [0] * 5}}
    (trace,) = sent(line(marker=marks))["data"]
    assert trace["marker"] == {"color": "#17404F", "size": [0] * 5, "line": {"width": 0}}


def test_counts_are_sent_as_numbers_and_an_edge_without_a_line_to_half_a_pixel():
    said = [f"{place} svar" for place in (7, 12, 31, 4, 205)]
    pointed = {"hovertext": said, "hovertemplate": "%{hovertext}<extra></extra>"}
    edge = {"line": {"width": 0}}
    counted, filled = sent(line(**pointed), line(**edge), height=400)["data"]
    assert counted["customdata"] == [7, 12, 31, 4, 205]
    shown = [one for one in filled["y"] if one is not None]
    known = [one for one in VALUES if one is not None]
    half = (80.0 - 40.0) / 400 / 2
    assert all(abs(one - other) <= half for one, other in zip(shown, known, strict=True))
    assert max(len(str(one)) for one in shown) < max(
        len(str(one)) for one in counted["y"] if one
    )


def test_a_few_colours_of_many_points_are_a_scale_with_every_point_on_it():
    colours = ["#17404F", "#B53600", "#FFFFFF"] * 10
    bars = {"type": "bar", "x": list(range(30)), "y": [1] * 30, "marker": {"color": colours}}
    (trace,) = sent(bars)["data"]
    marker = trace["marker"]
    named = {round(place * marker["cmax"]): colour for place, colour in marker["colorscale"]}
    assert [named[one] for one in marker["color"]] == colours
    assert marker["cmin"] == 0
    few = {**bars, "x": [1, 2, 3], "y": [1, 1, 1], "marker": {"color": colours[:3]}}
    assert sent(few)["data"][0]["marker"]["color"] == colours[:3]
