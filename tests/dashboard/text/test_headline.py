"""The first sentences of Läget, in both languages."""

import pytest

from dashboard.text import headline
from data.answers.headline_goals import Chosen
from metrics.outcome.counts import Counts, counted
from metrics.outcome.state import State
from tests.dashboard.charts.figure_tables import goal


@pytest.mark.parametrize(
    ("counts", "swedish", "english"),
    [
        (
            Counts(unknown=7, lost=4, watch=2, unchanged=0, holds=9),
            "Sju av 22 mål kan vi inte bedöma. Av de 15 övriga är fyra förlorade.",
            "Seven of 22 goals cannot be judged. Of the other 15, four are lost.",
        ),
        (
            Counts(unknown=1, lost=0, watch=1, unchanged=0, holds=3),
            "Ett av fem mål kan vi inte bedöma. Inget av de fyra övriga är förlorat.",
            "One of five goals cannot be judged. None of the other four is lost.",
        ),
        (
            Counts(unknown=0, lost=1, watch=0, unchanged=0, holds=2),
            "Alla tre mål går att bedöma. Ett är förlorat.",
            "All three goals can be judged. One is lost.",
        ),
        (
            Counts(unknown=2, lost=3, watch=0, unchanged=0, holds=0),
            "Två av fem mål kan vi inte bedöma. Alla tre övriga är förlorade.",
            "Two of five goals cannot be judged. All the other three are lost.",
        ),
        (
            Counts(unknown=0, lost=0, watch=0, unchanged=1, holds=0),
            "Det enda målet är oförändrat.",
            "The only goal is unchanged.",
        ),
        (
            Counts(unknown=3, lost=0, watch=0, unchanged=0, holds=0),
            "Inget av tre mål går att bedöma än.",
            "None of three goals can be judged yet.",
        ),
        (
            Counts(unknown=0, lost=1, watch=0, unchanged=0, holds=0),
            "Det enda målet är förlorat.",
            "The only goal is lost.",
        ),
        (
            Counts(unknown=0, lost=0, watch=1, unchanged=0, holds=0),
            "Det enda målet är att bevaka.",
            "The only goal is to be watched.",
        ),
        (
            Counts(unknown=1, lost=1, watch=0, unchanged=0, holds=0),
            "Ett av två mål kan vi inte bedöma. Det återstående är förlorat.",
            "One of two goals cannot be judged. The remaining one is lost.",
        ),
        (
            Counts(unknown=2, lost=0, watch=0, unchanged=1, holds=0),
            "Två av tre mål kan vi inte bedöma. Det återstående är oförändrat.",
            "Two of three goals cannot be judged. The remaining one is unchanged.",
        ),
        (
            Counts(unknown=1, lost=2, watch=0, unchanged=0, holds=0),
            "Ett av tre mål kan vi inte bedöma. Båda de övriga är förlorade.",
            "One of three goals cannot be judged. Both of the others are lost.",
        ),
        (
            Counts(unknown=0, lost=0, watch=1, unchanged=0, holds=1),
            "Båda målen går att bedöma. Inget av dem är förlorat.",
            "Both goals can be judged. Neither is lost.",
        ),
        (
            Counts(unknown=0, lost=0, watch=0, unchanged=0, holds=0),
            "Inga mål är inlagda än.",
            "No goals have been entered yet.",
        ),
    ],
)
def test_what_we_do_not_know_comes_first(counts, swedish, english):
    assert headline.headline(counts, "sv") == swedish
    assert headline.headline(counts, "en") == english


def test_background_and_goals_without_a_verdict_are_never_counted():
    counts = counted([State.BACKGROUND, State.NO_GOAL, State.RELAPSE, State.HOLDS])
    assert (counts.total, counts.lost, counts.holds) == (2, 1, 1)


def test_what_stands_behind_the_unknown_is_told():
    states = [State.NO_EVIDENCE] * 2 + [State.TOO_EARLY, State.BREAK, State.HOLDS]
    assert headline.behind_the_unknown(states, "sv") == (
        "Två mål saknar underlag, ett är för tidigt att bedöma och ett har en bruten serie."
    )
    assert headline.behind_the_unknown([State.HOLDS], "sv") == ""


def lost(goal_id, *, size, mid=5.0, title="Mål", **verdict):
    return goal(goal_id=goal_id, size=size, worsening=size, mid=mid, title=title, **verdict)


def test_the_biggest_loss_is_the_one_most_times_what_matters():
    chosen = Chosen([lost("a", size=10, mid=5), lost("b", size=6, mid=1)])
    assert [goal.goal_id for goal in chosen.biggest_losses()] == ["b"]


def test_a_goal_that_fell_behind_is_as_large_as_its_sentence_says():
    fell = lost("fell", size=30, mid=1, state="fell_behind", behind=5.0)
    further = lost("further", size=6, mid=1, state="fell_behind", behind=6.0)
    assert Chosen([fell, further]).biggest_losses() == [further]


def test_a_fall_that_is_seen_comes_before_one_beside_others():
    beside = lost("beside", size=30, mid=1, state="fell_behind", behind=30.0)
    fell = lost("fell", size=6, mid=1, state="below_baseline")
    assert Chosen([beside, fell]).biggest_losses() == [fell]
    assert Chosen([beside]).biggest_losses() == [beside]


def test_equal_losses_of_one_goal_are_told_together():
    chosen = Chosen(
        [
            lost("a", size=1, mid=1, title="Noll"),
            lost("b", size=1, mid=1, title="Noll"),
            lost("c", size=1, mid=1, title="Annat"),
        ]
    )
    assert [goal.goal_id for goal in chosen.biggest_losses()] == ["a", "b"]


def test_the_biggest_loss_is_one_that_chance_does_not_explain():
    unsure = lost("unsure", size=30.0, state="below_baseline", on_agenda=False)
    sure = lost("sure", size=10.0, state="below_baseline", on_agenda=True)
    assert Chosen([unsure, sure]).biggest_losses() == [sure]
    assert Chosen([unsure]).biggest_losses() == [unsure]


@pytest.mark.parametrize(
    ("were_there", "said"),
    [
        ((False, False), "”Sex lokaler” nåddes inte i Norra och Södra"),
        ((True, True), "”Sex lokaler” nåddes men finns inte längre i Norra och Södra"),
        ((True, False), "”Sex lokaler” är förlorat i Norra och Södra"),
    ],
)
def test_what_was_once_there_is_never_said_not_to_have_come(were_there, said):
    areas = ["Norra", "Södra"]
    assert headline.missed_together("Sex lokaler", areas, were_there, "sv") == said


def test_what_is_worse_in_its_latest_measurement_is_told_beside_the_counts():
    assert headline.worse_lately(["", "not_moved", "too_slow"], "sv") == ""
    assert headline.worse_lately(["worse_once", ""], "sv") == (
        "Ett mål är sämre i den senaste mätningen, men det är inte bekräftat."
    )
    assert headline.worse_lately(["worse_once", "worse_twice"], "en") == (
        "Two goals are worse in their latest measurement, which is not confirmed."
    )
