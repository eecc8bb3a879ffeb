"""The NHS icons and the Fingertips arrow are read as their owners read them, and say so."""

import pandas as pd
import pytest

from dashboard.outcome import reading_aids
from dashboard.outcome.reading_aids import Aid
from dashboard.text import numbers
from metrics.definition.indicator import Evidence
from metrics.methods.timeline import Cut
from tests.anchors import published
from tests.dashboard.charts.figure_tables import (
    CATALOGUE,
    GARDSTEN,
    POLICE,
    SAFE,
    SAFETY,
    goal,
    observations,
    safe_evenings,
)

_XMR = published("nhs_xmr/xmr_vectors.json")
LIMITS = [
    case
    for case in _XMR["limits"]
    if {"id", "y", "lpl", "upl"} <= set(case) and case.get("screen") and case["tol"] < 1e-4
]
_TRENDS = published("fingertips_recent_trend/recent_trend_vectors.json")
TRENDS = [
    case
    for case in _TRENDS
    if case["method"] == "weighted_regression"
    and len(case["data"]["year"]) == 5
    and "significant" in case["expected"]
]


def read(table, *, indicator=SAFETY, about=None, cuts=(), language="sv") -> dict[str, Aid]:
    given = reading_aids.aids(
        table, indicator=indicator, goal=about, cuts=cuts, language=language
    )
    return {one.name: one for one in given}


def yearly(values, **columns):
    return observations(
        "TRY14", "a", {str(2000 + at): float(one) for at, one in enumerate(values)}, **columns
    )


@pytest.mark.parametrize("case", LIMITS, ids=[case["id"] for case in LIMITS])
def test_the_limits_are_those_of_the_published_charts(case):
    found = read(yearly(case["y"]))["NHS, variation"]
    assert f"gränser {numbers.span(case['lpl'], case['upl'], 1)}" in found.basis


def test_a_level_series_is_common_cause():
    found = read(yearly([60, 61] * 8), about=goal())
    assert found["NHS, variation"].word == "Vanlig variation"
    assert found["NHS, variation"].basis.startswith("gränser ")
    assert found["NHS, måluppfyllelse"].sign == "F"


def test_a_fall_is_a_special_cause_for_the_worse():
    values = [66, 67] * 7 + [40.0]
    found = read(yearly(values), about=goal(target_low=60.0))
    assert (found["NHS, variation"].sign, found["NHS, variation"].word) == (
        "L",
        "Särskild orsak, till det sämre",
    )


def test_the_same_fall_is_good_news_where_lower_is_better():
    found = read(yearly([66, 67] * 7 + [40.0]), about=goal(worse="higher", form="at_most"))
    assert found["NHS, variation"].word == "Särskild orsak, till det bättre"


def test_limits_from_few_points_say_how_many_they_need():
    found = read(yearly([60, 61, 60, 62, 61, 60, 61, 62, 60]), about=goal())
    assert "9 av de 13 mätningar" in found["NHS, variation"].basis


def test_too_few_points_are_said_and_not_read():
    found = read(yearly([60, 61, 60]), about=goal())
    assert found["NHS, variation"].word == "Kan inte läsas än"
    assert "minst 7" in found["NHS, variation"].basis
    assert found["Fingertips, trend"].basis == "3 av de fem mätningar i rad som regeln behöver"
    assert "NHS, måluppfyllelse" not in found


def test_a_series_that_is_nearly_always_the_same_has_no_limits_and_says_why():
    found = read(yearly([0] * 12 + [1]), about=goal())["NHS, variation"]
    assert found.word == "Kan inte läsas än"
    assert found.basis == "nästan alla värden är lika: vad som är vanligt är okänt"


def test_a_band_has_no_assurance():
    found = read(yearly([60, 61] * 8), about=goal(form="band", worse="both", target_high=70.0))
    assert found["NHS, måluppfyllelse"].basis == "regeln behöver ett mål på en nivå"


def test_limits_are_made_anew_after_a_cut():
    before = read(yearly([20, 21] * 8 + [60, 61] * 7), about=goal())
    cut = Cut(x=2015.5, period="2016", kind="question")
    after = read(yearly([20, 21] * 8 + [60, 61] * 7), about=goal(), cuts=[cut])
    assert before["NHS, variation"].word != "Vanlig variation"
    assert after["NHS, variation"].word == "Vanlig variation"


def test_no_trend_is_taken_across_a_cut():
    cut = Cut(x=2023.5, period="2024", kind="question")
    found = read(safe_evenings(), about=goal(), cuts=[cut])
    assert found["Fingertips, trend"].word == "Kan inte läsas än"


@pytest.mark.parametrize(
    ("worse", "word"),
    [("lower", "Minskar, till det sämre"), ("higher", "Minskar, till det bättre"),
     ("both", "Minskar")],
)  # fmt: skip
def test_the_arrow_says_where_it_points_and_for_whom(worse, word):
    found = read(safe_evenings(), about=goal(worse=worse))["Fingertips, trend"]
    assert (found.sign, found.word, found.basis) == ("↓", word, "2021–2025")


@pytest.mark.parametrize("case", TRENDS, ids=[case["name"] for case in TRENDS])
def test_the_arrow_turns_where_the_published_test_is_significant(case):
    data = case["data"]
    years = [str(year) for year in data["year"]]
    table = observations(
        "BOS",
        "a",
        dict(zip(years, map(float, data["value"]), strict=True)),
        low=dict(zip(years, data["lower95"], strict=True)),
        high=dict(zip(years, data["upper95"], strict=True)),
    )
    mean = next(one for one in CATALOGUE.values() if one.evidence is Evidence.MEAN)
    found = read(table, indicator=mean)["Fingertips, trend"]
    assert (found.sign in {"↑", "↓"}) is case["expected"]["significant"]


def test_without_counts_or_limits_the_arrow_says_what_it_lacks():
    found = read(yearly([60, 61, 62, 63, 64, 65, 66]), about=goal())
    assert "täljare och nämnare" in found["Fingertips, trend"].basis


def test_preliminary_values_are_not_read():
    status = {"2025": "preliminary"}
    found = read(safe_evenings(status=status), about=goal())
    assert found["Fingertips, trend"].basis.endswith("–2024")


def test_classes_have_no_such_aids():
    table = observations("TRY08", "p", GARDSTEN)
    assert read(table, indicator=POLICE) == {}


def test_every_indicator_can_be_read_or_says_why():
    for indicator in CATALOGUE.values():
        for one in read(observations(indicator.id, "a", SAFE), indicator=indicator).values():
            assert one.word
            assert one.basis


def test_english_speaks_english():
    found = read(safe_evenings(), about=goal(), language="en")
    assert found["Fingertips, trend"].word == "Decreasing, for the worse"


def compared_line() -> pd.DataFrame:
    """A comparator one unit above the area, except that it is at 61 in 2025."""
    values = [one + 1 for one in SAFE.values()]
    line = pd.DataFrame({"period": list(SAFE), "value": values, "baseline": 56.9})
    line.loc[line["period"] == "2025", "value"] = 61.0
    return line


def test_the_comparison_is_the_difference_of_both_from_their_baselines():
    said = reading_aids.compared(safe_evenings(), compared_line(), goal(), SAFETY, "sv")
    assert said == Aid(
        "Jämförelseområden", "", "−3,0 jämfört med dem sedan utgångsläget",
        "området +1,1, jämförelsen +4,1, till 2025",
    )  # fmt: skip


def test_a_preliminary_value_is_not_compared():
    mine = safe_evenings(status={"2025": "preliminary"})
    said = reading_aids.compared(mine, compared_line(), goal(), SAFETY, "sv")
    assert said is not None
    assert said.basis.endswith("till 2024")


def test_a_comparator_without_a_baseline_is_not_compared():
    line = compared_line().assign(baseline=float("nan"))
    assert reading_aids.compared(safe_evenings(), line, goal(), SAFETY, "sv") is None


def test_without_comparators_nothing_is_compared():
    nothing = compared_line().iloc[:0]
    assert reading_aids.compared(safe_evenings(), nothing, goal(), SAFETY, "sv") is None


def test_how_many_comparable_areas_changed_as_much_is_told_where_it_is_known():
    found = reading_aids.peers(goal(peers_changed=4, peers_compared=37), "sv")
    assert found is not None
    assert found.word == "4 av 37 har ändrats lika mycket"
    assert reading_aids.peers(goal(), "sv") is None
