import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.methods.disclosure import attack, table_structure
from metrics.methods.protection import Counts, Total, protect


def of(numbers, *totals):
    return Counts(
        numbers=np.array(numbers, dtype=float), totals=[Total(*one) for one in totals]
    )


WHOLE = (0, (1, 2))
"""A parent and its two parts: 241 = 41 + 200 asked, 120 = 2 + 118 of them safe."""


def hidden(*counts, **terms):
    return protect(counts, smallest=10, **terms).hidden.tolist()


def test_a_small_part_takes_its_only_sibling_with_it():
    assert hidden(of([120, 2, 118], WHOLE)) == [False, True, True]


def test_those_who_are_not_counted_may_be_few_too():
    safe, others = of([200, 35, 165], WHOLE), of([40, 2, 38], WHOLE)
    assert hidden(safe, others) == [False, True, True]


def test_what_is_over_of_a_total_is_a_group_that_may_be_small():
    assert hidden(of([120, 118], (0, (1,)))) == [False, True]
    assert hidden(of([120, 60], (0, (1,)))) == [False, False]


def test_parts_that_are_more_than_their_total_say_nothing_of_it():
    assert hidden(of([100, 2, 118], WHOLE)) == [False, True, False]


def test_a_known_total_gives_a_category_back_as_a_shown_one_would():
    shares = of([2, 118, 121], (None, (0, 1, 2), 241.0))
    assert sum(hidden(shares)) == 2


def test_what_is_out_already_protects_nothing_and_another_is_hidden():
    parts = of([150, 2, 118, 30], (0, (1, 2, 3)))
    out = np.array([False, False, False, True])
    assert hidden(parts, published=out) == [False, True, True, False]


def test_what_is_out_is_hidden_too_where_nothing_else_protects():
    answer = protect(
        [of([120, 2, 118], WHOLE)], smallest=10, published=np.array([True, False, True])
    )
    assert answer.hidden.tolist()[1]
    assert (answer.hidden.sum(), answer.safe) == (2, True)


@given(arrays(np.float64, (2, 3), elements=st.integers(0, 30).map(float)))
def test_no_hidden_figure_is_known_closer_than_the_level(table):
    cells = np.concatenate([table.sum(axis=0, keepdims=True), table])
    cells = np.concatenate([cells.sum(axis=1, keepdims=True), cells], axis=1)
    sums = table_structure(cells.shape)
    answer = hidden(of(cells.ravel(), *sums))
    bounds = attack(cells, sums, np.reshape(answer, cells.shape))
    assert ((bounds.high - bounds.low).ravel()[answer] >= 10).all()


@pytest.mark.parametrize(("zero", "shown"), [(True, False), (False, True)])
def test_nobody_is_a_small_count_unless_the_setting_says_otherwise(zero, shown):
    assert hidden(of([0.0, 50.0]), hide_zero=zero) == [not shown, False]


def test_nothing_small_hides_nothing():
    assert not any(hidden(of([241, 41, 200], WHOLE), of([100, 20, 80], WHOLE)))
