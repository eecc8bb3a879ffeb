"""A deck of every goal, real and invented, for the tests of what leaves the dashboard."""

from datetime import date

from dashboard.export.decks import story
from dashboard.export.decks.slide import Deck, Slide
from data.answers.followed import Gatherer
from data.answers.goals import all_goals

HOME = "https://kvarvarde.exempel.se"


def every_goal(gathered: Gatherer, language: str = "sv") -> tuple[Slide, ...]:
    """A slide for each goal of the shipped data."""
    return tuple(
        slide
        for goal_id in gathered.ask(all_goals)["goal_id"]
        for slide in story.of_goal(gathered, str(goal_id), language)
    )


def a_deck(slides: tuple[Slide, ...], *, language: str = "sv", home: str = HOME) -> Deck:
    """A deck made on a Monday in March."""
    return Deck(
        title="Läget i mars",
        slides=slides,
        language=language,
        made_on=date(2026, 3, 2),
        home=home,
    )
