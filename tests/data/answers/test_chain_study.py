"""A study of moving chains: what is worked out, what is kept back, and what is not said."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.answers import chain_study

NEW, OLD, HOUSE = "nybyggd", "äldre", "småhus"
KINDS = {NEW: ("rental", False), OLD: ("rental", True), HOUSE: ("owned", False)}


def steps(chains, weights=None, described=True):
    rows = []
    for number, chain in enumerate(chains):
        for step, here in enumerate(chain, start=1):
            tenure, poor = KINDS[here] if described else ("", None)
            rows.append(
                {
                    "study_id": "studie",
                    "title": "Studien",
                    "chain_id": str(number),
                    "step": step,
                    "from_segment": here,
                    "to_segment": chain[step] if step < len(chain) else "",
                    "tenure": tenure,
                    "low_income": poor,
                    "weight": weights[number] if weights else 1.0,
                    "source": "Påhittat",
                }
            )
    frame = pd.DataFrame(rows)
    return frame.assign(low_income=frame["low_income"].astype("boolean"))


SOME = [[NEW, OLD], [NEW], [NEW, HOUSE, OLD], [NEW, OLD, OLD]] * 10


def only(frame):
    (study,) = chain_study.studies(frame)
    return study


def test_the_mean_length_is_that_of_the_chains_with_an_interval_around_it():
    study = only(steps(SOME))
    assert study.chains == 40
    assert float(study.length.value) == pytest.approx(2.25)
    assert study.length.low < study.length.value < study.length.high


def test_the_last_home_may_stand_on_a_row_of_its_own_or_only_as_left():
    whole = steps(SOME)
    shorter = whole[~((whole["from_segment"] == OLD) & (whole["to_segment"] == ""))]
    assert only(shorter).length == only(whole).length


def test_reach_and_tenure_are_shares_of_the_chains():
    study = only(steps([[NEW, OLD], [NEW], [NEW, HOUSE], [NEW]] * 10))
    assert float(study.low_income.value) == pytest.approx(0.25)
    assert float(study.same_tenure.value) == pytest.approx(0.75)


def test_without_descriptions_reach_and_tenure_are_not_said():
    study = only(steps(SOME, described=False))
    assert study.length is not None
    assert (study.low_income, study.same_tenure) == (None, None)


def test_a_study_of_few_chains_says_nothing():
    study = only(steps(SOME[: chain_study.FEWEST - 1]))
    assert study.length is study.low_income is study.same_tenure is None
    assert study.onward == ()


def test_a_heavier_chain_counts_more():
    heavy = [3.0 if len(chain) == 3 else 1.0 for chain in SOME]
    assert only(steps(SOME, heavy)).length.value > only(steps(SOME)).length.value


@given(
    st.lists(
        st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=5),
        min_size=20,
        max_size=60,
    )
)
def test_no_share_stands_on_fewer_than_five_homes_and_all_of_them_are_whole(chains):
    for row in only(steps(chains)).onward:
        ends = row.ends or 0.0
        assert sum(share for _, share in row.shares) + ends + row.hidden == pytest.approx(100)
        for _, share in (*row.shares, ("", ends)):
            homes = share * (row.homes or 0) / 100
            assert homes == pytest.approx(0, abs=1e-6) or homes >= chain_study.SMALLEST - 1e-6
        if row.homes is None:
            assert row.shares == ()
            continue
        kept_back = row.hidden * row.homes / 100
        assert kept_back == pytest.approx(0, abs=1e-6) or kept_back >= 2 - 1e-6


def test_the_same_chains_always_give_the_same_interval():
    assert only(steps(SOME)) == only(steps(SOME))
