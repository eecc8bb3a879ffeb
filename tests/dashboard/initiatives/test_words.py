"""What is said of money, of effects and of moving chains, and how it is drawn."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.describe.tornado import Bar, tornado
from dashboard.charts.describe.transitions import transitions
from dashboard.charts.plotly.tornado import draw_tornado
from dashboard.charts.plotly.transitions import draw_transitions
from dashboard.export.effect_report import effects
from dashboard.initiatives import worth_page
from dashboard.text import initiatives as words
from dashboard.text import names, numbers
from dashboard.text.language import plural, translator
from data.answers import worth
from data.answers.followed import Followed
from metrics.methods.intervals import Interval
from metrics.methods.moving_chain import Onward
from metrics.outcome.state import State
from tests.dashboard.approval import approve_figure, approve_text
from tests.dashboard.charts.figure_tables import (
    CATALOGUE,
    POLICE,
    SAFETY,
    goal,
    observations,
    police_goal,
    safe_evenings,
)

RELAPSE, HOLDS, WATCH = State.RELAPSE, State.HOLDS, State.WATCH
NOTHING, TOLD = State.NO_EVIDENCE, State.REACHED
HEADLINES = {
    "inga mål": [],
    "inget går att bedöma": [NOTHING, State.CANNOT_TELL],
    "bara bakgrund": [State.BACKGROUND],
    "ett mål, håller": [HOLDS],
    "ett mål, bevaka": [WATCH],
    "ett mål, förlorat": [RELAPSE],
    "två mål, håller": [HOLDS, TOLD],
    "tre mål, håller": [HOLDS, TOLD, HOLDS],
    "ett av två förlorat": [RELAPSE, HOLDS],
    "två av tre förlorade": [RELAPSE, State.NEVER_CAME, HOLDS],
    "ett av tre bör bevakas": [WATCH, HOLDS, NOTHING],
    "ett håller, resten okänt": [HOLDS, NOTHING, NOTHING],
}


@pytest.mark.parametrize(
    ("language", "file"), [("sv", "initiatives.txt"), ("en", "initiatives.en.txt")]
)
def test_every_sentence_about_money_is_approved(language, file):
    said = [f"{name}: {words.headline(states, language)}" for name, states in HEADLINES.items()]
    said += [words.cannot_be_said(goals, language) for goals in (0, 2)]
    said += [words.money(amount, "SEK", language) for amount in (51e6, 22.5e6, 850_000, 1e9)]
    said += [words.money(3e6, "EUR", language), words.money(3e6, "NOK", language)]
    for low, high in ((1.23e6, 3.36e6), (0, 2.6e6), (510_000, 940_000), (5e5, 5e5)):
        said += [
            words.worth(low, high, "SEK", language),
            words.worth_of_nothing(low, high, language),
        ]
    for ratio in ((0.31, 1.46), (1.2, 3.3), (0.1, 0.7), (None, None)):
        said.append(words.worth_per_unit(*ratio, "SEK", language))
    length = Interval(np.float64(1.95), np.float64(1.84), np.float64(2.07))
    said.append(words.chain_length(length, language))
    said += [words.assumption(name, "Jobb", language) for name in words.ASSUMPTIONS]
    approve_text(file, "\n".join(said) + "\n")


def test_ranges_of_assumptions_are_written_with_their_unit_once():
    spans = [
        words.assumed_span(20, 65, "percent", "deadweight", "sv"),
        words.assumed_span(1, 5, "years", "duration", "en"),
        words.assumed_span(45_000, 160_000, "SEK", "unit_value", "sv"),
        words.assumed_span(900_000, 1_200_000, "SEK", "investment", "sv"),
        words.assumed_span(3, 3, "personer", "units", "sv"),
    ]
    plain = [span.replace(numbers.NO_BREAK, " ").replace(numbers.THIN, " ") for span in spans]
    assert plain == [
        "20–65 %",
        "1–5 years",
        "45 000–160 000 kronor",
        "900 000 kronor–1,2 miljoner kronor",
        "3 personer",
    ]


amounts = st.floats(0, 1e10, allow_nan=False)


@given(amounts, amounts)
def test_a_range_is_rounded_outward_to_two_figures(one, other):
    low, high = sorted((one, other))
    down, up = words.rounded_out(low, high)
    slack = 1e-9 * max(high, 1e-300)
    assert down <= low + slack
    assert up >= high - slack
    if high > 0:
        step = 10.0 ** (math.floor(math.log10(high)) - 1)
        assert up - high <= step * (1 + 1e-6)


def assumptions(**changed):
    rows = [
        ("Jobb", "units", 24.0, 10.0, 35.0, "triangular", "personer"),
        ("Jobb", "unit_value", 95_000.0, 45_000.0, 160_000.0, "triangular", "SEK"),
        ("", "deadweight", 40.0, 20.0, 65.0, "triangular", "percent"),
        ("", "duration", 4.0, 2.0, 6.0, "uniform", "years"),
        ("", "investment", 4e6, 3.8e6, 4.4e6, "normal", "SEK"),
    ]
    names = ["outcome", "name", "value", "low", "high", "shape", "unit"]
    frame = pd.DataFrame(rows, columns=names).assign(source="Påhittat")
    for name, (value, low, high) in changed.items():
        frame.loc[frame["name"] == name, ["value", "low", "high"]] = [value, low, high]
    return frame


@given(
    st.floats(1, 500),
    st.floats(0, 1),
    st.floats(0, 100),
    st.floats(0, 1),
    st.floats(0.5, 20),
)
def test_the_range_that_is_said_holds_the_median(units, spread, deadweight, share, duration):
    parameters = assumptions(
        units=(units, units * (1 - spread), units * (1 + spread)),
        deadweight=(deadweight, deadweight * share, deadweight + (100 - deadweight) * share),
        duration=(duration, duration / 2, duration * 2),
    )
    value = worth.valued(parameters)
    middle = worth.social_value(
        [worth._parameter(row) for row in parameters.to_dict("records")],
        generator=np.random.default_rng(worth.SEED),
        confidence=0.0,
    )
    low, high = words.rounded_out(value.low, value.high)
    assert low <= middle.low * (1 + 1e-9)
    assert middle.high <= high * (1 + 1e-9)


def test_the_same_assumptions_always_give_the_same_range():
    assert worth.valued(assumptions()) == worth.valued(assumptions())
    assert worth.valued(assumptions().iloc[:0]) is None


def test_percent_becomes_shares_on_the_way_in():
    plain = worth.valued(assumptions(deadweight=(100.0, 100.0, 100.0)))
    assert plain.value == 0
    assert plain.by_outcome == {"Jobb": 0}


def test_what_nobody_has_assumed_is_printed_as_missing():
    printed = worth_page.assumptions(assumptions(), "sv")
    missing = printed[printed["Källa"].str.startswith("saknas")]
    assert list(missing["Antagande"]) == [
        "Andras bidrag",
        "Undanträngning",
        "Avtar per år",
        "Diskonteringsränta",
    ]
    assert missing["Källa"].str.contains("räknas som 0").all()


def test_a_tornado_has_a_bar_per_assumption_with_words_above_it():
    parameters = assumptions()
    value = worth.valued(parameters)
    bars = worth_page.bars_of(parameters, value, "SEK", "sv")
    spec = draw_tornado(tornado(bars, value.value, language="sv"), dark=False)
    (drawn,) = spec["data"]
    widths = drawn["x"]
    assert widths == sorted(widths, reverse=True)
    assert len(spec["layout"]["annotations"]) == len(bars) == 4
    for bar, label in zip(bars, spec["layout"]["annotations"], strict=True):
        assert bar.name in label["text"]
        assert bar.says in label["text"]
    assert all(
        start <= value.value <= start + width
        for start, width in zip(drawn["base"], widths, strict=True)
    )
    approve_figure("tornado", spec)


def test_a_tornado_is_described_in_words():
    bars = [Bar("Antal", "10–35 personer", "2–7 mnkr", 2e6, 7e6)]
    assert tornado(bars, 0.0, language="sv").alt.endswith("Antal 10–35 personer: 2–7 mnkr.")
    assert tornado([], 0.0, language="sv").alt == "Inget antagande har ett spann."


ONWARD = (
    Onward("nybyggd hyresrätt", 150, (("hyresrätt", 40.0), ("småhus", 20.0)), 40.0),
    Onward("hyresrätt", 71, (("hyresrätt", 14.1),), 70.4, 15.5),
    Onward("småhus", 6, (), None, 100.0),
)


def test_what_is_kept_back_is_neither_drawn_as_ended_nor_as_gone_on():
    spec = draw_transitions(transitions(ONWARD, language="sv"), dark=False)
    went, ended = spec["data"]
    assert went["x"] == [60.0, pytest.approx(29.6), 0]
    assert ended["x"] == [40.0, 70.4, 0.0]
    texts = [label["text"] for label in spec["layout"]["annotations"]]
    assert "6 lediga, för få för att delas upp" in texts
    approve_figure("transitions", spec)


def test_the_transitions_are_described_in_words():
    said = transitions(ONWARD, language="sv").alt.replace(numbers.NO_BREAK, " ")
    assert "nybyggd hyresrätt: hyresrätt 40 %, småhus 20 %, kedjan slutar 40 %." in said
    assert "småhus: dolt, för få 100 %." in said


def followed(row, indicator, measured):
    return Followed(
        key=row,
        goal=replace(row, goal_id="mal.prov"),
        indicator=indicator,
        observations=measured,
        breaks=pd.DataFrame(),
        events=pd.DataFrame(),
    )


@given(
    st.sampled_from(sorted(State)),
    st.one_of(st.none(), st.floats(0, 100)),
    st.one_of(st.none(), st.floats(0, 100)),
    st.one_of(st.none(), st.integers(10, 900)),
    st.sampled_from(["sv", "en"]),
)
def test_no_figure_stands_without_its_interval_and_verdict_or_the_reason(
    state, now, baseline, answers, language
):
    measured = observations(
        "TRY14",
        "a",
        {"2024": 50.0, "2025": now},
        **({"n": {"2025": answers}} if answers else {}),
    )
    row = goal(state=str(state), value=now, baseline_value=baseline, last_period="2025")
    line = effects.of_goal(followed(row, SAFETY, measured), language, linked=True)
    for part in (line.baseline, line.now, line.interval, line.target, line.verdict):
        assert part
    has_figure = any(letter.isdigit() for letter in line.now)
    assert has_figure is (now is not None)
    missing = translator(language)("saknas")
    assert (line.interval == missing) is not has_figure
    assert line.verdict
    assert line.sentence
    assert "nan" not in " ".join((line.now, line.baseline, line.interval)).split()


def test_a_class_is_a_judgement_and_not_a_sample():
    measured = observations("TRY08", "a", {"2025": "vulnerable"})
    row = police_goal(last_period="2025")
    line = effects.of_goal(followed(row, POLICE, measured), "sv", linked=True)
    assert line.interval == "en bedömning, inget urval"
    assert line.now == "utsatt område (2025)" or line.now.endswith("(2025)")


def test_only_the_initiatives_own_goals_say_what_became_of_it():
    own = effects.of_goal(followed(goal(), SAFETY, safe_evenings()), "sv", linked=True)
    other = effects.of_goal(followed(goal(), SAFETY, safe_evenings()), "sv", linked=False)
    empty = effects.unmeasured(CATALOGUE["BOS02"], "", "Ekbacken", "sv")
    assert effects.counted([own, other, empty]) == [own.state]
    assert empty.state is State.BACKGROUND


@pytest.mark.parametrize(
    "table",
    [words.ASSUMPTIONS, names.CATEGORIES, words._ALONE],
)
def test_every_word_of_a_table_has_its_english(table):
    english = translator("en")
    assert [word for word in table.values() if english(word) == word] == []


def test_how_many_goals_are_lost_has_its_english():
    for one, many in words._SOME.values():
        assert plural("en", one, many, 1) != one
        assert plural("en", one, many, 2) != many
