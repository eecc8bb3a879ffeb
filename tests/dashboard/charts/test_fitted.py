"""What is written along a chart has room for itself."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.plotly.fitted import fitted


def axis(*ticks: tuple[float, str], span: tuple[float, float] = (1925, 2025)) -> dict:
    values, texts = [one for one, _ in ticks], [one for _, one in ticks]
    return {"tickvals": values, "ticktext": texts, "range": list(span)}


def written(ticks: dict, width: float = 200) -> list[str]:
    layout = {"xaxis": ticks, "margin": {"l": 0, "r": 0}, "yaxis": {"automargin": False}}
    return fitted({"data": [], "layout": layout}, width)["layout"]["xaxis"]["ticktext"]


CENTURY = axis(*[(year, str(year)) for year in range(1925, 2026, 20)])


def test_a_century_has_each_of_its_years_where_there_is_room_and_every_other_where_not():
    assert written(CENTURY, 400) == CENTURY["ticktext"]
    assert written(CENTURY, 180) == ["1945", "1985", "2025"]


def test_school_years_take_the_room_of_their_longer_names():
    years = axis(*[(year, f"{year}/{(year + 1) % 100}") for year in (2015, 2019, 2023)],
                 span=(2014, 2024))  # fmt: skip
    assert written(years, 140) == ["2015/16", "2023/24"]


@given(
    st.lists(st.integers(1900, 2030), min_size=1, max_size=12, unique=True),
    st.floats(20, 600),
)
def test_no_label_touches_the_next_and_the_last_is_always_there(years, width):
    found = written(axis(*[(year, str(year)) for year in sorted(years)]), width)
    assert found[-1] == str(max(years))
    assert all((int(b) - int(a)) * width / 100 >= 4 * 7 for a, b in pairwise(found))


def test_an_axis_whose_places_are_no_numbers_is_left_as_it_is():
    spec = {"data": [], "layout": {"xaxis": {"type": "category", **CENTURY}}}
    assert fitted(spec, 10) is spec
