"""Small multiples, maps and mixes as figures and sentences: pure, on tiny tables."""

import json
import math

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.charts.describe import classes
from dashboard.charts.describe.axes import time_axis
from dashboard.charts.describe.character import Mix, character
from dashboard.charts.describe.map import Place, state_map, value_map
from dashboard.charts.describe.multiples import common_scale, panel
from dashboard.charts.describe.outlines import joined, outlines, outlines_around
from dashboard.charts.describe.timeline import reach, year_ticks
from dashboard.charts.plotly.map import MIDDLE, NARROW, WIDE, draw_map
from dashboard.charts.theme import palette
from dashboard.text import places as said
from dashboard.text.states import SIGNS
from metrics.methods.timeline import points
from metrics.outcome.state import State
from tests.dashboard.approval import approve_figure, approve_text
from tests.dashboard.charts.drawn import a_character, a_panel, a_state_map, a_value_map
from tests.dashboard.charts.figure_tables import (
    CATALOGUE,
    POLICE,
    goal,
    observations,
    series_break,
)
from tests.factories import rows_of

RENTALS, INCOME = CATALOGUE["MIX01"], CATALOGUE["MIX07"]
BARE = {"dark": False, "language": "sv"}
values = st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 2)), max_size=60)


# Classes


@given(values, st.integers(0, 2))
def test_every_value_is_in_a_class_that_has_a_name(given_values, decimals):
    limits = classes.class_limits(given_values, decimals)
    names = classes.class_names(limits, "percent", "sv")
    assert all(0 <= classes.class_of(value, limits) < len(names) for value in given_values)
    assert 1 <= len(names) <= 5


@given(values, st.integers(0, 2))
def test_limits_rise_and_both_ends_are_met(given_values, decimals):
    limits = classes.class_limits(given_values, decimals)
    assert limits == sorted(set(limits))
    met = {classes.class_of(value, limits) for value in given_values}
    assert not limits or {0, len(limits)} <= met


def test_limits_are_round_and_hold_about_as_many_each():
    limits = classes.class_limits([float(value) for value in range(101)], 1)
    assert limits == [20, 40, 60, 80]
    assert classes.class_names(limits, "percent", "sv") == [
        "under 20\u00a0%", "20–40\u00a0%", "40–60\u00a0%", "60–80\u00a0%",
        "80\u00a0% eller mer",
    ]  # fmt: skip


def test_limits_speak_swedish():
    assert classes.class_names([0.5, 1250.5], "count", "sv") == [
        "under 0,5", "0,5–1\u202f250,5", "1\u202f250,5 eller mer",
    ]  # fmt: skip


def test_areas_that_are_all_alike_are_one_class():
    assert classes.class_limits([7.0] * 30, 1) == []
    assert classes.class_names([], "percent", "sv") == ["alla värden"]


# Boundaries


def boundaries(shapes: dict[str, shapely.Geometry]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_id": list(shapes),
            "geojson": [shapely.to_geojson(one) for one in shapes.values()],
        }
    )


def squares(across: int, jagged: float = 0.0) -> pd.DataFrame:
    """A chessboard of areas near Göteborg whose common borders have corners on them."""
    step = 0.01
    found = {}
    for row in range(across):
        for column in range(across):
            west, south = 11.9 + column * step, 57.7 + row * step
            bend = [(west + step * share, south + jagged * math.sin(9 * share))
                    for share in np.linspace(0, 1, 8)]  # fmt: skip
            top = [(x, y + step) for x, y in reversed(bend)]
            found[f"area.{row}.{column}"] = shapely.Polygon([*bend, *top])
    return boundaries(found)


@given(st.integers(1, 5), st.floats(0, 0.0004))
def test_no_area_is_lost_and_all_lie_on_the_sheet(across, jagged):
    table = squares(across, jagged)
    arranged = outlines(table)
    assert [one.area_id for one in arranged] == list(table["area_id"])
    for one in arranged:
        ring_x, ring_y = one.rings[0]
        assert len(ring_x) >= 4
        assert (ring_x[0], ring_y[0]) == (ring_x[-1], ring_y[-1])
        assert 0 <= min(ring_x) < max(ring_x) <= 4000
        assert 0 <= min(ring_y) < max(ring_y) <= 4000


@given(st.floats(0.00002, 0.0004))
def test_neighbours_stay_neighbours(jagged):
    arranged = outlines(squares(2, jagged))
    drawn = [shapely.Polygon(zip(*one.rings[0], strict=True)) for one in arranged]
    whole = shapely.union_all(drawn)
    assert shapely.area(whole) == pytest.approx(
        sum(shapely.area(one) for one in drawn), rel=0.003
    )
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0


def test_a_sign_stands_inside_its_area():
    horseshoe = shapely.Polygon(
        [(12, 57), (12.3, 57), (12.3, 57.3), (12.2, 57.3), (12.2, 57.1), (12.1, 57.1),
         (12.1, 57.3), (12, 57.3)]
    )  # fmt: skip
    (one,) = outlines(boundaries({"area": horseshoe}))
    assert shapely.Polygon(zip(*one.rings[0], strict=True)).contains(shapely.Point(one.inside))


def test_lengths_east_and_north_are_alike_at_the_middle_latitude():
    narrow = 0.1 / math.cos(math.radians(57.75))
    square = shapely.box(12, 57.7, 12 + narrow, 57.8)
    (one,) = outlines(boundaries({"area": square}))
    ring_x, ring_y = one.rings[0]
    assert max(ring_x) == pytest.approx(max(ring_y), abs=2)


def test_an_island_that_is_too_small_to_see_is_still_there():
    arranged = outlines(boundaries({"big": shapely.box(12, 57, 13, 58),
                                "tiny": shapely.box(13.5, 57, 13.5001, 57.0001)}))  # fmt: skip
    assert [len(one.rings) for one in arranged] == [1, 1]


def test_a_line_that_crosses_itself_is_mended():
    crossed = shapely.Polygon([(12, 57), (13, 58), (13, 57), (12, 58)])
    (one,) = outlines(boundaries({"area": crossed}))
    assert one.rings


def test_a_hole_is_turned_the_other_way_so_that_it_is_left_unfilled():
    holed = shapely.Polygon(
        shapely.box(12, 57, 13, 58).exterior.coords,
        [shapely.box(12.4, 57.4, 12.6, 57.6).exterior.coords],
    )
    (one,) = outlines(boundaries({"area": holed}))
    outer, hole = (shapely.LinearRing(list(zip(*ring, strict=True))) for ring in one.rings)
    assert outer.is_ccw
    assert not hole.is_ccw


def test_nothing_to_draw_is_nothing():
    assert outlines(boundaries({})) == []


# Maps

PLACES = [
    Place(area_id="area.0.0", name="Ås", words="12,0\u00a0%", place=0),
    Place(area_id="area.0.1", name="Berga", words="64,0\u00a0%", place=1),
    Place(area_id="area.1.0", name="Dal", words="saknar värde"),
    Place(area_id="area.1.1", name="Ek", words="13,0\u00a0%", place=0),
]
JUDGED = [
    Place(area_id="area.0.0", name="Ås", words="▼ Återfall", state=State.RELAPSE),
    Place(area_id="area.0.1", name="Berga", words="● Håller", state=State.HOLDS),
    Place(area_id="area.1.0", name="Dal", words="utan mål"),
    Place(area_id="area.1.1", name="Ek", words="◇ Bevaka", state=State.WATCH),
]
NAMES = ["under 50\u00a0%", "50\u00a0% eller mer"]


def test_a_map_of_values_is_as_approved():
    spec = a_value_map(outlines(squares(2)), PLACES, NAMES, chosen="area.0.1", **BARE)
    approve_figure("map_values", spec)


def test_a_map_of_states_is_as_approved():
    spec = a_state_map(outlines(squares(2)), JUDGED, dark=True, language="en")
    approve_figure("map_states_dark_en", spec)


def test_a_map_asks_no_server_for_anything():
    spec = a_value_map(outlines(squares(2)), PLACES, NAMES, **BARE)
    assert {trace["type"] for trace in spec["data"]} == {"scatter"}
    assert not {"geo", "map", "mapbox"} & set(spec["layout"])


def test_an_area_without_a_value_is_hatched_and_no_value_is_a_colour_of_a_state():
    spec = a_value_map(outlines(squares(2)), PLACES, NAMES, **BARE)
    patterns = [trace.get("fillpattern", {}).get("shape") for trace in spec["data"]]
    assert patterns.count("\\") == 1
    filled = {trace["fillcolor"] for trace in spec["data"] if "fillcolor" in trace}
    states = {part for one in palette(False).state.values() for part in one.values()}
    assert not filled & states


def test_a_state_is_told_by_shape_word_and_pattern_and_not_by_colour_alone():
    spec = a_state_map(outlines(squares(2)), JUDGED, **BARE)
    written = " ".join(label["text"] for label in spec["layout"]["annotations"])
    for words in ("▼\u00a0Återfall", "●\u00a0Håller", "◇\u00a0Bevaka"):
        assert words in written, "the legend says what the shape means"
    for place in JUDGED:
        shape = SIGNS[place.state].glyph + " " if place.state else ""
        assert f"<b>{shape}{place.name}</b>" in written
    shapes = [trace["fillpattern"]["shape"] for trace in spec["data"] if "fillpattern" in trace]
    assert sorted(shapes) == ["/", "x"]


def test_names_stand_by_their_areas_and_on_a_phone_only_the_shapes_of_states():
    arranged = outlines(squares(2))
    chart = state_map(arranged, JUDGED, what="Trygghet", language="sv")
    labels = draw_map(chart, dark=False)["layout"]["annotations"]
    places = {(label["x"], label["y"]) for label in labels if label.get("bgcolor")}
    assert len(places) == len(JUDGED)
    narrow = draw_map(chart, dark=False, size=NARROW)
    assert not [label for label in narrow["layout"]["annotations"] if label.get("bgcolor")]
    signs = [trace for trace in narrow["data"] if "text" in trace]
    assert sorted(trace["text"] for trace in signs for _at in trace["x"]) == sorted(
        f"<b>{SIGNS[one.state].glyph}</b>" for one in JUDGED if one.state
    )
    assert all(trace["unselected"] == trace["selected"] for trace in signs), "none fades"


def labels_of(names: list[str], size: tuple[int, int]) -> list[dict[str, object]]:
    """What is written on a map of areas of those names in a row, of which all are lost."""
    across = squares(3).head(len(names))
    places = [
        Place(area_id=area_id, name=name, words="", state=State.RELAPSE)
        for area_id, name in zip(across["area_id"], names, strict=True)
    ]
    chart = state_map(outlines(across), places, what="Trygghet", language="sv")
    spec = draw_map(chart, dark=False, size=size)
    (west, east), (south, north) = (spec["layout"][way]["range"] for way in ("xaxis", "yaxis"))
    labels = [label for label in spec["layout"]["annotations"] if label.get("bgcolor")]
    assert all(west <= one["x"] <= east and south <= one["y"] <= north for one in labels)
    return labels


def test_a_name_without_room_is_written_in_two_lines_or_left_out():
    nine = ["Ås", "Ettsammansattlångtnamn" * 3, "Dal", "Ek", "Ekbacken kanalen", *"ABCD"]
    texts = [label["text"] for label in labels_of(nine, MIDDLE)]
    assert "<b>▼ Ekbacken<br>kanalen</b>" in texts
    assert "<b>▼</b>" in texts
    assert len(texts) == len(nine)


@example(["Ekbacken centrum (påhittat)"] * 9, MIDDLE)
@given(
    st.lists(st.text("aå n", min_size=1, max_size=60), min_size=1, max_size=9),
    st.sampled_from([WIDE, MIDDLE]),
)
def test_no_area_loses_its_sign_however_little_room_there_is(names, size):
    written = labels_of(names, size)
    assert len(written) == len(names), "a label out of view is not drawn at all"
    assert all("▼" in str(label["text"]) for label in written)


def test_a_name_never_hides_the_area_it_is_of_or_another():
    shapes = {
        "west": shapely.box(12.0, 57.0, 12.45, 57.5),
        "east": shapely.box(12.55, 57.0, 13.0, 57.5),
        "small": shapely.box(12.48, 57.24, 12.52, 57.26),
        "another": shapely.box(12.48, 57.27, 12.52, 57.29),
    }
    places = [
        Place(area_id=one, name="Hammarkullen", words="", state=State.RELAPSE) for one in shapes
    ]
    chart = state_map(outlines(boundaries(shapes)), places, what="Trygghet", language="sv")
    labels = draw_map(chart, dark=False, size=MIDDLE)["layout"]["annotations"]
    written = [label for label in labels if label.get("bgcolor")][2:]
    for label in written:
        alone = label["text"] == "<b>▼</b>"
        assert alone or (label["xanchor"], label["yanchor"]) != ("center", "middle")


def test_parts_are_one_outline_with_a_dashed_line_inside_what_they_lie_in():
    parts = [shapely.to_geojson(shapely.box(x, 57.0, x + 0.1, 57.1)) for x in (12.0, 12.10001)]
    table = boundaries({"whole": shapely.from_geojson(joined(parts))}).assign(approximate=True)
    (one,) = outlines(table)
    assert len(one.rings) == 1, "the seam between the parts is gone"
    around = outlines_around(table, boundaries({"kommun": shapely.box(11, 56, 13, 58)}))
    places = [Place(area_id="whole", name="Hela", words="3", place=0)]
    chart = value_map([one], places, ["alla"], what="Antal", around=around, language="sv")
    background, area, *_rest = draw_map(chart, dark=False)["data"]
    assert "fill" not in background
    assert area["line"]["dash"]
    assert area["fill"] == "toself"


def test_every_area_can_be_pointed_at_and_pressed():
    spec = a_value_map(outlines(squares(2)), PLACES, NAMES, **BARE)
    assert spec["data"][-1]["customdata"] == [one.area_id for one in PLACES]
    assert spec["data"][-1]["hovertext"][0] == "<b>Ås</b><br>12,0\u00a0%"


def test_a_map_is_told_to_those_who_cannot_see_it():
    arranged = outlines(squares(2))
    shares = value_map(arranged, PLACES, NAMES, what="Andel hyresrätter", language="sv")
    assert shares.alt == (
        "Karta: Andel hyresrätter. Antal områden: under 50\u00a0% 2, 50\u00a0% eller mer 1, "
        "saknar värde 1."
    )
    safety = state_map(arranged, JUDGED, what="Trygghet", language="sv")
    assert safety.alt.startswith(
        "Karta: Trygghet. Antal områden: Återfall 1, Håller 1, Bevaka 1"
    )


def test_three_hundred_areas_are_sent_in_less_than_300_kilobytes(sample):
    table = rows_of(
        sample,
        "SELECT area_id, geojson FROM area_boundary JOIN area USING (area_id) "
        "WHERE kind = 'regso' ORDER BY area_id",
    )
    places = [
        Place(area_id=one, name=one, words="12,3\u00a0%", place=0) for one in table["area_id"]
    ]
    spec = a_value_map(outlines(table), places, ["alla värden"], **BARE)
    assert len(table) == 297
    assert len(json.dumps(spec, separators=(",", ":"))) < 200_000


# Small multiples


def rentals(values: dict[str, float | None], **columns: object) -> pd.DataFrame:
    return observations("MIX01", "area", values, **columns)


def test_every_panel_has_the_same_scale():
    low, high = rentals({"2020": 10.0, "2021": 12.0}), rentals({"2020": 60.0, "2021": 90.0})
    scale = common_scale(pd.concat([low, high]), RENTALS)
    about = {"indicator": RENTALS, "scale": scale, **BARE}
    axes = [a_panel(rows, **about)["layout"] for rows in (low, high)]
    assert axes[0]["yaxis"]["range"] == axes[1]["yaxis"]["range"]
    assert axes[0]["xaxis"]["range"] == axes[1]["xaxis"]["range"]
    assert axes[0]["xaxis"]["ticktext"] == axes[1]["xaxis"]["ticktext"] == ["2020", "2021"]


PROMISED = goal(
    target_low=30.0, baseline_periods=[], baseline_value=None, state="on_track", value=None,
    last_period=None,
)  # fmt: skip


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8), st.floats(0, 100))
def test_the_scale_holds_every_value_and_goal(shares, target):
    rows = rentals({str(2010 + place): share for place, share in enumerate(shares)})
    scale = common_scale(rows, RENTALS, [goal(target_low=target)])
    assert all(scale.y[0] <= value <= scale.y[1] for value in [*shares, target])


def test_a_panel_is_as_approved():
    rows = rentals({"2019": 20.0, "2020": 22.0, "2021": None, "2022": 25.0, "2023": 24.0})
    beside = pd.DataFrame({"period": ["2019", "2022", "2023"], "value": [40.0, 41.0, 42.0]})
    spec = a_panel(
        rows, indicator=RENTALS, scale=common_scale(rows, RENTALS, [PROMISED]), goal=PROMISED,
        comparator=beside, **BARE,
    )  # fmt: skip
    approve_figure("panel", spec)


def test_no_line_is_drawn_across_a_gap_or_a_cut():
    rows = rentals({"2019": 20.0, "2020": None, "2021": 22.0, "2022": 25.0, "2023": 24.0})
    cut = series_break("MIX01", "2022", "question")
    scale = common_scale(rows, RENTALS)
    spec = a_panel(rows, indicator=RENTALS, scale=scale, breaks=cut, **BARE)
    lines = [trace["y"] for trace in spec["data"] if trace["mode"] == "lines+markers"]
    assert lines == [[20.0, None, 22.0], [25.0, 24.0]]


@pytest.mark.parametrize(("years", "mode"), [(24, "lines+markers"), (25, "lines")])
def test_a_long_line_has_no_marks_and_a_short_one_has(years, mode):
    rows = rentals({str(1990 + at): 20.0 + at for at in range(years)})
    spec = a_panel(rows, indicator=RENTALS, scale=common_scale(rows, RENTALS), **BARE)
    (line,) = (trace for trace in spec["data"] if trace.get("hovertext"))
    assert line["mode"] == mode


def test_classes_are_steps_with_words_and_the_worst_is_lowest():
    rows = observations(
        "TRY08", "area", {"2019": "especially_vulnerable", "2021": "vulnerable"}
    )
    scale = common_scale(rows, POLICE)
    spec = a_panel(rows, indicator=POLICE, scale=scale, **BARE)
    (line,) = spec["data"]
    assert line["line"]["shape"] == "hv"
    assert line["y"][0] < line["y"][1]
    assert spec["layout"]["yaxis"]["ticktext"][0].startswith("Särskilt")


def test_a_panel_is_told_to_those_who_cannot_see_it():
    rows = rentals({"2020": 20.0, "2022": 22.0, "2023": 24.0})
    beside = pd.DataFrame({"period": ["2020", "2023"], "value": [40.0, 42.0]})
    alt = panel(
        rows, name="Ås", scale=common_scale(rows, RENTALS), indicator=RENTALS, goal=PROMISED,
        comparator=beside, breaks=series_break("MIX01", "2022", "question"), language="sv",
    ).alt  # fmt: skip
    assert alt == (
        "Ås: 22 procent 2022, 24 procent 2023. Målet är minst 30 procent. "
        "Jämförelsen är 42 procent. Serien är bruten 2022; före och efter jämförs inte."
    ).replace(" procent", "\u00a0procent")


def test_a_panel_whose_last_value_is_preliminary_says_what_was_compared_last_and_when():
    rows = rentals({"2020": 20.0, "2022": 22.0, "2023": 24.0})
    beside = pd.DataFrame({"period": ["2020", "2022", "2023"], "value": [40.0, 42.0, None]})
    alt = panel(
        rows, name="Ås", scale=common_scale(rows, RENTALS), indicator=RENTALS,
        comparator=beside, language="sv",
    ).alt  # fmt: skip
    assert alt.endswith("Jämförelsen var 42\u00a0procent 2022.")


# Who lives here

TENURES = {"rental": "Hyresrätt", "cooperative": "Bostadsrätt", "owned": "Äganderätt"}
MIXES = [
    Mix(label="Ås 2020", counts={"rental": 80, "cooperative": 20}),
    Mix(label="Ås 2023", counts={"rental": 60, "cooperative": 30, "owned": 10}),
    Mix(label="Kommunen 2023", counts={"rental": 1, "cooperative": 1, "owned": 2}, quiet=True),
]


def test_a_mix_is_as_approved():
    approve_figure("character", a_character(MIXES, TENURES, **BARE))


@given(st.dictionaries(st.sampled_from(list(TENURES)), st.integers(0, 10**6)))
def test_shares_add_up_to_a_whole_or_to_nothing(counts):
    total = sum(Mix(label="", counts=counts).shares(TENURES))
    assert total == pytest.approx(100 if sum(counts.values()) else 0)


def test_more_categories_than_can_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="At most 5"):
        a_character(MIXES, {str(place): "" for place in range(6)}, **BARE)


def test_a_mix_is_told_to_those_who_cannot_see_it():
    assert character(MIXES[:1], TENURES, name="Bostäder", language="sv").alt == (
        "Staplar över andelar. Ås 2020: hyresrätt 80,0\u00a0%, bostadsrätt 20,0\u00a0%, "
        "äganderätt 0,0\u00a0%."
    )


def test_years_too_near_to_be_written_side_by_side_are_not():
    rows = observations("BEF01", "a", dict.fromkeys(["1999", "2015", "2024", "2025"], 1.0))
    placed = points(rows, CATALOGUE["BEF01"])
    assert year_ticks(placed, (1998.5, 2025.5)) == [1999, 2015, 2025]


@pytest.mark.parametrize(
    ("period", "written"), [("2014-2021", "2014–2021"), ("2024Q3", "2024"), ("2024", "2024")]
)
def test_a_single_measurement_has_its_years_on_the_axis(period, written):
    placed = points(observations("BEF01", "a", {period: 1.0}), CATALOGUE["BEF01"])
    axis = time_axis(reach(placed), placed, CATALOGUE["BEF01"])
    assert [words for _year, words in axis.ticks] == [written]


# Sentences


def sentences(language: str) -> str:
    fell = {
        "areas": 316, "fell": 304, "rose": 12, "median_change": -10.2, "direction": "fell",
        "kind": "regso", "period_before": "2022", "period": "2023", "mid": None,
    }  # fmt: skip
    versions = ("regso-2020", "kommun-2025", "egen")
    kinds = ("regso", "municipality", "police_area", "school", "city_area", "other")
    parts = [
        said.compared(
            RENTALS, [State.REACHED, State.HOLDS, State.TOO_EARLY], 4, "regso", language
        ),
        said.compared(RENTALS, [State.NO_GOAL], 14, "municipality", language),
        said.compared(POLICE, [State.NEVER_CAME] * 4 + [State.REACHED] * 3, 10, "police_area",
                      language),
        said.spread(RENTALS, [10.0, 20.0, 30.0, 40.0], "regso", "2023", language),
        said.spread(RENTALS, [10.0], "municipality", "2023", language),
        said.no_value(INCOME, "city_area", language),
        said.common_movement(fell, INCOME, language),
        f"({said.common_movement(fell | {'direction': ''}, INCOME, language)})",
        said.common_movement(fell | {"mid": 5.0}, INCOME, language),
        said.without_boundary(19, 316, language),
        said.without_boundary(2, 5, language),
        said.lives_here("Gårdsten", 9535, 10237, "2020", language),
        said.lives_here("Gårdsten", 10237, 9535, "2020", language),
        said.lives_here("Gårdsten", 10, 10, "2020", language),
        said.mix(0.02, "2020", language),
        said.mix(0.2, "2020", language),
        said.by_chance(0.001, language),
        said.by_chance(0.02, language),
        said.among_peers(135, 315, "regso", language),
        said.split(0.6, 0.8, language),
        *(said.counted_areas(count, kind, language) for kind in kinds for count in (1, 2)),
        *(said.boundary_version(one, language) for one in versions),
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


@pytest.mark.parametrize(("language", "file"), [("sv", "places.txt"), ("en", "places.en.txt")])
def test_every_sentence_about_places_is_as_approved(language, file):
    approve_text(file, sentences(language))


@given(st.lists(st.floats(0, 100), min_size=4, max_size=40))
def test_no_sentence_names_the_highest_or_the_lowest(shares):
    parts = said.spread(RENTALS, shares, "regso", "2023", "sv")
    assert not {"högst", "lägst", "bäst", "sämst"} & set(parts.lower().split())
