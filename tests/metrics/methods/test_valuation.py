import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.methods.valuation import Parameter, social_value
from tests.anchors import published

JOBS = {"units": 10, "unit_value": 1000}

shares = st.floats(0, 1)


@given(shares, shares, shares, shares, st.floats(0, 20))
def test_the_value_lies_between_nothing_and_all_units_in_all_years(
    deadweight, attribution, displacement, drop_off, duration
):
    value = social_value(
        {
            **JOBS,
            "deadweight": deadweight,
            "attribution": attribution,
            "displacement": displacement,
            "drop_off": drop_off,
            "duration": duration,
        },
        draws=10,
    ).value
    assert 0 <= value <= 10_000 * duration + 1e-6


@given(
    st.floats(0, 100), st.floats(0, 100), st.sampled_from(["uniform", "triangular", "normal"])
)
def test_the_range_holds_between_the_lowest_and_highest_parameter(down, up, shape):
    units = Parameter(
        name="units", value=100, low=100 - down, high=100 + up, shape=shape, source="register"
    )
    price = Parameter(name="unit_value", value=1, source="tariff")
    worth = social_value([units, price], draws=200)
    assert 0 <= worth.low <= worth.high
    if shape != "normal":
        assert 100 - down - 1e-9 <= worth.low <= worth.high <= 100 + up + 1e-9
    assert worth.unsourced == ()


def test_what_would_have_happened_anyway_is_not_worth_anything():
    assert social_value({**JOBS, "deadweight": 1}).value == 0


def test_drop_off_and_discounting_begin_with_the_second_year():
    two_years = {**JOBS, "duration": 2, "drop_off": 0.5, "discount_rate": 0.25}
    assert social_value(two_years).value == pytest.approx(10_000 + 5_000 / 1.25)
    later = social_value(two_years, first_year_discounted=True)
    assert later.value == pytest.approx(8_000 + 5_000 / 1.25**2)


def test_half_a_year_counts_half():
    assert social_value({**JOBS, "duration": 1.5}).value == pytest.approx(15_000)


def test_outcomes_of_one_initiative_add_up_and_share_what_is_said_for_all():
    worth = social_value(
        [
            Parameter(name="units", value=10, outcome="jobs"),
            Parameter(name="unit_value", value=1000, outcome="jobs"),
            Parameter(name="units", value=5, outcome="homes"),
            Parameter(name="unit_value", value=100, outcome="homes"),
            Parameter(name="deadweight", value=0.5),
            Parameter(name="investment", value=2625),
        ]
    )
    assert worth.by_outcome == {"jobs": 5000, "homes": 250}
    assert worth.ratio == 2
    assert worth.ratio_low == worth.ratio_high == pytest.approx(2)
    assert len(worth.unsourced) == 6


def test_the_tornado_has_the_widest_bar_first_and_leaves_out_what_is_fixed():
    worth = social_value(
        [
            Parameter(name="units", value=10, low=9, high=11),
            Parameter(name="unit_value", value=100),
            Parameter(name="deadweight", value=0.2, low=0.0, high=0.6),
        ]
    )
    assert [bar.name for bar in worth.tornado] == ["deadweight", "units"]
    assert worth.tornado[0][2:] == pytest.approx((1000, 400))


def test_a_valuation_without_investment_has_no_ratio():
    worth = social_value(JOBS)
    assert (worth.ratio, worth.ratio_low, worth.ratio_high) == (None, None, None)
    assert worth.low == worth.value == worth.high == 10_000


def test_the_same_seed_gives_the_same_range():
    rows = [
        Parameter(name="units", value=10, low=0, high=30),
        Parameter(name="unit_value", value=1),
    ]
    one, same, other = (
        social_value(rows, generator=np.random.default_rng(s)) for s in (1, 1, 2)
    )
    assert one == same
    assert one.low != other.low
    assert social_value(rows) == social_value(rows)


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: social_value({"units": 1}),
        lambda: social_value([]),
        lambda: social_value([Parameter(name="units", value=1)] * 2),
        lambda: Parameter(name="happiness", value=1),
        lambda: Parameter(name="units", value=1, shape="round"),
        lambda: Parameter(name="units", value=1, low=2),
        lambda: Parameter(name="units", value=float("nan")),
        lambda: Parameter(name="deadweight", value=40),
        lambda: Parameter(name="duration", value=1000),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match=r"must|lacks|twice|There are"):
        nonsense()


def test_a_published_ratio():
    case = published("sroi/tutorial_vector.json")
    worth = social_value(
        {
            "units": 60,
            "unit_value": 8500,
            "duration": 2,
            "deadweight": case["deadweight"],
            "attribution": case["attribution"],
            "drop_off": case["dropoff"],
            "discount_rate": case["discount"],
            "investment": case["inputs"],
        }
    )
    assert round(worth.ratio, 2) == case["printed_ratio"]


def test_a_hundred_years_is_the_longest_duration():
    assert social_value({**JOBS, "duration": 100}).value == pytest.approx(1_000_000)
    with pytest.raises(ValueError, match="at most 100 years"):
        Parameter(name="duration", value=100.5)
