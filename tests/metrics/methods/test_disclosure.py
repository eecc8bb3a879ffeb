import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.methods.disclosure import attack, suppress, table_structure
from tests.anchors import published

PUBLISHED = published("sdc_suppression/vectors.json")

tables = arrays(np.float64, (3, 3), elements=st.integers(0, 30).map(float))


def with_totals(table):
    for axis in range(table.ndim):
        table = np.concatenate([table.sum(axis=axis, keepdims=True), table], axis=axis)
    return table


@settings(max_examples=30, deadline=None)
@given(tables)
def test_no_small_count_can_be_worked_out_from_what_is_shown(table):
    cells = with_totals(table)
    structure = table_structure(cells.shape)
    answer = suppress(cells, structure)
    bounds = attack(cells, structure, np.isnan(answer.shown))
    assert not answer.exposed.any()
    assert ((bounds.high - bounds.low)[cells < 5] >= 5).all()
    assert ((bounds.low <= cells) & (cells <= bounds.high)).all()


def test_a_table_of_large_counts_is_shown_whole():
    cells = with_totals(np.full((2, 2), 40.0))
    np.testing.assert_array_equal(suppress(cells, table_structure((3, 3))).shown, cells)


def test_one_small_cell_of_a_sum_takes_the_cheapest_other_with_it():
    answer = suppress([83, 3, 50, 30], [(0, [1, 2, 3])])
    assert answer.primary.tolist() == [False, True, False, False]
    assert answer.secondary.tolist() == [False, False, False, True]
    assert (answer.low[1], answer.high[1]) == (0, 33)


def test_a_cell_in_no_sum_needs_no_company():
    answer = suppress([3, 40], [])
    assert np.isnan(answer.shown).tolist() == [True, False]
    assert answer.high[0] == np.inf


@pytest.mark.parametrize(("count", "hidden"), [(4, True), (5, False), (0, True)])
def test_the_limit_is_the_smallest_count_that_may_be_shown(count, hidden):
    assert suppress([count], []).primary[0] == hidden


def test_zero_is_shown_where_nobody_is_no_secret():
    assert not suppress([0.0, 9], [], hide_zero=False).primary.any()


def test_a_whole_nested_area_cannot_be_shown_beside_a_part_known_from_before():
    # City 100 = area 43 + rest 57; area = block 3 + block 40, and 40 is out already.
    structure = [(0, [1, 2]), (1, [3, 4])]
    answer = suppress(
        [100, 43, 57, 3, 40], structure, published=[False, False, False, False, True]
    )
    assert np.isnan(answer.shown).tolist() == [False, True, True, True, False]
    assert not answer.exposed.any()


def test_what_is_already_public_cannot_be_protected_and_is_said():
    answer = suppress([43, 3, 40], [(0, [1, 2])], published=[True, False, True])
    assert answer.exposed.tolist() == [False, True, False]


def test_a_missing_count_stays_hidden_and_helps_to_hide():
    answer = suppress([np.nan, 3, 40], [(0, [1, 2])])
    assert answer.primary.tolist() == [True, True, False]
    assert not answer.secondary.any()


def test_a_wider_protection_hides_more():
    cells = [58, 2, 6, 50]
    assert suppress(cells, [(0, [1, 2, 3])], protection=5).secondary.sum() == 1
    assert suppress(cells, [(0, [1, 2, 3])], protection=40).secondary.sum() > 1


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: suppress([-1, 2], []),
        lambda: suppress([10, 2, 3], [(0, [1, 2])]),
        lambda: suppress([10, 2], [], published=[True]),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match="must"):
        nonsense()


@pytest.fixture
def linear_attack():
    case = PUBLISHED["linear_combination_attack"]
    hidden = np.zeros((5, 5), dtype=bool)
    for name in case["suppressed"]:
        row, column = name.split("|")
        hidden[case["rows"].index(row) + 1, case["cols"].index(column) + 1] = True
    return with_totals(np.array(case["table"], dtype=float)), hidden


def test_a_published_attack_recovers_a_cell_though_every_line_hides_two(linear_attack):
    cells, hidden = linear_attack
    bounds = attack(cells, table_structure((5, 5)), hidden)
    exact = hidden & (bounds.low == bounds.high)
    assert cells[exact].tolist() == [47]


def test_a_published_secondary_cell_stops_the_attack(linear_attack):
    cells, hidden = linear_attack
    answer = suppress(
        cells, table_structure((5, 5)), smallest=0, sensitive=hidden, protection=5
    )
    expected = PUBLISHED["linear_combination_attack"]["expected"]
    assert answer.primary.sum() == expected["primary"]
    assert answer.secondary.sum() == expected["secondary_added_when_solved"]
    bounds = expected["bounds_after"]
    assert (answer.low[1, 2], answer.high[1, 2]) == (bounds["low"], bounds["up"])


@pytest.mark.parametrize("forced", [False, True])
def test_published_regions_by_gender(forced):
    case = PUBLISHED["region_gender"]
    counts = [[row["male"], row["female"]] for row in case["counts"].values()]
    published = np.zeros((5, 3), dtype=bool)
    published[4, 1] = forced
    answer = suppress(
        with_totals(np.array(counts)), table_structure((5, 3)), published=published
    )
    hidden = (np.flatnonzero(np.isnan(answer.shown)) + 1).tolist()
    assert (np.flatnonzero(answer.primary) + 1).tolist() == case["primary"]
    assert hidden == case["suppressed_OPT_HITAS_HYPERCUBE_SIMPLE"]


@pytest.mark.parametrize("insiders", [False, True])
def test_published_singletons(insiders):
    case = PUBLISHED["singletons"]
    counts = [case["data"].count(level) for level in case["levels"]]
    answer = suppress(
        [sum(counts), *counts],
        [(0, [1, 2, 3, 4])],
        smallest=2,
        hide_zero=False,
        protection=1,
        insiders=insiders,
    )
    key = "with_singleton_detection" if insiders else "secondary_without_singleton_detection"
    assert answer.secondary.sum() == case[key]


def test_without_sums_nothing_can_be_worked_out_about_what_is_hidden():
    bounds = attack([4, 7, 9], [], [True, True, False])
    assert bounds.low.tolist() == [0, 0, 9]
    assert bounds.high.tolist() == [np.inf, np.inf, 9]
