"""What is told: one sentence and one thing to look at, and no name that was not asked for."""

import pandas as pd
import pytest

from dashboard.charts.describe.chart import Role
from dashboard.charts.describe.series import series
from dashboard.charts.describe.stacked import tenure
from dashboard.charts.plotly.drawing import draw
from dashboard.export import asking
from dashboard.export.asking import Asked
from dashboard.export.decks import story
from data.answers.goals import all_goals
from metrics.outcome.state import LOST_STATES
from tests.dashboard.charts.figure_tables import (
    CATALOGUE,
    SAFETY,
    goal,
    observations,
    series_break,
)

NORRA, CENTRUM = "ovning.ekbacken.norra", "ovning.ekbacken.centrum"


def words_of(slides) -> str:
    """Everything that the slides say, charts and notes included."""
    said = []
    for slide in slides:
        said += [slide.topic, slide.sentence, slide.said, slide.source, *slide.notes]
        said += [cell.text for row in (slide.table.rows if slide.table else ()) for cell in row]
        if slide.chart:
            said += [
                slide.chart.alt,
                slide.chart.name,
                *(one.name for one in slide.chart.lines),
            ]
            said += [event.title for event in slide.chart.events]
    return "\n".join(said)


def test_laget_opens_with_the_headline_and_its_five_counts(gathered):
    first, *_rest = story.of_overview(gathered, "sv", training=True)
    assert (
        first.sentence == "Nio av 28 mål kan vi inte bedöma. Av de 19 övriga är fem förlorade."
    )
    assert [cell.text.split(" ")[0] for cell in first.table.rows[0]] == [
        "9",
        "5",
        "4",
        "3",
        "7",
    ]
    assert first.path == "/?data=ovning"


def test_every_loss_has_a_slide_and_every_goal_a_row(gathered):
    every = gathered.ask(all_goals)
    goals = every[every["invented"]]
    headline = goals[goals["in_headline"].fillna(True).astype(bool)]
    slides = story.of_overview(gathered, "sv", training=True)
    losses = [slide for slide in slides if slide.chart]
    rows = [row for slide in slides[1:] if slide.table for row in slide.table.rows]
    assert len(losses) == headline["state"].isin(LOST_STATES).sum() == 5
    assert len(rows) == len(headline)
    assert max(len(s.table.rows) for s in slides if s.table) <= 8


def test_real_and_invented_are_never_told_together(gathered):
    real = story.of_overview(gathered, "sv")
    assert not any(slide.invented for slide in real)
    assert "påhittat" not in words_of(real)
    assert all(slide.invented for slide in story.of_overview(gathered, "sv", training=True))


def test_areas_that_were_not_asked_for_are_counted_but_not_named(gathered):
    slides = story.of_overview(gathered, "sv", training=True, areas={NORRA})
    said = words_of(slides)
    assert "Ekbacken norra" in said
    for other in ("centrum", "södra", "äng"):
        assert f"Ekbacken {other}" not in said
    assert slides[0].sentence.startswith("Nio av 28 mål")
    assert slides[-1].sentence.endswith("mål av 28. Övriga områden namnges inte här")


def test_of_very_many_goals_the_largest_losses_are_told_and_the_lost_listed_first(
    gathered, monkeypatch
):
    every = story.of_overview(gathered, "sv", training=True)
    monkeypatch.setattr(story, "MOST_TOLD", 2)
    monkeypatch.setattr(story, "MOST_LISTED", 4)
    read: list[str] = []
    followed = gathered.followed
    monkeypatch.setattr(gathered, "followed", lambda goal: read.append(goal) or followed(goal))
    some = story.of_overview(gathered, "sv", training=True)
    assert some[0] == every[0], "all are counted"
    told = [slide.path for slide in some if slide.chart]
    assert len(told) == len(read) == 2, "nothing is read of what is not told"
    assert told == [slide.path for slide in every if slide.path in told], "and none is ranked"
    assert some[-1].sentence == "4 mål av 28, de förlorade först. Alla står på Läget"
    assert [row[2].token for row in some[-1].table.rows] == ["lost"] * 4
    area = story.of_area(gathered, CENTRUM, "sv")
    assert sum(slide.chart is not None for slide in area) == 2
    assert sum(len(slide.table.rows) for slide in area if slide.table) == 7


def test_an_area_is_a_table_of_its_goals_and_a_slide_for_each(gathered):
    slides = story.of_area(gathered, CENTRUM, "sv")
    charted = [slide for slide in slides if slide.chart]
    assert len(charted) == 7
    assert sum(len(s.table.rows) for s in slides if s.table) == len(charted)
    assert slides[0].path == f"/omrade?omrade={CENTRUM}"


def test_an_area_with_one_goal_needs_no_table(gathered):
    (slide,) = story.of_area(gathered, "polis.1480.tynnered", "sv")
    assert slide.sentence == "Tynnered är inte särskilt utsatt på 2025 års lista."


@pytest.mark.parametrize("asked", [Asked(goal_id="finns.inte"), Asked(area_id="finns.inte")])
def test_what_is_not_there_is_said_in_swedish(gathered, asked):
    with pytest.raises(asking.NothingToShowError, match=r"inget att visa för finns\.inte"):
        asking.deck(asked, gathered, made_on=pd.Timestamp("2026-03-02").date(), home="")


def test_a_whole_deck_in_english_has_no_swedish_frame(gathered):
    said = words_of(story.of_overview(gathered, "en", training=True))
    for swedish in ("Läget", "Källa:", "Inläsning", "mål av", "Jämförelse", "svar."):
        assert swedish not in said


def test_a_description_ends_a_line_at_a_cut_and_names_it():
    seen = observations("TRY14", "a", {"2014": 50.0, "2015": 51.0, "2016": 60.0, "2017": 61.0})
    broken = series_break("TRY14", "2016", "question")
    chart = series(seen, indicator=SAFETY, breaks=broken, language="sv")
    assert [line.role for line in chart.lines] == [Role.EARLIER, Role.SERIES]
    assert [dot.y for dot in chart.of(Role.EARLIER)[0].dots] == [50.0, 51.0]
    assert [cut.note for cut in chart.cuts] == ["Ny fråga 2016"]


def test_a_missing_value_is_a_gap_in_the_description_never_a_zero():
    seen = observations("TRY14", "a", {"2014": 50.0, "2015": None, "2016": 52.0})
    chart = series(seen, indicator=SAFETY, language="sv")
    assert [dot.y for dot in chart.dots] == [50.0, None, 52.0]
    assert chart.dots[1].written == "–"


def test_a_band_is_two_levels_with_one_name():
    seen = observations("TRY14", "a", {"2024": 62.0, "2025": 63.0})
    band = goal(form="band", target_low=60.0, target_high=70.0)
    chart = series(seen, indicator=SAFETY, goal=band, language="sv")
    levels = [level for level in chart.levels if level.role is Role.GOAL]
    assert {level.y for level in levels} == {60.0, 70.0}
    assert len({level.name for level in levels}) == 1


def test_tenure_is_described_in_shares_that_add_up():
    counts = pd.DataFrame(
        {
            "period": ["2020", "2023"],
            "tenure:rental": [85.0, 60.0],
            "tenure:cooperative": [10.0, 30.0],
            "tenure:owned": [5.0, 10.0],
        }
    )
    chart = tenure(counts, language="sv")
    assert chart.categories == ("2020", "2023")
    assert [sum(stack.amounts[place] for stack in chart.stacks) for place in (0, 1)] == [
        100,
        100,
    ]
    assert chart.stacks[0].written == ("85,0\u00a0%", "60,0\u00a0%")
    drawn = [tuple(trace["x"]) for trace in draw(chart, dark=False)["data"]]
    assert drawn == [stack.amounts for stack in chart.stacks]


def test_every_indicator_can_be_described_without_measurements():
    nothing = observations("TRY14", "a", {"2025": 1.0}).iloc[:0]
    chart = series(nothing, indicator=CATALOGUE["TRY14"], language="sv")
    assert chart.lines == ()
    assert chart.table.empty


def test_losses_of_the_same_classes_share_a_slide_with_every_list(gathered):
    (slide,) = [one for one in story.of_overview(gathered, "sv") if "‖ 2025" in str(one.table)]
    assert slide.sentence == "Polisens områdesklass: fyra av sju mål är förlorade"
    assert slide.table.columns == ("Område", "2017", "2019", "2021", "2023", "‖ 2025", "Läge")
    said = {row[0].text: (row[1].text, row[-1].text) for row in slide.table.rows}
    assert said["Bergsjön"] == ("särskilt utsatt", "▼\u00a0Uteblev")
    assert said["Tynnered"][1] == "●\u00a0Nått målet"
